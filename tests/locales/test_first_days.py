"""French and Italian write the first of a month as an ordinal, every other day as a number."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.locales import locale_for

FIRST, EIGHTH = date(2026, 10, 1), date(2026, 10, 8)


@pytest.mark.parametrize(("language", "first"), [("fr", "1er octobre 2026"), ("it", "1º ottobre 2026")])
def test_the_first_of_a_month_is_an_ordinal(language: str, first: str) -> None:
    assert locale_for(language).date(FIRST) == first


@pytest.mark.parametrize(("language", "day"), [("fr", "11 octobre 2026"), ("it", "11 ottobre 2026")])
def test_a_day_that_begins_with_a_one_is_not_the_first(language: str, day: str) -> None:
    assert locale_for(language).date(date(2026, 10, 11)) == day


@pytest.mark.parametrize(("language", "line"), [("fr", "Données au 8 octobre 2026"), ("it", "Dati all’8 ottobre 2026")])
def test_the_article_before_a_day_is_elided_in_italian(language: str, line: str) -> None:
    assert locale_for(language).phrase("source_line", source="", until=EIGHTH).text == line
