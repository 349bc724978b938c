"""Where a KPI's number comes from: each reduction of its formula in one scope, with its rows and their cells."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.contracts import TimeKind
from reportgen.dataset import FILE, ROW, DataTable
from reportgen.locales import Locale, locale_for
from reportgen.rules.evaluation.evaluate import Evaluation, Quotient, Selection
from reportgen.rules.evaluation.outcomes import LeftOut
from reportgen.rules.evaluation.partitions import Scopes
from reportgen.rules.evaluation.times import Span
from reportgen.rules.formulas.syntax import Aggregate, Aggregation, Field, walk_rows
from reportgen.rules.formulas.written import written
from reportgen.rules.planning.plan import BoundKpi

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Ranges of one file, and files of one column, that a line of the lineage names; `explain` has them all.
_SHOWN, _FILES = 4, 3


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of one file that count: `ranges` are cells such as E2:E26, or rows such as 2:26 where rows are counted."""

    file: str
    sheet: str
    ranges: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Step:
    """One reduction in one scope and span: its text, its number (None: no data, with the `reason`), and what it was
    made of. `side` is numerator or denominator where the KPI is a ratio. `left_out` are rows that count but lack the
    other side of the ratio; `part` is false where the rows of the scope cannot be told from all others."""

    text: str
    side: str
    span: str
    number: float | None
    reason: str
    rows: int
    left_out: int
    cells: tuple[Cells, ...]
    part: bool = True


def steps(evaluation: Evaluation, kpi: BoundKpi, span: Span, scopes: Scopes, place: int = 0) -> Iterator[Step]:
    """The reductions behind a KPI's number in one of its scopes, in the order of the formula, each once."""
    quotient = evaluation.quotient(kpi.tree, span, scopes)
    told = set[tuple[str, str, str]]()
    for side, node, within in _sides(kpi.tree, span, quotient):
        for leaf, when in evaluation.leaves(node, within):
            step = _step(evaluation, leaf, when, scopes, place, quotient, side)
            if (step.text, step.side, step.span) not in told:
                told.add((step.text, step.side, step.span))
                yield step


class CellTexts:
    """The cells behind KPIs in some scopes of a span, as texts that fit a cell: long lists are cut.

    Rows are found once for all scopes, and once for all KPIs that reduce the same rows."""

    def __init__(self, evaluation: Evaluation, span: Span, scopes: Scopes, places: Sequence[int]) -> None:
        self.evaluation, self.span, self.scopes, self.places = evaluation, span, scopes, places
        project = evaluation.plan.project
        self.locale = locale_for(project.language, project.number_style)
        self._found: dict[tuple[Aggregation, Span], list[list[str]]] = {}

    def of(self, kpi: BoundKpi) -> dict[int, tuple[str, ...]]:
        """One text for each file and column, by scope."""
        quotient = self.evaluation.quotient(kpi.tree, self.span, self.scopes)
        texts: list[dict[str, None]] = [{} for _ in self.places]
        for _, node, within in _sides(kpi.tree, self.span, quotient):
            for leaf, when in self.evaluation.leaves(node, within):
                dropped = self.evaluation.left_out(quotient.dropped, leaf.table, when) if quotient is not None else None
                for text, held in zip(self._leaf(leaf, when, dropped), texts, strict=True):
                    held |= dict.fromkeys(text)
        return {place: tuple(held) for place, held in zip(self.places, texts, strict=True)}

    def _leaf(self, leaf: Aggregation, span: Span, dropped: NDArray[np.bool_] | None) -> list[list[str]]:
        if dropped is not None:
            return self._made(leaf, span, dropped)
        if (leaf, span) not in self._found:
            self._found[leaf, span] = self._made(leaf, span, None)
        return self._found[leaf, span]

    def _made(self, leaf: Aggregation, span: Span, dropped: NDArray[np.bool_] | None) -> list[list[str]]:
        found = self.evaluation.selection(leaf, span)
        if found.absence:
            return [[] for _ in self.places]
        kept = found.counts & found.present
        kept = kept if dropped is None else kept & ~dropped
        spots, parts = _Spots(found, _column(leaf), self.locale), _parts(found, kept, self.scopes, self.places)
        return [list(spots.texts(parts[place])) if place in parts else [] for place in self.places]


class _Spots:
    """Rows of one selection as texts for the lineage: the first ranges of the first files, and how many more."""

    def __init__(self, found: Selection, column: str, locale: Locale) -> None:
        self.table, self.column = found.timed.table, column
        frame, placement = self.table.frame, found.placement
        # Of a counter the earlier snapshot counts as well: its rows come in the columns beyond the present ones.
        self.sides = [placement.rows] if placement.before is None else [placement.rows, placement.before]
        self.word = locale.word
        self.files, self.rows = frame[FILE].to_numpy(), frame[ROW].to_numpy()

    def texts(self, chosen: NDArray[np.int64]) -> Iterator[str]:
        """One text for each of the first files."""
        places = np.sort(np.concatenate([side[chosen] for side in self.sides]))
        places = places[places >= 0]
        files, rows = self.files[places], self.rows[places]
        if not len(places):
            return
        firsts = np.append(0, np.flatnonzero((np.diff(rows) != 1) | (np.diff(files) != 0)) + 1)
        lasts = np.append(firsts[1:] - 1, len(rows) - 1)
        of_file = files[firsts]
        shown = dict.fromkeys(of_file.tolist())
        for index in list(shown)[:_FILES]:
            runs = np.flatnonzero(of_file == index)
            yield self._text(index, rows[firsts[runs[:_SHOWN]]], rows[lasts[runs[:_SHOWN]]], len(runs))
        if len(shown) > _FILES:
            yield self.word("{count} more files", count=len(shown) - _FILES)

    def _text(self, index: int, firsts: NDArray[np.int64], lasts: NDArray[np.int64], runs: int) -> str:
        source = self.table.files[index]
        letter = source.columns.get(self.column, "") if self.column else ""
        named = ", ".join(
            f"{letter}{first}" if first == last else f"{letter}{first}:{letter}{last}"
            for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
        )
        sheet = f"{source.sheet}!" if source.sheet else ""
        more = f" {self.word('and {count} more', count=runs - len(firsts))}" if runs > len(firsts) else ""
        return f"{source.file} {sheet}{named}{more}"


