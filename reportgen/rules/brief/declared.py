"""What was declared otherwise in the last report: targets, and what the KPIs mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.content.blocks import Block
from reportgen.content.kpis import Figure
from reportgen.content.phrases import Phrase
from reportgen.content.reported import Reported
from reportgen.content.tables import Cell, Column, Emphasis, Table
from reportgen.content.values import Aim, NoData, Range
from reportgen.project import Project
from reportgen.rules.blocks import listed, table
from reportgen.rules.brief.record import amount_text, declared
from reportgen.rules.setting import Setting, Subject, Titles

_Row = tuple[str, dict[str, Cell]]
# What a reader has to know before two numbers are compared, and how it is called.
_PARTS = {
    "definition": "Definition",
    "formula": "Formula",
    "unit": "Unit",
    "better": "Better",
    "tolerance": "Tolerance",
}


def declared_blocks(
    project: Project, subjects: Sequence[Subject], last: Reported | None, setting: Setting, titles: Titles
) -> dict[str, Block]:
    """The changed targets and definitions; without a report to compare with, nothing."""
    if last is None:
        return {}
    targets = [row for subject in subjects for row in _targets(subject, project, last, setting)]
    meanings = [row for subject in subjects for row in _meanings(subject, project, last, setting)]
    known = {subject.id for subject in subjects}
    word = setting.locale.word
    for id, then in last.kpis.items():
        if id not in known:
            meanings.append((id, _cells(then.label, word("No longer reported"), then.formula, "")))
    return {
        "targets_changed": _table("targets_changed", "Changed targets", targets, last, setting, titles),
        "definitions_changed": _table("definitions_changed", "Changed definitions", meanings, last, setting, titles),
    }


def _table(id: str, name: str, rows: Sequence[_Row], last: Reported, setting: Setting, titles: Titles) -> Table:
    word, say = setting.locale.word, setting.locale.phrase
    columns = (
        Column("indicator", word("Indicator"), weight=2.2, emphasis=Emphasis.STRONG),
        Column("what", word("What"), weight=1.8),
        Column("then", word("Before"), weight=3.0, emphasis=Emphasis.QUIET),
        Column("now", word("Now"), weight=3.0),
    )
    since = setting.locale.period_label(last.period)
    # A key begins with the id of its KPI: "kpi.reach@segment=North.target", "reach.tolerance".
    several = {key.removeprefix("kpi.").partition("@")[0].partition(".")[0] for key, _ in rows}
    headline = titles.pick(say(f"{id}_title", count=len(several), since=since))
    subtitle = say("since", period=setting.label, previous=since).text
    return table(id, name, *listed(columns, rows), setting, headline=headline if rows else Phrase(), subtitle=subtitle)


def _cells(label: str, what: str, then: Cell, now: Cell) -> dict[str, Cell]:
    return {"indicator": label, "what": what, "then": then, "now": now}


def _targets(subject: Subject, project: Project, last: Reported, setting: Setting) -> Iterator[_Row]:
    """The declared target, and the targets that the last report printed, where they are others today."""
    then = last.kpis.get(subject.id)
    if then is None:
        return
    word, now = setting.locale.word, declared(project.kpis[subject.id], subject.label)
    none = word("no target")
    if then.target != now.target:
        yield subject.id, _cells(subject.label, word("Target as declared"), then.target or none, now.target or none)
    for id, figure in _of_period(subject, last, setting):
        before, today = last.targets.get(id, ""), amount_text(figure.target)
        if before != today and (before or today):
            period = setting.locale.period_label(last.period)
            what = word("Target for {period}", period=period)
            name = f"{subject.label}, {figure.label}" if figure.key else subject.label
            yield f"{id}.target", _cells(name, what, _cell(before, subject, none), _now(figure.target, none))


def _of_period(subject: Subject, last: Reported, setting: Setting) -> Iterator[tuple[str, Figure]]:
    """Today's figures of the period of the last report, with the ids that they had in it."""
    id = f"kpi.{subject.id}"
    yield from ((id, figure) for figure in subject.kpi.history if figure.period == last.period)
    back = setting.period.steps_since(last.period)
    if subject.detail is None or not 0 < back <= 12:
        return
    for grouping in subject.kpi.groups:
        for key, figures in subject.detail.past(grouping, back + 1).items():
            yield f"{id}@{grouping}={key}", figures[0]


def _cell(text: str, subject: Subject, none: str) -> Cell:
    if not text:
        return none
    ends = [replace(subject.prototype, amount=Decimal(part), id="") for part in text.split("..")]
    return Range(ends[0], ends[1]) if len(ends) == 2 else ends[0]


def _now(target: Aim, none: str) -> Cell:
    return none if isinstance(target, NoData) else target


def _meanings(subject: Subject, project: Project, last: Reported, setting: Setting) -> Iterator[_Row]:
    word, now = setting.locale.word, declared(project.kpis[subject.id], subject.label)
    then = last.kpis.get(subject.id)
    if then is None:
        yield subject.id, _cells(subject.label, word("New indicator"), "", now.formula)
        return
    for part, name in _PARTS.items():
        before, today = getattr(then, part), getattr(now, part)
        if before != today:
            shown = [text or word("none") for text in (before, today)]
            yield f"{subject.id}.{part}", _cells(subject.label, word(name), *shown)
    if then.label != now.label:
        yield f"{subject.id}.label", _cells(subject.label, word("Name"), then.label, now.label)
