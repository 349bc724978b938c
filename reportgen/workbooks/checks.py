"""The Checks sheet: every rule with the number of rows that break it, and a light in sign and word for each sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.workbooks.entry import Written
from reportgen.workbooks.form import Part
from reportgen.workbooks.pages import format_when, write, write_formula
from reportgen.workbooks.rowcheck import COMPLETE, LOOK, MISSING, TO_FILL, escaped
from reportgen.workbooks.styles import GOOD_TEXT, WARN_TEXT, WRONG_TEXT, Looks
from reportgen.workbooks.wording import Wording

_FIRST = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the sheet: `formula` counts the rows that break it, `count` is its result in the workbook as written;
    `open` when the rows are not wrong but not begun."""

    sheet: str
    text: str
    formula: str
    count: int
    open: bool = False


def rules(written: Sequence[Written], say: Wording) -> list[Rule]:
    """The rules of all sheets."""
    return [rule for one in written for rule in _of_sheet(one, say)]


def _of_sheet(written: Written, say: Wording) -> Iterator[Rule]:
    sheet = written.sheet
    check = next(column.title for column in sheet.columns if column.part is Part.CHECK)
    states = f"{sheet.excel_table}[{escaped(check)}]"

    def counted(sign: str) -> int:
        return sum(state.startswith(sign) for state in written.states)

    if sheet.fixed:
        text = say("Every row is filled in, or says that there is nothing to report")
        yield Rule(sheet.name, text, f'=COUNTIF({states},"{TO_FILL}*")', counted(TO_FILL), open=True)
    text = say("No row that was begun has missing cells")
    yield Rule(sheet.name, text, f'=COUNTIF({states},"{MISSING}*")', counted(MISSING))
    for fault in written.faults:
        formula = f"=SUMPRODUCT(({fault.by(lambda title: f'{sheet.excel_table}[{escaped(title)}]')})*1)"
        yield Rule(sheet.name, fault.text, formula, sum(fault.holds(row) for row in sheet.rows))
    if any(column.part is Part.CHANGE for column in sheet.columns) and sheet.comment:
        text = say("A change of more than half is explained in “{comment}”", comment=sheet.comment)
        explain = f"{LOOK} {say('explain the change')}"
        yield Rule(sheet.name, text, f'=COUNTIF({states},"{explain}")', 0)


def write_checks(page: Any, found: Sequence[Rule], looks: Looks, say: Wording) -> None:
    """Write the sheet."""
    page.hide_gridlines(2)
    write(page, 0, 0, say("Checks"), looks.title())
    write(page, 1, 0, say("The workbook checks itself while you type. 0 rows is good."), looks.text(text_wrap=False))
    heads = ("Sheet", "Check", "Rows", "Result")
    for index, head in enumerate(heads):
        write(page, _FIRST - 1, index, say(head), looks.header_of_list())
    for number, rule in enumerate(found, start=_FIRST):
        write(page, number, 0, rule.sheet, looks.text())
        write(page, number, 1, rule.text, looks.text())
        write_formula(page, number, 2, rule.formula, looks.text(num_format="0"), rule.count)
        sign, word = (TO_FILL, say("to fill in")) if rule.open else (LOOK, say("look again"))
        good = f"{COMPLETE} {say('in order')}"
        result = f"{sign} {word}" if rule.count else good
        style = looks.text(align="left", indent=1)
        write_formula(page, number, 3, f'=IF(C{number + 1}=0,"{good}","{sign} {word}")', style, result)
    area = (_FIRST, 3, _FIRST + len(found), 3)
    for sign, colour in ((COMPLETE, GOOD_TEXT), (TO_FILL, WARN_TEXT), (LOOK, WRONG_TEXT)):
        formula = f'=LEFT($D{_FIRST + 1},1)="{sign}"'
        format_when(page, area, formula, looks.format_of(font_color=colour, bold=True))
    for index, width in enumerate((24, 74, 10, 20)):
        page.set_column(index, index, width)
    page.freeze_panes(_FIRST, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.protect("", {"select_locked_cells": True})


def light(name: str, found: Sequence[Rule], say: Wording, sheet: str = "") -> tuple[str, str]:
    """The light of a sheet, or of the whole workbook, as a formula over the Checks sheet, and its result."""
    chosen = [(number, rule) for number, rule in enumerate(found, start=_FIRST + 1) if sheet in ("", rule.sheet)]
    quoted = "'" + name.replace("'", "''") + "'"

    def total(open: bool) -> tuple[str, int]:
        cells = [(number, rule) for number, rule in chosen if rule.open is open]
        refs = ",".join(f"{quoted}!C{first}:C{last}" for first, last in _runs([number for number, _ in cells]))
        return (f"SUM({refs})" if refs else "0"), sum(rule.count for _, rule in cells)

    (wrong, wrong_count), (open_rows, open_count) = total(False), total(True)
    done = say("complete") if sheet else say("ready to send")
    texts = (
        f"{LOOK} {say('look again: see Checks')}",
        f"{TO_FILL} {{}} {say('rows to fill in')}",
        f"{COMPLETE} {done}",
    )
    unfilled = f'"{TO_FILL} "&{open_rows}&" {say("rows to fill in")}"'
    formula = f'=IF({wrong}>0,"{texts[0]}",IF({open_rows}>0,{unfilled},"{texts[2]}"))'
    result = texts[0] if wrong_count else texts[1].format(open_count) if open_count else texts[2]
    return formula, result


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring rows as one range each."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
