"""Differences from zero, coloured by whether they are good ones: horizontal bars, or columns over time.

A chart with a target, or with what was before, is drawn as its difference to that.
"""

from __future__ import annotations

from dataclasses import replace

from reportgen.charts.bar import bar_plot
from reportgen.charts.column import column_plot
from reportgen.charts.data import ChartData
from reportgen.charts.plot import Plot
from reportgen.content.charts import Chart, Role, Series
from reportgen.content.values import Aim, NoData, Quantity, Range, Value, difference
from reportgen.locales import Locale


def variance_plot(data: ChartData) -> Plot:
    """The plot of a variance chart; it has no legend, since what is good needs none."""
    return bar_plot(data) if data.chart.is_lying else column_plot(data)


def differences(chart: Chart, locale: Locale) -> Chart:
    """The chart with its first series against target or period before; as it is where it holds differences."""
    actual = next((series for series in chart.series if series.role is Role.ACTUAL), chart.series[0])
    targets = [series for series in chart.series if series.role is Role.TARGET and any(series.values)]
    if len(targets) == 2 and actual not in targets:
        return _from_range(chart, actual, targets[0], targets[1], locale)
    against = targets[0] if targets else None
    against = against or next((series for series in chart.series if series.role is Role.PREVIOUS), None)
    if against is None or against is actual:
        return replace(chart, series=(replace(actual, role=Role.ACTUAL),))
    values = tuple(map(_difference, actual.values, against.values))
    name = locale.word("{label} against {other}", label=actual.name, other=against.name)
    known = [value for value in values if isinstance(value, Quantity)]
    return replace(chart, series=(Series(name, values),), format=known[0] if known else chart.format)


def _from_range(chart: Chart, actual: Series, low: Series, high: Series, locale: Locale) -> Chart:
    """The chart with its first series against the nearer end of a range: 0 within it, and bad on both sides."""
    ends = zip(actual.values, low.values, high.values, strict=True)
    values = tuple(_difference(value, _aim(start, end)) for value, start, end in ends)
    name = locale.word("{label} against {other}", label=actual.name, other=locale.word("Target"))
    known = [value for value in values if isinstance(value, Quantity)]
    format = known[0] if known else chart.format
    return replace(chart, series=(Series(name, values),), format=format, better="within")


def _aim(low: Value, high: Value) -> Aim:
    if isinstance(low, Quantity) and isinstance(high, Quantity) and low.amount < high.amount:
        return Range(low, high)
    return low


def _difference(value: Value, reference: Aim) -> Value:
    # The name of a fact is that of one number; a difference made here has none.
    found = difference(value, reference)
    return found if isinstance(found, NoData) else replace(found, id="")
