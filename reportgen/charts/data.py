"""Chart -> what its series refer to: cells of an embedded workbook or of the sheet it stands on, and their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from reportgen.charts.look import ChartLook
from reportgen.charts.measure import EMU_PER_CM, line_height, text_width
from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.values import NoData, Percent, Quantity, Value
from reportgen.locales import cell_number
from reportgen.ooxml import DataSheet, Xml, el, escape
from reportgen.ooxml.workbook import column_letter

_SHEET: Final = "Data"
# Kinds of chart whose months can stand over their years.
_OVER_TIME: Final = (ChartKind.LINE, ChartKind.COMBO, ChartKind.STACKED, ChartKind.STACKED100)


@dataclass(frozen=True, slots=True)
class CellRefs:
    """Where a workbook holds a chart's data: the cells of the categories, of each series' name (or "") and values.

    References are complete ("'By group'!$A$5:$A$24"); series come in the order of the chart.
    """

    categories: str
    names: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class ChartData:
    """A chart as its kind draws it, with numbers as cells hold them and references to where they are.

    `given` is the chart as it came where its kind draws other series than those, as a funnel does."""

    chart: Chart
    look: ChartLook
    cells: CellRefs | None = None
    given: Chart | None = None

    @property
    def count(self) -> int:
        """How many categories there are."""
        return len(self.chart.categories)

    @property
    def is_share(self) -> bool:
        """True when the numbers are shares of a whole."""
        return isinstance(self.chart.format, Percent)

    @cached_property
    def years(self) -> tuple[tuple[str, str], ...] | None:
        """(year, month) of every category when months and years have to stand in two lines to fit; else None."""
        if self.cells or self.chart.kind not in _OVER_TIME or self.chart.is_lying:
            return None
        # The plot has about nine tenths of the width; its exact share depends on the answer.
        pitch = 0.88 * self.look.width / max(self.count, 1)
        if self.widest(self.chart.categories) < pitch - 0.2 * EMU_PER_CM:
            return None
        pairs = [(year, month) for month, _, year in (name.rpartition(" ") for name in self.chart.categories)]
        if not all(month and len(year) == 4 and year.isdigit() for year, month in pairs):
            return None
        # Where even the months do not fit they stand on end, which takes the height of a line each.
        return tuple(pairs) if line_height(self.look.label_points) < pitch else None

    def widest(self, texts: tuple[str, ...] | list[str]) -> int:
        """The width of the widest of these labels, in EMU."""
        points = self.look.measured_points
        return max([text_width(text, points) for text in texts], default=0)

    @cached_property
    def _columns(self) -> dict[int, list[float | None]]:
        return {id(series): [_number(value) for value in series.values] for series in self.chart.series}

    def numbers(self, series: Series) -> list[float | None]:
        """The numbers of a series of this chart as cells hold them, None for a gap."""
        return self._columns[id(series)]

    def every_number(self) -> list[float]:
        """All numbers of all series, and those that the axis has to reach."""
        held = [number for series in self.chart.series for number in self.numbers(series) if number is not None]
        return [*held, *(cell_number(value) for value in self.chart.span)]

    def levels(self) -> list[float]:
        """Every number as high as it is drawn: the upper ends of a range, whose series holds its height."""
        lows = next((self.numbers(series) for series in self.chart.series if series.role is Role.LOW), None)
        if lows is None:
            return self.every_number()
        levels = [cell_number(value) for value in self.chart.span]
        for series in self.chart.series:
            for at, number in enumerate(self.numbers(series)):
                if number is not None:
                    levels.append(number + (lows[at] or 0.0) if series.role is Role.HIGH else number)
        return levels

    def format_of(self, value: Value) -> str:
        """The format code that shows a value as it is printed."""
        return self.look.locale.number_format(value if isinstance(value, Quantity) else self.chart.format)

    @cached_property
    def format(self) -> str:
        """The format code of the largest number, which suits nearly all."""
        amounts = [abs(v.amount) for series in self.chart.series for v in series.values if isinstance(v, Quantity)]
        prototype = replace(self.chart.format, amount=max(amounts, default=self.chart.format.amount))
        return self.look.locale.number_format(prototype)

    def name(self, index: int) -> Xml:
        """c:tx of a series."""
        series = self.chart.series[index]
        if self.cells:
            reference = self.cells.names[index]
        else:
            reference = f"{_SHEET}!${column_letter(self._label_columns + index)}$1"
        if not reference:
            return el("c:tx", el("c:v", series.name))
        cache = _strings([series.name])
        return Xml(f"<c:tx><c:strRef><c:f>{escape(reference)}</c:f>{cache}</c:strRef></c:tx>")

    @cached_property
    def categories(self) -> Xml:
        """c:cat, the same for every series."""
        if self.cells:
            return el("c:cat", el("c:strRef", el("c:f", self.cells.categories), self._category_cache()))
        last = self.count + 1
        if not self.years:
            return el("c:cat", el("c:strRef", el("c:f", f"{_SHEET}!$A$2:$A${last}"), self._category_cache()))
        months = el("c:lvl", *(_point(index, month) for index, (_, month) in enumerate(self.years)))
        starts = el("c:lvl", *(_point(index, year) for index, year in enumerate(self._year_starts()) if year))
        cache = el("c:multiLvlStrCache", el("c:ptCount", val=self.count), months, starts)
        return el("c:cat", el("c:multiLvlStrRef", el("c:f", f"{_SHEET}!$A$2:$B${last}"), cache))

    def values(self, index: int) -> Xml:
        """c:val of a series; a gap has no point."""
        letter = column_letter(self._label_columns + index)
        reference = self.cells.values[index] if self.cells else f"{_SHEET}!${letter}$2:${letter}${self.count + 1}"
        numbers = self.numbers(self.chart.series[index])
        # Written out, as in _point: a number has nothing to escape.
        told = ((at, number) for at, number in enumerate(numbers) if number is not None)
        points = "".join([f'<c:pt idx="{at}"><c:v>{number!r}</c:v></c:pt>' for at, number in told])
        head = f'<c:formatCode>{escape(self.format)}</c:formatCode><c:ptCount val="{len(numbers)}"/>'
        cache = f"<c:numCache>{head}{points}</c:numCache>"
        return Xml(f"<c:val><c:numRef><c:f>{escape(reference)}</c:f>{cache}</c:numRef></c:val>")

    def sheet(self) -> DataSheet:
        """The embedded workbook's only sheet, as the references say."""
        columns = [self.numbers(series) for series in self.chart.series]
        if self.years:
            labels: list[tuple[str, ...]] = list(
                zip(self._year_starts(), (month for _, month in self.years), strict=True)
            )
        else:
            labels = [(name,) for name in self.chart.categories]
        rows = tuple((label, tuple(column[at] for column in columns)) for at, label in enumerate(labels))
        return DataSheet(tuple(series.name for series in self.chart.series), rows, self.format)

    @property
    def _label_columns(self) -> int:
        return 2 if self.years else 1

    def _year_starts(self) -> list[str]:
        years = [year for year, _ in self.years or ()]
        return [year if at == 0 or years[at - 1] != year else "" for at, year in enumerate(years)]

    def _category_cache(self) -> Xml:
        return _strings(self.chart.categories)


def _number(value: Value) -> float | None:
    return None if isinstance(value, NoData) else cell_number(value)


def _strings(texts: Sequence[str]) -> Xml:
    points = "".join([_point(at, text) for at, text in enumerate(texts)])
    return Xml(f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>')


def _point(index: int, text: str) -> Xml:
    # The one element there are hundreds of: written out, it takes a fifth of the time.
    return Xml(f'<c:pt idx="{index}"><c:v>{escape(text)}</c:v></c:pt>')
