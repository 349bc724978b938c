"""What is to be put before the steering committee, and when: conditions over KPIs, logs and stakeholders."""

from __future__ import annotations

from pydantic import Field

from reportgen.contracts.forms import DayCount, Declared, Text


class EscalationSpec(Declared):
    """A condition, and what has to be decided while it holds."""

    when: Text = Field(description="The condition, such as: active_share off track for 2 periods.")
    label: Text = Field(description="What has to be decided, in a few words.")
    owner: str = Field("", description="Who brings it forward; default: the owner of the KPI or of the row.")
    action: str = Field("", description="What is proposed; default: the action that the row of the log names.")
    within: DayCount | None = Field(
        None,
        description="By when it has to be decided: days after the end of the period in which it was raised, such as "
        "10 days; default: the date that the row of the log names.",
    )
