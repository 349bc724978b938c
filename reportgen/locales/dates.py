"""Dates and periods in words: "31 October 2023", "October 2023", "Q4 2026", "Week 41, 2026".

Babel knows the months; it is imported when the first one is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from reportgen.content.periods import Period, PeriodKind

# CLDR's own English is American; the house style puts the day first (Interinstitutional Style Guide, 10.1).
# Its Ukrainian ends in an abbreviation, whose point would stand before that of the sentence.
_LONG_DATE = {"en": "{day} {month} {year}", "uk": "{day} {month} {year} року"}

# Languages that set points between the digits of a date; the others set strokes (EU interinstitutional style guide).
_POINTS = frozenset({"de", "pl", "uk"})

# The first of a month is an ordinal, as CLDR's pattern cannot say.
_FIRST = {"fr": "1er", "it": "1º"}


def long_date(day: date, language: str) -> str:
    """The date with the month in words."""
    if language in _LONG_DATE:
        month = _months(language, "format", "wide")[day.month]
        return _LONG_DATE[language].format(day=day.day, month=month, year=day.year)
    from babel.dates import format_date

    text = format_date(day, "long", locale=language)
    return f"{_FIRST[language]}{text[1:]}" if day.day == 1 and language in _FIRST else text


def short_date(day: date, language: str) -> str:
    """The date in digits, day first."""
    return f"{day:%d.%m.%Y}" if language in _POINTS else f"{day:%d/%m/%Y}"


def short_date_format(language: str) -> str:
    """The Excel format code that shows a day as `short_date` does."""
    sign = "." if language in _POINTS else "/"
    # In quotes: a bare stroke is the separator of the reader's Windows.
    return f'dd"{sign}"mm"{sign}"yyyy'


def brief_date(day: date, language: str) -> str:
    """The date with the short name of its month: 27 Nov 2026; in digits where the language writes days so."""
    if language in _POINTS - {"pl"}:
        return short_date(day, language)
    return f"{day.day} {_months(language, 'format', 'abbreviated')[day.month]} {day.year}"


def day_and_month(day: date, language: str) -> str:
    """The day and the short name of its month: 27 Nov."""
    if language in _LONG_DATE:
        return f"{day.day} {_months(language, 'format', 'abbreviated')[day.month]}"
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", day, locale=language)


def period_label(period: Period, language: str, word: Callable[[str], str], width: str = "wide") -> str:
    """The period in words; a fiscal year names both calendar years."""
    if period.kind is PeriodKind.MONTH:
        return f"{_months(language, 'stand-alone', width)[period.start.month]} {period.start.year}"
    if period.kind is PeriodKind.WEEK:
        year, week, _ = period.start.isocalendar()
        return word("Week {week}, {year}").format(week=week, year=year)
    if period.kind is PeriodKind.QUARTER:
        quarter = period.id.rsplit("-Q", 1)[1]
        return word("Q{quarter} {year}").format(quarter=quarter, year=_year(period))
    return _year(period)


def _year(period: Period) -> str:
    year = int(period.id[:4])
    return str(year) if period.fiscal_start == 1 else f"{year - 1}/{year % 100:02}"


@cache
def _months(language: str, context: str, width: str) -> dict[int, str]:
    from babel.core import Locale as CldrLocale

    return dict(CldrLocale.parse(language).months[context][width])
