"""Text tables (csv, tsv, txt) -> Grid.

pandas splits the lines; how many cells each row has is counted beside it, because pandas drops
surplus cells without a word once only some columns are read.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import TableSpec
from reportgen.errors import Problem, Severity
from reportgen.loaders.encodings import as_utf8
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid, RawColumn, column_letter, distinct, grid_of
from reportgen.loaders.headers import HEADER_WITHIN, Headers, Wanted, find_headers, header_problems
from reportgen.locations import CellLocation, Location

_DELIMITERS = {";": ";", ",": ",", "tab": "\t", "|": "|"}
_LF, _CR, _QUOTE = 10, 13, 34
# The first column, where nobody asked for it; no header is a line break.
_LABEL = "\n"
# In a table of more columns than these a record of one cell is a note.
_FEW = 2
# A field of a real table is short; a quote that is never closed makes one of half the file.
csv.field_size_limit(10_000_000)


def read_delimited(file: InputFile, spec: TableSpec, wanted: Sequence[Wanted]) -> tuple[Grid | None, list[Problem]]:
    """The columns of a text table; None when it has none of them."""
    data, problems = as_utf8(file, spec.encoding)
    if data is None:
        return None, problems
    delimiters = [_DELIMITERS[spec.delimiter]] if spec.delimiter else list(_DELIMITERS.values())
    delimiter, headers = _best_split(data, delimiters, wanted)
    if headers is None:
        return None, [*problems, _no_header(file)]
    problems += header_problems(headers, file.name, "")
    if not headers.columns:
        return None, problems
    columns, cells, ragged = _columns(data, delimiter, headers)
    problems += _surplus_problems(file, headers, ragged)
    rows = np.arange(len(cells), dtype=np.int64) + headers.row + 2
    label = columns.pop(_LABEL, None)
    alone = (cells == 1) & (len(headers.texts) > _FEW)
    return grid_of("", headers.row + 1, rows, columns, label, alone, headers.above), problems


def _no_header(file: InputFile) -> Problem:
    hint = "The first row must hold the headers."
    return Problem(Severity.ERROR, "no-header", "The file has no headers", Location(file.name), hint=hint)


def _best_split(data: bytes, delimiters: Sequence[str], wanted: Sequence[Wanted]) -> tuple[str, Headers | None]:
    """The delimiter under which most headers are found (then: most columns), and what is found."""
    heads = {
        delimiter: list(itertools.islice(_records(data[:1_000_000], delimiter), HEADER_WITHIN))
        for delimiter in delimiters
    }
    best: tuple[tuple[int, int], str, Headers | None] = ((-1, -1), delimiters[0], None)
    for deep in (False, True):
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


def _records(data: bytes, delimiter: str) -> Iterator[list[str]]:
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="ignore", newline="")
    return csv.reader(text, delimiter=delimiter)


def _columns(
    data: bytes, delimiter: str, headers: Headers
) -> tuple[dict[str, RawColumn], NDArray[np.int64], list[tuple[int, list[str]]]]:
    """The columns by header, the first one too, how many cells each record below the header has, and the records
    with surplus cells."""
    cells = _cells_per_record(data, delimiter)
    width = len(headers.texts)
    wanted = dict(headers.columns)
    if headers.first not in wanted.values():
        wanted[_LABEL] = headers.first
    split = _split_by_pandas(data, delimiter, headers, wanted)
    if split is not None and len(split) == len(cells) - headers.row - 1:
        columns = {name: _distinct_texts(index, split[index]) for name, index in wanted.items()}
        long = np.flatnonzero(cells[headers.row + 1 :] > width)
        ragged = _pick(data, delimiter, headers.row + 1, long) if len(long) else []
        return columns, cells[headers.row + 1 :], ragged
    # Quotes inside fields, as in 5" pipe: the counts differ, so every record is looked at.
    records = list(_records(data, delimiter))[headers.row + 1 :]
    columns = {}
    for name, index in wanted.items():
        codes, values = distinct([record[index] if index < len(record) else "" for record in records])
        columns[name] = RawColumn(index, codes, values)
    ragged = [(number, record) for number, record in enumerate(records) if len(record) > width]
    return columns, np.array([len(record) for record in records], dtype=np.int64), ragged


def _cells_per_record(data: bytes, delimiter: str) -> NDArray[np.int64]:
    """How many cells each record has, blank lines included; line breaks and delimiters inside quotes do not count."""
    signs = np.frombuffer(data, dtype=np.uint8)
    breaks, separators = signs == _LF, signs == ord(delimiter)
    if b'"' in data:
        # Whether the quotes so far are even, in one byte for each of the file's; a count would take eight.
        outside = np.bitwise_xor.accumulate((signs == _QUOTE).view(np.uint8)) == 0
        breaks &= outside
        separators &= outside
    ends = np.flatnonzero(breaks)
    if not len(ends) or ends[-1] != len(signs) - 1:
        ends = np.append(ends, len(signs) - 1)
    starts = np.concatenate(([0], ends[:-1] + 1))
    return np.add.reduceat(separators, starts, dtype=np.int64) + 1


def _split_by_pandas(data: bytes, delimiter: str, headers: Headers, wanted: Mapping[str, int]) -> pd.DataFrame | None:
    """One column of texts per wanted index; None when pandas cannot split the text."""
    try:
        return pd.read_csv(
            io.BytesIO(data),
            sep=delimiter,
            header=None,
            skiprows=headers.row + 1,
            names=list(range(len(headers.texts))),
            usecols=sorted(set(wanted.values())),
            # Not "category": pandas makes numbers of its categories, and 001001 would lose its zeros.
            dtype=object,
            na_filter=False,
            index_col=False,
            skip_blank_lines=False,
            encoding="utf-8",
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, ValueError):
        return None


def _distinct_texts(index: int, column: pd.Series[str]) -> RawColumn:
    codes, values = pd.factorize(column.to_numpy(dtype=object))
    return RawColumn(index, codes.astype(np.int64), values.tolist())


def _pick(data: bytes, delimiter: str, first: int, numbers: NDArray[np.int64]) -> list[tuple[int, list[str]]]:
    """Some records, read one by one; numbers count from `first`, the record below the header."""
    chosen = set(numbers.tolist())
    records = itertools.islice(_records(data, delimiter), first, None)
    return [(number, record) for number, record in enumerate(records) if number in chosen]


def _surplus_problems(file: InputFile, headers: Headers, ragged: list[tuple[int, list[str]]]) -> list[Problem]:
    """A row with filled cells beyond the last header is out of step: its values may stand in the wrong columns."""
    width = len(headers.texts)
    wrong = [(number, len(record)) for number, record in ragged if any(cell.strip() for cell in record[width:])]
    if not wrong:
        return []
    first, cells = wrong[0]
    more = f"; {len(wrong)} rows are like this" if len(wrong) > 1 else ""
    return [
        Problem(
            Severity.ERROR,
            "surplus-cells",
            f"A row has more cells than there are headers{more}",
            CellLocation(file.name, "", f"{column_letter(width)}{first + headers.row + 2}"),
            found=f"{cells} cells",
            expected=f"{width} cells",
            hint="Put quotes around a text that contains the delimiter.",
        )
    ]
