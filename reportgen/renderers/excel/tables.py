"""A Table to the rows of a sheet and to Excel's own table over them: header, filter, formats, formulas, totals.

Large tables are joined from strings column by column: a call per cell would cost more than the deflate.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from reportgen.content.phrases import Symbol
from reportgen.content.tables import Align, Column, Emphasis, Row, Table
from reportgen.content.values import Count, Days, Money, Number, Points, Quantity, Status, exact
from reportgen.locales.numbers import cell_number
from reportgen.renderers.excel.cells import CellPrinter, Printed, formatted, number_rest, plain_number
from reportgen.renderers.excel.formulas import ColumnFormula
from reportgen.renderers.excel.looks import TableLooks
from reportgen.renderers.excel.references import Area, cell_name, column_letters
from reportgen.renderers.excel.styles import Look
from reportgen.renderers.excel.texts import legal_text
from reportgen.renderers.excel.widths import Fit, column_fits
from reportgen.renderers.shades import shade_colour

# Units whose parts add up to the whole; shares and differences of shares do not.
_ADDITIVE = (Count, Number, Days, Money)
# From how many rows on only the first cell of a row has a reference (it is optional: ECMA-376 part 1, 18.3.1.4).
_LARGE = 2_000
# Unsigned numbers from 0 to here share the format of the column (see Locale.number_format); shares are ratios.
_SHARED_FORMAT_BELOW = 999_999_000.0
_SHARED_RATIO_BELOW = 9.9
# Texts, one in a line, about which nothing has to be noticed: legal, short, unlike a formula, nothing to escape.
_SIMPLE = r"[0-9A-Za-zÀ-ÖØ-öø-ÿ](?:[0-9A-Za-zÀ-ÖØ-öø-ÿ '()./:,-]{0,200}[0-9A-Za-zÀ-ÖØ-öø-ÿ.)])?"
_SIMPLE_TEXT, _SIMPLE_TEXTS = re.compile(f"^{_SIMPLE}$", re.MULTILINE), re.compile(rf"(?:{_SIMPLE}\n)*+{_SIMPLE}")
_PLAIN_NUMBERS = {int, float, type(None)}
# Excel's limit for the header of a table (Excel specifications and limits), less room for a number.
_LONGEST_HEADER = 250


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """The rows of a table as cell strings, header first; `area` is what Excel's table covers, totals excluded."""

    rows: tuple[str, ...]
    area: Area
    headers: tuple[str, ...]


class _Cells(NamedTuple):
    """A column below its header: after "<c" and the reference, every cell is `before`, its value and `after`."""

    values: Sequence[object]
    before: str = ""
    after: str = ""

    def rests(self) -> list[str]:
        """What follows the reference, cell by cell."""
        return [f"{self.before}{value}{self.after}" for value in self.values]


