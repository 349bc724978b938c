"""A cell -> what it looks like before any type is declared: blank, number, date, period, yes or no, "no value", text.

For finding tables and guessing types; the types themselves are read by `cells` and `dates`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from functools import cache
from typing import Any

from reportgen.loaders.grid import is_blank
from reportgen.loaders.months import month_numbers


class Look(IntEnum):
    """What a cell looks like. PERIOD is a year, quarter, month or fiscal year: a value as well as a good header."""

    BLANK = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    PERIOD = 4
    BOOLEAN = 5
    NO_VALUE = 6


_BLANKS = "\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
_DIGITS = rf"(?:\d{{1,3}}(?:[{_BLANKS}.,]\d{{3}})+|\d+)(?:[.,]\d*)?|[.,]\d+"
_SIGN = "[-+\N{MINUS SIGN}]?"
# Not any three letters: SRV02975 is no amount.
_MONEY = "(?:[€$£¥]|EUR|USD|GBP|CHF|PLN|CZK|DKK|SEK|NOK|HUF|RON|BGN|UAH|RUB|TRY|JPY|CNY|INR|CAD|AUD)"
_NUMBER = re.compile(
    rf"\(?{_SIGN}\s*(?:{_MONEY}\s*)?{_SIGN}(?:{_DIGITS})(?:[eE][+-]?\d+)?\s*(?:%|‰|{_MONEY})?\s*\)?",
)
# Three parts in either order, with a time behind: 2024-10-31, 31.10.2024, 10/31/24 4:05 PM, 31 October 2024.
_TIME = r"(?:[T\s]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_DATE = re.compile(
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|\d{{1,2}}[-/.\s]+[^\W\d_]{{3,12}}\.?[-/,\s]+\d{{2,4}}){_TIME}"
)
_YEAR = r"(?:19|20|21)\d{2}"
_PERIOD = re.compile(
    rf"{_YEAR}|{_YEAR}[-/]\d{{2}}|{_YEAR}\s*[-/]\s*{_YEAR}|(?:FY|EF|GJ)\s*'?\d{{2,4}}(?:[-/]\d{{2}})?"
    rf"|{_YEAR}[-\s]?[QTqt][1-4]|[QTqt][1-4](?:[-/\s]*{_YEAR})?|{_YEAR}-?W\d{{1,2}}"
    rf"|\d{{1,2}}[/.]{_YEAR}"
)
_MONTH_AND_YEAR = re.compile(rf"([^\W\d_]{{3,12}})\.?[-/'\s]+(?:{_YEAR}|\d{{2}})")
_BOOLEANS = frozenset({"true", "false", "yes", "no", "y", "n", "ja", "nein", "oui", "non", "sì", "si", "tak", "nie"})
# What people and statistical offices write where there is no number; "c" and ":" are Eurostat's.
NO_VALUES = frozenset(
    {
        *("n/a", "na", "n.a.", "n/d", "nd", "n.d.", "n.v.", "k.a.", "b.d.", "s.o.", "tbd", "tbc", "unknown"),
        *("-", "--", "–", "—", ".", "..", "...", "…", "*", "**", ":", "c", "x", "?", "null", "none", "nan", "nil"),
        *("#n/a", "#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "(blank)", "not available"),
    }
)
_SUPPRESSED = re.compile(r"[<>≤≥]\s*\d+")
# Longer than any number, date or name of a period.
_LONGEST = 40


def look_of(cell: Any) -> Look:
    """What a cell looks like."""
    if isinstance(cell, str):
        return _look_of_text(cell)
    if cell is None:
        return Look.BLANK
    if isinstance(cell, bool):
        return Look.BOOLEAN
    if isinstance(cell, int | float):
        return Look.PERIOD if is_year(cell) else Look.NUMBER
    if isinstance(cell, datetime | date):
        return Look.DATE
    return Look.NUMBER if isinstance(cell, time | timedelta) else Look.TEXT


def _look_of_text(cell: str) -> Look:
    if is_blank(cell):
        return Look.BLANK
    if len(cell) > _LONGEST:
        return Look.TEXT
    text = cell.strip()
    folded = text.casefold()
    if folded in NO_VALUES or _SUPPRESSED.fullmatch(text):
        return Look.NO_VALUE
    if folded in _BOOLEANS:
        return Look.BOOLEAN
    # Most texts have no digit and end here.
    if not any(sign.isdigit() for sign in text):
        return Look.TEXT
    if _PERIOD.fullmatch(text) or _is_month_and_year(folded):
        return Look.PERIOD
    if _NUMBER.fullmatch(text):
        return Look.NUMBER
    return Look.DATE if _DATE.fullmatch(text) else Look.TEXT


def _is_month_and_year(folded: str) -> bool:
    match = _MONTH_AND_YEAR.fullmatch(folded)
    return match is not None and _is_month(match[1])


@cache
def _is_month(name: str) -> bool:
    return bool(month_numbers([name])[0])


def is_year(number: float) -> bool:
    """True for a whole number that may be a year."""
    return 1900 <= number <= 2199 and float(number).is_integer()
