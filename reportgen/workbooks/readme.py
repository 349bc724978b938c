"""The first sheet: what the workbook is for, what to do by when, what the colours mean, and whether it is ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportgen.contracts import ColumnType
from reportgen.contracts.stamp import NOTHING_NAME
from reportgen.workbooks.checks import Rule, light
from reportgen.workbooks.form import Form, Role
from reportgen.workbooks.pages import define, format_when, validate, write, write_formula
from reportgen.workbooks.rowcheck import COMPLETE, LOOK, TO_FILL
from reportgen.workbooks.styles import GOOD_TEXT, MISSING, WARN_TEXT, WRONG, WRONG_TEXT, Looks
from reportgen.workbooks.wording import Wording

_WIDTHS = (30, 78, 26)
_LINE, _CHARACTERS = 15.0, 92


class _Cursor:
    """Writes one line after the other."""

    def __init__(self, page: Any) -> None:
        self.page, self.row = page, 0

    def line(self, first: Any, first_style: Any, second: Any = None, second_style: Any = None) -> int:
        write(self.page, self.row, 0, first, first_style)
        if second is not None:
            write(self.page, self.row, 1, second, second_style)
            lines = -(-len(str(second)) // _CHARACTERS)
            if lines > 1:
                self.page.set_row(self.row, _LINE * lines + 3)
        self.row += 1
        return self.row - 1

    def gap(self) -> None:
        self.row += 1


def write_readme(
    book: Any, page: Any, form: Form, found: Sequence[Rule], checks: str, looks: Looks, say: Wording,
    date_text: Callable[[Any], str],
) -> None:  # fmt: skip
    """Write the sheet."""
    page.hide_gridlines(2)
    for index, width in enumerate(_WIDTHS):
        page.set_column(index, index, width)
    at = _Cursor(page)
    plain, bold = looks.text(), looks.text(bold=True)
    page.set_row(0, 24)
    at.line(form.title, looks.title())
    at.line(
        " · ".join(part for part in (form.scope, form.project, form.organisation) if part), looks.text(text_wrap=False)
    )
    at.gap()
    state = at.row
    formula, result = light(checks, found, say)
    write(page, state, 0, say("State of this workbook"), bold)
    write_formula(page, state, 1, formula, looks.text(bold=True, font_size=13), result)
    page.set_row(state, 22)
    at.row += 1
    at.gap()
    for head, text in _facts(form, say, date_text):
        at.line(head, bold, text, plain)
    at.gap()
    at.line(say("What to do"), looks.heading())
    for number, step in enumerate(_steps(form, say, date_text), start=1):
        at.line(f"{number}.", looks.text(align="right"), step, plain)
    at.gap()
    _sheets(book, at, form, found, checks, looks, say)
    at.gap()
    _legend(at, looks, say)
    at.gap()
    at.line(say("Version"), looks.text(font_color="#707880"), form.stamp.text(), looks.text(font_color="#707880"))
    for sign, colour in ((COMPLETE, GOOD_TEXT), (TO_FILL, WARN_TEXT), (LOOK, WRONG_TEXT)):
        style = looks.format_of(font_color=colour)
        format_when(page, (state, 1, at.row, 1), f'=LEFT($B{state + 1},1)="{sign}"', style)
    page.set_portrait()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})


def _facts(form: Form, say: Wording, date_text: Callable[[Any], str]) -> list[tuple[str, str]]:
    facts = [(say("Purpose"), form.purpose), (say("Period"), form.period)]
    if form.deadline:
        facts.append((say("Please return by"), date_text(form.deadline)))
    facts += [(say("Send to"), form.send_to), (say("Questions to"), form.contact)]
    return [(head, text) for head, text in facts if text]


def _steps(form: Form, say: Wording, date_text: Callable[[Any], str]) -> list[str]:
    growing = any(not sheet.fixed for sheet in form.sheets)
    steps = [say("Fill in the yellow cells of the sheets below. Grey cells are given or calculated: leave them.")]
    if growing:
        steps.append(say("Add rows directly below the last one; the table grows by itself."))
    steps.append(say("The row in italics marked EXAMPLE shows what is meant. It is not read; leave it or delete it."))
    steps.append(
        say("Leave a cell empty where a figure is not known. 0 means none; it never stands for unknown.")
        + " "
        + say("Is there nothing to report? Say so with Yes where it is asked, so that nobody has to remind you.")
    )
    steps.append(say("The column “Row check” and the sheet “Checks” say what is missing or unlikely while you type."))
    if form.deadline:
        steps.append(say("Save the file and return it by {date}. It may be renamed.", date=date_text(form.deadline)))
    else:
        steps.append(say("Save the file and return it. It may be renamed."))
    return steps


def _sheets(book: Any, at: _Cursor, form: Form, found: Sequence[Rule], checks: str, looks: Looks, say: Wording) -> None:
    """The sheets with their lights; a table of entries can say for the whole period that there is nothing."""
    page = at.page
    asks = [sheet for sheet in form.sheets if not sheet.fixed]
    for index, head in enumerate(["Sheet", "State", *(["Nothing to report"] if asks else [])]):
        write(page, at.row, index, say(head), looks.header_of_list())
    at.row += 1
    for sheet in form.sheets:
        name = sheet.name.replace("'", "''")
        link = f"internal:'{name}'!A1"
        if page.write_url(at.row, 0, link, looks.text(font_color="#0B3C8C", underline=1), sheet.name) not in (0, None):
            raise ValueError(f"XlsxWriter refused {link}")
        formula, result = light(checks, found, say, sheet.name)
        write_formula(page, at.row, 1, formula, looks.text(bold=True), result)
        if not sheet.fixed:
            write(page, at.row, 2, None, looks.cell(Role.INPUT, ColumnType.TEXT))
            validate(page, (at.row, 2, at.row, 2), _answer(sheet.name, form, say))
            define(book, f"{NOTHING_NAME}{sheet.table}", f"='{page.get_name()}'!$C${at.row + 1}")
        at.row += 1


def _answer(name: str, form: Form, say: Wording) -> dict[str, Any]:
    message = say("Choose Yes when there is nothing new in “{sheet}” for {period}.", sheet=name, period=form.period)
    return {
        "validate": "list", "source": "=lst_yes_no", "ignore_blank": True, "show_input": True, "show_error": True,
        "input_title": say("Nothing to report"), "input_message": message, "error_type": "stop",
        "error_title": say("Nothing to report"),
        "error_message": say("Expected: {form}.", form=say("a value of the list")),
    }  # fmt: skip


def _legend(at: _Cursor, looks: Looks, say: Wording) -> None:
    at.line(say("Colours"), looks.heading())
    example = looks.example(ColumnType.TEXT)
    for style, name, text in (
        (looks.cell(Role.INPUT, ColumnType.TEXT), "yellow", "Yellow, blue text: to fill in"),
        (looks.cell(Role.GIVEN, ColumnType.TEXT), "grey", "Grey: given or calculated, please leave"),
        (example, "italics", "Italics: the example row, not read"),
        (looks.text(bg_color=MISSING), "orange", "Orange: missing, the row was begun"),
        (looks.text(bg_color=WRONG, font_color=WRONG_TEXT, bold=True), "red", "Red, bold: not possible or unlikely"),
    ):
        at.line(say(name), style, say(text), looks.text())
