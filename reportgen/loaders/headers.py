"""Which row of a file holds the headers, and which column is meant by each header that a table asks for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reportgen.errors import Problem, Severity
from reportgen.loaders.cells import without_invisible
from reportgen.loaders.grid import column_letter
from reportgen.loaders.spellings import fold
from reportgen.locations import CellLocation

# Titles and filters above a table take a few rows in exports; further down nothing is taken for a header.
HEADER_WITHIN = 50
# A header is a misspelling of another when this much of it agrees, in percent.
_ALIKE = 75
# The byte order mark of UTF-8, when a program took it for letters of Windows-1252 and saved them.
_MARK_AS_LETTERS = "\u00ef\u00bb\u00bf"
# Between a header and the number of its repetition, in the name of a column; no header has a line break.
REPEATED = "\n#"
_SHOWN = 12
# Other names of a header than these are not told: a contract of all languages knows many.
_NAMES_SHOWN = 6
# A World Bank sheet has four rows of headers.
_DEEPEST = 4
_LONGEST = 250
# So many characters of what stands above a table are kept.
_TITLE = 1000
_LEVELS = re.compile(r"\s[/|>:–-]\s")
_UNIT = re.compile(
    r"\s*[(\[][^)\]]*[)\]]\s*[*¹²³†‡]*$|\s+in\s+(?:%|€|EUR|USD|k€|thousands?|millions?|Tsd\.?|Mio\.?)$", re.IGNORECASE
)
_MARKS = re.compile(r"\s*(?:[*¹²³⁴⁵†‡]+|\[\d+\]|\d\))$")
_SCALED = re.compile(
    r"thousand|million|billion|\btsd|\bmio\b|\bmrd|migliaia|milioni|milliers?|\btys\.|\bmln\b|тис\.|тыс\.|млн|\bk€|"
    r"\bk EUR|[x×' ]1[ ,.']?000|'000|\(000",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A header that is asked for: its name and other names for it; without a required one a file cannot be read.
    `spread` tests for the columns over which its values are spread: each is found as "name, line break, its text".
    With `several` the header may stand several times: the others are found as "name, line break, their number"."""

    names: tuple[str, ...]
    required: bool = True
    spread: Callable[[str], bool] | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class Headers:
    """What was found: `row` is the last one of the header, counted from 0, `columns` are counted from 0 by the first
    name asked for. Where a column is missing, the others are read all the same, so that one run tells what is wrong in
    them too. `near` are headers taken for the one asked for although they say more; `first` is the first column."""

    row: int
    columns: Mapping[str, int]
    texts: tuple[str, ...]
    missing: tuple[Wanted, ...]
    twice: tuple[tuple[str, int], ...] = ()
    first: int = 0
    above: str = ""
    near: tuple[tuple[str, str, int], ...] = ()

    @property
    def is_complete(self) -> bool:
        """True when nothing that is required is missing."""
        return not any(ask.required for ask in self.missing)


def find_headers(rows: Sequence[Sequence[str]], wanted: Sequence[Wanted], deep: bool = True) -> Headers | None:
    """Where the headers are that are asked for, and what stands above them; None when all rows are empty. Headers in
    several rows are looked for when `deep`."""
    # A longer text is no header, but there may be pages of it below.
    short = [[text if len(text) <= _LONGEST else "" for text in row] for row in rows[:HEADER_WITHIN]]
    found = _best_row(short, wanted, deep)
    if found is None:
        return None
    above = " ".join(text.strip() for row in rows[: found.row] for text in row if text.strip())
    return replace(found, above=above[:_TITLE])


def _best_row(rows: Sequence[Sequence[str]], wanted: Sequence[Wanted], deep: bool) -> Headers | None:
    """The first row that holds most of the headers, or the rows that hold more together; None when all are empty.

    Headers in several rows are read downwards and joined by a blank; where an upper row is empty, the text at its left
    stands for it, as in merged cells.
    """
    best = _single_row(rows, wanted, near=False)
    if best is None or best.is_complete or not deep:
        return best
    best = _better(best, _single_row(rows, wanted, near=True))
    for depth in range(2, _DEEPEST + 1) if not best.is_complete else ():
        for number in range(min(len(rows), HEADER_WITHIN) - depth + 1):
            best = _better(best, _match_rows(number, rows[number : number + depth], wanted))
    return best


def _better(best: Headers, other: Headers | None) -> Headers:
    return other if other is not None and len(other.columns) > len(best.columns) else best


def _single_row(rows: Sequence[Sequence[str]], wanted: Sequence[Wanted], near: bool) -> Headers | None:
    """The first row that holds most of the headers; None when all are empty."""
    best: Headers | None = None
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        if not any(text.strip() for text in row):
            continue
        candidate = _match(number, row, [(text,) for text in row], wanted, near)
        best = candidate if best is None else _better(best, candidate)
        if not best.missing:
            break
    return best


def _match_rows(number: int, rows: Sequence[Sequence[str]], wanted: Sequence[Wanted]) -> Headers:
    """The headers that several rows hold together: all texts of a column from top to bottom, or one of them."""
    width = max(map(len, rows))
    lines = [[*row, *[""] * (width - len(row))] for row in rows]
    for upper, lower in itertools.pairwise(lines):
        for column in range(1, width):
            if not upper[column].strip() and lower[column].strip():
                upper[column] = upper[column - 1]
    names: list[tuple[str, ...]] = []
    for texts in zip(*lines, strict=True):
        filled = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
        # "Users" below "2023" is asked for as "2023 Users", or as "Users" where that stands once.
        names.append((" ".join(filled), *reversed(filled)) if len(filled) > 1 else (" ".join(filled),))
    return _match(number + len(rows) - 1, [name[0] for name in names], names, wanted, near=True)


