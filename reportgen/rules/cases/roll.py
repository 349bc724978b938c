"""How the backlog of one period becomes that of the next: open before + received - closed = open at the end."""

from __future__ import annotations

from reportgen.content.tables import Align, Cell, Column, Emphasis, Table
from reportgen.content.values import Count, exact
from reportgen.rules.blocks import COUNT, count, listed, table
from reportgen.rules.cases.counts import flow
from reportgen.rules.cases.facts import CountedCases

_RIGHT = Align.RIGHT
_STEP = Count(exact(0), signed=True)


def roll_forward(made: CountedCases) -> Table:
    """The backlog period by period; what dates that contradict each other add or take away has a column of its own, so
    that every row adds up."""
    word, label = made.setting.locale.word, made.setting.locale.period_label
    columns = [
        Column("period", word("Period"), weight=1.6),
        Column("before", word("Open before"), _RIGHT, format=COUNT),
        Column("received", word("Received"), _RIGHT, format=COUNT),
        Column("closed", word("Closed"), _RIGHT, format=COUNT),
        Column("other", word("Dates that contradict"), _RIGHT, format=_STEP),
        Column("after", word("Open at the end"), _RIGHT, emphasis=Emphasis.STRONG, format=COUNT),
    ]
    first = made.flows[0].period.previous
    before = flow(made.dates, first, first.end).backlog
    rows: list[tuple[str, dict[str, Cell]]] = []
    for moved in made.flows:
        id = f"facts.case_roll_forward@{moved.period.id}"
        other = moved.backlog - (before + moved.received - moved.closed)
        rows.append(
            (
                moved.period.id,
                {
                    "period": label(moved.period),
                    "before": count(before, f"{id}.before"),
                    "received": count(moved.received, f"{id}.received"),
                    "closed": count(moved.closed, f"{id}.closed"),
                    "other": Count(exact(other), signed=True, id=f"{id}.other") if other else None,
                    "after": count(moved.backlog, f"{id}.after"),
                },
            )
        )
        before = moved.backlog
    made_of = listed(columns, rows, "other")
    headline = made.setting.locale.phrase("roll_forward_title", nouns=made.nouns, figure=made.facts["cases_open"])
    return table("case_roll_forward", "Backlog", made_of.columns, made_of.rows, made.setting, headline=headline)
