"""A Report written as JSON and read again is equal, ids included."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.interchange import from_json, to_json
from reportgen.content.kpis import Figure, Kpi, Recipe
from reportgen.content.maps import Bubble, Map, MapWords, Place
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.periods import Period, PeriodKind
from reportgen.content.phrases import Label, Phrase, Span, Symbol
from reportgen.content.report import Report, Source
from reportgen.content.tables import Align, Column, Emphasis, Row, Spark, Table
from reportgen.content.values import Count, Days, Money, NoData, Number, Percent, Points, Status

TEXTS = st.text(max_size=8)
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
QUANTITIES = st.one_of(
    *(
        st.builds(kind, AMOUNTS, st.integers(0, 3), st.booleans(), TEXTS)
        for kind in (Number, Count, Percent, Points, Days)
    ),
    st.builds(Money, AMOUNTS, st.integers(0, 2), st.booleans(), TEXTS, st.sampled_from(["EUR", "PLN"])),
)
VALUES = QUANTITIES | st.builds(NoData, TEXTS, TEXTS)
DATES = st.dates(date(2000, 1, 1), date(2050, 1, 1))
STATUSES = st.sampled_from(list(Status))
PERIODS = st.builds(Period.containing, DATES, st.sampled_from(list(PeriodKind)), st.integers(1, 12))
SPANS = st.lists(st.builds(Span, TEXTS, st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple)
PHRASES = st.builds(Phrase, TEXTS, SPANS)
CELLS = (
    TEXTS
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | DATES
    | VALUES
    | STATUSES
    | st.builds(Label, TEXTS, TEXTS)
    | st.builds(Symbol, STATUSES)
    | st.builds(Spark, st.lists(VALUES, max_size=2).map(tuple), st.lists(TEXTS, max_size=2).map(tuple), TEXTS)
    | st.none()
)


def some(strategy, most=2):
    return st.lists(strategy, max_size=most).map(tuple)


COLUMNS = st.builds(
    Column,
    TEXTS,
    TEXTS,
    st.sampled_from(list(Align)),
    st.floats(0.1, 9),
    st.sampled_from(list(Emphasis)),
    st.none() | QUANTITIES,
    TEXTS,
)
ROWS = st.builds(Row, TEXTS, some(CELLS, 4), st.sampled_from(list(Emphasis)))
SERIES = st.builds(Series, TEXTS, some(VALUES, 3), st.sampled_from(list(Role)))
CHARTS = st.builds(
    Chart,
    TEXTS,
    st.sampled_from(list(ChartKind)),
    some(TEXTS),
    some(SERIES),
    QUANTITIES,
    headline=PHRASES,
    alt=TEXTS,
    keys=some(TEXTS),
    lying=st.booleans(),
    better=st.sampled_from(["higher", "lower"]),
)
TABLES = st.builds(
    Table, TEXTS, some(COLUMNS), some(ROWS), TEXTS, PHRASES, chart=st.none() | CHARTS, status=STATUSES, tally=PHRASES
)
PLACES = st.builds(Place, st.floats(0, 10), st.floats(0, 10))
BUBBLES = st.builds(Bubble, TEXTS, st.integers(1, 99), TEXTS, PLACES, st.booleans(), st.none() | PLACES)
MAPS = st.builds(
    Map, TEXTS, st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), some(BUBBLES), st.builds(MapWords, TEXTS), headline=PHRASES
)
FINDINGS = st.builds(Finding, PHRASES, st.none() | VALUES, TEXTS, PHRASES)
NARRATIVES = st.builds(Narrative, TEXTS, some(FINDINGS), PHRASES)
RECIPES = st.builds(Recipe, TEXTS, some(TEXTS), some(TEXTS), TEXTS, st.integers(0, 99), some(TEXTS))
FIGURES = st.builds(
    Figure, TEXTS, PERIODS, VALUES, TEXTS, numerator=st.none() | VALUES, status=STATUSES, recipe=RECIPES
)
KPIS = st.builds(
    Kpi,
    TEXTS,
    TEXTS,
    FIGURES,
    groups=st.dictionaries(TEXTS, some(FIGURES), max_size=1),
    history=some(FIGURES),
    trend=st.none() | CHARTS,
    tables=st.dictionaries(TEXTS, TABLES, max_size=1),
    remarks=st.none() | NARRATIVES,
)
REPORTS = st.builds(
    Report,
    TEXTS,
    PERIODS,
    DATES,
    st.just("en"),
    some(KPIS),
    st.dictionaries(TEXTS, TABLES | NARRATIVES | MAPS | CHARTS, max_size=2),
    groups=st.dictionaries(TEXTS, TEXTS, max_size=2),
    sources=some(st.builds(Source, TEXTS, TEXTS, st.integers(0, 10**9), TEXTS, TEXTS)),
)


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_a_report_comes_back_as_it_was(report):
    again = from_json(to_json(report), Report)
    assert again == report
    # Equality leaves ids out, so the texts are compared too.
    assert to_json(again) == to_json(report)
    assert repr(again) == repr(report)


def test_what_is_at_its_default_is_not_written():
    assert to_json(Count(Decimal(5))) == '{"is": "Count", "amount": {"is": "Decimal", "value": "5"}}'


def test_another_kind_of_content_is_refused():
    with pytest.raises(ValueError, match="expected a Report, found a Count"):
        from_json(to_json(Count(Decimal(5))), Report)
    with pytest.raises(ValueError, match="unknown kind of content 'Os'"):
        from_json('{"is": "Os"}', Report)
