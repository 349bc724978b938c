"""The registers and logs of a programme -> their blocks, in the order of the deck."""

from __future__ import annotations

from reportgen.dataset import Dataset
from reportgen.rules.blocks import Part
from reportgen.rules.cases import case_blocks
from reportgen.rules.setting import Setting, Titles
from reportgen.rules.stakeholders import stakeholder_blocks


def programme_parts(dataset: Dataset, setting: Setting, titles: Titles) -> list[Part]:
    """What each register brings; a project without one gets nothing from it."""
    return [make(dataset, setting, titles) for make in (stakeholder_blocks, case_blocks)]