def _parts(
    found: Selection, kept: NDArray[np.bool_], scopes: Scopes, places: Sequence[int]
) -> dict[int, NDArray[np.int64]]:
    """Where the kept rows of each scope lie, for the groupings to which the places belong."""
    rows = np.flatnonzero(kept)
    parts = {0: rows}
    if found.entities is None:
        return parts
    for start, size, codes in scopes.partitions(found.entities):
        if start not in places:
            continue
        order = np.argsort(codes[rows], kind="stable")
        bounds = np.searchsorted(codes[rows][order], np.arange(size + 1))
        parts |= {start + code: rows[order[bounds[code] : bounds[code + 1]]] for code in range(size)}
    return parts


def _sides(tree: Aggregate, span: Span, quotient: Quotient | None) -> list[tuple[str, Aggregate, Span]]:
    if quotient is None:
        return [("", tree, span)]
    node = quotient.node
    return [("numerator", node.left, quotient.span), ("denominator", node.right, quotient.span)]


def _step(
    evaluation: Evaluation,
    leaf: Aggregation,
    span: Span,
    scopes: Scopes,
    place: int,
    quotient: Quotient | None,
    side: str,
) -> Step:
    found = evaluation.selection(leaf, span)
    dropped = evaluation.left_out(quotient.dropped, leaf.table, span) if quotient is not None else None
    outcome = evaluation.total(leaf, span, scopes, None if dropped is None else LeftOut(dropped))
    number = float(outcome.values[place])
    here = _in_scope(found, scopes, place)
    counted = found.counts & found.present & here
    kept = counted if dropped is None else counted & ~dropped
    absent = bool(found.absence)
    return Step(
        written(leaf),
        side,
        str(span),
        None if math.isnan(number) else number,
        found.absence or ("no values" if math.isnan(number) else ""),
        0 if absent else int(kept.sum()),
        0 if absent else int((counted & ~kept).sum()),
        () if absent else tuple(_cells(found, kept, _column(leaf))),
        place == 0 or found.entities is not None,
    )


def _in_scope(found: Selection, scopes: Scopes, place: int) -> NDArray[np.bool_]:
    """The rows of a scope; all for the total, none where rows name no entity."""
    if place == 0:
        return np.ones(len(found.placement), np.bool_)
    if found.entities is not None:
        for start, size, codes in scopes.partitions(found.entities):
            if start <= place < start + size:
                held: NDArray[np.bool_] = codes == place - start
                return held
    return np.zeros(len(found.placement), np.bool_)


def _column(leaf: Aggregation) -> str:
    """The column whose cells are reduced; empty where rows are counted or several columns are combined."""
    columns = [row.column for row in walk_rows(leaf.value) if isinstance(row, Field) and not row.joined]
    return columns[0] if len(columns) == 1 else ""


def _cells(found: Selection, kept: NDArray[np.bool_] | NDArray[np.int64], column: str) -> Iterator[Cells]:
    placement = found.placement
    places = placement.rows[kept]
    if placement.before is not None and found.timed.time is TimeKind.CUMULATIVE:
        places = np.concatenate([placement.before[kept], places])
    yield from cells_of(found.timed.table, places[places >= 0], column)


def cells_of(table: DataTable, places: NDArray[np.int64], column: str = "") -> Iterator[Cells]:
    """The cells of a column in the rows at those places of a table, file by file; whole rows without a column."""
    files = table.frame[FILE].to_numpy()[places]
    rows = table.frame[ROW].to_numpy()[places]
    for index in np.unique(files).tolist():
        source = table.files[index]
        numbers = np.unique(rows[files == index])
        letter = source.columns.get(column, "") if column else ""
        yield Cells(source.file, source.sheet, tuple(ranges(numbers, letter)), len(numbers))


def ranges(rows: NDArray[np.int64], letter: str = "") -> Iterator[str]:
    """Row numbers in rising order as ranges: E2:E26, E30; without a letter 2:26, 30."""
    ends = np.flatnonzero(np.diff(rows) != 1)
    firsts = rows[np.append(0, ends + 1)] if len(rows) else rows
    lasts = rows[np.append(ends, len(rows) - 1)] if len(rows) else rows
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        yield f"{letter}{first}" if first == last else f"{letter}{first}:{letter}{last}"
