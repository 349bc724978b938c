"""Rows of a table that are no data: totals, notes, repeated headers. They are left out and told; a total is checked.

A total counted beside its parts doubles every sum, and a note is a row without numbers, so both are looked for in
every table; `totals: keep` in the project file says that the word means something else there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.contracts import ColumnSpec, ColumnType, TableSpec
from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.loaders.findings import Cells, shown, with_each
from reportgen.loaders.grid import Grid, RawColumn, blanks, is_blank, without_rows
from reportgen.loaders.sums import compare_totals
from reportgen.loaders.words import as_text
from reportgen.locations import CellLocation

Rows = NDArray[np.bool_]

_WORDS = (
    "total|totals|grand total|overall total|sub-?total|total général|total general|sous-total|totale|totale generale|"
    "totale complessivo|subtotale|gesamt|gesamtsumme|gesamtergebnis|insgesamt|summe|zwischensumme|suma|suma końcowa|"
    "razem|ogółem|łącznie|усього|всього|разом|итого|всего|σύνολο|γενικό σύνολο|összesen|celkem|spolu|skupaj|ukupno|"
    "totaal|i alt|totalt|yhteensä|kokku|kopā|iš viso|общо|всичко|toplam|sum|[σς∑]"
)
# Each of the names of totals has one of these words.
_HEAD_WORDS = (
    "total totals totale subtotal subtotale totaal totalt toplam gesamt gesamtsumme gesamtergebnis insgesamt summe "
    "zwischensumme suma sum razem ogółem łącznie усього всього разом итого всего σύνολο összesen celkem spolu skupaj "
    "ukupno alt yhteensä kokku kopā viso общо всичко σ ∑"
)
_HEADS = frozenset(_HEAD_WORDS.split())
_APART = str.maketrans(":.=-\N{EN DASH}", "     ")
_TOTAL = re.compile(rf"(?:{_WORDS})\s*[:.=]?", re.IGNORECASE)
# "Total North", "North: Total", "North Total" may be a subtotal, or a company of that name.
_PERHAPS = re.compile(rf"(?:{_WORDS})[\s:–-]+\S.*|.*\S[\s:–-]+(?:{_WORDS})\s*:?", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:sources?|quelle|fonte|fuente|źródło|джерело|источник|πηγή|notes?|nota|anmerkung|hinweis|remarque|uwagi?|"
    r"примітк[аи]|примечани[ея]|σημείωση|stand|as of|last updated?|aktualisiert)\s*[:.]|\*+\s*\S|[¹²³⁴⁵]\s*\S|"
    r"\(?\d\)\s|"
    r"(?:report )?generated (?:by|on|at)|created by|exported (?:by|on|from)|copyright|©|confidential information|"
    r"displaying \d+|applied filters|no filters applied|filters:|page \d+ (?:of|/)|end of (?:report|file)|"
    r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}",
    re.IGNORECASE,
)
# A sentence; names of entities are shorter.
_LONG = 80
_SHOWN = 5
_TEXTS = (ColumnType.TEXT, ColumnType.ID, ColumnType.DATE)


@dataclass(frozen=True, slots=True)
class _Kind:
    code: str
    one: str
    many: str
    hint: str


_TOTALS = _Kind(
    "total-row",
    "A row holds a total and is left out",
    "{} rows hold totals and are left out",
    "Left out, so that nothing counts twice. Say totals: keep for the table if these rows are data.",
)
_NOTES = _Kind(
    "note-row", "A row below or in the table is a note and is left out", "{} rows are notes and are left out",
    "Left out.",
)  # fmt: skip
_HEADERS = _Kind(
    "header-again", "The headers are repeated in the table; that row is left out",
    "The headers are repeated in the table; {} rows are left out", "Left out.",
)  # fmt: skip


def data_rows(file: InputFile, spec: TableSpec, grid: Grid) -> tuple[Grid, list[Problem]]:
    """The grid with rows of data only, what was left out, and totals that are not the sum of their parts."""
    columns = {column.headers(field)[0]: column for field, column in spec.columns.items()}
    headers = _repeated_headers(grid)
    totals, perhaps = _totals(spec, grid, columns)
    notes = _notes(grid) & ~totals
    problems: list[Problem] = []
    if totals.any() or perhaps.any():
        parts = ~(totals | perhaps | notes | headers)
        confirmed, differing = compare_totals(file, spec, grid, totals, perhaps, parts)
        problems += [*differing, *_doubtful(file, grid, perhaps & ~confirmed)]
        totals |= confirmed
    for kind, rows in ((_HEADERS, headers), (_TOTALS, totals), (_NOTES, notes)):
        problems += _told(file, grid, kind, rows)
    gone = headers | totals | notes
    grid = without_rows(grid, gone) if gone.any() else grid
    return grid, [*problems, *_repeated_rows(file, grid, columns)]


def _values(column: RawColumn, test: re.Pattern[str]) -> Rows:
    """Which rows hold a text that matches."""
    matches = [
        isinstance(value, str) and len(value) <= _LONG and test.fullmatch(value.strip()) is not None
        for value in column.values
    ]
    return np.array(matches, dtype=bool)[column.codes]


def _says_total(column: RawColumn) -> bool:
    """Whether a word for total is anywhere in the column; most columns have none, and this is quickly seen."""
    text = "\n".join([value for value in column.values if isinstance(value, str)]).casefold()
    return not _HEADS.isdisjoint(text.translate(_APART).split())


def _named(grid: Grid, columns: Mapping[str, ColumnSpec]) -> Iterator[RawColumn]:
    """The columns in which the label of a row may stand."""
    if grid.label is not None:
        yield grid.label
    for header, column in grid.columns.items():
        if header not in columns or columns[header].type in _TEXTS:
            yield column


def _totals(spec: TableSpec, grid: Grid, columns: Mapping[str, ColumnSpec]) -> tuple[Rows, Rows]:
    """The rows that are called a total, and those that may be one."""
    totals = np.zeros(len(grid.rows), dtype=bool)
    perhaps = np.zeros(len(grid.rows), dtype=bool)
    if spec.totals == "keep":
        return totals, perhaps
    for column in filter(_says_total, _named(grid, columns)):
        found = _values(column, _TOTAL)
        # A column in which most rows say "Total" names a breakdown that this table does not have.
        if 2 * found.sum() <= len(found):
            totals |= found
        maybe = _values(column, _PERHAPS)
        if 2 * maybe.sum() <= len(maybe):
            perhaps |= maybe
    return totals, perhaps & ~totals


def _filled(column: RawColumn) -> Rows:
    return ~blanks(column.values)[column.codes]


def _has_blanks(column: RawColumn) -> bool:
    return bool(blanks(column.values).any())


def _notes(grid: Grid) -> Rows:
    """Rows in which one cell alone is filled, and that say so, stand apart below the table, or are long."""
    notes = np.zeros(len(grid.rows), dtype=bool)
    known = [*([grid.label] if grid.label else []), *grid.columns.values()]
    if len(known) < 2 or not len(grid.rows):
        return notes
    # Two columns that are filled everywhere leave no row with one cell alone.
    if not grid.alone.any() and sum(1 for column in known if not _has_blanks(column)) > 1:
        return notes
    filled = np.zeros(len(grid.rows), dtype=np.int64)
    for column in known:
        filled += _filled(column)
    lonely = np.flatnonzero((filled == 1) | grid.alone)
    for place in lonely.tolist():
        column = _first_column(grid, place)
        text = column.values[column.codes[place]]
        notes[place] = isinstance(text, str) and (_NOTE.match(text.strip()) is not None or len(text) > _LONG)
    if len(lonely):
        _add_footer(grid, lonely, notes)
    return notes


def _add_footer(grid: Grid, lonely: NDArray[np.int64], notes: Rows) -> None:
    """The lonely rows at the end, from the first that is a note, stands apart, or is a record of one cell."""
    ends = np.arange(len(grid.rows) - len(lonely), len(grid.rows))
    footer = lonely[np.cumprod((lonely == ends)[::-1])[::-1].astype(bool)]
    for place in footer.tolist():
        apart = place > 0 and grid.rows[place] - grid.rows[place - 1] > 1
        if notes[place] or apart or grid.alone[place]:
            notes[place:] = True
            return


def _repeated_headers(grid: Grid) -> Rows:
    """Rows in which every column repeats its header, as printed pages and joined exports have them."""
    same = np.ones(len(grid.rows), dtype=bool)
    # The column with the fewest values is the first to show that there are none.
    for header, column in sorted(grid.columns.items(), key=lambda item: len(item[1].values)):
        plain = header.strip().casefold()
        equal = [isinstance(value, str) and value.strip().casefold() == plain for value in column.values]
        if not any(equal):
            return np.zeros(len(same), dtype=bool)
        same &= np.array(equal, dtype=bool)[column.codes]
    return same


def _told(file: InputFile, grid: Grid, kind: _Kind, rows: Rows) -> Iterator[Problem]:
    places = np.flatnonzero(rows)
    if not len(places):
        return
    message = kind.one if len(places) == 1 else kind.many.format(len(places))
    if len(places) > 1:
        message += f": rows {', '.join(str(grid.rows[place]) for place in places[:_SHOWN])}"
        message += ", ..." if len(places) > _SHOWN else ""
    found = ", ".join(dict.fromkeys(_label(grid, int(place)) for place in places[:_SHOWN]))
    place = _place(file, grid, int(places[0]))
    told = Problem(Severity.NOTICE, kind.code, message, place, found, hint=kind.hint)
    yield with_each(told, _parts(file, grid, places), kind.one) if len(places) > 1 else told


def _parts(file: InputFile, grid: Grid, places: NDArray[np.int64]) -> list[Cells]:
    """The rows one by one, each with its first filled cell."""
    return [
        Cells(
            *(file.name, grid.sheet, _first_column(grid, place).letter, grid.rows[place : place + 1]),
            found=_label(grid, place),
        )
        for place in places.tolist()
    ]


def _doubtful(file: InputFile, grid: Grid, rows: Rows) -> Iterator[Problem]:
    places = np.flatnonzero(rows)
    if len(places):
        found = ", ".join(_label(grid, int(place)) for place in places[:_SHOWN])
        many = "A row may hold a subtotal" if len(places) == 1 else f"{len(places)} rows may hold subtotals"
        hint = "Read as data, because it is not the sum of rows above it. Remove it if it is a total."
        told = Problem(Severity.WARNING, "perhaps-total", many, _place(file, grid, int(places[0])), found, hint=hint)
        yield with_each(told, _parts(file, grid, places), "A row may hold a subtotal") if len(places) > 1 else told


def _repeated_rows(file: InputFile, grid: Grid, columns: Mapping[str, ColumnSpec]) -> Iterator[Problem]:
    """Rows that repeat an earlier one in every column that is read, where ids and dates tell nearly all rows apart."""
    types = {header: columns[header].type if header in columns else ColumnType.DATE for header in grid.columns}
    keys = [header for header, kind in types.items() if kind in (ColumnType.ID, ColumnType.DATE)]
    if ColumnType.ID not in types.values():
        return
    alike = grid.repetitions(keys)
    # A table of answers or events may repeat itself; a copied block of a few rows is a slip.
    if not alike or 10 * alike > len(grid.rows):
        return
    places = np.flatnonzero(grid.repeated(list(grid.columns)))
    if len(places):
        rows = ", ".join(str(grid.rows[place]) for place in places[:_SHOWN]) + (", ..." if len(places) > _SHOWN else "")
        what = "A row repeats an earlier one" if len(places) == 1 else f"{len(places)} rows repeat earlier ones"
        found = _label(grid, int(places[0]))
        hint = "Every row counts. Remove the copies."
        message = f"{what} in all columns that are read: {rows}"
        told = Problem(Severity.WARNING, "row-twice", message, _place(file, grid, int(places[0])), found, hint=hint)
        one = "A row repeats an earlier one in all columns that are read"
        yield with_each(told, _parts(file, grid, places), one) if len(places) > 1 else told


def _first_column(grid: Grid, place: int) -> RawColumn:
    known = [*([grid.label] if grid.label else []), *grid.columns.values()]
    filled = (column for column in known if not is_blank(column.values[column.codes[place]]))
    return min(filled, key=lambda column: column.index, default=known[0])


def _label(grid: Grid, place: int) -> str:
    column = _first_column(grid, place)
    return shown(as_text(column.values[column.codes[place]]))


def _place(file: InputFile, grid: Grid, place: int) -> CellLocation:
    return CellLocation(file.name, grid.sheet, f"{_first_column(grid, place).letter}{grid.rows[place]}")
