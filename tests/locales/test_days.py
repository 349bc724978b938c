"""Days without their year."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.locales.dates import day_and_month


@pytest.mark.parametrize(("language", "text"), [("en", "27 Nov"), ("fr", "27 nov."), ("pl", "27 lis")])
def test_a_day_is_printed_with_the_short_name_of_its_month(language: str, text: str) -> None:
    assert day_and_month(date(2026, 11, 27), language) == text
