"""The first KPI by the first grouping in the columns of the indicators, below which a workbook shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.content.kpis import Figure
from reportgen.content.phrases import Symbol
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.rules.blocks import table
from reportgen.rules.indicators.groups import TOTAL
from reportgen.rules.setting import Setting, Subject, judged

_RIGHT = Align.RIGHT
_OF_TARGET = ("target", "gap", "sign", "status")


def lead_groups(subjects: Sequence[Subject], setting: Setting) -> Table:
    """One row per group, highest first, and the total; false without groupings or where no group has data."""
    subject = next(iter(subjects), None)
    grouping = next((grouping for grouping in setting.groups if subject and grouping in subject.kpi.groups), "")
    ranked = subject.ranked(grouping) if subject else ()
    if subject is None or not ranked:
        return Table("lead_groups", (), ())
    missing = sorted((one for one in subject.kpi.groups[grouping] if not one.value), key=lambda one: one.label)
    figures = [*ranked, *missing]
    columns = tuple(_columns(subject, grouping, bool(judged(figures)), setting))
    rows = [*_rows(figures, columns), _total(subject, columns, setting)]
    noun = setting.locale.phrase("by_noun", noun=setting.group_noun(grouping)).text
    shown = table("lead_groups", subject.label, columns, rows, setting)
    return replace(shown, title=setting.subtitle(subject, setting.label, noun))


def _columns(subject: Subject, grouping: str, has_target: bool, setting: Setting) -> Iterator[Column]:
    word, short, period = setting.locale.word, setting.locale.period_short, setting.period
    factor = "" if subject.factor == 1 else f"{float(subject.factor):g}*"
    gap = word("Gap, points" if subject.is_share else "Gap")
    made = (
        Column("group", setting.groups[grouping], weight=2.8, emphasis=Emphasis.STRONG),
        Column("numerator", word("Numerator"), _RIGHT, 1.3),
        Column("denominator", word("Denominator"), _RIGHT, 1.3),
        Column(
            "actual", word("Actual"), _RIGHT, 1.2, Emphasis.STRONG, formula=f"{factor}{{numerator}}/{{denominator}}"
        ),
        Column("target", word("Target"), _RIGHT),
        Column("gap", gap, _RIGHT, 1, Emphasis.STRONG, formula="{actual}-{target}"),
        Column("sign", word("Sign"), weight=0.6),
        Column("status", word("Status"), weight=1.3),
        Column("previous", short(period.previous), _RIGHT, 1.2, Emphasis.QUIET),
        Column("year_ago", short(period.year_ago), _RIGHT, 1.2, Emphasis.QUIET),
    )
    yield from (column for column in made if has_target or column.key not in _OF_TARGET)


def _rows(figures: Sequence[Figure], columns: Sequence[Column]) -> Iterator[Row]:
    for figure in figures:
        yield Row(figure.key, tuple(_cell(figure, column.key, figure.label) for column in columns))


def _total(subject: Subject, columns: Sequence[Column], setting: Setting) -> Row:
    word = setting.locale.word
    label = word("All {nouns}", nouns=setting.nouns) if setting.entity_count > 1 else word("Total")
    return Row(TOTAL, tuple(_cell(subject.total, column.key, label) for column in columns), Emphasis.TOTAL)


def _cell(figure: Figure, key: str, label: str) -> Cell:
    if key == "group":
        return label
    cell: Cell = Symbol(figure.status) if key == "sign" else getattr(figure, "value" if key == "actual" else key)
    return cell
