"""Cases -> the list of those that a period is about, for workbooks: dates, cause and state, nothing typed freely.

Titles and comments of cases may name persons, so they stay in the register.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from reportgen.content.tables import Align, Cell, Column, Emphasis, Table
from reportgen.content.values import Days, exact
from reportgen.rules.blocks import DAYS, listed, table
from reportgen.rules.cases.facts import CountedCases
from reportgen.rules.setting import Titles

_TEXTS = ("department", "cause", "channel", "priority")


def case_list(made: CountedCases, titles: Titles) -> Table:
    """The cases received, closed or open in the period: open ones first, the longest overdue at the top."""
    word, setting = made.setting.locale.word, made.setting
    columns = (
        Column("id", word("Case"), weight=1.2, emphasis=Emphasis.STRONG),
        Column("opened", word("Opened")),
        Column("due", word("Due")),
        Column("closed", word("Closed")),
        Column("days", word("Days"), Align.RIGHT, 0.8, format=DAYS),
        Column("state", word("State"), weight=1.2),
        Column("cause", word("Cause"), weight=2.2),
        Column("department", word("Department"), weight=1.4),
        Column("channel", word("Channel"), weight=1.2),
        Column("priority", word("Priority")),
    )
    cells = _cells(made)
    shown = listed(columns, cells, "due", "closed", *_TEXTS)
    facts = {name: made.facts[f"cases_{name}"].value for name in ("received", "closed", "open")}
    headline = titles.pick(setting.locale.phrase("case_list_title", nouns=made.nouns, of=len(cells), **facts))
    return table("case_list", "List of cases", *shown, setting, headline=headline)


def _cells(made: CountedCases) -> list[tuple[str, dict[str, Cell]]]:
    start, end = made.setting.period.start, made.end
    of_period = made.dates.received(start, end) | made.dates.closed_in(start, end) | made.dates.open_on(end)
    cases = made.cases.at(np.flatnonzero(of_period))
    keys = cases.texts("id")
    texts = {field: cases.texts(field) for field in _TEXTS}
    opened, due, closed = (cases.dates(field) for field in ("opened", "due", "closed"))
    found: list[tuple[tuple[object, ...], str, dict[str, Cell]]] = []
    for row, key in enumerate(keys):
        # A case closed after the end of the period was open in it.
        done = closed[row] if (closed[row] or date.max) <= end else None
        by, since = due[row], opened[row]
        days = Days(exact(((done or end) - since).days)) if since and since <= (done or end) else ""
        order = (done is not None, done or by or date.max, since or date.max, key)
        held: dict[str, Cell] = {field: values[row] for field, values in texts.items()}
        held |= {"id": key, "opened": since or "", "due": by or "", "closed": done or "", "days": days}
        found.append((order, key, held | {"state": made.setting.locale.word(_state(by, done, end))}))
    return [(key, held) for _, key, held in sorted(found, key=lambda one: one[0])]


def _state(due: date | None, closed: date | None, end: date) -> str:
    """What the dates say; without a due date nothing is late."""
    if closed:
        return "Closed" if due is None else "Closed in time" if closed <= due else "Closed late"
    return "Overdue" if due and due < end else "Open"
