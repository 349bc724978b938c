"""What else changed since the period before, beside the indicators: engagement, cases, silent entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from reportgen.content.kpis import Figure
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.values import Quantity
from reportgen.rules.setting import Setting, Subject
from reportgen.rules.stakeholders.blocks import MOVES

# More names than this are counted, not listed.
_NAMED = 4


def also_new(
    lead: Subject, engagement: Narrative | None, facts: Mapping[str, Figure], nouns: str, setting: Setting
) -> Narrative:
    """One note per matter; `nouns` is what the cases are called, `engagement` the notes on the stakeholders."""
    found = [*_moves(engagement, setting), *_cases(facts, nouns, setting), *silent(lead, setting)]
    return Narrative("change_notes", tuple(found))


def _moves(engagement: Narrative | None, setting: Setting) -> Iterator[Finding]:
    headings = [setting.locale.word(move) for move in MOVES]
    for note in engagement.findings if engagement else ():
        if note.label in headings:
            yield Finding(note.statement, label=note.label)


def _cases(facts: Mapping[str, Figure], nouns: str, setting: Setting) -> Iterator[Finding]:
    backlog, overdue = facts.get("cases_open"), facts.get("cases_overdue")
    if backlog is None or not isinstance(backlog.change, Quantity):
        return
    late = overdue if overdue and isinstance(overdue.change, Quantity) else None
    statement = setting.locale.phrase("cases_steps", nouns=nouns, backlog=backlog, overdue=late)
    yield Finding(statement, label=setting.locale.word("Cases"))


def silent(lead: Subject, setting: Setting) -> Iterator[Finding]:
    """The entities that have no data for the first KPI, when others have."""
    figures = lead.entities
    if figures is None or not isinstance(lead.total.value, Quantity):
        return
    missing = np.isnan(figures.values)
    if figures.declared is not None:
        missing &= ~figures.declared
    names: Sequence[str] = [str(name) for name in figures.names[missing]]
    if not names:
        return
    shown = (
        names
        if len(names) <= _NAMED
        else [setting.locale.word("{count} {nouns}", count=len(names), nouns=setting.nouns)]
    )
    statement = setting.locale.phrase("silent_entities", period=setting.label, names=shown)
    yield Finding(statement, label=setting.locale.word("Not reported"))
