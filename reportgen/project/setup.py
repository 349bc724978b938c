"""setup.xlsx beside report.yaml: labels, formulas, targets, owners and thresholds of the KPIs, and the report's texts,
for people who prefer cells. Both make one project; where both say a thing the workbook wins, and that is told.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from reportgen.contracts.setup_words import setup_word, setup_words
from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation, Location
from reportgen.project.marks import Mark, Marks

SETUP_FILE = "setup.xlsx"
REPORT, KPIS, GROUPS = "Report", "KPIs", "Groups"
# The keys of report.yaml that hold one text each.
REPORT_KEYS = (
    "title", "subtitle", "organisation", "owner", "classification", "version", "status", "language", "number_style",
    "brand", "source", "period", "year_start", "as_of",
)  # fmt: skip
PATH_KEYS = ("path", "from", "start", "due", "end")
KPI_KEYS = (
    "label", "note", "definition", "formula", "unit", "decimals", "currency", "better", "target", *PATH_KEYS,
    "tolerance", "minimum_n", "grace", "must_win", "owner",
)  # fmt: skip
# The keys of which a cell holds one of a few words, in any language.
CHOICES = {
    "unit": ("percent", "count", "number", "days", "money", "points"),
    "better": ("higher", "lower"),
    "path": ("linear", "s-curve"),
    "must_win": ("yes", "no"),
    "status": ("draft", "final"),
    "period": ("month", "quarter", "year", "week"),
}
# More than any programme needs; beyond it a workbook is something else.
_MOST_BYTES, _MOST_UNPACKED, _MOST_ROWS, _MOST_COLUMNS = 5_000_000, 50_000_000, 2000, 60
_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Said:
    """What report.yaml and setup.xlsx say together, where it stands, and what is worth telling."""

    tree: dict[str, Any]
    marks: Marks
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    place: CellLocation


_Row = Mapping[str, _Cell]


def read_setup(folder: Path, tree: dict[str, Any], marks: Marks) -> Said:
    """The tree of report.yaml with what setup.xlsx says, where there is one; `marks` then lead to its cells, too."""
    path = folder / SETUP_FILE
    if not path.is_file():
        return Said(tree, marks)
    merger = _Merger(copy.deepcopy(tree), copy.deepcopy(marks))
    try:
        data = path.read_bytes()
    except OSError as error:
        return Said(tree, marks, [_unreadable(error.strerror or str(error), "Close it in Excel, then try again.")])
    reason = _danger(data)
    if reason:
        return Said(tree, marks, [_unreadable(reason, "Save it in Excel as .xlsx.")])
    try:
        sheets = _sheets(data)
    # Whatever else is wrong inside a package, openpyxl says it with one of these.
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError) as error:
        return Said(tree, marks, [_unreadable(str(error) or type(error).__name__, "Save it in Excel as .xlsx.")])
    merger.take(sheets)
    return Said(merger.tree, merger.marks, merger.problems)


def _unreadable(reason: str, hint: str) -> Problem:
    message = f"{SETUP_FILE} cannot be read"
    return Problem(Severity.ERROR, "setup-unreadable", message, Location(SETUP_FILE), reason, "a workbook", hint)


def _danger(data: bytes) -> str:
    """Why a file must not be opened; empty when it may be."""
    if len(data) > _MOST_BYTES:
        return f"{len(data):,} bytes"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MOST_UNPACKED:
                return "a file that unpacks to more than 50 MB"
            parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            if any(b"<!DOCTYPE" in archive.read(name) for name in parts):
                return "a part with a document type"
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, NotImplementedError) as error:
        return str(error) or "no workbook"
    return ""


def _sheets(data: bytes) -> dict[str, list[list[_Cell]]]:
    """The filled cells of the sheets by row, within bounds: a stray cell far out costs nothing."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return {
        page.title: [
            [
                _Cell(_text(cell), CellLocation(SETUP_FILE, page.title, cell.coordinate))
                for cell in row
                if cell.value not in (None, "")
            ]
            for row in page.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)
        ]
        for page in book.worksheets
    }


def _text(cell: Any) -> str:
    """A cell as the project file would write it: 80 % for a share, 2026-10-31 for a date, 12 for 12.0."""
    value = cell.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float):
        share = "%" in str(cell.number_format)
        number = f"{value * 100:.10g}" if share else f"{value:.15g}"
        return f"{number} %" if share else number
    return str(value).strip()


def _meant(cell: _Cell, key: str) -> _Cell:
    """The cell of a key that has a few words to choose from, with the English one."""
    return replace(cell, text=setup_word(cell.text, CHOICES[key])) if key in CHOICES else cell


