"""A compiled formula -> its number in every scope for a span of periods.

Missing is not zero. A scope without rows has no data; rows that exist but meet no condition give a count
or sum of 0; rows that are all missing give no data. A row, or across tables an entity, that lacks one side
of a ratio is left out of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.content.periods import Period
from reportgen.contracts import TimeKind
from reportgen.dataset import Dataset
from reportgen.rules.entities import EntityMaster
from reportgen.rules.evaluation.batches import Batch
from reportgen.rules.evaluation.divisible import has_data
from reportgen.rules.evaluation.followed import Visits, rows_followed
from reportgen.rules.evaluation.functions import computed, looks_back
from reportgen.rules.evaluation.outcomes import Dropped, LeftOut, Outcome, Quotient, combine, without_factor
from reportgen.rules.evaluation.partitions import Scopes
from reportgen.rules.evaluation.reductions import IN_TIME
from reportgen.rules.evaluation.rows import Columns, RowValues, Texts
from reportgen.rules.evaluation.selections import FAR, Dates, Selection
from reportgen.rules.evaluation.target_sheet import Targets, sheet_targets
from reportgen.rules.evaluation.times import Placement, Span, TimedTable, days_of
from reportgen.rules.evaluation.totals import Part, parts, totals
from reportgen.rules.evaluation.waiting import durations
from reportgen.rules.formulas.alike import Alike
from reportgen.rules.formulas.syntax import (
    Aggregate,
    Aggregation,
    Arithmetic,
    Constant,
    DaysBetween,
    Earlier,
    Field,
    History,
    Kind,
    Reference,
    Window,
    aggregate_parts,
    walk_rows,
)
from reportgen.rules.planning.plan import Plan

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Evaluation", "Outcome", "Quotient", "Selection", "combine", "without_factor"]


class Evaluation:
    """Evaluates the formulas of a plan over a dataset; every intermediate result is computed once."""

    def __init__(self, plan: Plan, dataset: Dataset, master: EntityMaster | None) -> None:
        self.plan = plan
        entities = plan.project.entities
        self.tables = {
            name: TimedTable(
                table,
                master,
                entities.key if entities and entities.table == name else table.spec.entity,
            )
            for name, table in dataset.tables.items()
        }
        self.columns = Columns(self.tables)
        self.dataset = dataset
        self.master = master
        self._same = Alike()
        self._timeless: dict[Aggregation, bool] = {}
        self._ratios: dict[Aggregate, bool] = {}
        self._selections: dict[tuple[Aggregation, Span | None], Selection] = {}
        self._dated: dict[tuple[str, str, Placement], Dates] = {}
        self._reporting: dict[tuple[Aggregation, Span], NDArray[np.bool_]] = {}
        self._totals: dict[tuple[Aggregation, Span | None, Scopes], Outcome] = {}
        self._outcomes: dict[tuple[Aggregate, Span, Scopes], Outcome] = {}
        self._quotients: dict[tuple[Arithmetic, Span, Scopes], Quotient] = {}
        self._batches: dict[tuple[Span, Scopes], Batch] = {}
        self._parts: dict[tuple[Placement, TimedTable, Scopes], list[Part]] = {}

    def expect(self, periods: Iterable[Period], scopes: Scopes) -> None:
        """Say that numbers of these periods, each as known at its own end, are going to be asked for in the scopes:
        what can be had of all of them together is then made in one pass over the rows."""
        spans = [span for period in periods if ((span := Span.of(period)), scopes) not in self._batches]
        if len(spans) > 1:
            self._batches |= dict.fromkeys([(span, scopes) for span in spans], Batch(spans, scopes))

    def _batch(self, leaf: Aggregation, span: Span, scopes: Scopes) -> Batch | None:
        """The batch that has an aggregation in a span; None where a day of the span matters, or for all rows."""
        batch = self._batches.get((span, scopes))
        if batch is None or leaf.on or leaf.among or leaf.function == "within":
            return None
        if self._told_apart(leaf, span) is None or self.tables[leaf.table].is_timeless or self._is_moving(leaf):
            return None
        return batch

    @cached_property
    def every_scope(self) -> Scopes:
        """The total, all groups and all entities."""
        return Scopes(self.master)

    @cached_property
    def targets(self) -> Mapping[str, Targets]:
        """The targets of every KPI, for formulas that compare with them."""
        paths = {id: kpi.target for id, kpi in self.plan.kpis.items()}
        return sheet_targets(self.plan.project, self.dataset, paths, self.master)[0]

    def outcome(self, node: Aggregate, span: Span, scopes: Scopes) -> Outcome:
        """The node's number in every scope."""
        key = (node, span, scopes)
        if key not in self._outcomes:
            self._outcomes[key] = self._outcome(node, span, scopes, {})
        return self._outcomes[key]

    def _outcome(self, node: Aggregate, span: Span, scopes: Scopes, dropped: Dropped) -> Outcome:
        match node:
            case Constant():
                return Outcome(np.full(scopes.size, node.value))
            case Aggregation():
                return self.total(self._same.one(node), span, scopes, dropped.get((node.table, span)))
            case Reference() | Earlier() | Window():
                inner, inner_span = self._inside(node, span)
                return self.number(inner, inner_span, scopes, dropped)
            case Arithmetic():
                if self._is_ratio(node):
                    quotient = self._quotient_of(node, span, scopes)
                    return combine("/", quotient.numerator, quotient.denominator)
                left = self._outcome(node.left, span, scopes, dropped)
                return combine(node.operator, left, self._outcome(node.right, span, scopes, dropped))
            case _:
                return computed(self, node, span, scopes, dropped)

    def number(self, node: Aggregate, span: Span, scopes: Scopes, dropped: Dropped) -> Outcome:
        """A part of a formula: inside a ratio the rows left out of it are left out below a reference, too."""
        return self._outcome(node, span, scopes, dropped) if dropped else self.outcome(node, span, scopes)

    def _inside(self, node: Reference | Earlier | Window, span: Span) -> tuple[Aggregate, Span]:
        if isinstance(node, Reference):
            return self.plan.kpis[node.kpi].tree, span
        return node.operand, span.earlier(node.periods) if isinstance(node, Earlier) else span.back(node.periods)

    def quotient(self, node: Aggregate, span: Span, scopes: Scopes) -> Quotient | None:
        """The ratio that the whole formula is, up to a constant factor; None when it is none."""
        factor = 1.0
        while True:
            if isinstance(node, Reference | Earlier | Window):
                node, span = self._inside(node, span)
            elif not isinstance(node, Arithmetic):
                return None
            elif self._is_ratio(node):
                found = self._quotient_of(node, span, scopes)
                inner, more = without_factor(found.node.left)
                if more != 1.0 and more != 0.0:
                    top = self._outcome(inner, span, scopes, found.dropped)
                    return Quotient(factor * more, top, found.denominator, found.node, span, found.dropped)
                return Quotient(factor, found.numerator, found.denominator, found.node, span, found.dropped)
            elif node.operator in "*/" and isinstance(node.right, Constant):
                factor = factor * node.right.value if node.operator == "*" else factor / node.right.value
                node = node.left
            elif node.operator == "*" and isinstance(node.left, Constant):
                factor, node = factor * node.left.value, node.right
            else:
                return None

    def _is_ratio(self, node: Aggregate) -> bool:
        """True for a division of data by data."""
        if node not in self._ratios:
            self._ratios[node] = (
                isinstance(node, Arithmetic)
                and node.operator == "/"
                and not isinstance(node.right, Constant)
                and has_data(node.right, self.plan)
                and has_data(node.left, self.plan)
            )
        return self._ratios[node]

    def _quotient_of(self, node: Arithmetic, span: Span, scopes: Scopes) -> Quotient:
        key = (node, span, scopes)
        if key not in self._quotients:
            dropped = self._unmatched(list(self.leaves(node, span, inside_ratios=False)), scopes)
            top = self._outcome(node.left, span, scopes, dropped)
            bottom = self._outcome(node.right, span, scopes, dropped)
            self._quotients[key] = Quotient(1.0, top, bottom, node, span, dropped)
        return self._quotients[key]

    def leaves(self, node: Aggregate, span: Span, inside_ratios: bool = True) -> Iterator[tuple[Aggregation, Span]]:
        """The aggregations below a node with their spans; on request not those of ratios further down."""
        if isinstance(node, Aggregation):
            yield self._same.one(node), span
        elif isinstance(node, Reference | Earlier | Window):
            inner, span = self._inside(node, span)
            if inside_ratios or not self._is_ratio(inner):
                yield from self.leaves(inner, span, inside_ratios)
        elif isinstance(node, History):
            for back in looks_back(node):
                if inside_ratios or not self._is_ratio(node.operand):
                    yield from self.leaves(node.operand, span.earlier(back) if back else span, inside_ratios)
        else:
            for part in aggregate_parts(node):
                if inside_ratios or not self._is_ratio(part):
                    yield from self.leaves(part, span, inside_ratios)

    def _unmatched(self, leaves: list[tuple[Aggregation, Span]], scopes: Scopes) -> Dropped:
        """The rows that lack a side of a ratio: by row within a table, by entity between tables."""
        together = self._unmatched_together(leaves, scopes)
        if together is not None:
            return together
        dropped: dict[tuple[str, Span], NDArray[np.bool_]] = {}
        for leaf, span in leaves:
            batch = self._batch(leaf, span, scopes)
            if leaf.value is None or (
                batch is not None and not batch.lacks(leaf, self.tables[leaf.table], span, self._select)
            ):
                continue
            found = self.selection(leaf, span)
            lacking = found.counts & ~found.present
            if lacking.any():
                key = (leaf.table, span)
                dropped[key] = dropped[key] | lacking if key in dropped else lacking
        if len({leaf.table for leaf, _ in leaves}) > 1:
            self._drop_entities(leaves, dropped)
        return {key: LeftOut(rows) for key, rows in dropped.items()}

    def _unmatched_together(self, leaves: list[tuple[Aggregation, Span]], scopes: Scopes) -> Dropped | None:
        """The same where one batch knows of all that is divided whether rows lack it; None where it does not."""
        if len({(leaf.table, span) for leaf, span in leaves}) != 1:
            return None
        (table, span), timed = (leaves[0][0].table, leaves[0][1]), self.tables[leaves[0][0].table]
        valued = [leaf for leaf, _ in leaves if leaf.value is not None]
        batch = self._batch(valued[0], span, scopes) if valued else None
        if (
            batch is None
            or not batch.has(timed, span)
            or any(self._batch(leaf, span, scopes) is None for leaf in valued)
        ):
            return None
        lacking = dict.fromkeys(leaf for leaf in valued if batch.lacks(leaf, timed, span, self._select))
        return {(table, span): LeftOut(lacking=tuple(lacking))} if lacking else {}

    def left_out(self, dropped: Dropped, table: str, span: Span) -> NDArray[np.bool_] | None:
        """The rows of a table in a span that are left out of a ratio; None where none is."""
        out = dropped.get((table, span))
        return None if out is None else self._rows_of(out, span)

    def _rows_of(self, out: LeftOut, span: Span) -> NDArray[np.bool_]:
        if out.rows is not None:
            return out.rows
        found = [self.selection(leaf, span) for leaf in out.lacking]
        rows: NDArray[np.bool_] = np.logical_or.reduce([held.counts & ~held.present for held in found])
        return rows

    def _drop_entities(
        self, leaves: list[tuple[Aggregation, Span]], dropped: dict[tuple[str, Span], NDArray[np.bool_]]
    ) -> None:
        master = next((timed.master for timed in self.tables.values() if timed.master is not None), None)
        if master is None:
            return
        complete = np.ones(len(master), np.bool_)
        for leaf, span in leaves:
            complete &= self.reporting(leaf, span, len(master))
        if len({leaf.table for leaf, _ in leaves if self.tables[leaf.table].entities is not None}) < 2:
            return
        known = np.append(complete, False)
        for leaf, span in leaves:
            owners = self.selection(leaf, span).entities
            if owners is None:
                continue
            key, outside = (leaf.table, span), ~known[owners]
            if outside.any():
                dropped[key] = dropped[key] | outside if key in dropped else outside

    def reporting(self, leaf: Aggregation, span: Span, size: int) -> NDArray[np.bool_]:
        """The entities that have what the aggregation needs. Events are no reports: nobody lacks them."""
        key = (leaf, span)
        if key not in self._reporting:
            self._reporting[key] = self._who_reports(leaf, span, size)
        return self._reporting[key]

    def _who_reports(self, leaf: Aggregation, span: Span, size: int) -> NDArray[np.bool_]:
        found = self.selection(leaf, span)
        owners = found.entities
        if owners is None or found.timed.time is TimeKind.EVENTS or found.absence:
            return np.ones(size, np.bool_)
        known = owners >= 0
        exists = np.bincount(owners[known & found.exists], minlength=size)[:size] > 0
        counts = np.bincount(owners[known & found.counts], minlength=size)[:size] > 0
        present = np.bincount(owners[known & found.counts & found.present], minlength=size)[:size] > 0
        return exists & (present | ~counts | self.declared(leaf, span, size))

    def declared(self, leaf: Aggregation, span: Span, size: int) -> NDArray[np.bool_]:
        """The entities that say that they have nothing to report: they owe no figure."""
        found = self.selection(leaf, span)
        owners, said = found.entities, found.timed.nothing_to_report
        if owners is None or found.absence or said is None:
            return np.zeros(size, np.bool_)
        return np.bincount(owners[(owners >= 0) & said[found.placement.shown]], minlength=size)[:size] > 0

    def selection(self, leaf: Aggregation, span: Span) -> Selection:
        """The rows of an aggregation in a span."""
        key = (leaf, self._told_apart(leaf, span))
        if key not in self._selections:
            self._selections[key] = self._select(leaf, span)
        return self._selections[key]

    def _told_apart(self, leaf: Aggregation, span: Span) -> Span | None:
        """The span, or None for an aggregation that gives the same in all spans: of a table without time, all rows."""
        if leaf not in self._timeless:
            self._timeless[leaf] = self.tables[leaf.table].is_timeless and not leaf.on and not self._is_moving(leaf)
        return None if self._timeless[leaf] else span

    def _is_moving(self, leaf: Aggregation) -> bool:
        """True when the same rows may give something else in another span."""
        moving = leaf.function == "within" or leaf.among is not None
        return moving or any(self.columns.moves(part) for part in (leaf.value, leaf.where) if part is not None)

    def _select(self, leaf: Aggregation, span: Span, together: Placement | None = None) -> Selection:
        """The rows of an aggregation in a span, or in several `together`."""
        timed = self.tables[leaf.table]
        placement = together or timed.place(span)
        if placement.absence:
            none = np.zeros(len(placement), np.bool_)
            owners = timed.owners(placement)
            return Selection(timed, placement, none, none, none, None, None, owners, placement.absence)
        rows = RowValues(self.columns, timed, placement, span)
        exists = np.ones(len(placement), np.bool_)
        absence = ""
        if placement.before is not None:
            if self.uses_increase(leaf):
                absence = placement.no_increase
            else:
                exists = placement.rows >= 0
        counts = exists
        values: NDArray[Any]
        moments = timed.days[placement.shown] if timed.table.spec.date and leaf.function in IN_TIME else None
        if leaf.on:
            dates = self._dates(leaf.table, leaf.on, placement)
            moments = dates.moments
            absence = absence or dates.absence(span, f"{leaf.table}.{leaf.on}")
            counts = counts & dates.between(span.first.start, min(span.last.end, span.as_of))
        if leaf.where is not None:
            counts = counts & rows.truth(leaf.where)
        if isinstance(leaf.value, DaysBetween) and leaf.function == "within":
            cutoff = np.datetime64(min(span.last.end, span.as_of), "D")
            start, end = rows.dates(leaf.value.start), rows.dates(leaf.value.end)
            values, ended = durations(start, end, cutoff)
            # What begins after the cut-off is not known yet.
            counts = counts & ~(start.astype("datetime64[D]") > cutoff)
            began = ~np.isnan(values)
            return Selection(
                timed, placement, exists, counts, began, values, moments, timed.owners(placement), absence, ended
            )
        if leaf.value is None:
            return Selection(timed, placement, exists, counts, exists, None, None, timed.owners(placement), absence)
        if leaf.function in ("distinct", "count"):
            held = rows.of(leaf.value)
            values = held.codes if isinstance(held, Texts) else np.broadcast_to(np.asarray(held), exists.shape)
            present = rows.present(leaf.value)
            if leaf.among is not None:
                counts = rows.truth(leaf.where) if leaf.where is not None else exists
                visits = Visits.of(values, present & counts, dates.days)
                counts, values = rows_followed(leaf.among, visits, span), visits.counted(leaf.among)
                absence = absence or dates.before(leaf.among, span, f"{leaf.table}.{leaf.on}")
        else:
            values = rows.numbers(leaf.value)
            present = ~np.isnan(values)
        return Selection(timed, placement, exists, counts, present, values, moments, timed.owners(placement), absence)

    def _dates(self, table: str, column: str, placement: Placement) -> Dates:
        key = (table, column, placement)
        if key not in self._dated:
            moments = self.columns.column(table, column, Kind.DATE)[placement.rows]
            days = days_of(moments)
            known = days[days >= -FAR]
            limits = (int(known.min()), int(known.max())) if len(known) else None
            self._dated[key] = Dates(days, moments.astype(np.int64), limits)
        return self._dated[key]

    def uses_increase(self, leaf: Aggregation) -> bool:
        """True when the aggregation reads a number of its table other than as level(): for a counter, its increase."""
        return any(
            isinstance(row, Field) and row.table == leaf.table and row.kind is Kind.NUMBER and not row.level
            for part in (leaf.value, leaf.where)
            for row in walk_rows(part)
        )

    def total(self, leaf: Aggregation, span: Span, scopes: Scopes, out: LeftOut | None) -> Outcome:
        """An aggregation in every scope, without the rows left out; kept where none is: ratios share their sides."""
        if out is not None:
            together = self._together(leaf, span, scopes, out.lacking) if out.rows is None else None
            return together or self._aggregate(leaf, span, scopes, self._rows_of(out, span))
        key = (leaf, self._told_apart(leaf, span), scopes)
        if key not in self._totals:
            self._totals[key] = self._together(leaf, span, scopes) or self._aggregate(leaf, span, scopes, None)
        return self._totals[key]

    def _together(
        self, leaf: Aggregation, span: Span, scopes: Scopes, without: tuple[Aggregation, ...] = ()
    ) -> Outcome | None:
        """An aggregation in every scope, made with those of other spans; None when it has to be made alone."""
        batch, timed = self._batch(leaf, span, scopes), self.tables[leaf.table]
        values = batch.line(leaf, timed, span, self._select, without) if batch is not None else None
        return None if values is None else Outcome(values, "", timed.entities is not None)

    def _parts_of(self, found: Selection, scopes: Scopes) -> list[Part]:
        # Events have one placement for all spans.
        key = (found.placement, found.timed, scopes)
        if key not in self._parts:
            self._parts[key] = parts(scopes, found.entities, len(found.placement))
        return self._parts[key]

    def _aggregate(self, leaf: Aggregation, span: Span, scopes: Scopes, out: NDArray[np.bool_] | None) -> Outcome:
        found = self.selection(leaf, span)
        split = found.entities is not None
        if found.absence:
            return Outcome(np.full(scopes.size, np.nan), found.absence, split)
        values = totals(leaf, found, self._parts_of(found, scopes), scopes.size, out)[0]
        some = found.ended is not None and (found.counts & found.present & (True if out is None else ~out)).any()
        return Outcome(values, f"fewer than {leaf.parameter:g} % have come to an end" if some else "", split)
