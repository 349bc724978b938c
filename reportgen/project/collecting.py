"""What the workbooks to fill in say beside their tables: purpose, deadline, where to send them, whom to ask."""

from __future__ import annotations

from pydantic import Field

from reportgen.contracts.forms import DayCount, Declared


class Collecting(Declared):
    """The part of the project file that `reportgen collect` prints on the first sheet."""

    purpose: str = Field("", description="What the figures are for, in a sentence.")
    deadline: DayCount | None = Field(
        None, description="When the workbooks are due back: days after the end of the period, such as 8 days."
    )
    send_to: str = Field("", description="Where to send or save them, such as a folder or a mailbox.")
    contact: str = Field("", description="Whom to ask.")
