"""The blocks of the change brief, and what the next report needs to make its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.content.blocks import Block
from reportgen.content.reported import Earlier, Reported
from reportgen.dataset import Dataset
from reportgen.project import Project
from reportgen.rules.brief.declared import declared_blocks
from reportgen.rules.brief.entities import entity_changes
from reportgen.rules.brief.record import record
from reportgen.rules.brief.restated import Restatement, issued, restated_blocks
from reportgen.rules.brief.table import changes
from reportgen.rules.conditions.syntax import Rule
from reportgen.rules.escalation.states import Told
from reportgen.rules.overview.scorecard import status_changes
from reportgen.rules.setting import Setting, Subject, Titles

if TYPE_CHECKING:
    from reportgen.rules.entities import EntityMaster


def brief_blocks(
    project: Project,
    subjects: Sequence[Subject],
    restated: Sequence[Restatement],
    earlier: Earlier,
    setting: Setting,
    titles: Titles,
) -> dict[str, Block]:
    """Every block of the change brief; those about an earlier report only where there is one."""
    moved = changes(subjects, setting, titles)
    blocks: dict[str, Block] = {"changes": moved, "status_changes": status_changes(moved, setting)}
    blocks |= entity_changes(subjects, earlier.base, setting, titles)
    blocks |= declared_blocks(project, subjects, earlier.base, setting, titles)
    if earlier.last is not None or earlier.same is not None:
        blocks |= restated_blocks(restated, setting, titles)
    return blocks


def told(earlier: Earlier, project: Project) -> Told | None:
    """What the report of the period before put before the committee."""
    base = earlier.base
    if base is None:
        return None
    since = {key: project.period_named(period) for key, period in base.open.items()}
    return Told(base.period, frozenset(base.rules), since)


def new_record(
    project: Project,
    dataset: Dataset,
    master: EntityMaster | None,
    subjects: Sequence[Subject],
    earlier: Earlier,
    restated: Sequence[Restatement],
    rules: Sequence[Rule],
    open: Mapping[str, str],
    setting: Setting,
) -> Reported:
    """What this report says, with what it restates of an earlier issue of itself."""
    made = record(project, dataset, master, subjects, setting, [rule.key for rule in rules], open)
    same = earlier.same
    if same is None:
        return made
    said = issued(same, project.version)
    own = {
        figure.id
        for subject in subjects
        for figure in (subject.total, *(one for held in subject.kpi.groups.values() for one in held))
    }
    before = {id: text for id, text in said.items() if id in own and made.figures.get(id) != text}
    reasons = {one.figure.id: one.why for one in restated if one.figure.id in before and one.why}
    return replace(made, restated=before, reasons=reasons)
