"""The workbooks that people fill in: contracts and last period's figures -> .xlsx that guide and check.

A `Form` says what is asked; `write_form` makes the file. The loaders read it again by its stamp, tables and headers.
"""

from reportgen.workbooks.form import Choices, Column, Form, Part, Role, Sheet
from reportgen.workbooks.wording import Wording, collect_languages

__all__ = ["Choices", "Column", "Form", "Part", "Role", "Sheet", "Wording", "collect_languages"]
