"""Figures that a report said and that today's data give otherwise: each with what was said, and why if known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from reportgen.content.blocks import Block
from reportgen.content.kpis import Figure
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.periods import Period
from reportgen.content.phrases import Phrase
from reportgen.content.reported import Declared, Earlier, Reported, Rows
from reportgen.content.tables import Align, Cell, Column, Emphasis
from reportgen.content.values import NoData, Quantity, Value
from reportgen.dataset import DATE, FILE, Dataset, DataTable
from reportgen.project import Project
from reportgen.rules.blocks import listed, table
from reportgen.rules.brief.record import declared, marks, pieces_by_file
from reportgen.rules.setting import Setting, Subject, Titles

_MARK = 8
# More files than this are counted, not named.
_NAMED = 2


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure of today, and what was reported instead of it."""

    subject: Subject
    figure: Figure
    grouping: str
    then: Value
    why: tuple[str, ...]

    def sign(self, setting: Setting) -> Phrase:
        """What stands beside the figure wherever it is printed: "restated from 63.1 %"."""
        return setting.locale.phrase("restated_from", then=self.then)


def restatements(
    project: Project, subjects: Sequence[Subject], earlier: Earlier, dataset: Dataset, setting: Setting
) -> list[Restatement]:
    """Every figure that was reported as final and is another today: first those of this period, then earlier ones."""
    found: list[Restatement] = []
    for subject in subjects:
        if earlier.same is not None:
            found += _of(subject, earlier.same, issued(earlier.same, project.version), project, dataset, setting)
    for subject in subjects:
        if earlier.last is not None and earlier.last.period < setting.period:
            found += _of(subject, earlier.last, earlier.last.figures, project, dataset, setting)
    return found


def issued(same: Reported, version: str) -> Mapping[str, str]:
    """What readers have of this period: of the same version what it replaced, so that making it twice says the same."""
    return {**same.figures, **same.restated} if same.version == version else same.figures


def _of(
    subject: Subject,
    said: Reported,
    figures: Mapping[str, str],
    project: Project,
    dataset: Dataset,
    setting: Setting,
) -> Iterator[Restatement]:
    then = said.kpis.get(subject.id)
    if then is None or (then.unit, then.currency) != (project.kpis[subject.id].unit.value, _currency(subject, then)):
        return
    reasons: dict[Period, tuple[str, ...]] = {}
    for id, figure, grouping in _today(subject, said, setting):
        if id not in figures:
            continue
        reported = _value(figures[id], figure, then, subject)
        if _prints_alike(reported, figure.value):
            continue
        if figure.period not in reasons:
            reasons[figure.period] = _why(subject, said, figure.period, project, dataset, setting)
        # What the issue before gave as its reasons holds; what it was made of is no longer known.
        known = said.reasons.get(id, ()) if figures is not said.figures else ()
        why = tuple(dict.fromkeys((*known, *reasons[figure.period])))
        yield Restatement(subject, figure, grouping, reported, why)


def _currency(subject: Subject, then: Declared) -> str:
    return getattr(subject.prototype, "currency", then.currency)


def _today(subject: Subject, said: Reported, setting: Setting) -> Iterator[tuple[str, Figure, str]]:
    """Today's figures of what was reported, with the ids that they had then."""
    id, now = f"kpi.{subject.id}", said.period == setting.period
    if now:
        yield id, subject.total, ""
    else:
        for figure in subject.kpi.history:
            if figure.period <= said.period:
                yield id if figure.period == said.period else f"{id}@{figure.period.id}", figure, ""
    back = setting.period.steps_since(said.period)
    for grouping, figures in subject.kpi.groups.items():
        shown: Iterable[Figure] = figures
        if not now:
            past = subject.detail.past(grouping, back + 1) if subject.detail is not None and back <= 12 else {}
            shown = [held[0] for held in past.values()]
        for figure in shown:
            yield f"{id}@{grouping}={figure.key}", figure, grouping


def _value(text: str, figure: Figure, then: Declared, subject: Subject) -> Value:
    if not text:
        return NoData("no data were reported", f"{figure.id}.reported")
    return replace(subject.prototype, amount=Decimal(text), decimals=then.decimals, id=f"{figure.id}.reported")


def _prints_alike(then: Value, now: Value) -> bool:
    """True where both print the same digits, as far as both have them."""
    if not isinstance(then, Quantity) or not isinstance(now, Quantity):
        return isinstance(then, Quantity) == isinstance(now, Quantity)
    decimals = min(then.decimals, now.decimals)
    return replace(then, decimals=decimals).rounded() == replace(now, decimals=decimals).rounded()


# ---- Why ----


def _why(
    subject: Subject, said: Reported, period: Period, project: Project, dataset: Dataset, setting: Setting
) -> tuple[str, ...]:
    say = setting.locale.phrase
    found = []
    if declared(project.kpis[subject.id], subject.label).formula != said.kpis[subject.id].formula:
        found.append(say("restated_definition").text)
    if period == said.period and said.as_of and date.fromisoformat(said.as_of) != period.end:
        until = setting.locale.date(date.fromisoformat(said.as_of))
        if setting.period != period or setting.as_of.isoformat() != said.as_of:
            found.append(say("restated_cut_off", until=until).text)
    changed = [*_changed(subject, said, period, dataset, setting)]
    if len(changed) > _NAMED:
        changed = [*changed[: _NAMED - 1], say("restated_more", count=len(changed) - _NAMED + 1).text]
    return (*found, *changed)


