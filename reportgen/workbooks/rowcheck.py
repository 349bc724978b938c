"""The first column of every sheet: what a row still needs, as a formula and as the result to store with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reportgen.workbooks.faults import Fault
from reportgen.workbooks.form import Column, Part, Role, Sheet
from reportgen.workbooks.wording import Wording

TO_FILL, MISSING, LOOK, COMPLETE, NOTHING = "○", "▲", "●", "✔", "–"
# A figure that rose or fell by more than half since the last period is asked about.
LARGE_CHANGE = 0.5
# Excel's limit for the text of a formula.
_LONGEST = 8192


def row_check(sheet: Sheet, faults: Sequence[Fault], say: Wording) -> tuple[str, Sequence[Fault]]:
    """The formula of the check column, and the faults that it looks for.

    Where all would be longer than Excel takes, large changes are left to their own marks, then the faults to the marks
    of their cells and to the sheet Checks, which look for them in any case.
    """
    for looked_for, explains in ((faults, True), (faults, False), ((), False)):
        formula = _formula(sheet, looked_for, explains, say)
        if len(formula) <= _LONGEST:
            return formula, looked_for
    return '=""', ()


def _formula(sheet: Sheet, faults: Sequence[Fault], explains: bool, say: Wording) -> str:
    """The formula with structured references, so that new rows of the table get it too."""

    def at(title: str) -> str:
        return f"{sheet.excel_table}[[#This Row],[{escaped(title)}]]"

    blanks = _blanks(sheet, _needed(sheet), at)
    wrong = "+".join(fault.by(at) for fault in faults) or "0"
    asked = _asked(sheet)
    begun = f"{len(asked)}-({_blanks(sheet, asked, at)})" if asked else "1"
    states = {"begin": _text(TO_FILL, say("to fill in")) if sheet.fixed else '""'}
    states |= {"look": _text(LOOK, say("look again")), "done": _text(COMPLETE, say("complete"))}
    done = states["done"]
    if explains and (large := _unexplained(sheet, at)):
        done = f"IF({large},{_text(LOOK, say('explain the change'))},{done})"
    formula = f'IF(({blanks})>0,"{MISSING} "&({blanks})&" {say("missing")}",{done})'
    formula = f"IF(({begun})=0,{states['begin']},IF(({wrong})>0,{states['look']},{formula}))"
    if sheet.nothing:
        numbers = _figures(sheet)
        figures = f"{len(numbers)}-({_blanks(sheet, numbers, at)})"
        answer = f"IF(({figures})>0,{states['look']},{_text(NOTHING, say('nothing to report'))})"
        formula = f'IF({at(sheet.nothing)}="{say("Yes")}",{answer},{formula})'
    return f"={formula}"


def row_state(sheet: Sheet, faults: Sequence[Fault], row: Mapping[str, Any], say: Wording) -> str:
    """What the formula gives for a row as it is written."""
    if sheet.nothing and row.get(sheet.nothing) == say("Yes"):
        both = any(row.get(column.title) not in (None, "") for column in _figures(sheet))
        return f"{LOOK} {say('look again')}" if both else f"{NOTHING} {say('nothing to report')}"
    if all(row.get(column.title) in (None, "") for column in _asked(sheet)):
        return f"{TO_FILL} {say('to fill in')}" if sheet.fixed else ""
    if any(fault.holds(row) for fault in faults):
        return f"{LOOK} {say('look again')}"
    count = sum(row.get(column.title) in (None, "") for column in _needed(sheet))
    return f"{MISSING} {count} {say('missing')}" if count else f"{COMPLETE} {say('complete')}"


def escaped(title: str) -> str:
    """A header inside a structured reference (ECMA-376 part 1, 18.17.6.2: ' before [ ] # ')."""
    return "".join(f"'{sign}" if sign in "[]#'" else sign for sign in title)


def _asked(sheet: Sheet) -> list[Column]:
    """The columns that make a row begun when one of them is filled in."""
    return [column for column in sheet.fields if column.role is Role.INPUT and column.title != sheet.nothing]


def _figures(sheet: Sheet) -> list[Column]:
    """The numbers that contradict an answer that there is nothing to report."""
    return [column for column in _asked(sheet) if column.kind.is_number]


def _needed(sheet: Sheet) -> list[Column]:
    return [column for column in sheet.fields if column.needed and column.role is Role.INPUT]


def _blanks(sheet: Sheet, columns: Sequence[Column], at: Callable[[str], str]) -> str:
    """How many cells of these columns are blank in a row; columns side by side are counted as one range."""
    places = {column.title: place for place, column in enumerate(sheet.columns)}
    runs: list[list[Column]] = []
    for column in columns:
        if runs and places[column.title] == places[runs[-1][-1].title] + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    parts = [
        f'({at(run[0].title)}="")'
        if len(run) == 1
        else f"COUNTBLANK({at(run[0].title)[:-1]}:[{escaped(run[-1].title)}]])"
        for run in runs
    ]
    return "+".join(parts) or "0"


def _text(symbol: str, words: str) -> str:
    return f'"{symbol} {words}"'


def _unexplained(sheet: Sheet, at: Callable[[str], str]) -> str:
    """True where a change is large and no comment says why; N gives 0 for the text of a change that is not known."""
    changes = [column for column in sheet.columns if column.part is Part.CHANGE]
    if not changes or not sheet.comment:
        return ""
    large = "+".join(f"(N({at(column.title)})^2>{LARGE_CHANGE**2})" for column in changes)
    return f'({large})*({at(sheet.comment)}="")>0'