def _match(
    number: int, texts: Sequence[str], names: Sequence[tuple[str, ...]], wanted: Sequence[Wanted], near: bool
) -> Headers:
    """The columns of a row (or of rows) by header; `names` are the texts by which each column may be asked for. With
    `near`, a unit or footnote mark in the header does not matter."""
    exact: dict[str, int] = {}
    loose: dict[str, int] = {}
    for rank in range(max(map(len, names), default=0)):
        for index, known in enumerate(names):
            if rank < len(known):
                exact.setdefault(known[rank], index)
                loose.setdefault(_plain(known[rank]), index)
    columns: dict[str, int] = {}
    missing = []
    close: list[tuple[str, str, int]] = []
    for ask in wanted:
        if ask.spread is not None:
            spread = [index for index, text in enumerate(texts) if ask.spread(text)]
            columns |= {f"{ask.names[0]}\n{' '.join(texts[index].split())}": index for index in spread}
            missing += [] if spread else [ask]
            continue
        places = [exact.get(name, loose.get(_plain(name))) for name in ask.names]
        place = next((place for place in places if place is not None), None)
        if place is None and near and ask.required:
            place = _place_near(texts, ask)
            close += [(texts[place], ask.names[0], place)] if place is not None else []
        if place is None:
            missing.append(ask)
        else:
            columns[ask.names[0]] = place
    plain = [_plain(text) for text in texts]
    twice = [(texts[index], index) for index in columns.values() if plain.count(plain[index]) > 1]
    for ask in wanted:
        if ask.several and ask.names[0] in columns:
            first = columns[ask.names[0]]
            same = [index for index, text in enumerate(plain) if text == plain[first] and index != first]
            columns |= {f"{ask.names[0]}{REPEATED}{number}": index for number, index in enumerate(same, 2)}
            twice = [told for told in twice if told[1] != first]
    first = next((index for index, text in enumerate(texts) if text.strip()), 0)
    return Headers(number, columns, tuple(texts), tuple(missing), tuple(twice), first, near=tuple(close))


def _place_near(texts: Sequence[str], ask: Wanted) -> int | None:
    """The one header that is the one asked for once its unit and footnote mark are gone."""
    bare = {_bare(name) for name in ask.names}
    places = [index for index, text in enumerate(texts) if text.strip() and _bare(text) in bare]
    return places[0] if len(places) == 1 else None


# Every file of a table asks for the same names again, in every language that a contract knows.
@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    """A header without what people and programs change: case, blanks, line breaks, invisible signs, separators of
    levels, letters that look alike."""
    if not text.isascii():
        text = fold(without_invisible(text.removeprefix(_MARK_AS_LETTERS)))
    return " ".join(_LEVELS.sub(" ", text).split()).casefold()


def _bare(text: str) -> str:
    """A header without its unit in brackets and without the mark of a footnote."""
    return _plain(_MARKS.sub("", _UNIT.sub("", text.strip()).strip()))


def header_problems(headers: Headers, file: str, sheet: str, offset: tuple[int, int] = (0, 0)) -> list[Problem]:
    """A problem for every required column that is not there, and for every header that stands twice."""
    row = headers.row + offset[0] + 1
    problems = [
        _missing_column(ask, headers, CellLocation(file, sheet, f"{column_letter(offset[1])}{row}"))
        for ask in headers.missing
        if ask.required
    ]
    problems += [
        _near_header(text, name, CellLocation(file, sheet, f"{column_letter(index + offset[1])}{row}"))
        for text, name, index in headers.near
    ]
    problems += [
        Problem(
            Severity.WARNING,
            "header-twice",
            f'The header "{text}" stands twice; the first column is read',
            CellLocation(file, sheet, f"{column_letter(index + offset[1])}{row}"),
            hint="Rename the other one.",
        )
        for text, index in headers.twice
    ]
    return problems


def _near_header(text: str, name: str, place: CellLocation) -> Problem:
    """That a header says more than was asked for; a unit of thousands is grave."""
    scaled = _SCALED.search(text) is not None
    hint = (
        "The numbers are read as they stand, in that unit." if scaled else "Say the whole header in from: to settle it."
    )
    shown = " ".join(text.split())
    severity = Severity.WARNING if scaled else Severity.NOTICE
    return Problem(severity, "header-near", f'The header "{shown}" was taken for "{name}"', place, hint=hint)


def _missing_column(ask: Wanted, headers: Headers, place: CellLocation) -> Problem:
    from rapidfuzz import fuzz, process

    texts = [text.strip() for text in headers.texts if text.strip()]
    name = ask.names[0]
    best = process.extractOne(name, texts, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_ALIKE)
    hint = f'Did you mean "{best[0]}"?' if best else "Rename the column, or correct the header in the project file."
    shown = ", ".join(texts[:_SHOWN]) + (f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else "")
    more = ", ..." if len(ask.names) > _NAMES_SHOWN + 1 else ""
    others = f" (or {', '.join(ask.names[1 : _NAMES_SHOWN + 1])}{more})" if ask.names[1:] else ""
    return Problem(
        Severity.ERROR,
        "missing-column",
        f'There is no column "{name}"',
        place,
        found=f"the headers {shown}",
        expected=f'the header "{name}"{others}',
        hint=hint,
    )
