"""The texts of a column -> how they are to be read: ways of writing dates, the decimal sign of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.contracts import compile_format
from reportgen.loaders.dates import read_dates
from reportgen.loaders.months import month_numbers

_TIMES = ("", " hh:mm", " hh:mm:ss", " hh:mm AM", " hh:mm:ss AM")
# In this order a way of writing is proposed; of two that give the same dates the first is taken.
FORMS = (
    *(f"yyyy-mm-dd{time}" for time in _TIMES[:3]),
    *("yyyy-mm-ddThh:mm:ss", "yyyy-mm-ddThh:mm:ssZ", "yyyy-mm-ddThh:mm", "yyyy-mm", "yyyy/mm", "yyyymmdd"),
    *(f"yyyy/mm/dd{time}" for time in _TIMES[:3]),
    *(f"dd{sign}mm{sign}{year}{time}" for year in ("yyyy", "yy") for sign in "-/." for time in _TIMES),
    *(f"mm{sign}dd{sign}{year}{time}" for year in ("yyyy", "yy") for sign in "-/" for time in _TIMES),
    *(f"dd{sign}mmm{sign}{year}{time}" for year in ("yyyy", "yy") for sign in ("-", "/", " ") for time in _TIMES),
    *("d mmmm yyyy", "mmmm d yyyy", "mmm-yy", "mmm-yyyy", "mmm yyyy", "mmm yy", "mmmm yyyy", "mm/yyyy", "mm-yyyy"),
    *("Qq yyyy", "yyyy-Qq", "yyyyQq", "yyyy Qq", "Qq-yyyy", "Qq/yyyy", "mm.yyyy", "dd.mm.yyyy, hh:mm"),
)
_SAMPLE = 2_000
_WORD = re.compile(r"[^\W\d_]{3,}\.?")
_BLANKS = "\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
_SIGNS = re.compile(rf"[{_BLANKS}%‰€$£¥()]|[A-Z]{{3}}")
_POINT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d*)?(?:[eE][+-]?\d+)?")
_FISCAL = re.compile(r"(?:FY\s*)?(\d{4})\s*[-/]\s*(\d{2}|\d{4})")


def date_forms(texts: Sequence[str]) -> list[tuple[str, NDArray[np.datetime64]]]:
    """The ways of writing dates in which all texts can be read, only such as give different dates, and these."""
    sample = list(texts) if len(texts) <= _SAMPLE else [*texts[:: len(texts) // _SAMPLE + 1], texts[-1]]
    names = {name for text in sample for name in _WORD.findall(text)}
    months = month_numbers(names)[0] if names else {}
    found: dict[bytes, str] = {}
    for text in FORMS:
        form = compile_format(text)
        if form.pattern.fullmatch(sample[0]) is None or form.pattern.fullmatch(sample[-1]) is None:
            continue
        read = read_dates(sample, form, months)
        if not np.isnat(read).any():
            found.setdefault(read.tobytes(), text)
    all_read = ((text, read_dates(texts, compile_format(text), months)) for text in found.values())
    return [(text, read) for text, read in all_read if not np.isnat(read).any()]


def is_fiscal_year(text: str) -> bool:
    """True for two years in a row: 2023-2024, 2023/24, FY2023-24."""
    match = _FISCAL.fullmatch(text.strip())
    if match is None:
        return False
    first, second = int(match[1]), int(match[2])
    return 1900 <= first <= 2199 and second in (first + 1, (first + 1) % 100)


def numbers_in(cells: Sequence[Any], decimal: str) -> NDArray[np.float64] | None:
    """The numbers that cells hold with that decimal sign; None when one of them is no number then."""
    pattern = _COMMA if decimal == "," else _POINT
    read = np.empty(len(cells))
    for index, cell in enumerate(cells):
        if not isinstance(cell, str):
            read[index] = float(cell)
            continue
        digits = _SIGNS.sub("", cell).replace("\N{MINUS SIGN}", "-")
        if not pattern.fullmatch(digits) or not any(sign.isdigit() for sign in digits):
            return None
        plain = digits.replace(".", "").replace(",", ".") if decimal == "," else digits.replace(",", "")
        try:
            read[index] = float(plain)
        except ValueError:
            return None
    return read


def decimal_signs(cells: Sequence[Any]) -> tuple[str, ...]:
    """The decimal signs with which all cells are numbers: ("",) when it makes no difference, two when it is open."""
    fits = [(sign, read) for sign in ".," if (read := numbers_in(cells, sign)) is not None]
    if len(fits) == 2 and np.array_equal(fits[0][1], fits[1][1]):
        return ("",)
    return tuple(sign for sign, _ in fits)
