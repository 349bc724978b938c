"""What explains the numbers of a report: dated events, and journeys from a first stage to a last."""

from __future__ import annotations

from pydantic import Field

from reportgen.contracts.forms import Declared, Text
from reportgen.project.control import DateText


class EventSpec(Declared):
    """A dated event that explains a trend."""

    date: DateText = Field(description="The day of the event, such as 2024-04-01.")
    label: Text = Field(description="What happened, in a few words.")
    kpi: str = Field("", description="The id of the KPI it matters for; default: all.")


class Stage(Declared):
    """A stage of a journey: whom it counts."""

    label: Text = Field(description="Name of the stage, such as Activated.")
    formula: Text = Field(description="How many are in it, computed as for a KPI; kpi.ID takes the number of a KPI.")


class Journey(Declared):
    """Stages from the first contact to the last, each of those in the stage before."""

    label: str = Field("", description="Name of the journey; default: its id in words.")
    note: str = Field("", description="Whom it counts, such as: users of the suite.")
    stages: tuple[Stage, ...] = Field(
        min_length=2, description="The stages in their order: each with label and formula."
    )
