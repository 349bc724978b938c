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
from reportgen.content.values import NoData, Quantity, Value, difference
from reportgen.locales import Locale


def variance_plot(data: ChartData) -> Plot:
    """The plot of a variance chart; it has no legend, since what is good needs none."""
    return bar_plot(data) if data.chart.is_lying else column_plot(data)


def differences(chart: Chart, locale: Locale) -> Chart:
    """The chart with its first series against target or period before; as it is where it holds differences."""
    actual = next((series for series in chart.series if series.role is Role.ACTUAL), chart.series[0])
    against = next((series for series in chart.series if series.role is Role.TARGET and any(series.values)), None)
    against = against or next((series for series in chart.series if series.role is Role.PREVIOUS), None)
    if against is None or against is actual:
        return replace(chart, series=(replace(actual, role=Role.ACTUAL),))
    values = tuple(map(_difference, actual.values, against.values))
    name = locale.word("{label} against {other}", label=actual.name, other=against.name)
    known = [value for value in values if isinstance(value, Quantity)]
    return replace(chart, series=(Series(name, values),), format=known[0] if known else chart.format)


def _difference(value: Value, reference: Value) -> Value:
    # The name of a fact is that of one number; a difference made here has none.
    found = difference(value, reference)
    return found if isinstance(found, NoData) else replace(found, id="")
