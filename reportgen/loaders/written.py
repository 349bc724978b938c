"""One cell -> the number that it holds, however people and programs write numbers.

Signs that leave no doubt (blanks between thousands, a currency beside money, %) are read as they are. What had to be
taken away is named; what can be read in two ways gives no number.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from reportgen.contracts import ColumnType
from reportgen.loaders.cells import without_invisible

_BLANKS = "\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
# One to three digits, then groups of three set off by a blank or an apostrophe.
_GROUPED = re.compile(rf"[+-]?\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ONE_COMMA_GROUP = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_ONE_DOT_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_DOT_GROUPS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
# What shows which sign is the decimal one: a fraction that is no group of three, a second group, or both signs.
_COMMA_IS_DECIMAL = re.compile(
    r"[+-]?(?:\d*,(?:\d{1,2}|\d{4,})|(?:0|\d{4,}),\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})"
)
_POINT_IS_DECIMAL = re.compile(
    r"[+-]?(?:\d*\.(?:\d{1,2}|\d{4,})|(?:0|\d{4,})\.\d+|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})"
)
_SIGNS = "€$£¥₴₽₹"
_CODES = "EUR|USD|GBP|CHF|PLN|CZK|SEK|DKK|NOK|ISK|HUF|RON|BGN|UAH|RUB|TRY|JPY|CAD|AUD|INR|zł|Kč|kr|lei|лв|грн|руб"
_MONEY = re.compile(rf"^([{_SIGNS}]|[A-Z]{{3}})\s*|\s*([{_SIGNS}]|[A-Z]{{3}}|{_CODES})\.?$")
_CURRENCY = re.compile(rf"^([{_SIGNS}]|{_CODES})\s*|\s*([{_SIGNS}]|{_CODES})\.?$")
# Conventions of statistical offices (Eurostat, ONS): suppressed, confidential, not available.
_SUPPRESSED = re.compile(r"[<≤]\s*\d+|\*{1,3}|:|\.\.|…|c|\[c\]|\(c\)|\[x\]", re.IGNORECASE)
_LIMIT = re.compile(r"^(?:≥|>=|~|≈|ca\.|approx\.|min\.)\s*(?=[\d.,+-])", re.IGNORECASE)
# Behind a figure: superscripts, stars, daggers, [1], and Eurostat's flags for estimated, provisional, revised, break.
_FOOTNOTE = re.compile(r"(?<=[\d%])\s*(?:[¹²³\u2070-\u2079]+|\*{1,3}|[†‡]|\[\d{1,2}\]|\([a-z]\)|\s[bepr]|\s\d\))$")
_ERRORS = re.compile("#(?:N/A|NV|DIV/0!|(?:VALUE|REF|NUM|NULL|WERT|BEZUG|VALEUR|CALC|SPILL)!|NAME[?])", re.IGNORECASE)
_DASHES = "\N{EN DASH}\N{EM DASH}\N{FIGURE DASH}\N{NON-BREAKING HYPHEN}\N{HYPHEN}"


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it is written: `value` (None when there is none, NaN when it is not known), the signs that were
    taken away by the kind of note, and why there is no number."""

    value: float | None
    taken: tuple[str, ...] = ()
    hint: str = ""
    currency: str = ""
    share: bool = False


