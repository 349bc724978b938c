"""What Excel lets a person type in a column: list, number or date, with a prompt before and an alert after.

Identity and codes are held ("stop"); a list that may be left warns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from reportgen.contracts import ColumnType
from reportgen.workbooks.faults import number_form
from reportgen.workbooks.form import Column, Sheet
from reportgen.workbooks.wording import Wording

# The days that Excel and people agree on as dates of a programme.
_FIRST, _LAST = date(1990, 1, 1), date(2099, 12, 31)
# Excel's own limit of a cell is 32,767 characters; nobody reads so much in a table.
_LONGEST_TEXT = 4000
_WHOLE, _MOST = -2_000_000_000, 1e15


def validation(column: Column, sheet: Sheet, lists: Mapping[str, Sequence[str]], say: Wording) -> dict[str, Any]:
    """The validation of a column, as XlsxWriter takes it."""
    rule = _rule(column, sheet, say)
    expected = rule.pop("expected")
    prompt = " ".join(part for part in (column.help, expected and f"{say('Expected')}: {expected}.") if part)
    return {
        "ignore_blank": True,
        "show_input": True,
        "show_error": True,
        "input_title": column.title,
        "input_message": prompt or column.title,
        "error_type": "warning" if column.others else "stop",
        "error_title": column.title,
        "error_message": say("Expected: {form}.", form=expected or say("a shorter text")),
        **rule,
    }


def _rule(column: Column, sheet: Sheet, say: Wording) -> dict[str, Any]:
    if column.choices:
        source = f"={column.choices}"
        if column.within:
            place = next(i for i, other in enumerate(sheet.columns) if other.title == column.within)
            parent = f"${xl_col_to_name(place)}2"
            source = f'=INDIRECT(IF({parent}="","{column.choices}","{column.choices}_"&{parent}))'
        expected = say("a value of the list, or another one") if column.others else say("a value of the list")
        return {"validate": "list", "source": source, "expected": expected}
    if column.kind is ColumnType.DATE:
        return {
            "validate": "date", "criteria": "between", "minimum": _FIRST, "maximum": _LAST, "expected": say("a date"),
        }  # fmt: skip
    if column.kind.is_number:
        low = float(column.minimum) if column.minimum is not None else _WHOLE
        high = float(column.maximum) if column.maximum is not None else _MOST
        whole = column.kind is ColumnType.COUNT
        if whole:
            low, high = int(low), int(min(high, -_WHOLE))
        form = say("a share such as 45 %") if column.kind is ColumnType.PERCENT else number_form(column, say)
        return {
            "validate": "integer" if whole else "decimal", "criteria": "between", "minimum": low, "maximum": high,
            "expected": form,
        }  # fmt: skip
    return {"validate": "length", "criteria": "<=", "value": _LONGEST_TEXT, "expected": ""}