class TableWriter:
    """Writes one table; knows its size before it knows where it stands."""

    def __init__(self, table: Table, printer: CellPrinter, looks: TableLooks) -> None:
        self.table, self.printer, self.looks = table, printer, looks
        self.headers = header_texts(table.columns)
        self.columns: list[tuple[Any, ...]] = list(zip(*(row.cells for row in table.rows), strict=True))
        self._kinds = [set(map(type, values)) for values in self.columns]
        self.body = len(table.rows) - trailing_totals(table.rows)
        self._keys = {column.key: position for position, column in enumerate(table.columns)}
        self._numbers: dict[int, list[float | None]] = {}

    @cached_property
    def fits(self) -> tuple[Fit, ...]:
        """How wide the columns are; only measured where nobody gave widths before somebody asks."""
        return self._fits_in(())

    def fit(self, given: Sequence[float]) -> None:
        """Let texts wrap in the widths that a template gave to its columns, in characters; 0 for a free one."""
        if any(given):
            self.fits = self._fits_in(given)

    def _fits_in(self, given: Sequence[float]) -> tuple[Fit, ...]:
        table, locale = self.table, self.printer.locale
        return column_fits(table.columns, self.headers, self.columns, self._kinds, locale, given)

    def write(self, top: int, left: int) -> WrittenTable:
        """The rows with the header at row `top`, the first column at `left`."""
        columns, special = list[_Cells](), list[list[str]]()
        for position in range(len(self.table.columns)):
            formulas = self._formulas(top, left, position)
            columns.append(_with_formulas(self._ordinary_cells(position), formulas))
            special.append(self._special_rests(position, formulas))
        # The first cell says where its row begins; in large tables the others just follow it.
        addressed = len(columns) if len(self.table.rows) < _LARGE else 1
        letters = [column_letters(left + position) for position in range(addressed)]
        rows = _rows(columns, letters, range(top + 1, top + 1 + len(self.table.rows)))
        for index, *rests in zip(self._special, *special, strict=True):
            references = [f' r="{letter}{top + 1 + index}"' for letter in letters] + [""] * (len(rests) - addressed)
            rows[index] = "".join(f"<c{place}{rest}" for place, rest in zip(references, rests, strict=True))
        area = Area(top, left, top + self.body, left + len(self.headers) - 1)
        return WrittenTable((self._header(top, left), *rows), area, self.headers)

    def _header(self, top: int, left: int) -> str:
        cells = []
        for position, (column, text) in enumerate(zip(self.table.columns, self.headers, strict=True)):
            style = self.looks.header(column, self._indents[position], self.fits[position].header_lines > 1)
            reference = cell_name(top, left + position)
            number = self.printer.strings.number(text)
            cells.append(f'<c r="{reference}" s="{style}" t="s"><v>{number}</v></c>')
        return "".join(cells)

    def _special_rests(self, position: int, formulas: Sequence[str] | None) -> list[str]:
        """What follows the reference in the cells of the rows that stand out."""
        column, wrap, indent = self.table.columns[position], self.fits[position].wrap, self._indents[position]
        values, last, rests = self.columns[position], self.body - 1, []
        for index, emphasis in self._special.items():
            style = self.looks.cell(column, emphasis, index == last, wrap, indent)
            rest = self._rest(style, column, values[index])
            rests.append(_with_formula(rest, formulas[index]) if formulas else rest)
        return rests

    def _ordinary_cells(self, position: int) -> _Cells:
        """The cells as if no row stood out. Columns of plain numbers or texts take a short way."""
        column, values, kinds = self.table.columns[position], self.columns[position], self._kinds[position]
        style = self.looks.cell(column, wrap=self.fits[position].wrap, indent=self._indents[position])
        number = self._number_style(style, column)
        if number is not None and kinds <= _PLAIN_NUMBERS and self._share_a_format(column, values):
            missing, before, after = self._rest(style, column, None), f' s="{number}"><v>', "</v></c>"
            if type(None) not in kinds:
                return _Cells(values, before, after)
            return _Cells([missing if value is None else f"{before}{value}{after}" for value in values])
        if kinds == {str}:
            return self._text_cells(style, column, values)
        return _Cells(self._mixed_rests(style, column, values))

    def _mixed_rests(self, style: int, column: Column, values: Sequence[Any]) -> list[str]:
        """Quantities differ nearly always; what stands between them, a status or a gap, repeats."""
        known: dict[tuple[type, Any], str] = {}
        styles: dict[tuple[int, str], int] = {}
        rests, heat, code_of = [], self.table.heat, self.printer.locale.number_format
        for value in values:
            if isinstance(value, Quantity) and math.isfinite(number := cell_number(value)):
                shaded = self._shaded(style, value) if heat else style
                # By its code, which is found faster than the whole look that it stands for.
                key = (shaded, code_of(value))
                if key not in styles:
                    styles[key] = self.printer.styles.derived(shaded, formatted(key[1]))
                rests.append(f' s="{styles[key]}"{number_rest(number)}')
                continue
            # The type too: a status equals its text, True equals 1.
            own = (type(value), value)
            if own not in known:
                known[own] = self._rest(style, column, value)
            rests.append(known[own])
        return rests

    def _shaded(self, style: int, value: Quantity) -> int:
        fill = shade_colour(self.table.shade(value), self.printer.brand)
        return self.printer.styles.derived(style, Look(fill=fill)) if fill else style

    def _text_cells(self, style: int, column: Column, values: Sequence[str]) -> _Cells:
        distinct = dict.fromkeys(values)
        lines, before, after = "\n".join(distinct), f' s="{style}" t="s"><v>', "</v></c>"
        strings = self.printer.strings
        if lines.count("\n") == len(distinct) - 1 and _SIMPLE_TEXTS.fullmatch(lines):
            numbers = strings.simple_numbers(distinct)
            return _Cells([numbers[value] for value in values], before, after)
        # A text of several lines is not found as a whole, so it counts as one to look at.
        simple = set(_SIMPLE_TEXT.findall(lines))
        known = {
            value: f"{before}{strings.simple_number(value)}{after}"
            if value in simple
            else self._rest(style, column, value)
            for value in distinct
        }
        return _Cells([known[value] for value in values])

    def _share_a_format(self, column: Column, values: Sequence[Any]) -> bool:
        """True when all numbers are unsigned, finite and within what one format code can show."""
        numbers = [value for value in values if value is not None]
        below = _SHARED_RATIO_BELOW if column.format and column.format.scale > 1 else _SHARED_FORMAT_BELOW
        # Comparisons overlook a NaN, a sum does not.
        return not numbers or (min(numbers) >= 0 and max(numbers) < below and not math.isnan(sum(numbers)))

    @cached_property
    def _special(self) -> dict[int, Emphasis]:
        """The rows that look different: emphasised ones, and the last before the totals."""
        special = {index: row.emphasis for index, row in enumerate(self.table.rows) if row.emphasis}
        return special if not self.body else {self.body - 1: self.table.rows[self.body - 1].emphasis} | special

    @cached_property
    def _indents(self) -> list[int]:
        """1 for text that begins where numbers end: without it they would touch."""
        sides = [column.align for column in self.table.columns]
        pairs = zip([Align.LEFT, *sides], sides, strict=False)
        return [int(before is Align.RIGHT and side is Align.LEFT) for before, side in pairs]

    def _number_style(self, ordinary: int, column: Column) -> int | None:
        """The one style of plain unsigned numbers; None when each number needs its own."""
        if column.format is None or column.format.signed or isinstance(column.format, Points):
            return None
        return self.printer.styles.derived(ordinary, formatted(self.printer.locale.number_format(_one(column.format))))

    def _rest(self, style: int, column: Column, value: object) -> str:
        printed = self._printed(column, value)
        return f' s="{self.printer.styles.derived(style, printed.look)}"{printed.rest}'

    def _printed(self, column: Column, value: object) -> Printed:
        if isinstance(value, Status) and self._has_signs:
            return self.printer.word(value)
        return self.printer.printed(value, column.format)

    @cached_property
    def _has_signs(self) -> bool:
        """True when the signs of the status have a column of their own."""
        return any(Symbol in kinds for kinds in self._kinds)

    def _formulas(self, top: int, left: int, position: int) -> list[str] | None:
        """`<f>` or "" for every row: the column's own formula, in totals the sum of the rows above."""
        column, count = self.table.columns[position], len(self.table.rows)
        if column.formula:
            return self._own_formulas(ColumnFormula(column.formula), top, left, position)
        if self.body in (0, count) or not self._adds_up(position):
            return None
        letters = column_letters(left + position)
        total = f"<f>SUM({letters}{top + 1}:{letters}{top + self.body})</f>"
        return [""] * self.body + [total] * (count - self.body)

    def _own_formulas(self, formula: ColumnFormula, top: int, left: int, position: int) -> list[str]:
        if not formula.keys or any(key not in self._keys for key in formula.keys):
            return [""] * len(self.table.rows)
        inputs = [self._keys[key] for key in formula.keys]
        letters = [column_letters(left + other) for other in inputs]
        columns = [self._column_numbers(other) for other in inputs]
        texts = []
        rows = zip(self._column_numbers(position), *columns, strict=True)
        for row, (printed, *numbers) in enumerate(rows, start=top + 1):
            if printed is None or None in numbers:
                texts.append("")
                continue
            references = [f"{letter}{row}" for letter in letters]
            text = formula.text(references, numbers, printed)
            texts.append(f"<f>{text}</f>" if text else "")
        return texts

    def _column_numbers(self, position: int) -> list[float | None]:
        """The numbers of a column as its cells hold them."""
        if position not in self._numbers:
            # Plain numbers of a column of points are differences of ratios, its cells hold points.
            scale = 100 if isinstance(self.table.columns[position].format, Points) else 1
            self._numbers[position] = [_cell_number(cell, scale) for cell in self.columns[position]]
        return self._numbers[position]

    def _adds_up(self, position: int) -> bool:
        """True when every total is the sum of the column's numbers, in a unit that adds up."""
        cells = self.columns[position]
        parts = [cell.amount for cell in cells[: self.body] if isinstance(cell, Quantity)]
        totals = cells[self.body :]
        if not parts or not all(type(cell) in _ADDITIVE for cell in totals):
            return False
        return all(isinstance(cell, Quantity) and cell.amount == sum(parts, exact(0)) for cell in totals)


