"""The data dictionary: what each column means, takes and looks like; the documentation travels with the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from reportgen.contracts import ColumnType
from reportgen.workbooks.faults import number_form
from reportgen.workbooks.form import Column, Part, Role, Sheet
from reportgen.workbooks.pages import height, write
from reportgen.workbooks.styles import Looks
from reportgen.workbooks.wording import Wording

_WIDTHS = (18, 30, 60, 16, 16, 14, 44, 30)
_HEADS = ("Sheet", "Column", "Meaning", "Type", "Unit", "Needed", "Allowed values", "Example")
_TYPES = {
    ColumnType.TEXT: "text", ColumnType.ID: "identifier", ColumnType.COUNT: "whole number",
    ColumnType.NUMBER: "number", ColumnType.PERCENT: "share", ColumnType.MONEY: "amount of money",
    ColumnType.DATE: "date", ColumnType.BOOLEAN: "yes or no",
}  # fmt: skip
# Choices beyond this many are on the Lists sheet.
_SHOWN = 12


def write_dictionary(
    page: Any, sheets: Sequence[Sheet], lists: Mapping[str, Sequence[str]], looks: Looks, say: Wording
) -> None:
    """Write the sheet, one row per column to fill in or given."""
    page.hide_gridlines(2)
    for index, head in enumerate(_HEADS):
        write(page, 0, index, say(head), looks.header_of_list())
        page.set_column(index, index, _WIDTHS[index])
    for number, cells in enumerate(_rows(sheets, lists, say), start=1):
        page.set_row(number, height(cells, _WIDTHS))
        for index, cell in enumerate(cells):
            write(page, number, index, cell, looks.text())
    page.freeze_panes(1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.protect("", {"select_locked_cells": True})


def _rows(sheets: Sequence[Sheet], lists: Mapping[str, Sequence[str]], say: Wording) -> Iterator[list[str]]:
    for sheet in sheets:
        for column in sheet.columns:
            if column.part is Part.FIELD:
                needed = column.needed and column.role is Role.INPUT
                yield [
                    sheet.name, column.title, column.help, say(_TYPES[column.kind]), say(column.unit),
                    _filling(column, needed, say), _allowed(column, lists, say), _shown(column.example),
                ]  # fmt: skip


def _filling(column: Column, needed: bool, say: Wording) -> str:
    if column.role is Role.GIVEN:
        return say("given")
    if column.role is Role.CALCULATED:
        return say("calculated")
    return say("Yes") if needed else say("No")


def _allowed(column: Column, lists: Mapping[str, Sequence[str]], say: Wording) -> str:
    if column.factors:
        return " × ".join(column.factors)
    if column.choices:
        values = lists[column.choices]
        text = ", ".join(values[:_SHOWN]) + (", …" if len(values) > _SHOWN else "")
        return f"{text}; {say('others may be typed')}" if column.others else text
    if column.kind in (ColumnType.COUNT, ColumnType.NUMBER, ColumnType.MONEY):
        text = number_form(column, say)
        return f"{text}; {say('not more than {other}', other=column.at_most)}" if column.at_most else text
    if column.not_before:
        return say("not before {other}", other=column.not_before)
    return ""


def _shown(example: Any) -> str:
    if isinstance(example, date):
        return example.isoformat()
    return "" if example is None else str(example)
