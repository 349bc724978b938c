"""Cases -> their blocks: what came in and went out, how old the open ones are, why they came, whether in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.content.blocks import Block
from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.periods import Period
from reportgen.content.phrases import Label, Phrase
from reportgen.content.tables import Align, Column, Emphasis, Row, Table
from reportgen.content.values import Quantity
from reportgen.dataset import Dataset
from reportgen.errors import Problem
from reportgen.rules.alternative import shortened
from reportgen.rules.blocks import COUNT, Part, count, table
from reportgen.rules.cases.charts import causes_over_time, flow_and_backlog, on_one_scale
from reportgen.rules.cases.counts import CaseDates, Flow, impossible
from reportgen.rules.cases.facts import CountedCases
from reportgen.rules.cases.listing import case_list
from reportgen.rules.cases.roll import roll_forward
from reportgen.rules.cases.shares import age_table, cause_table
from reportgen.rules.registers.register import Register, register
from reportgen.rules.setting import Setting, Titles

# A chart of two columns a period holds so many on half a slide.
_DRAWN = 6
# More cases of one fault than this are told together.
_TOLD = 50
_RIGHT = Align.RIGHT


def case_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """All blocks about the cases of a project; without cases none."""
    cases = register(dataset, "cases")
    if not len(cases):
        return Part()
    dates = CaseDates(cases.moments("opened"), cases.moments("due"), cases.moments("closed"))
    made = CountedCases(cases, dates, setting)
    blocks: dict[str, Block] = {
        "case_flow": _flow_table(made, titles),
        "case_backlog": _backlog_chart(made),
        "case_age": age_table(made, titles),
        "case_causes": cause_table(made, titles),
        "case_facts": _fact_table(made, titles),
        "case_list": case_list(made, titles),
    }
    blocks["case_roll_forward"] = roll_forward(made)
    flow, backlog = blocks["case_flow"], blocks["case_backlog"]
    if isinstance(flow, Table) and isinstance(backlog, Chart) and flow.chart:
        blocks["case_combo"] = flow_and_backlog(flow.chart, backlog)
    over_time = causes_over_time(made)
    if over_time:
        blocks["case_causes_over_time"] = over_time
    # Backlog and flow stand below each other, and so do ages and causes: a case is as long in both.
    blocks = on_one_scale(blocks, "case_backlog", "case_flow")
    blocks = on_one_scale(blocks, "case_age", "case_causes")
    return Part(blocks, made.facts, _problems(cases, dates))


def _problems(cases: Register, dates: CaseDates) -> list[Problem]:
    message = "The case was closed before it was opened"
    hint = "It counts where each date says, so what is open does not follow from what came and went."
    rows = impossible(dates)
    if len(rows) > _TOLD:
        found = f"{len(rows)} cases, the first of them here"
        return [cases.problem(int(rows[0]), "closed", "closed-before-opened", message, found, hint=hint)]
    days = cases.at(rows).dates("closed")
    return [
        cases.problem(row, "closed", "closed-before-opened", message, str(day), hint=hint)
        for row, day in zip(rows.tolist(), days, strict=True)
    ]


def _flow_table(made: CountedCases, titles: Titles) -> Table:
    """Received, closed and open, by period."""
    word = made.setting.locale.word
    columns: tuple[Column, ...] = (
        Column("period", word("Period"), weight=1.6),
        Column("received", word("Received"), _RIGHT, format=COUNT),
        Column("closed", word("Closed"), _RIGHT, format=COUNT),
        Column("backlog", word("Open at the end"), _RIGHT, 1.2, Emphasis.STRONG, COUNT),
        Column("overdue", word("Overdue"), _RIGHT, emphasis=Emphasis.QUIET, format=COUNT),
    )
    label = made.setting.locale.period_label
    rows = [Row(moved.period.id, (label(moved.period), *_counts(made, moved))) for moved in made.flows]
    if not made.has_due:
        columns, rows = columns[:-1], [Row(row.key, row.cells[:-1]) for row in rows]
    headline = titles.pick(*_flow_titles(made))
    return table(
        "case_flow",
        "Case flow",
        columns,
        rows,
        made.setting,
        headline=headline,
        subtitle=_over_time(made, made.flows),
        chart=_flow_chart(made, headline),
    )


def _counts(made: CountedCases, moved: Flow) -> tuple[Quantity, ...]:
    """Received, closed, open and overdue; those of the present period have the names of the facts."""
    numbers = {
        "cases_received": moved.received,
        "cases_closed": moved.closed,
        "cases_open": moved.backlog,
        "cases_overdue": moved.overdue,
    }
    return tuple(count(number, _id(made, name, moved.period)) for name, number in numbers.items())


def _id(made: CountedCases, name: str, period: Period) -> str:
    return f"facts.{name}" if period == made.setting.period else f"facts.{name}@{period.id}"


def _over_time(made: CountedCases, flows: Sequence[Flow]) -> str:
    label = made.setting.locale.period_label
    first, last = label(flows[0].period), label(flows[-1].period)
    kind = made.setting.period.kind.value
    return made.setting.locale.phrase("cases_over_time", nouns=made.nouns, kind=kind, first=first, last=last).text


def _flow_titles(made: CountedCases) -> Iterator[Phrase]:
    say, overdue = made.setting.locale.phrase, made.facts["cases_overdue"].value
    facts = {"nouns": made.nouns, "figure": made.facts["cases_open"]}
    first = made.first_cause()
    if first:
        yield say("cases_open_cause", cause=first[0], share=first[1], **facts)
    if isinstance(overdue, Quantity):
        yield say("cases_open_overdue", overdue=overdue, **facts)
    yield say("cases_open_plain", previous=made.setting.previous, **facts)


def _flow_chart(made: CountedCases, headline: Phrase) -> Chart:
    """Received beside closed, the last periods."""
    flows, word = made.flows[-_DRAWN:], made.setting.locale.word
    numbers = [_counts(made, moved) for moved in flows]
    series = (
        Series(word("Received"), tuple(row[0] for row in numbers)),
        Series(word("Closed"), tuple(row[1] for row in numbers), Role.CONTEXT),
    )
    return _columns("case_flow.chart", word("Received and closed"), made, flows, series, headline)


def _backlog_chart(made: CountedCases) -> Chart:
    """What was open at the end of the last periods; the present one carries the message."""
    flows, locale = made.flows[-_DRAWN:], made.setting.locale
    title = locale.word("Open at the end")
    series = (Series(title, tuple(_counts(made, moved)[2] for moved in flows)),)
    facts = {"nouns": made.nouns, "figure": made.facts["cases_open"], "previous": made.setting.previous}
    headline = locale.phrase("cases_open_plain", **facts)
    return _columns("case_backlog", title, made, flows, series, headline, (flows[-1].period.id,))


def _columns(
    id: str,
    title: str,
    made: CountedCases,
    flows: Sequence[Flow],
    series: tuple[Series, ...],
    headline: Phrase,
    emphasis: tuple[str, ...] = (),
) -> Chart:
    subtitle, locale = _over_time(made, flows), made.setting.locale
    alt = locale.phrase("alt_columns", title=title, subtitle=subtitle, series=series)
    return Chart(
        id,
        ChartKind.COLUMN,
        tuple(locale.period_short(moved.period) for moved in flows),
        series,
        COUNT,
        title,
        headline,
        subtitle,
        made.setting.source,
        shortened(alt.text),
        tuple(moved.period.id for moved in flows),
        emphasis,
    )


def _fact_table(made: CountedCases, titles: Titles) -> Table:
    """The numbers of the period beside those of the period before."""
    setting = made.setting
    word, short = setting.locale.word, setting.locale.period_short
    columns = (
        Column("indicator", word("Indicator"), weight=2.6),
        Column("actual", short(setting.period), _RIGHT, emphasis=Emphasis.STRONG),
        Column("previous", short(setting.period.previous), _RIGHT, emphasis=Emphasis.QUIET),
        Column("change", word("Change"), _RIGHT),
    )
    rows = [
        Row(name, (Label(figure.label), figure.value, figure.previous, figure.change))
        for name, figure in made.facts.items()
        if isinstance(figure.value, Quantity) or isinstance(figure.previous, Quantity)
    ]
    headline = titles.pick(*_fact_titles(made))
    subtitle = setting.locale.phrase("since", period=setting.label, previous=setting.previous).text
    return table("case_facts", "Cases", columns, rows, setting, headline=headline, subtitle=subtitle)


def _fact_titles(made: CountedCases) -> Iterator[Phrase]:
    say, facts = made.setting.locale.phrase, made.facts
    on_time, median = facts["cases_on_time_due"], facts["cases_median_days"].value
    if isinstance(on_time.value, Quantity) and isinstance(median, Quantity):
        yield say("cases_in_time", nouns=made.nouns, figure=on_time, median=median)
    counted = {"received": facts["cases_received"].value, "closed": facts["cases_closed"].value}
    yield say("cases_moved", nouns=made.nouns, period=made.setting.label, **counted)
