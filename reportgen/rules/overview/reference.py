"""The tables that explain: definitions, lineage, data quality, sources, and every entity's numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.content.kpis import Figure
from reportgen.content.phrases import Label, Phrase
from reportgen.content.report import Source
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import Count, Number, Quantity, Value, exact
from reportgen.errors import Problem
from reportgen.locations import CellLocation
from reportgen.rules.alternative import shortened
from reportgen.rules.indicators.stand_in_words import names_of_all, with_sign_notes
from reportgen.rules.indicators.verdicts import verdict
from reportgen.rules.setting import Setting, Subject, Titles

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RIGHT = Align.RIGHT
_COUNT = Count(exact(0))
_DONE = {"error": "Not used", "warning": "Used, please look", "notice": "For the record"}


def definitions(subjects: Sequence[Subject], setting: Setting, titles: Titles) -> Table:
    """What each KPI measures, its formula, unit, what was counted and where it comes from."""
    word = setting.locale.word
    columns = (
        Column("indicator", word("Indicator"), weight=2.2),
        Column("definition", word("Definition"), weight=3.6),
        Column("formula", word("Formula"), weight=3.6),
        Column("unit", word("Unit"), weight=0.9),
        Column("counted", setting.label, _RIGHT, 1.8),
        Column("source", word("Source"), weight=1.6),
    )
    rows = [
        Row(
            subject.id,
            (
                Label(subject.label, subject.kpi.note),
                subject.kpi.definition,
                subject.kpi.formula,
                word(subject.prototype.unit),
                _counted(subject.total, setting),
                ", ".join(subject.total.recipe.tables),
            ),
        )
        for subject in subjects
    ]
    headline = titles.pick(setting.locale.phrase("definitions_title", of=len(subjects)))
    subtitle = setting.locale.phrase("rates_rule", period=setting.label).text
    return _table("definitions", "Definitions", columns, rows, headline, subtitle, setting)


def _counted(figure: Figure, setting: Setting) -> str:
    """What was divided by what ("5 106 / 7 896"), or the value where nothing was divided."""
    text = setting.locale.text
    if isinstance(figure.numerator, Quantity) and isinstance(figure.denominator, Quantity):
        return f"{text(figure.numerator)} / {text(figure.denominator)}"
    return text(figure.value)


def lineage(subjects: Sequence[Subject], written: Iterable[Row], setting: Setting, titles: Titles) -> Table:
    """Formula, counts, tables, files and rows of every KPI in total and by the first grouping; then the texts that
    a person wrote."""
    word = setting.locale.word
    columns = (
        Column("indicator", word("Indicator"), weight=2.2),
        Column("scope", word("Scope"), weight=1.8),
        Column("formula", word("Formula"), weight=3.6),
        Column("numerator", word("Numerator"), _RIGHT, 1.2, format=_COUNT),
        Column("denominator", word("Denominator"), _RIGHT, 1.2, format=_COUNT),
        Column("tables", word("Tables"), weight=1.6),
        Column("files", word("Files"), weight=3.0),
        Column("filter", word("Filter"), weight=2.4),
        Column("rows", word("Rows"), _RIGHT, format=_COUNT),
        Column("cells", word("Cells"), weight=4.0),
        Column("value", word("Actual"), _RIGHT),
        Column("unrounded", word("Unrounded"), _RIGHT, 1.2),
        Column("rule", word("Status rule"), weight=3.0),
    )
    rows = [
        _lineage_row(subject, figure, setting) for subject in subjects for figure in _scopes(subject, setting.groups)
    ]
    rows.extend(written)
    headline = titles.pick(setting.locale.phrase("lineage_title"))
    return _table("lineage", "Lineage", columns, rows, headline, setting.label, setting)


def _scopes(subject: Subject, groups: Iterable[str]) -> Iterator[Figure]:
    yield subject.total
    first = next(iter(groups), "")
    yield from subject.kpi.groups.get(first, ())


def _lineage_row(subject: Subject, figure: Figure, setting: Setting) -> Row:
    recipe = figure.recipe
    cells: tuple[Cell, ...] = (
        subject.label,
        figure.label if figure.key else setting.locale.word("Total"),
        recipe.formula or subject.kpi.formula,
        figure.numerator,
        figure.denominator,
        ", ".join(recipe.tables),
        ", ".join(recipe.files),
        recipe.filter,
        recipe.rows,
        "; ".join(recipe.ranges),
        figure.value,
        _unrounded(figure.value),
        verdict(figure, subject, setting).text,
    )
    return Row(f"{subject.id}@{figure.key}" if figure.key else subject.id, cells)


def _unrounded(value: Value) -> Cell:
    """The number before rounding, with six decimals where it is no whole one; a percentage as a ratio."""
    if not isinstance(value, Quantity):
        return value
    whole = value.amount == value.amount.to_integral_value()
    return Number(value.amount, 0 if whole else 6)


def quality(problems: Sequence[Problem], setting: Setting, titles: Titles) -> Table:
    """Everything that was found, left out, corrected or guessed, with its place."""
    word = setting.locale.word
    columns = (
        Column("severity", word("Severity"), weight=0.9),
        Column("file", word("File"), weight=2.6),
        Column("sheet", word("Sheet")),
        Column("cell", word("Cell"), weight=0.8),
        Column("message", word("Finding"), weight=4.0),
        Column("found", word("Found"), weight=2.0),
        Column("done", word("What was done"), weight=3.0),
    )
    # What is one line elsewhere, however many cells it is about, is listed here cell by cell.
    each = [one for problem in problems for one in problem.each or (problem,)]
    rows = [_quality_row(index, problem, setting) for index, problem in enumerate(each, start=1)]
    headline = titles.pick(setting.locale.phrase("quality_title", count=len(rows)))
    return _table("quality", "Data quality", columns, rows, headline, setting.label, setting)


def _quality_row(number: int, problem: Problem, setting: Setting) -> Row:
    place, word, told = problem.location, setting.locale.word, setting.locale.told
    cell = isinstance(place, CellLocation)
    return Row(
        f"{number}",
        (
            word(problem.severity.value.capitalize()),
            place.file if cell else str(place),
            place.sheet if isinstance(place, CellLocation) else "",
            place.cell if isinstance(place, CellLocation) else "",
            told(problem.message),
            told(problem.found),
            told(problem.hint) or word(_DONE[problem.severity.value]),
        ),
    )


def sources(files: Sequence[Source], setting: Setting, titles: Titles) -> Table:
    """The input files with the rows read from them and the fingerprint of their bytes."""
    word = setting.locale.word
    columns = (
        Column("file", word("File"), weight=3.4),
        Column("table", word("Table"), weight=1.4),
        Column("rows", word("Rows"), _RIGHT, format=_COUNT),
        Column("sha256", word("SHA-256"), weight=3.6),
        Column("label", word("Label"), weight=2.0),
    )
    rows = [
        Row(f"{source.table}:{source.file}", (source.file, source.table, source.rows, source.sha256, source.label))
        for source in files
    ]
    headline = titles.pick(setting.locale.phrase("sources_title", count=len({source.file for source in files})))
    return _table("sources", "Sources", columns, rows, headline, setting.label, setting)


def entities(
    subjects: Sequence[Subject], groups: Mapping[str, Sequence[str]], setting: Setting, titles: Titles
) -> Table:
    """One row per entity with its groups and every KPI: plain numbers, None where there is none.

    `groups` holds the label of every entity's group, per grouping, in the order of the entity figures.
    """
    figures = next((subject.entities for subject in subjects if subject.entities is not None), None)
    word = setting.locale.word
    if figures is None:
        return _table("entities", "Entities", (), (), Phrase(), setting.label, setting)
    columns = [Column("key", word("Key")), Column("name", _capital(setting.noun), weight=2.2)]
    keys = _texts(figures.keys)
    data: list[Sequence[Any]] = [keys, names_of_all(subjects, _texts(figures.names))]
    for grouping, labels in groups.items():
        columns.append(Column(grouping, setting.groups[grouping], weight=1.6))
        data.append(labels)
    for subject in subjects:
        for column, numbers in _entity_columns(subject, setting):
            columns.append(column)
            data.append(numbers)
    rows = [Row(key, cells) for key, cells in zip(keys, zip(*data, strict=True), strict=True)]
    count = Count(exact(len(rows)))
    headline = titles.pick(setting.locale.phrase("by_entity_title", noun=setting.nouns or setting.noun, count=count))
    subtitle = with_sign_notes(setting.label, subjects, setting)
    return _table("entities", "Entities", columns, rows, headline, subtitle, setting)


def _entity_columns(subject: Subject, setting: Setting) -> Iterator[tuple[Column, Sequence[Any]]]:
    """The columns of a KPI that hold any number."""
    figures, word = subject.entities, setting.locale.word
    if figures is None:
        return
    parts = (
        ("numerator", figures.numerators, word("{label}: numerator", label=subject.label), _COUNT),
        ("denominator", figures.denominators, word("{label}: denominator", label=subject.label), _COUNT),
        ("value", figures.values, subject.label, subject.prototype),
    )
    for part, numbers, label, prototype in parts:
        if not np.isfinite(numbers).any():
            continue
        strong = Emphasis.STRONG if part == "value" else Emphasis.NONE
        largest = replace(prototype, amount=exact(float(np.nanmax(numbers))), signed=False, id="")
        yield Column(f"{subject.id}.{part}", label, _RIGHT, 1.2, strong, largest), _plain(numbers)


def _plain(numbers: NDArray[np.float64]) -> list[int | float | None]:
    """Python numbers: ints where all are whole, None for a missing one."""
    known = np.isfinite(numbers)
    whole = bool((numbers[known] == np.floor(numbers[known])).all())
    plain: list[Any] = np.where(known, numbers, 0).astype(np.int64).tolist() if whole else numbers.tolist()
    if known.all():
        return plain
    return [number if there else None for number, there in zip(plain, known.tolist(), strict=True)]


def _texts(values: Iterable[object]) -> list[str]:
    return [str(value) for value in values]


def _capital(noun: str) -> str:
    return noun[:1].upper() + noun[1:]


def _table(
    id: str,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    headline: Phrase,
    subtitle: str,
    setting: Setting,
) -> Table:
    title = f"{setting.locale.word(name)}, {setting.label}"
    labels = [column.label for column in columns]
    alt = setting.locale.phrase("alt_table", title=title, rows=len(rows), columns=labels).text
    return Table(id, tuple(columns), tuple(rows), title, headline, subtitle, source=setting.source, alt=shortened(alt))
