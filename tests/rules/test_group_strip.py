"""The cover of a programme of thousands of entities, and a scorecard that says why a number is missing."""

from __future__ import annotations

from reportgen.content.charts import ChartKind
from reportgen.content.phrases import Label
from reportgen.content.values import Quantity
from tests.packs import report


def test_a_programme_of_thousands_of_entities_has_a_column_for_every_group():
    strip = report("electoral-roll", "2023-10", False).lead.strip
    assert strip.kind is ChartKind.COLUMN
    assert len(strip.categories) == 20
    shares = [value.amount for value in strip.series[0].values if isinstance(value, Quantity)]
    assert shares == sorted(shares, reverse=True)
    # Its columns have no names, so no colour could say whom it marks.
    assert strip.bare
    assert strip.emphasis == ()
    assert strip.subtitle == "Municipalities live in %, October 2023, by region, ranked"


def test_groups_that_are_all_alike_are_no_picture():
    assert not report("electoral-roll", "2024-10", False).lead.strip


def test_the_scorecard_says_why_a_number_is_missing():
    rows = {row.key: row.cells[0] for row in report("electoral-roll", "2023-10", False).table("scorecard").rows}
    assert rows["uses"] == Label("Service uses", "no snapshot of uses for October 2023")
    assert rows["accepted"] == Label("Accepted of decided", "residence changes decided in the month")