def read_number(cell: Any, kind: ColumnType, decimal: str) -> Written:
    """The number in a cell; `decimal` is the column's decimal sign, empty when it is not known."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return Written(None)
    if not isinstance(cell, str):
        return Written(float(cell)) if math.isfinite(cell) else Written(None)
    text = cell.strip()
    if _ERRORS.fullmatch(text):
        return Written(math.nan, ("error-cell",))
    if _SUPPRESSED.fullmatch(text):
        return Written(math.nan, ("suppressed",))
    bare = bare_number(cell, kind)
    digits = _with_point(bare.digits, decimal)
    if not _PLAIN.fullmatch(digits) or not math.isfinite(float(digits)):
        return Written(None, (), number_hint(bare.digits, decimal), bare.currency)
    return Written(float(digits), bare.taken, "", bare.currency, bare.share)


@dataclass(frozen=True, slots=True)
class Bare:
    """What is left of a text when everything around the number is gone."""

    digits: str
    taken: tuple[str, ...]
    currency: str
    share: bool


def bare_number(cell: str, kind: ColumnType) -> Bare:
    """The digits and signs of a number without currency, per cent, footnotes and blanks."""
    taken: list[str] = []
    text = without_invisible(cell)
    if text != cell:
        taken.append("invisible-characters")
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    text = _cut(_FOOTNOTE, text, "footnote-mark", taken)
    text = _cut(_LIMIT, text, "limit-sign", taken)
    money = kind is ColumnType.MONEY
    sign = (_MONEY if money else _CURRENCY).search(text) if not text.isdigit() else None
    currency = (sign[1] or sign[2]) if sign else ""
    if sign:
        text = (text[: sign.start()] + text[sign.end() :]).strip()
        taken += [] if money else ["currency-sign"]
    share = kind is ColumnType.PERCENT and text.endswith("%")
    if share:
        text = text[:-1].strip()
    text = _negative(text, taken)
    if _GROUPED.fullmatch(text):
        text = re.sub(f"[{_BLANKS}]", "", text)
    return Bare(text, tuple(taken), currency, share)


def _cut(pattern: re.Pattern[str], text: str, kind: str, taken: list[str]) -> str:
    found = pattern.search(text)
    if not found:
        return text
    taken.append(kind)
    return (text[: found.start()] + text[found.end() :]).strip()


def _negative(text: str, taken: list[str]) -> str:
    """A number with its minus sign before it."""
    if len(text) < 2:
        return text
    bare = text
    if text[0] == "(" and text[-1] == ")":
        bare = text[1:-1].strip()
    elif text[-1] in "-" + _DASHES:
        bare = text[:-1].strip()
    elif text[0] in _DASHES:
        bare = text[1:].strip()
    elif text[0] == "-" and text[1].isspace():
        return "-" + text[1:].strip()
    if bare == text or not bare[:1].isdigit():
        return text
    taken.append("minus-sign")
    return "-" + bare


def decimal_signs(text: str) -> str:
    """Which decimal sign a number shows without doubt: "." or ","; empty when it shows none."""
    if _COMMA_IS_DECIMAL.fullmatch(text):
        return ","
    return "." if _POINT_IS_DECIMAL.fullmatch(text) else ""


def is_open(text: str) -> bool:
    """True for a number whose one sign can set off decimals or thousands: 1,234 and 1.234."""
    return bool(_ONE_COMMA_GROUP.fullmatch(text) or _ONE_DOT_GROUP.fullmatch(text))


def _with_point(text: str, decimal: str) -> str:
    """The text with a decimal point and without thousands signs; as it is when that is not certain."""
    if decimal == ",":
        if _DOT_GROUPS.fullmatch(text):
            text = text.replace(".", "")
        return text.replace(",", ".") if "." not in text else "?"
    if _COMMA_GROUPS.fullmatch(text) and (decimal == "." or not _ONE_COMMA_GROUP.fullmatch(text)):
        return text.replace(",", "")
    return text


def number_hint(text: str, decimal: str) -> str:
    """What to do about a text that is no number."""
    if not decimal and _ONE_COMMA_GROUP.fullmatch(text):
        return 'The comma can mean thousands or decimals: say decimal: "." or decimal: "," for the column.'
    if decimal != "," and re.fullmatch(r"[+-]?\d+,\d+", text):
        return 'If the comma is the decimal sign, say decimal: "," for the column.'
    if decimal == "," and re.fullmatch(r"[+-]?\d+\.\d+", text):
        return 'If the point is the decimal sign, say decimal: "." for the column.'
    return "Leave the cell empty if the number is unknown, or say what stands for missing values: missing: [n/a]."
