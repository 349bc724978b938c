"""What a table must hold, in words that need no Python: columns, types, time, keys.

A project declares its tables inline or names a ready contract (`contract: cases`) and says only the mapping.
"""

from reportgen.contracts.columns import ColumnSpec, ColumnType
from reportgen.contracts.dates import DateFormat, DateSpec, compile_format
from reportgen.contracts.ready import about_contract, forms_of_contracts, ready_contract, ready_contracts
from reportgen.contracts.tables import PersonalData, TableSpec, TimeKind, WhenWrong

__all__ = [
    "ColumnSpec",
    "ColumnType",
    "DateFormat",
    "DateSpec",
    "PersonalData",
    "TableSpec",
    "TimeKind",
    "WhenWrong",
    "about_contract",
    "compile_format",
    "forms_of_contracts",
    "ready_contract",
    "ready_contracts",
]
