"""Distinct cells -> dates: by the declared format, or by the one format that all cells have in common.

Whether 10/11 is October or November is never guessed: the column's other rows decide, else it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import DateFormat, compile_format
from reportgen.loaders.cells import Typed, is_missing

# Outside of these years a date is a slip of the pen or a placeholder such as 9999-12-31.
_YEARS = range(1900, 2201)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# In this order a format is proposed; ISO first, because it means one thing only.
_CANDIDATES = (
    "yyyy-mm-dd",
    "yyyy-mm-dd hh:mm:ss",
    "yyyy-mm-dd hh:mm",
    "yyyy-mm-ddThh:mm:ss",
    "yyyy-mm-ddThh:mm:ssZ",
    "yyyy-mm",
    "yyyy/mm/dd",
    "yyyymmdd",
    "dd-mm-yyyy",
    "dd/mm/yyyy",
    "dd.mm.yyyy",
    "mm/dd/yyyy",
    "dd-mm-yyyy hh:mm",
    "dd/mm/yyyy hh:mm",
    "dd.mm.yyyy hh:mm",
    "dd-mm-yyyy hh:mm:ss",
    "dd/mm/yyyy hh:mm:ss",
    "dd.mm.yyyy hh:mm:ss",
    "mm/dd/yyyy hh:mm",
    "mm/dd/yyyy hh:mm:ss",
    "mm/dd/yyyy hh:mm:ss AM",
    "dd/mmm/yy hh:mm AM",
    "d mmmm yyyy",
    "mmmm yyyy",
    "mmm-yy",
)
# Those need no word: they can be read in one way only.
_CERTAIN = frozenset(text for text in _CANDIDATES if text.startswith("yyyy"))


def dates(cells: Sequence[Any], form: str, missing: Sequence[str]) -> tuple[Typed, str]:
    """Dates as datetime64[ns], NaT where missing or wrong; and the format that was found out (empty: none needed).

    A month or quarter without a day is its last day.
    """
    filled = [index for index, cell in enumerate(cells) if isinstance(cell, str) and not is_missing(cell, missing)]
    found = ""
    if not form and filled:
        forms = _fitting([cells[index].strip() for index in filled])
        if len(forms) > 1:
            return _undecided(cells, filled, forms), ""
        form = forms[0] if forms else ""
        found = "" if form in _CERTAIN else form
    values = [_from_cell(cell) if not isinstance(cell, str) else None for cell in cells]
    result = pd.to_datetime(pd.Series(values, dtype=object), errors="coerce").to_numpy().astype("datetime64[ns]")
    if form:
        result[filled] = read_dates([cells[index].strip() for index in filled], compile_format(form))
    expected = f"a date such as {form}" if form else "a date such as 2024-10-31"
    wrong = {
        index: expected for index in np.flatnonzero(np.isnat(result)).tolist() if not is_missing(cells[index], missing)
    }
    return Typed(result, wrong), found


def read_dates(texts: Sequence[str], form: DateFormat) -> NDArray[np.datetime64]:
    """The dates that texts name in a format; NaT where one does not."""
    result = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[ns]")
    if form.directives:
        parsed = pd.to_datetime(pd.Series(list(texts), dtype=object), format=form.directives, errors="coerce")
        result = parsed.to_numpy().astype("datetime64[ns]")
        years = parsed.dt.year.to_numpy()
        with np.errstate(invalid="ignore"):
            result[(years < _YEARS.start) | (years >= _YEARS.stop)] = np.datetime64("NaT")
    for index in np.flatnonzero(np.isnat(result)).tolist():
        match = form.pattern.fullmatch(texts[index])
        moment = from_parts(match.groupdict()) if match else None
        if moment is not None:
            result[index] = np.datetime64(moment, "ns")
    return result


def from_parts(parts: dict[str, str]) -> datetime | None:
    """The moment that the parts of a date name; None when there is no such date."""
    try:
        year = int(parts["year"]) if "year" in parts else 2000 + int(parts["short_year"])
        month = _month(parts)
        if month is None or year not in _YEARS:
            return None
        if "day" not in parts:
            return (pd.Timestamp(year, month, 1) + pd.offsets.MonthEnd(0)).to_pydatetime()
        second = float(parts.get("second", "0").replace(",", "."))
        clock = time(_hour(parts), int(parts.get("minute", "0")), int(second))
        return datetime.combine(date(year, month, int(parts["day"])), clock)
    except ValueError:
        return None


def _month(parts: dict[str, str]) -> int | None:
    if "month_name" in parts:
        short = parts["month_name"].rstrip(".").lower()[:3]
        return _MONTHS.index(short) + 1 if short in _MONTHS else None
    if "quarter" in parts:
        return 3 * int(parts["quarter"])
    return int(parts.get("month", "12"))


def _hour(parts: dict[str, str]) -> int:
    hour = int(parts.get("hour", "0"))
    if "half" not in parts:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if parts["half"].lower().startswith("p") else 0)


def month_number(cell: Any) -> int | None:
    """The month that a cell names by number or English name."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if cell in range(1, 13) else None
    text = str(cell).strip().lower().rstrip(".")
    if re.fullmatch(r"\d{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS.index(text[:3]) + 1 if text.isalpha() and text[:3] in _MONTHS else None


def quarter_number(cell: Any) -> int | None:
    """The quarter that a cell names: 1, Q1, T1."""
    match = re.fullmatch(r"[QTqt]?\s*([1-4])(?:\.0)?", str(cell).strip())
    return int(match[1]) if match else None


def _from_cell(cell: Any) -> Any:
    """A cell that a workbook knows to be a date."""
    if isinstance(cell, datetime | date) and cell.year in _YEARS:
        return pd.Timestamp(cell).tz_localize(None)
    return None


def _fitting(texts: Sequence[str]) -> list[str]:
    """The formats that fit all texts, or else most of them; several only where they give different dates."""
    sample = texts if len(texts) <= 2000 else texts[:: len(texts) // 1000]
    scores: dict[str, tuple[int, tuple[Any, ...]]] = {}
    for text in _CANDIDATES:
        form = compile_format(text)
        if form.pattern.fullmatch(sample[0]) or form.pattern.fullmatch(sample[-1]):
            read = read_dates(sample, form)
            scores[text] = (int((~np.isnat(read)).sum()), tuple(read.astype("int64").tolist()))
    most = max((count for count, _ in scores.values()), default=0)
    distinct: dict[tuple[Any, ...], str] = {}
    for text, (count, moments) in scores.items():
        if count == most and count:
            distinct.setdefault(moments, text)
    return list(distinct.values())


def _undecided(cells: Sequence[Any], filled: Sequence[int], forms: Sequence[str]) -> Typed:
    expected = f"a date that can be read in one way ({' or '.join(forms)})"
    hint = f"Say format: {forms[0]} or format: {forms[1]} for the column."
    wrong = dict.fromkeys(filled, expected)
    return Typed(np.full(len(cells), np.datetime64("NaT"), dtype="datetime64[ns]"), wrong, dict.fromkeys(filled, hint))


def date_in_name(name: str, form: str) -> datetime | None:
    """The date that a file's name holds in a format: the last one, when there are several."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    pattern = compile_format(form).pattern.pattern
    matches = [match.groupdict() for match in re.finditer(rf"(?<!\d){pattern}(?!\d)", stem)]
    moments = [moment for moment in map(from_parts, matches) if moment is not None]
    return moments[-1] if moments else None
