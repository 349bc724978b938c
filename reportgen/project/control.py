"""What the documents say about themselves: document control as in the PM² artefacts, and the meeting they are for."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from reportgen.contracts.forms import Declared, Text, unexpected

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def iso_date(value: Any) -> Any:
    """The day that a text such as 2024-10-31 names."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value if _DATE.fullmatch(value) else "")
        except ValueError:
            raise unexpected("a date such as 2024-10-31") from None
    return value


DateText = Annotated[date, BeforeValidator(iso_date, json_schema_input_type=Text)]


class Person(Declared):
    """Somebody who approves or reviews the documents."""

    name: Text = Field(description="Name of the person.")
    role: str = Field("", description="Role in the project, such as Project Owner.")
    action: Literal["", "Approve", "Review"] = Field("", description="Approve or Review, as the person is asked to.")
    date: DateText | None = Field(None, description="The day on which it was done, such as 2024-11-06.")


class Revision(Declared):
    """A line of the document history."""

    revision: Text = Field(description="Version of the documents, such as 0.9.")
    date: DateText | None = Field(None, description="The day of the revision, such as 2024-11-04.")
    author: str = Field("", description="Who made it.")
    changes: str = Field("", description="What changed, in a sentence.")


class DocumentControl(Declared):
    """Cover and control page of the PM² artefacts: author, manager, phase, people, history, place."""

    author: str = Field("", description="Who writes the documents.")
    manager: str = Field("", description="The project manager.")
    phase: Literal["", "Initiating", "Planning", "Executing", "Closing"] = Field(
        "", description="Phase of the project: Initiating, Planning, Executing or Closing."
    )
    issued: DateText | None = Field(None, description="The day on which this version is issued, such as 2024-11-06.")
    location: str = Field("", description="Where the documents are kept.")
    people: tuple[Person, ...] = Field((), description="Who approves and reviews the documents.")
    history: tuple[Revision, ...] = Field((), description="The revisions of the documents, the oldest first.")


class Meeting(Declared):
    """The meeting for which the documents are made."""

    name: Text = Field(description="Name of the meeting, such as Steering committee.")
    date: DateText | None = Field(None, description="The day of the meeting, such as 2024-11-12.")
    next: DateText | None = Field(None, description="The day of the next meeting, such as 2024-12-10.")
