"""A report made by hand, for the tests of all renderers: small enough to read, with one of everything.

Five KPIs of a collaboration suite in October 2026: one with everything, one below target, one without a
target, one that counts, one without data. Three segments and 30 departments.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.kpis import Figure, Kpi, Recipe
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.periods import Period, PeriodKind
from reportgen.content.phrases import Label, Phrase, Span, Symbol
from reportgen.content.report import Overall, Report, Source
from reportgen.content.tables import Align, Column, Emphasis, Row, Table
from reportgen.content.values import Count, NoData, Number, Percent, Points, Status, Value, difference, exact

PERIOD = Period.parse("2026-10", PeriodKind.MONTH)
SOURCE = "Source: usage export of 31 October 2026"
SHARE = Percent(Decimal(0), 1)
WHOLE = Count(Decimal(0))
SEGMENTS = {"POLICY": "Policy", "OPERATIONS": "Operations", "FIELD": "Field offices"}
# Segment: active, licensed and (last month) active.
USERS = {"POLICY": (826, 1080, 808), "OPERATIONS": (1010, 1360, 985), "FIELD": (338, 840, 350)}
MONTHS = [PERIOD.shift(step) for step in range(-5, 1)]
SHORT = {4: "Apr", 5: "May", 6: "Jun", 7: "Jul", 8: "Aug", 9: "Sep", 10: "Oct"}


def share(part: int, whole: int, id: str = "") -> Percent:
    """A share of two counts, printed with one decimal."""
    return Percent(exact(Fraction(part, whole)), 1, id=id)


def count(number: int, id: str = "") -> Count:
    """A count."""
    return Count(Decimal(number), id=id)


def phrase(text: str, **facts: str) -> Phrase:
    """A sentence in whose text each fact's printed number is found once: phrase("At 5 %", **{"kpi.x": "5 %"}).

    The blank before a percent sign becomes the no-break space of printed numbers."""
    spans = [Span(id, text.index(shown), text.index(shown) + len(shown)) for id, shown in facts.items()]
    return Phrase(text.replace(" %", "\N{NO-BREAK SPACE}%"), tuple(sorted(spans, key=lambda span: span.start)))


def figure(id: str, value: Value, target: Value | None = None, previous: Value | None = None, **more: object) -> Figure:
    """A figure whose gap, change and status follow from its values; five points below target is off track."""
    goal, before = target or NoData("no target"), previous or NoData("no earlier value")
    gap = difference(value, goal).named(f"{id}.gap")
    status = Status.NO_TARGET
    if isinstance(value, NoData):
        status = Status.NO_DATA
    elif not isinstance(gap, NoData):
        status = Status.ON_TRACK if gap.amount >= 0 else Status.AT_RISK if gap.amount > -5 else Status.OFF_TRACK
        if isinstance(gap, Points):
            status = Status.OFF_TRACK if gap.amount < Decimal("-0.05") else status
    change = difference(value, before).named(f"{id}.change")
    return Figure(
        id,
        PERIOD,
        value.named(id),
        target=goal.named(f"{id}.target"),
        gap=gap,
        status=status,
        previous=before.named(f"{id}.previous"),
        change=change,
        year_ago=NoData("no data a year ago"),
        rule="at risk up to 5 points below target",
        recipe=Recipe("active / licensed", ("usage",), ("usage.xlsx",), rows=30),
        **more,  # type: ignore[arg-type]
    )


def active_share() -> Kpi:
    """The lead: share of licensed users who were active, by segment and month, with target."""
    id = "kpi.active_share"
    active, licensed, before = (sum(users[n] for users in USERS.values()) for n in range(3))
    total = figure(
        id,
        share(active, licensed),
        share(70, 100),
        share(before, licensed),
        numerator=count(active, f"{id}.numerator"),
        denominator=count(licensed, f"{id}.denominator"),
        reported=29,
        expected=30,
    )
    return Kpi(
        "active_share",
        "Active share",
        total,
        note="of licensed users",
        definition="Licensed users with at least one session in the month.",
        formula="sum(usage.active) / sum(usage.licensed)",
        owner="Adoption team",
        verdict=phrase(
            "66.3 % is 3.7 points below the target of 70.0 %, within the tolerance of 5 points: at risk",
            **{"kpi.active_share": "66.3 %", "kpi.active_share.gap": "3.7", "kpi.active_share.target": "70.0 %"},
        ),
        groups={"segment": tuple(_segment_figures())},
        history=tuple(_history()),
        trend=_trend(),
        tables={"segment": by_segment()},
        entities=_departments("active_share"),
        remarks=Narrative(
            "kpi.active_share.remarks",
            (
                Finding(phrase("Operations rose to 74.3 % after coaching."), label="What helped"),
                Finding(phrase("Field offices fell to 40.2 %."), label="What is missing"),
            ),
        ),
    )


def by_segment() -> Table:
    """The lead by segment with its total; drawn as bars by its `chart`."""
    rows = [
        _segment_row(key, label, figure)
        for (key, label), figure in zip(SEGMENTS.items(), _segment_figures(), strict=True)
    ]
    active, licensed, before = (sum(users[n] for users in USERS.values()) for n in range(3))
    total = figure("kpi.active_share", share(active, licensed), share(70, 100), share(before, licensed))
    rows.append(_group_row("total", "All departments", total, active, licensed, Emphasis.TOTAL))
    columns = (
        Column("group", "Segment", weight=2.6),
        Column("numerator", "Active", Align.RIGHT, format=WHOLE),
        Column("denominator", "Licensed", Align.RIGHT, format=WHOLE),
        Column("value", "Share", Align.RIGHT, emphasis=Emphasis.STRONG, format=SHARE),
        Column("target", "Target", Align.RIGHT, format=SHARE),
        Column("gap", "Gap, points", Align.RIGHT, weight=1.2),
        Column("change", "Since Sep", Align.RIGHT, weight=1.2),
        Column("status", "Status", weight=1.5),
    )
    bars = Chart(
        "kpi.active_share.by.segment.chart",
        ChartKind.BAR,
        tuple(SEGMENTS.values()),
        (Series("Active share", tuple(figure.value for figure in _segment_figures())),),
        SHARE,
        title="Active users as % of licensed users by segment, October 2026",
        headline=phrase("Field offices stand at 40.2 %."),
        source=SOURCE,
        alt="Bars of the active share by segment, from 76.5 % in Policy to 40.2 % in the field offices.",
        keys=tuple(SEGMENTS),
        emphasis=("FIELD",),
    )
    return Table(
        "kpi.active_share.by.segment",
        columns,
        tuple(rows),
        title="Active share by segment, October 2026",
        headline=phrase("Field offices are 29.8 points below target."),
        subtitle="Active users as % of licensed users, October 2026",
        source=SOURCE,
        alt="Active share of three segments against the target of 70.0 %.",
        chart=bars,
    )


def coaching() -> Kpi:
    """On track, without history or groups."""
    total = figure(
        "kpi.coaching", share(24, 30), share(75, 100), share(20, 30), numerator=count(24), denominator=count(30)
    )
    return Kpi(
        "coaching", "Departments coached", total, definition="Departments with at least one session.", owner="Training"
    )


def sessions() -> Kpi:
    """A count without target."""
    total = figure("kpi.sessions", count(51820), previous=count(48116))
    return Kpi("sessions", "Sessions", total, definition="Sessions in the month.", formula="sum(usage.sessions)")


def complaints() -> Kpi:
    """A count just below its target."""
    total = figure("kpi.complaints", count(81), count(85), count(60))
    return Kpi("complaints", "Complaints answered", total, definition="Answered within ten days.", owner="Helpdesk")


def satisfaction() -> Kpi:
    """No data this month: the survey is quarterly."""
    total = figure("kpi.satisfaction", NoData("the survey was not held"), Number(Decimal("4.0"), 1))
    return Kpi(
        "satisfaction", "Satisfaction", total, definition="Mean of five questions, 1 to 5.", owner="Adoption team"
    )


def a_report() -> Report:
    """The whole report."""
    kpis = (active_share(), coaching(), complaints(), sessions(), satisfaction())
    blocks = (
        _summary(),
        _scorecard(kpis),
        _indicators(kpis),
        replace(by_segment(), id="lead_groups", chart=None),
        _changes(kpis),
        _by_group(),
        _entities(),
        _definitions(kpis),
        _lineage(kpis),
        _quality(),
        _sources(),
        _notes(),
    )
    return Report(
        "Collaboration suite adoption",
        PERIOD,
        date(2026, 10, 31),
        "en",
        kpis,
        {block.id: block for block in blocks},
        period_label="October 2026",
        previous_label="September 2026",
        year_ago_label="October 2025",
        organisation="European Agency for Cross-border Records",
        owner="Adoption team",
        status="final",
        version="1.0",
        classification="Limited",
        source=SOURCE,
        groups={"segment": "Segment"},
        sources=(Source("usage.xlsx", "usage", 30, "0" * 64, "usage export"),),
        overall=Overall(
            Status.AT_RISK, Status.AT_RISK, Status.AT_RISK, kpis[0].verdict, brief="at risk up to 5 points below target"
        ),
    )


def _segment_figures() -> list[Figure]:
    return [
        figure(
            f"kpi.active_share@segment={key}",
            share(active, licensed),
            share(70, 100),
            share(before, licensed),
            key=key,
            label=SEGMENTS[key],
        )
        for key, (active, licensed, before) in USERS.items()
    ]


def _segment_row(key: str, label: str, found: Figure) -> Row:
    return _group_row(key, label, found, *USERS[key][:2])


def _group_row(key: str, label: str, found: Figure, part: int, whole: int, emphasis: Emphasis = Emphasis.NONE) -> Row:
    cells = (label, count(part), count(whole), found.value, found.target, found.gap, found.change, found.status)
    return Row(key, cells, emphasis)


def _history() -> list[Figure]:
    return [
        Figure(
            f"kpi.active_share@{month.id}",
            month,
            _month_value(index),
            target=share(60 + 2 * index, 100),
            status=(
                Status.OFF_TRACK,
                Status.OFF_TRACK,
                Status.NO_DATA,
                Status.OFF_TRACK,
                Status.AT_RISK,
                Status.AT_RISK,
            )[index],
        )
        for index, month in enumerate(MONTHS)
    ]


def _month_value(index: int) -> Value:
    """Six months up to the total of October; July is missing."""
    if index == 2:
        return NoData("the export was not made")
    active = (1750, 1802, 0, 1990, 2143, 2174)[index]
    return share(active, 3280, f"kpi.active_share@{MONTHS[index].id}")


def _trend() -> Chart:
    labels = tuple(f"{SHORT[month.start.month]} {month.start.year}" for month in MONTHS)
    return Chart(
        "kpi.active_share.trend",
        ChartKind.LINE,
        labels,
        (
            Series("Active share", tuple(_month_value(index) for index in range(6))),
            Series("Target", tuple(share(60 + 2 * index, 100) for index in range(6)), Role.TARGET),
        ),
        SHARE,
        title="Active users as % of licensed users, monthly",
        headline=phrase("Active share rose to 66.3 %.", **{"kpi.active_share": "66.3 %"}),
        subtitle="Active users as % of licensed users, monthly, all departments",
        source=SOURCE,
        alt="Line of the active share from 53.4 % in May to 66.3 % in October 2026 against a target of 70.0 %.",
        keys=tuple(month.id for month in MONTHS),
    )


def _departments(kpi: str) -> Table:
    columns = (
        Column("name", "Department", weight=2.4),
        Column("segment", "Segment", weight=1.6),
        Column("numerator", "Active", Align.RIGHT, format=WHOLE),
        Column("denominator", "Licensed", Align.RIGHT, format=WHOLE),
        Column("value", "Share", Align.RIGHT, emphasis=Emphasis.STRONG, format=SHARE),
    )
    rows = tuple(
        Row(f"D{n:02}", (f"Department {n:02}", "Field offices", 20 + n, 110, (20 + n) / 110)) for n in range(1, 9)
    )
    return Table(
        f"kpi.{kpi}.entities",
        columns,
        rows,
        title="Departments with the largest shortfall, October 2026",
        headline=phrase("Eight departments hold most of the shortfall"),
        source=SOURCE,
        alt="Eight departments by shortfall.",
    )


def _summary() -> Narrative:
    return Narrative(
        "summary",
        (
            Finding(
                phrase(
                    "Active share rose to 66.3 %, 3.7 points below the target of 70.0 %.",
                    **{
                        "kpi.active_share": "66.3 %",
                        "kpi.active_share.gap": "3.7",
                        "kpi.active_share.target": "70.0 %",
                    },
                ),
                share(2174, 3280, "kpi.active_share"),
                "Active share",
                phrase("The overall status follows this indicator."),
            ),
            Finding(phrase("24 of 30 departments were coached."), share(24, 30, "kpi.coaching"), "Departments coached"),
            Finding(phrase("Satisfaction was not measured."), NoData("the survey was not held"), "Satisfaction"),
        ),
        phrase("Active share rose to 66.3 %, 3.7 points below target.", **{"kpi.active_share": "66.3 %"}),
    )


def _scorecard(kpis: tuple[Kpi, ...]) -> Table:
    columns = (
        Column("indicator", "Indicator", weight=3),
        Column("status", "Status", weight=1.6),
        Column("actual", "Oct 2026", Align.RIGHT, emphasis=Emphasis.STRONG),
        Column("target", "Target", Align.RIGHT),
        Column("gap", "Gap", Align.RIGHT, emphasis=Emphasis.STRONG),
        Column("previous", "Sep 2026", Align.RIGHT, emphasis=Emphasis.QUIET),
        Column("year_ago", "Oct 2025", Align.RIGHT, emphasis=Emphasis.QUIET),
        Column("owner", "Owner", weight=1.6),
    )
    rows = tuple(
        Row(
            kpi.id,
            (
                Label(kpi.label, kpi.note),
                kpi.status,
                kpi.value,
                kpi.target,
                kpi.gap,
                kpi.previous,
                kpi.year_ago,
                kpi.owner,
            ),
            Emphasis.EXCEPTION if kpi.status is Status.OFF_TRACK else Emphasis.NONE,
        )
        for kpi in kpis
    )
    return Table(
        "scorecard",
        columns,
        rows,
        title="Indicators, October 2026",
        headline=phrase("One of five indicators is on track."),
        subtitle="Actual against target, October 2026",
        source=SOURCE,
        alt="Five indicators with status, actual value and target.",
    )


def _indicators(kpis: tuple[Kpi, ...]) -> Table:
    columns = (
        Column("indicator", "Indicator"),
        Column("numerator", "Numerator", Align.RIGHT, format=WHOLE),
        Column("denominator", "Denominator", Align.RIGHT, format=WHOLE),
        Column("actual", "Actual", Align.RIGHT),
        Column("target", "Target", Align.RIGHT),
        Column("gap", "Gap", Align.RIGHT),
        Column("sign", "Sign"),
        Column("status", "Status"),
        Column("previous", "Previous", Align.RIGHT),
        Column("year_ago", "Year ago", Align.RIGHT),
        Column("owner", "Owner"),
        Column("source", "Source"),
    )
    rows = tuple(
        Row(
            kpi.id,
            (
                *(kpi.label, kpi.numerator, kpi.denominator, kpi.value, kpi.target, kpi.gap),
                *(Symbol(kpi.status), kpi.status, kpi.previous, kpi.year_ago, kpi.owner, SOURCE),
            ),
        )
        for kpi in kpis
    )
    return Table("indicators", columns, rows, title="Indicators, October 2026", source=SOURCE)


def _changes(kpis: tuple[Kpi, ...]) -> Table:
    columns = (
        Column("indicator", "Indicator", weight=2.6),
        Column("previous", "Sep 2026", Align.RIGHT),
        Column("actual", "Oct 2026", Align.RIGHT, emphasis=Emphasis.STRONG),
        Column("change", "Change", Align.RIGHT),
        Column("status_before", "Status before", weight=1.6),
        Column("status", "Status", weight=1.6),
    )
    rows = tuple(
        Row(kpi.id, (kpi.label, kpi.previous, kpi.value, kpi.change, Status.OFF_TRACK, kpi.status))
        for kpi in kpis
        if kpi
    )
    return Table(
        "changes", columns, rows, title="Changes since September 2026", alt="Four indicators and their changes."
    )


def _by_group() -> Table:
    columns = (
        Column("grouping", "Grouping"),
        Column("group", "Group"),
        Column("indicator", "Indicator"),
        Column("numerator", "Numerator", Align.RIGHT, format=WHOLE),
        Column("denominator", "Denominator", Align.RIGHT, format=WHOLE),
        Column("actual", "Actual", Align.RIGHT, format=SHARE, formula="{numerator}/{denominator}"),
        Column("target", "Target", Align.RIGHT, format=SHARE),
        Column("gap", "Gap", Align.RIGHT, formula="({actual}-{target})*100"),
        Column("status", "Status"),
        Column("previous", "Previous", Align.RIGHT, format=SHARE),
    )
    rows = tuple(
        Row(
            f"segment={found.key}",
            (
                *("Segment", found.label, "Active share", count(USERS[found.key][0]), count(USERS[found.key][1])),
                *(found.value, found.target, found.gap, found.status, found.previous),
            ),
        )
        for found in _segment_figures()
    )
    return Table("by_group", columns, rows, title="Active share by segment")


def _entities() -> Table:
    """Thirty departments; the last did not report."""
    columns = (
        Column("key", "Code"),
        Column("name", "Department", weight=2),
        Column("segment", "Segment"),
        Column("active_share.numerator", "Active", Align.RIGHT, format=WHOLE),
        Column("active_share.denominator", "Licensed", Align.RIGHT, format=WHOLE),
        Column(
            "active_share.value",
            "Active share",
            Align.RIGHT,
            format=SHARE,
            formula="{active_share.numerator}/{active_share.denominator}",
        ),
    )
    rows = []
    for n in range(1, 31):
        numbers = (20 + n, 110, (20 + n) / 110) if n < 30 else (None, None, None)
        rows.append(Row(f"D{n:02}", (f"D{n:02}", f"Department {n:02}", list(SEGMENTS.values())[n % 3], *numbers)))
    return Table("entities", columns, tuple(rows), title="Departments")


def _definitions(kpis: tuple[Kpi, ...]) -> Table:
    columns = tuple(
        Column(key, key.capitalize()) for key in ("indicator", "definition", "formula", "unit", "counted", "source")
    )
    rows = []
    for kpi in kpis:
        unit = kpi.value.unit if not isinstance(kpi.value, NoData) else ""
        counted = "2 174 / 3 280" if kpi.id == "active_share" else ""
        rows.append(Row(kpi.id, (Label(kpi.label), kpi.definition, kpi.formula, unit, counted, SOURCE)))
    return Table("definitions", columns, tuple(rows), title="Definitions", alt="How each indicator is counted.")


def _lineage(kpis: tuple[Kpi, ...]) -> Table:
    keys = ("indicator", "scope", "formula", "numerator", "denominator", "tables", "files", "filter", "rows")
    columns = tuple(Column(key, key.capitalize()) for key in keys)
    rows = tuple(
        Row(
            kpi.id,
            (kpi.label, "Total", kpi.formula, kpi.numerator, kpi.denominator, "usage", "usage.xlsx", "", 30),
        )
        for kpi in kpis
    )
    return Table("lineage", columns, rows, title="Lineage")


def _quality() -> Table:
    keys = ("severity", "file", "sheet", "cell", "message", "found", "done")
    columns = tuple(Column(key, key.capitalize()) for key in keys)
    row = Row("1", ("notice", "usage.xlsx", "October", "C31", "No number of active users", "n/a", "left out"))
    return Table("quality", columns, (row,), title="Data quality")


def _sources() -> Table:
    columns = (
        Column("file", "File"),
        Column("table", "Table"),
        Column("rows", "Rows", Align.RIGHT, format=WHOLE),
        Column("sha256", "SHA-256"),
        Column("label", "Source"),
    )
    row = Row("usage.xlsx", ("usage.xlsx", "usage", 30, "0" * 64, "usage export"))
    return Table("sources", columns, (row,), title="Sources")


def _notes() -> Narrative:
    return Narrative(
        "notes",
        (
            Finding(phrase("29 of 30 departments reported."), label="Coverage"),
            Finding(
                phrase("Active means one session; it says nothing about how well the suite is used."), label="Meaning"
            ),
        ),
    )
