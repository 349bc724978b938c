"""One KPI over time: the chart of its history with the target path, and the title above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.kpis import Figure
from reportgen.content.periods import Period
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Spark
from reportgen.content.values import NoData, Value
from reportgen.rules.alternative import shortened
from reportgen.rules.indicators.forecast import RANGE, Forecast, forecast, outlook_title
from reportgen.rules.indicators.goal_lines import goal_series
from reportgen.rules.registers.happenings import marked
from reportgen.rules.setting import Setting, Subject, Titles, amount

# Up to six points are columns, more are a line (IBCS; reference values of the chart defaults).
_MOST_COLUMNS = 6
# A record needs enough of a past to be one.
_RECORD_PERIODS = 6
# A year and the month a year before it (looks: trend over 13 months).
_LINE_PERIODS = 13
# More than these do not fit beside what is shown; the list of restated figures has all.
_MOST_SIGNS = 2
# Two numbers need no line: the table prints the period before.
_LEAST_IN_LINE = 3


def trend_chart(subject: Subject, setting: Setting, titles: Titles) -> Chart | None:
    """The history from the first period with data, and the target path ahead; None with fewer than two points."""
    past = subject.past()
    known = [figure for figure in past if figure.value]
    if len(known) < 2:
        return None
    expected = forecast(subject, setting)
    periods = _periods(subject, past, expected)
    kind = ChartKind.LINE if len(past) > _MOST_COLUMNS else ChartKind.COLUMN
    first, last = setting.locale.period_label(past[0].period), setting.locale.period_label(past[-1].period)
    when = setting.locale.phrase("over_time", kind=setting.period.kind.value, first=first, last=last).text
    subtitle = setting.subtitle(subject, when, setting.scope(subject))
    signs = [f"{setting.locale.period_short(period)} {sign}" for period, sign in subject.signs.items()]
    subtitle = "; ".join([subtitle, *signs[-_MOST_SIGNS:]])
    return Chart(
        id=f"kpi.{subject.id}.trend",
        kind=kind,
        categories=tuple(setting.locale.period_short(period) for period in periods),
        series=tuple(_series(subject, past, periods, expected if kind is ChartKind.LINE else None, setting)),
        format=subject.prototype,
        title=subtitle,
        headline=titles.pick(*_titles(subject, expected, setting)),
        subtitle=subtitle,
        source=setting.source,
        alt=_alternative(kind, subtitle, known, subject, setting),
        keys=tuple(period.id for period in periods),
        events=marked(setting.events, subject.id, [figure.period for figure in past], setting.locale),
    )


def _periods(subject: Subject, past: Sequence[Figure], expected: Forecast | None) -> list[Period]:
    """The periods of the history and of the target path ahead, or as far as the forecast goes."""
    ahead = [period for period, _ in subject.ahead]
    if expected and len(expected.expected) > len(ahead):
        ahead = [one.period for one in expected.expected]
    return [figure.period for figure in past] + ahead


def line_length(subjects: Sequence[Subject]) -> int:
    """How many periods small lines beside each other show: 13, or fewer where no subject has data so far back."""
    return min(_LINE_PERIODS, max((len(subject.past()) for subject in subjects), default=0))


def small_line(subject: Subject, length: int, setting: Setting) -> Spark:
    """The last periods for a table cell; where the data begin later there is a gap before them."""
    recent = subject.kpi.history[-length:] if length else ()
    values = tuple(figure.value for figure in recent)
    labels = tuple(setting.locale.period_short(figure.period) for figure in recent)
    known = [figure for figure in recent if figure.value]
    if len(known) < _LEAST_IN_LINE:
        return Spark(())
    first, last = known[0], known[-1]
    alt = setting.locale.word(
        "{label}: {first} in {start}, {last} in {end}",
        label=subject.label,
        first=first.value,
        start=setting.locale.period_label(first.period),
        last=last.value,
        end=setting.locale.period_label(last.period),
    )
    return Spark(values, labels, shortened(alt))


def _series(
    subject: Subject,
    past: tuple[Figure, ...],
    periods: Sequence[Period],
    expected: Forecast | None,
    setting: Setting,
) -> Iterator[Series]:
    later: tuple[Value, ...] = (NoData(),) * (len(periods) - len(past))
    yield Series(subject.label, (*(figure.value for figure in past), *later))
    targets = (*(figure.target for figure in past), *(value for _, value in subject.ahead))
    yield from goal_series((*targets, *(NoData(),) * (len(periods) - len(targets))), setting.locale)
    if expected:
        yield from _expected_series(past, expected, setting)


def _expected_series(past: tuple[Figure, ...], expected: Forecast, setting: Setting) -> Iterator[Series]:
    """The forecast and its range; all three start at the last value."""
    before: tuple[Value, ...] = (*(NoData(),) * (len(past) - 1), past[-1].value)
    word, held = setting.locale.word, expected.expected
    yield Series(word("Forecast"), (*before, *(one.value for one in held)), Role.FORECAST)
    span = {"share": RANGE}
    yield Series(word("{share} range, from", **span), (*before, *(one.low for one in held)), Role.LOW)
    yield Series(word("{share} range", **span), (*before, *(one.high for one in held)), Role.HIGH)


def _titles(subject: Subject, expected: Forecast | None, setting: Setting) -> Iterator[Phrase]:
    say, label, total = setting.locale.phrase, subject.label, subject.total
    if not total.value:
        last = [figure for figure in subject.past() if figure.value][-1]
        when = setting.locale.period_label(last.period)
        yield say("trend_missing", label=label, period=setting.label, last=last.value, when=when)
        yield say("no_data_for", label=label, period=setting.label)
        return
    outlook = outlook_title(expected, subject, setting) if expected else None
    if outlook:
        yield outlook
    if total.gap:
        yield say("trend_against_target", label=label, figure=total)
    record = _record(subject.past())
    if record and total.change:
        highest, count = record
        yield say(
            "trend_record", label=label, figure=total, highest=highest, periods=count, kind=setting.period.kind.value
        )
    yield say("trend_move", label=label, figure=total, period=setting.label)
    yield say("label_and_value", label=label, figure=total)


def _record(past: tuple[Figure, ...]) -> tuple[bool, int] | None:
    """Whether the last value is the highest (or lowest) of an unbroken past that also moved the other way."""
    unbroken: list[float] = []
    for figure in reversed(past):
        if not figure.value:
            break
        unbroken.insert(0, amount(figure.value))
    if len(unbroken) < _RECORD_PERIODS:
        return None
    *before, last = unbroken
    # A number that only ever rises is highest in every period: that is no news.
    falls = any(later < earlier for earlier, later in pairwise(before))
    rises = any(later > earlier for earlier, later in pairwise(before))
    if last > max(before) and falls:
        return True, len(unbroken)
    return (False, len(unbroken)) if last < min(before) and rises else None


def _alternative(kind: ChartKind, subtitle: str, known: list[Figure], subject: Subject, setting: Setting) -> str:
    lowest = min(known, key=lambda figure: amount(figure.value)).value
    highest = max(known, key=lambda figure: amount(figure.value)).value
    ends = {id(known[0].value), id(known[-1].value)}
    inside = not {id(lowest), id(highest)} <= ends
    text = setting.locale.phrase(
        "alt_trend",
        kind=kind.value,
        subtitle=subtitle,
        first=known[0].value,
        last=known[-1].value,
        low=lowest if inside else None,
        high=highest if inside else None,
        figure=subject.total if subject.total.gap else None,
    ).text
    return shortened(text)
