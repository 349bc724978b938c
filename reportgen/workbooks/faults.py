"""What can be wrong in a row, once: as a formula for the row, the cell and the whole column, and in Python.

A formula is a product of conditions and not AND(...), because it serves single cells and, inside SUMPRODUCT, whole
columns. {0} is the column itself, {1} the other one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportgen.workbooks.form import Column, Role, Sheet
from reportgen.workbooks.wording import Wording

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a cell of `column` can be wrong. `titles` fill the formula's places."""

    column: Column
    titles: tuple[str, ...]
    formula: str
    text: str
    holds: Callable[[Row], bool]

    def by(self, reference: Callable[[str], str]) -> str:
        """The formula, each column written as `reference` says."""
        return self.formula.format(*map(reference, self.titles))


def faults(sheet: Sheet, lists: Mapping[str, Sequence[str]], say: Wording) -> list[Fault]:
    """All faults that the cells of a sheet can have, in the order of the columns."""
    return [fault for column in sheet.fields for fault in _of(column, lists, say)]


def missing(column: Column) -> str:
    """The formula that is true where a needed cell is empty."""
    return '({0}="")'


def _of(column: Column, lists: Mapping[str, Sequence[str]], say: Wording) -> Iterator[Fault]:
    if column.role is not Role.INPUT:
        return
    if column.kind.is_number:
        yield from _of_number(column, say)
    if column.kind.name == "DATE":
        yield from _of_date(column, say)
    if column.choices and not column.others:
        known = set(lists[column.choices])
        yield Fault(
            column,
            (column.title,),
            f'({{0}}<>"")*ISNA(MATCH({{0}},{column.choices},0))',
            say("{column}: a value of the list", column=column.title),
            lambda row: _filled(row, column) and row[column.title] not in known,
        )


def _of_number(column: Column, say: Wording) -> Iterator[Fault]:
    title, low, high = column.title, column.minimum, column.maximum
    # One formula for all: a text is above every number, and a blank cell is let pass at the start.
    limits = ("" if low is None else f"+({{0}}<{low})") + ("" if high is None else f"+({{0}}>{high})")
    yield Fault(
        column,
        (title,),
        f'({{0}}<>"")*(1-ISNUMBER({{0}}){limits}>0)',
        say("{column}: {form}", column=title, form=number_form(column, say)),
        lambda row: _filled(row, column) and not _within(row[title], column),
    )
    if column.at_most:
        yield Fault(
            column,
            (title, column.at_most),
            "ISNUMBER({1})*({0}>{1})",
            say("{column}: not more than {other}", column=title, other=column.at_most),
            lambda row: _is_number(row.get(title)) and _is_number(row.get(column.at_most)) and _over(row, column),
        )


def number_form(column: Column, say: Wording) -> str:
    """What a number column takes, in words: a whole number from 1 to 5."""
    kind = say("a whole number") if column.kind.name == "COUNT" else say("a number")
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return say("{kind} from {low} to {high}", kind=kind, low=low, high=high)
    if low is not None:
        return say("{kind}, {low} or more", kind=kind, low=low)
    return kind if high is None else say("{kind}, {high} or less", kind=kind, high=high)


def _of_date(column: Column, say: Wording) -> Iterator[Fault]:
    title = column.title
    yield Fault(
        column,
        (title,),
        '({0}<>"")*(1-ISNUMBER({0}))',
        say("{column}: {form}", column=title, form=say("a date")),
        lambda row: _filled(row, column) and not isinstance(row[title], date),
    )
    if column.not_before:
        yield Fault(
            column,
            (title, column.not_before),
            "ISNUMBER({0})*ISNUMBER({1})*({0}<{1})",
            say("{column}: not before {other}", column=title, other=column.not_before),
            lambda row: _earlier(row.get(title), row.get(column.not_before)),
        )


def _within(value: Any, column: Column) -> bool:
    if not _is_number(value):
        return False
    low, high = column.minimum, column.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def _over(row: Row, column: Column) -> bool:
    return bool(row[column.title] > row[column.at_most])


def _earlier(day: Any, other: Any) -> bool:
    return isinstance(day, date) and isinstance(other, date) and day < other


def _filled(row: Row, column: Column) -> bool:
    return row.get(column.title) not in (None, "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
