"""Charts below each other whose numbers have one unit: the same number is as long in both."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.content.charts import Chart
from reportgen.content.values import Count
from reportgen.ooxml.names import NS
from tests.charts.samples import BARS, COLUMNS, PAIR, counts
from tests.charts.test_kinds import setting, tree


def length_of_one(chart: Chart, extent: str) -> float:
    """How long a bar of 1 is, in shares of the box."""
    drawn = tree(chart)
    plot = float(setting(drawn, f".//c:plotArea/c:layout/c:manualLayout/{extent}"))
    scale = drawn.find(".//c:valAx/c:scaling", NS)
    return plot / (float(setting(scale, "c:max")) - float(setting(scale, "c:min")))


_TOP = (Count(Decimal(1101)),)
_UPPER = replace(COLUMNS, series=COLUMNS.series[:1], span=_TOP, beside=PAIR.categories)
_LOWER = replace(PAIR, span=_TOP, beside=COLUMNS.categories)
_SHORT = replace(BARS, categories=("A", "B"), keys=("a", "b"), series=(replace(BARS.series[0], values=counts(5, 3)),))
_LONG = replace(
    _SHORT, categories=("A very long name of a cause", "B"), series=(replace(BARS.series[0], values=counts(1101, 9)),)
)
_ALIKE = (
    replace(_SHORT, span=_TOP, beside=_LONG.categories, format=PAIR.format),
    replace(_LONG, span=_TOP, beside=_SHORT.categories, format=PAIR.format),
)


@pytest.mark.parametrize(("pair", "extent"), [((_UPPER, _LOWER), "c:h"), (_ALIKE, "c:w")], ids=["columns", "bars"])
def test_a_number_is_as_long_in_both(pair: tuple[Chart, Chart], extent: str) -> None:
    first, second = (length_of_one(chart, extent) for chart in pair)
    assert first == pytest.approx(second, rel=1e-4)


def test_alone_each_chart_uses_its_own_scale() -> None:
    first, second = (length_of_one(replace(chart, span=(), beside=()), "c:w") for chart in _ALIKE)
    assert first > 2 * second
