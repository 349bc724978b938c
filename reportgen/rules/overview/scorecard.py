"""All KPIs side by side: the scorecard of the slides, the indicators of the workbook, what changed, all by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.content.kpis import Figure
from reportgen.content.phrases import Label, Phrase, Symbol
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Spark, Table
from reportgen.content.values import NoData, Points, Quantity, Range, Status, aimed_at
from reportgen.rules.alternative import shortened
from reportgen.rules.indicators.trends import line_length, small_line
from reportgen.rules.indicators.verdicts import verdict
from reportgen.rules.setting import Setting, Subject, Titles, amount, exceptions, judged, margin

_RIGHT = Align.RIGHT
_RATIO = "{numerator}/{denominator}"
_GAP = "{actual}-{target}"


def scorecard(subjects: Sequence[Subject], setting: Setting, titles: Titles) -> Table:
    """One row per KPI: status, actual, target, gap, the period before, the year before, owner.

    Columns in which no KPI has anything are left out.
    """
    word, short = setting.locale.word, setting.locale.period_short
    columns: tuple[Column, ...] = (
        Column("indicator", word("Indicator"), weight=2.9),
        Column("status", word("Status"), weight=1.4),
        Column("actual", word("Actual"), _RIGHT, 1.1, Emphasis.STRONG),
        Column("target", word("Target"), _RIGHT),
        Column("gap", word("Gap"), _RIGHT, 1, Emphasis.STRONG),
        Column("previous", short(setting.period.previous), _RIGHT, 1.1, Emphasis.QUIET),
        Column("year_ago", short(setting.period.year_ago), _RIGHT, 1.1, Emphasis.QUIET),
        Column("trend", word("Trend"), weight=1.1),
        Column("owner", word("Owner"), weight=1.4),
    )
    figures = [subject.total for subject in subjects]
    filled = exceptions(figures)
    lines = _lines(subjects, setting)
    rows = [_kpi_row(subject, columns, subject.total in filled, lines, setting) for subject in subjects]
    columns, rows = _filled(columns, rows, ("target", "gap", "previous", "year_ago", "trend", "owner"))
    has_points = any(isinstance(figure.gap, Points) for figure in figures)
    scopes = {setting.scope(subject) for subject in subjects}
    scope = scopes.pop() if len(scopes) == 1 else ""
    subtitle = setting.locale.phrase("scorecard_scope", period=setting.label, points=has_points, scope=scope).text
    if any(column.key == "trend" for column in columns):
        subtitle += "; " + _about_lines(rows, setting)
    return _table("scorecard", columns, rows, titles.pick(*_score_titles(subjects, setting)), subtitle, setting)


def _lines(subjects: Sequence[Subject], setting: Setting) -> dict[str, Spark]:
    length = line_length(subjects)
    return {subject.id: small_line(subject, length, setting) for subject in subjects}


def _about_lines(rows: Sequence[Row], setting: Setting) -> str:
    """How many periods the small lines show at most, and that their scales differ."""
    count = max(len(cell.values) for row in rows for cell in row.cells if isinstance(cell, Spark))
    return setting.locale.word(f"trend over {{count}} {setting.period.kind.value}s, own scale per row", count=count)


def indicators(subjects: Sequence[Subject], setting: Setting, titles: Titles) -> Table:
    """One row per KPI with what was counted, for workbooks."""
    word, short = setting.locale.word, setting.locale.period_short
    gaps = [subject.total.gap for subject in subjects if isinstance(subject.total.gap, Quantity)]
    in_points = bool(gaps) and all(isinstance(gap, Points) for gap in gaps)
    columns: tuple[Column, ...] = (
        Column("indicator", word("Indicator"), weight=2.8, emphasis=Emphasis.STRONG),
        Column("numerator", word("Numerator"), _RIGHT, 1.3),
        Column("denominator", word("Denominator"), _RIGHT, 1.3),
        Column("actual", word("Actual"), _RIGHT, 1.2, Emphasis.STRONG, formula=_RATIO),
        Column("target", word("Target"), _RIGHT),
        Column("gap", word("Gap, points" if in_points else "Gap"), _RIGHT, 1, Emphasis.STRONG, formula=_GAP),
        Column("sign", word("Sign"), weight=0.6),
        Column("status", word("Status"), weight=1.3),
        Column("previous", short(setting.period.previous), _RIGHT, 1.2, Emphasis.QUIET),
        Column("year_ago", short(setting.period.year_ago), _RIGHT, 1.2, Emphasis.QUIET),
        Column("trend", word("Trend"), weight=1.1),
        Column("owner", word("Owner"), weight=1.4),
        Column("source", word("Source"), weight=1.6),
        Column("rule", word("Status rule"), weight=3.0, emphasis=Emphasis.QUIET),
    )
    lines = _lines(subjects, setting)
    rules = {subject.id: verdict(subject.total, subject, setting).text for subject in subjects}
    rows = [_kpi_row(subject, columns, False, lines, setting, rules[subject.id]) for subject in subjects]
    columns, rows = _filled(columns, rows, ("trend", "rule"))
    headline = titles.pick(setting.locale.phrase("indicators_counted", of=len(subjects), period=setting.label))
    subtitle = setting.locale.phrase("rates_rule", period=setting.label).text
    return _table("indicators", columns, rows, headline, subtitle, setting)


def status_changes(moved: Table, setting: Setting) -> Table:
    """The indicators whose status is another than in the period before; false when there is none."""
    word, keys = setting.locale.word, [column.key for column in moved.columns]
    before, now = keys.index("status_before"), keys.index("status")
    rows = tuple(row for row in moved.rows if row.cells[before] != row.cells[now])
    kept = replace(moved, rows=rows).pick("indicator", "status_before", "status")
    short = setting.locale.period_short
    heads = {"status_before": short(setting.base), "status": short(setting.period)}
    columns = tuple(replace(column, label=heads.get(column.key, column.label)) for column in kept.columns)
    name = f"{word('Status changes')}, {setting.label}"
    labels = [column.label for column in columns]
    alt = setting.locale.phrase("alt_table", title=name, rows=len(rows), columns=labels).text
    return replace(kept, id="status_changes", columns=columns, title=name, headline=Phrase(), alt=shortened(alt))


def by_group(subjects: Sequence[Subject], setting: Setting, titles: Titles) -> Table:
    """Every KPI for every group of every grouping, in the order of the project."""
    word = setting.locale.word
    columns: tuple[Column, ...] = (
        Column("grouping", word("Grouping"), weight=1.2),
        Column("group", word("Group"), weight=2.2),
        Column("indicator", word("Indicator"), weight=2.4),
        Column("numerator", word("Numerator"), _RIGHT, 1.2),
        Column("denominator", word("Denominator"), _RIGHT, 1.2),
        Column("actual", word("Actual"), _RIGHT, 1.1, Emphasis.STRONG, formula=_RATIO),
        Column("target", word("Target"), _RIGHT),
        Column("gap", word("Gap"), _RIGHT, formula=_GAP),
        Column("status", word("Status"), weight=1.3),
        Column("previous", setting.locale.period_short(setting.period.previous), _RIGHT, 1.1, Emphasis.QUIET),
        Column("rule", word("Status rule"), weight=3.0, emphasis=Emphasis.QUIET),
    )
    rows = [row for grouping in setting.groups for row in _group_rows(subjects, grouping, setting, columns)]
    nouns = [setting.group_noun(grouping) for grouping in setting.groups]
    columns, rows = _filled(columns, rows, ("rule",))
    headline = titles.pick(setting.locale.phrase("by_group_title", nouns=nouns)) if nouns else Phrase()
    subtitle = setting.locale.phrase("rates_rule", period=setting.label).text
    return _table("by_group", columns, rows, headline, subtitle, setting)


def _group_rows(
    subjects: Sequence[Subject], grouping: str, setting: Setting, columns: Sequence[Column]
) -> Iterator[Row]:
    label = setting.groups[grouping]
    for subject in subjects:
        for figure in subject.kpi.groups.get(grouping, ()):
            rule = verdict(figure, subject, setting).text
            texts = {"grouping": label, "group": figure.label, "indicator": subject.label, "rule": rule}
            cells = tuple(texts[column.key] if column.key in texts else _cell(figure, column.key) for column in columns)
            yield Row(f"{grouping}={figure.key}|{subject.id}", cells)


def _kpi_row(
    subject: Subject,
    columns: Sequence[Column],
    filled: bool,
    lines: Mapping[str, Spark],
    setting: Setting,
    rule: str = "",
) -> Row:
    kpi, total = subject.kpi, subject.total
    own: dict[str, Cell] = {
        "indicator": Label(kpi.label, _why_missing(total, setting) or kpi.note),
        "trend": lines[subject.id],
        "owner": kpi.owner,
        "source": ", ".join(total.recipe.tables),
        "rule": rule,
    }
    cells = tuple(own[column.key] if column.key in own else _cell(total, column.key) for column in columns)
    emphasis = Emphasis.EXCEPTION if filled else Emphasis.NONE
    return Row(subject.id, cells, emphasis)


def _why_missing(figure: Figure, setting: Setting) -> str:
    """Why a KPI has no data, which is said where else stands what it is counted of; empty where it has some."""
    return setting.locale.told(figure.value.reason) if isinstance(figure.value, NoData) else ""


def _cell(figure: Figure, key: str) -> Cell:
    if key == "actual":
        return figure.value
    cell: Cell = Symbol(figure.status) if key == "sign" else getattr(figure, key)
    return cell


def _filled(
    columns: tuple[Column, ...], rows: list[Row], optional: Sequence[str]
) -> tuple[tuple[Column, ...], list[Row]]:
    """Without those optional columns in which every cell is empty."""
    kept = [
        index
        for index, column in enumerate(columns)
        if column.key not in optional or any(row.cells[index] for row in rows)
    ]
    slim = [Row(row.key, tuple(row.cells[index] for index in kept), row.emphasis) for row in rows]
    return tuple(columns[index] for index in kept), slim


def _table(
    id: str, columns: Sequence[Column], rows: Sequence[Row], headline: Phrase, subtitle: str, setting: Setting
) -> Table:
    title = f"{setting.locale.word(_NAMES[id])}, {setting.label}"
    labels = [column.label for column in columns]
    alt = setting.locale.phrase("alt_table", title=title, rows=len(rows), columns=labels).text
    return Table(id, tuple(columns), tuple(rows), title, headline, subtitle, source=setting.source, alt=shortened(alt))


_NAMES = {
    "scorecard": "Scorecard",
    "indicators": "Indicators",
    "by_group": "Indicators by group",
}


def worst_of(subjects: Sequence[Subject]) -> Subject | None:
    """The KPI that misses its target by most in proportion to it; None when none misses."""
    missing = [subject for subject in subjects if relative_gap(subject) < 0]
    return min(missing, key=lambda subject: (relative_gap(subject), subject.id), default=None)


def relative_gap(subject: Subject) -> float:
    """The gap as a part of the target, negative on the worse side: what makes gaps of unlike units comparable."""
    total = subject.total
    if not isinstance(total.gap, Quantity) or not isinstance(total.value, Quantity) or not total.target:
        return 0.0
    nearest = aimed_at(total.value, total.target) if isinstance(total.target, Range) else total.target
    return margin(total, subject.higher_is_better) / (abs(amount(nearest)) or 1.0)


def _score_titles(subjects: Sequence[Subject], setting: Setting) -> Iterator[Phrase]:
    say = setting.locale.phrase
    compared = [subject for subject in subjects if judged([subject.total])]
    on_track = len([subject for subject in compared if subject.total.status is Status.ON_TRACK])
    worst = worst_of(compared)
    if len(compared) == 1:
        only = compared[0]
        status = setting.locale.word(only.total.status.value)
        others = len([subject for subject in subjects if subject.total.status is Status.NO_TARGET])
        yield say("score_one", label=only.label, status=status, others=others, figure=only.total)
        yield say("score_one", label=only.label, status=status, others=0, figure=only.total)
    elif compared:
        if worst:
            facts = {"on_track": on_track, "judged": len(compared), "label": worst.label, "figure": worst.total}
            yield say("score_many", **facts)
            if on_track and len(compared) == len(subjects):
                yield say("score_worst", **facts)
        yield say("score_short", on_track=on_track, judged=len(compared))
    with_data = len([subject for subject in subjects if subject.total.value])
    yield say("score_reported", with_data=with_data, of=len(subjects), period=setting.label)
