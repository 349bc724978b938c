"""The registers and logs of a programme -> their blocks, in the order of the deck."""

from __future__ import annotations

from reportgen.dataset import Dataset
from reportgen.rules.blocks import Part
from reportgen.rules.cases.blocks import case_blocks
from reportgen.rules.programme.decisions import decision_blocks
from reportgen.rules.programme.feedback import feedback_blocks
from reportgen.rules.programme.logs import change_blocks, issue_blocks
from reportgen.rules.programme.plans import activity_blocks, communication_blocks, cost_blocks
from reportgen.rules.programme.risks import risk_blocks
from reportgen.rules.programme.schedule import action_blocks, milestone_blocks
from reportgen.rules.setting import Setting, Titles
from reportgen.rules.stakeholders.blocks import stakeholder_blocks

_MAKERS = (
    stakeholder_blocks,
    case_blocks,
    feedback_blocks,
    risk_blocks,
    issue_blocks,
    decision_blocks,
    action_blocks,
    change_blocks,
    milestone_blocks,
    activity_blocks,
    communication_blocks,
    cost_blocks,
)


def programme_parts(dataset: Dataset, setting: Setting, titles: Titles) -> list[Part]:
    """What each register brings; a project without one gets nothing from it."""
    return [make(dataset, setting, titles) for make in _MAKERS]