def _rows(columns: Sequence[_Cells], letters: Sequence[str], numbers: range) -> list[str]:
    """The rows by one pattern, which has the letters of the first columns in it: no string is made for a cell."""
    pattern, held = "", list[Sequence[object]]()
    for position, cells in enumerate(columns):
        reference = ""
        if position < len(letters):
            reference = f' r="{letters[position]}%d"'
            held.append(numbers)
        pattern += f"<c{reference}{cells.before}%s{cells.after}"
        held.append(cells.values)
    return list(map(pattern.__mod__, zip(*held, strict=True)))


def _with_formulas(cells: _Cells, formulas: Sequence[str] | None) -> _Cells:
    if formulas is None:
        return cells
    return _Cells([_with_formula(*one) for one in zip(cells.rests(), formulas, strict=True)])


def _with_formula(rest: str, formula: str) -> str:
    return rest.replace("<v>", f"{formula}<v>", 1) if formula else rest


def header_texts(columns: Sequence[Column]) -> tuple[str, ...]:
    """The headers as Excel's table wants them: filled, in one line, and different from each other whatever the case."""
    taken: set[str] = set()
    headers = []
    for column in columns:
        text = (" ".join(legal_text(column.label).split()) or column.key.capitalize())[:_LONGEST_HEADER]
        candidate, number = text, 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{text} {number}"
        taken.add(candidate.casefold())
        headers.append(candidate)
    return tuple(headers)


def trailing_totals(rows: Sequence[Row]) -> int:
    """How many rows at the end are totals; they stand below Excel's table, so that sorting leaves them there."""
    number = 0
    for row in reversed(rows):
        if row.emphasis is not Emphasis.TOTAL:
            break
        number += 1
    return number


@lru_cache(maxsize=256)
def _one(prototype: Quantity) -> Quantity:
    return replace(prototype, amount=exact(1), id="")


def _cell_number(cell: object, scale: int) -> float | None:
    if isinstance(cell, Quantity):
        return cell_number(cell)
    number = plain_number(cell)
    return None if number is None else number * scale
