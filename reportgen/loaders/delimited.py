"""Text tables (csv, tsv, txt) -> Grid.

pandas splits the lines; how many cells each row has is counted beside it, because pandas drops
surplus cells without a word once only some columns are read.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportgen.contracts import ColumnType, TableSpec, WhenWrong, about_contract
from reportgen.errors import Problem, Severity
from reportgen.loaders.encodings import as_utf8
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid, RawColumn, column_letter, distinct, grid_of, without_rows
from reportgen.loaders.headers import HEADER_WITHIN, Headers, Wanted, find_headers, header_problems
from reportgen.loaders.plain import is_plain
from reportgen.loaders.records import cells_per_record
from reportgen.loaders.splitting import records_of, split_columns
from reportgen.locations import CellLocation, Location

_DELIMITERS = {";": ";", ",": ",", "tab": "\t", "|": "|"}
# Of rows that are alike so many are named.
_NAMED = 20
# The first column, where nobody asked for it; no header is a line break.
_LABEL = "\n"
# In a table of more columns than these a record of one cell is a note.
_FEW = 2
# A field of a real table is short; a quote that is never closed makes one of half the file.
_LONGEST_FIELD = 10_000_000
csv.field_size_limit(_LONGEST_FIELD)


def read_delimited(file: InputFile, spec: TableSpec, wanted: Sequence[Wanted]) -> tuple[Grid | None, list[Problem]]:
    """The columns of a text table; None when it has none of them."""
    data, problems = as_utf8(file, spec.encoding)
    if data is None:
        return None, problems
    delimiters = [_DELIMITERS[spec.delimiter]] if spec.delimiter else list(_DELIMITERS.values())
    delimiter, headers = _best_split(data, delimiters, wanted, not about_contract(spec.contract).system)
    if headers is None:
        return None, [*problems, _no_header(file)]
    problems += header_problems(headers, file.name, "")
    if not headers.columns:
        return None, problems
    plain = {column.headers(field)[0]: column for field, column in spec.columns.items() if is_plain(spec, column)}
    # A point in a count sets off thousands, or is wrong; beside a decimal comma it is doubtful.
    pointed = [
        header
        for header, column in plain.items()
        if column.type is not ColumnType.COUNT and spec.decimal_sign(column) != ","
    ]
    try:
        columns, cells, ragged = _columns(data, delimiter, headers, list(plain), pointed)
    except csv.Error:
        return None, [*problems, _open_quote(file)]
    out_of_step = _out_of_step(headers, ragged)
    problems += _surplus_problems(file, headers, out_of_step, spec.when_wrong)
    rows = np.arange(len(cells), dtype=np.int64) + headers.row + 2
    label = columns.pop(_LABEL, None)
    alone = (cells == 1) & (len(headers.texts) > _FEW)
    grid = grid_of("", headers.row + 1, rows, columns, label, alone, headers.above)
    if out_of_step and spec.when_wrong is not WhenWrong.BLOCK:
        grid = without_rows(grid, np.isin(grid.rows, [number + headers.row + 2 for number, _ in out_of_step]))
    return grid, problems


def _no_header(file: InputFile) -> Problem:
    hint = "The first row must hold the headers."
    return Problem(Severity.ERROR, "no-header", "The file has no headers", Location(file.name), hint=hint)


def _open_quote(file: InputFile) -> Problem:
    return Problem(
        Severity.ERROR,
        "line-too-long",
        "A cell of the file is too long for a table",
        Location(file.name),
        expected=f"at most {_LONGEST_FIELD // 1_000_000} MB in a cell",
        hint="Look for a quotation mark that is not closed.",
    )


def _best_split(
    data: bytes, delimiters: Sequence[str], wanted: Sequence[Wanted], several_rows: bool
) -> tuple[str, Headers | None]:
    """The delimiter under which most headers are found (then: most columns), and what is found. A system writes its
    headers in one row: what looks like a second one is a row of data."""
    heads = {
        delimiter: list(itertools.islice(records_of(data[:1_000_000], delimiter), HEADER_WITHIN))
        for delimiter in delimiters
    }
    best: tuple[tuple[int, int], str, Headers | None] = ((-1, -1), delimiters[0], None)
    for deep in (False, True) if several_rows else (False,):
        for delimiter, head in heads.items():
            headers = find_headers(head, wanted, deep)
            if headers is None:
                continue
            if headers.is_complete and len(headers.columns) > 1:
                return delimiter, headers
            score = (len(headers.columns), len(headers.texts))
            if score > best[0]:
                best = (score, delimiter, headers)
        if best[2] is None or best[2].is_complete:
            break
    return best[1], best[2]


def _columns(
    data: bytes, delimiter: str, headers: Headers, numeric: Sequence[str], pointed: Sequence[str]
) -> tuple[dict[str, RawColumn], NDArray[np.int64], list[tuple[int, list[str]]]]:
    """The columns by header, the first one too, how many cells each record below the header has, and the records
    with surplus cells."""
    cells = cells_per_record(data, delimiter)
    width = len(headers.texts)
    wanted = dict(headers.columns)
    if headers.first not in wanted.values():
        wanted[_LABEL] = headers.first
    split = split_columns(data, delimiter, headers, wanted, numeric, pointed)
    if split is not None and split[1] == len(cells) - headers.row - 1:
        columns = split[0]
        long = np.flatnonzero(cells[headers.row + 1 :] > width)
        ragged = _pick(data, delimiter, headers.row + 1, long) if len(long) else []
        return columns, cells[headers.row + 1 :], ragged
    # Quotes inside fields, as in 5" pipe: the counts differ, so every record is looked at.
    records = list(records_of(data, delimiter))[headers.row + 1 :]
    columns = {}
    for name, index in wanted.items():
        codes, values = distinct([record[index] if index < len(record) else "" for record in records])
        columns[name] = RawColumn(index, codes, values)
    ragged = [(number, record) for number, record in enumerate(records) if len(record) > width]
    return columns, np.array([len(record) for record in records], dtype=np.int64), ragged


def _pick(data: bytes, delimiter: str, first: int, numbers: NDArray[np.int64]) -> list[tuple[int, list[str]]]:
    """Some records, read one by one; numbers count from `first`, the record below the header."""
    chosen = set(numbers.tolist())
    records = itertools.islice(records_of(data, delimiter), first, None)
    return [(number, record) for number, record in enumerate(records) if number in chosen]


def _out_of_step(headers: Headers, ragged: list[tuple[int, list[str]]]) -> list[tuple[int, int]]:
    """The rows with filled cells beyond the last header, and how many cells they have: their values may stand in the
    wrong columns."""
    width = len(headers.texts)
    return [(number, len(record)) for number, record in ragged if any(cell.strip() for cell in record[width:])]


def _surplus_problems(
    file: InputFile, headers: Headers, wrong: list[tuple[int, int]], policy: WhenWrong
) -> list[Problem]:
    """Under every policy but `block` such rows are left out: no cell of theirs can be trusted, not even the key."""
    if not wrong:
        return []
    width = len(headers.texts)
    first, cells = wrong[0]
    more = ""
    if len(wrong) > 1:
        rows = [str(number + headers.row + 2) for number, _ in wrong[:_NAMED]]
        more = f"; {len(wrong)} rows are like this: {', '.join(rows)}{', ...' if len(wrong) > _NAMED else ''}"
    blocks = policy is WhenWrong.BLOCK
    done = "" if blocks else "The row is left out. " if len(wrong) == 1 else "The rows are left out. "
    return [
        Problem(
            Severity.ERROR if blocks else Severity.WARNING,
            "surplus-cells",
            f"A row has more cells than there are headers{more}",
            CellLocation(file.name, "", f"{column_letter(width)}{first + headers.row + 2}"),
            found=f"{cells} cells",
            expected=f"{width} cells",
            hint=f"{done}Put quotes around a text that contains the delimiter.",
        )
    ]
