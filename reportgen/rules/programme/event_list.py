"""The dated events of a project -> their table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportgen.content.tables import Cell, Column, Table
from reportgen.rules.blocks import listed, table
from reportgen.rules.registers.happenings import Happening
from reportgen.rules.setting import Setting


def event_table(events: Sequence[Happening], labels: Mapping[str, str], setting: Setting) -> Table:
    """All events up to the end of the period, the latest first."""
    word = setting.locale.word
    columns = [
        Column("date", word("Date")),
        Column("event", word("Event"), weight=2.6),
        Column("indicator", word("Indicator"), weight=1.8),
        Column("group", word("Group"), weight=1.4),
        Column("comment", word("Comment"), weight=2),
    ]
    found = listed(columns, _cells(events, labels, setting), "indicator", "group", "comment")
    return table("events", "Events", found.columns, found.rows, setting)


def _cells(
    events: Sequence[Happening], labels: Mapping[str, str], setting: Setting
) -> Iterator[tuple[str, dict[str, Cell]]]:
    for event in reversed(events):
        if event.day <= setting.period.end:
            yield (
                f"{event.day.isoformat()} {event.title}",
                {
                    "date": event.day,
                    "event": event.title,
                    "indicator": labels.get(event.kpi, ""),
                    "group": event.group,
                    "comment": event.comment,
                },
            )