class _Merger:
    """Takes the sheets into the tree."""

    def __init__(self, tree: dict[str, Any], marks: Marks) -> None:
        self.tree, self.marks = tree, marks
        self.problems: list[Problem] = []

    def take(self, sheets: Mapping[str, list[list[_Cell]]]) -> None:
        known = {REPORT: self._report, KPIS: self._kpis, GROUPS: self._groups}
        for title, rows in sheets.items():
            name = setup_word(title, tuple(known))
            if name in known:
                known[name](rows)

    def _report(self, rows: list[list[_Cell]]) -> None:
        for row in self._table(rows, "key", ("key", "value", "meaning")):
            key = setup_word(row["key"].text, REPORT_KEYS)
            if key not in REPORT_KEYS:
                self._strange(row["key"], REPORT_KEYS, "The key is not known")
            elif "value" in row:
                self._say((key,), row["value"])

    def _groups(self, rows: list[list[_Cell]]) -> None:
        for row in self._table(rows, "grouping", ("grouping", "label")):
            if "label" in row:
                self._say(("groups", row["grouping"].text), row["label"])

    def _kpis(self, rows: list[list[_Cell]]) -> None:
        seen: dict[str, _Cell] = {}
        for row in self._table(rows, "id", ("id", *KPI_KEYS)):
            id = row["id"]
            if id.text in seen:
                message = f"The KPI stands twice; the first is in {seen[id.text].place.cell}"
                self._told("setup-twice", message, id, "one row per KPI", "Remove one of the rows.")
                continue
            seen[id.text] = id
            if self._at(("kpis", id.text)) is None:
                self._put(("kpis", id.text), {})
            self._place(("kpis", id.text), id.place, only_new=True)
            for key, cell in row.items():
                if key not in ("id", "target", *PATH_KEYS):
                    self._say(("kpis", id.text, key), cell)
            self._target(id.text, row)

    def _target(self, id: str, row: _Row) -> None:
        """A constant, or a path when one of its cells is filled in."""
        path = {key: row[key] for key in PATH_KEYS if key in row}
        if path and "target" in row:
            message = "A KPI has a constant target or a path, not both"
            expected = "an empty cell beside path, from, start, due and end"
            self._told("setup-target", message, row["target"], expected, "")
        elif path:
            there = self._at(("kpis", id, "target"))
            if not isinstance(there, dict):
                if there is not None:
                    self._wins(("kpis", id, "target"), str(there), next(iter(path.values())), "a path")
                self._put(
                    ("kpis", id, "target"), {"path": _meant(path["path"], "path").text if "path" in path else "linear"}
                )
                self._place(("kpis", id, "target"), next(iter(path.values())).place)
            for key, cell in path.items():
                self._say(("kpis", id, "target", key), cell)
        elif "target" in row:
            self._say(("kpis", id, "target"), row["target"])

    def _table(self, rows: list[list[_Cell]], first: str, known: Sequence[str]) -> Iterator[dict[str, _Cell]]:
        """The rows below the header as cells by key; titles and notes above are passed over."""
        columns: dict[str, str] = {}
        for number, row in enumerate(rows):
            if not columns:
                names = {setup_word(cell.text, known): cell for cell in row}
                if first in names and number < _HEADER_WITHIN:
                    columns = {_letters(cell): name for name, cell in names.items() if name in known}
                    for name, cell in names.items():
                        if name not in known:
                            self._strange(cell, known, "The column is not known")
                continue
            cells = {columns[_letters(cell)]: cell for cell in row if _letters(cell) in columns}
            if first in cells:
                yield cells
            elif cells:
                cell = next(iter(cells.values()))
                self._told("setup-without-key", f"The row has no {first}", cell, f"the {first} in its first cell", "")
        if not columns and any(rows):
            cell = next(cell for row in rows for cell in row)
            self._told("setup-header", "The sheet has no header", cell, f"a row with {', '.join(known[:3])}", "")

    def _say(self, path: tuple[str, ...], cell: _Cell) -> None:
        """Put the text of a cell at a path; a different one of report.yaml gives way."""
        cell = _meant(cell, path[-1]) if path[0] != "groups" else cell
        there = self._at(path)
        if isinstance(there, dict):
            self._wins(path, "a path", cell, cell.text)
        elif there is not None and str(there).strip() != cell.text:
            self._wins(path, str(there), cell, cell.text)
        elif there is not None:
            return
        self._put(path, cell.text)
        self._place(path, cell.place)

    def _wins(self, path: tuple[str, ...], there: str, cell: _Cell, here: str) -> None:
        message = f"{SETUP_FILE} and {self.marks.file} say different things of {'.'.join(path)}; the workbook holds"
        found = f"{here} here, {there} in {self.marks.where(*path)}"
        hint = f"Remove it from {self.marks.file}, or correct the cell."
        self.problems.append(Problem(Severity.NOTICE, "setup-wins", message, cell.place, found, hint=hint))

    def _at(self, path: tuple[str, ...]) -> Any:
        part: Any = self.tree
        for step in path:
            part = part.get(step) if isinstance(part, dict) else None
        return part

    def _put(self, path: tuple[str, ...], value: Any) -> None:
        part = self.tree
        for step in path[:-1]:
            if not isinstance(part.get(step), dict):
                part[step] = {}
            part = part[step]
        part[path[-1]] = value

    def _place(self, path: tuple[str, ...], place: CellLocation, only_new: bool = False) -> None:
        """Let the marks of a path lead to a cell; parts that are new in the workbook lead there as well."""
        mark = self.marks.root
        for number, step in enumerate(path):
            if not isinstance(mark.children, dict):
                mark.children = {}
            last = number == len(path) - 1
            if step not in mark.children or (last and not only_new):
                mark.children[step] = Mark(0, 0, cell=place)
            mark = mark.children[step]

    def _strange(self, cell: _Cell, known: Sequence[str], message: str) -> None:
        from rapidfuzz import fuzz, process

        best = process.extractOne(cell.text.casefold(), setup_words(known), scorer=fuzz.ratio, score_cutoff=70)
        hint = f'Did you mean "{best[0]}"?' if best else ""
        self._told("setup-unknown", message, cell, f"one of {', '.join(known)}", hint)

    def _told(self, code: str, message: str, cell: _Cell, expected: str, hint: str) -> None:
        self.problems.append(Problem(Severity.ERROR, code, message, cell.place, f'"{cell.text}"', expected, hint))


def _letters(cell: _Cell) -> str:
    return cell.place.cell.rstrip("0123456789")