def _changed(subject: Subject, said: Reported, period: Period, dataset: Dataset, setting: Setting) -> Iterator[str]:
    """What is different in the files of the KPI's tables, as far as they tell of the period."""
    say = setting.locale.phrase
    for name in subject.total.recipe.tables:
        held = dataset.tables.get(name)
        if held is None:
            continue
        now = {f"{name}: {file}": indexes for file, indexes in pieces_by_file(held).items()}
        for key, indexes in now.items():
            then = said.inputs.get(key)
            first = held.files[indexes[0]]
            file = first.file.rpartition("/")[2]
            if then is not None and then.sha256 == first.sha256:
                continue
            if then is None:
                if _tells_of(held, indexes, period):
                    yield say("restated_new_file", file=file).text
                continue
            new, gone, other = _rows(then, marks(held, indexes, period.end))
            if then.marks and not new + gone + other:
                continue
            yield say("restated_file", file=file, new=new, gone=gone, other=other, known=bool(then.marks)).text
        for key in said.inputs:
            if key.startswith(f"{name}: ") and key not in now:
                yield say("restated_lost_file", file=key.partition(": ")[2].rpartition("/")[2]).text


def _tells_of(table: DataTable, indexes: Sequence[int], period: Period) -> bool:
    """True when the file has a row of the period or of one before, or rows without a date."""
    rows = table.frame[table.frame[FILE].isin(list(indexes))]
    return DATE not in rows or bool((rows[DATE].dt.date <= period.end).any())


def _rows(then: Rows, now: str) -> tuple[int, int, int]:
    """How many rows are new, gone and changed: a row that came for one that went was changed."""
    before, after = (Counter(text[at : at + _MARK] for at in range(0, len(text), _MARK)) for text in (then.marks, now))
    new, gone = (after - before).total(), (before - after).total()
    other = min(new, gone)
    return new - other, gone - other, other


# ---- Blocks ----


def restated_blocks(found: Sequence[Restatement], setting: Setting, titles: Titles) -> dict[str, Block]:
    """The table of restated figures, and a remark for each of the totals."""
    word, say = setting.locale.word, setting.locale.phrase
    columns = (
        Column("indicator", word("Indicator"), weight=2.6, emphasis=Emphasis.STRONG),
        Column("period", word("Period"), weight=1.2),
        Column("group", word("Group"), weight=1.6),
        Column("reported", word("Reported"), Align.RIGHT, 1.0, Emphasis.QUIET),
        Column("today", word("Today"), Align.RIGHT, 1.0, Emphasis.STRONG),
        Column("note", word("Note"), weight=1.8),
        Column("why", word("Why"), weight=3.4),
    )
    cells: list[tuple[str, dict[str, Cell]]] = [
        (
            one.figure.id,
            {
                "indicator": one.subject.label,
                "period": setting.locale.period_label(one.figure.period),
                "group": one.figure.label if one.grouping else "",
                "reported": one.then,
                "today": one.figure.value,
                "note": one.sign(setting).text,
                "why": "; ".join(one.why),
            },
        )
        for one in found
    ]
    headline = titles.pick(say("restated_title", count=len(found))) if found else Phrase()
    shown = listed(columns, cells, "group", "why")
    findings = tuple(
        Finding(
            _told(one, setting),
            label=one.subject.label,
        )
        for one in found
        if not one.grouping
    )
    return {
        "restated": table("restated", "Restated figures", *shown, setting, headline=headline),
        "restatements": Narrative("restatements", findings),
    }


def _told(one: Restatement, setting: Setting) -> Phrase:
    period = setting.locale.period_label(one.figure.period)
    facts = {"figure": one.figure, "sign": one.sign(setting).text, "period": period, "why": list(one.why)}
    return setting.locale.phrase("restated_note", **facts)


def signed(subject: Subject, found: Sequence[Restatement], setting: Setting) -> Subject:
    """The KPI with the sign beside its figures: on itself, on its period before, and in the line below its name."""
    own = [one for one in found if one.subject.id == subject.id and not one.grouping]
    if not own:
        return subject
    by_period = {one.figure.period: one.sign(setting).text for one in own}
    now, before = by_period.get(setting.period, ""), by_period.get(setting.period.previous, "")
    total = replace(subject.total, restated=now, previous_restated=before)
    shown = {setting.period, setting.period.previous, setting.base, setting.period.year_ago}
    short = setting.locale.period_short
    notes = [f"{short(period)} {text}" for period, text in by_period.items() if period in shown]
    note = "; ".join(part for part in (subject.kpi.note, *notes) if part)
    return replace(subject, kpi=replace(subject.kpi, total=total, note=note), signs=by_period)
