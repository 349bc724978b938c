"""Distinct cells -> dates: by the declared format, or by the one format that all cells have in common.

Whether 10/11 is October or November is never guessed: the column's other rows decide, else it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import DateFormat, compile_format
from reportgen.loaders.cells import Typed, is_missing, note, without_invisible
from reportgen.loaders.months import english_month, month_numbers

# Outside of these years a date is a slip of the pen or a placeholder such as 9999-12-31.
_YEARS = range(1900, 2201)
# So long is a date of ISO 8601 without a time.
_DAY_LONG = 10
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
    "mm-dd-yyyy",
    "dd-mm-yyyy hh:mm",
    "mm-dd-yyyy hh:mm",
    "dd/mm/yyyy hh:mm",
    "dd.mm.yyyy hh:mm",
    "dd-mm-yyyy hh:mm:ss",
    "mm-dd-yyyy hh:mm:ss",
    "dd/mm/yyyy hh:mm:ss",
    "dd.mm.yyyy hh:mm:ss",
    "mm/dd/yyyy hh:mm",
    "mm/dd/yyyy hh:mm:ss",
    "mm/dd/yyyy hh:mm:ss AM",
    "dd/mm/yyyy hh:mm:ss AM",
    "mm/dd/yyyy hh:mm AM",
    "dd/mm/yyyy hh:mm AM",
    "yyyy-mm-dd hh:mm:ss AM",
    "dd/mm/yy",
    "mm/dd/yy",
    "dd.mm.yy",
    "dd/mm/yy hh:mm:ss",
    "mm/dd/yy hh:mm:ss",
    "dd/mm/yy hh:mm",
    "mm/dd/yy hh:mm",
    "mm/dd/yy hh:mm AM",
    "dd/mm/yy hh:mm AM",
    "mm/dd/yy hh:mm:ss AM",
    "dd/mm/yy hh:mm:ss AM",
    "dd.mm.yy hh:mm",
    "dd/mmm/yy hh:mm AM",
    "dd/mmm/yy hh:mm",
    "dd/mmm/yyyy hh:mm AM",
    "dd/mmm/yyyy hh:mm",
    "d mmm yyyy hh:mm",
    "dd-mmm-yy",
    "dd-mmm-yyyy",
    "d mmm yyyy",
    "d. mmmm yyyy",
    "d mmmm yyyy",
    "mmmm d, yyyy",
    "mmm yyyy",
    "mmm-yy",
    "mmm-yyyy",
    "mmm yy",
    "yyyy-mmm",
    "mm/yyyy",
    "mm-yyyy",
    "mm.yyyy",
    "yyyy",
    "Qq yyyy",
    "Qq/yyyy",
    "Qq-yyyy",
    "yyyy-Qq",
    "yyyy Qq",
    "yyyyQq",
    "Qq yyyy/yy",
    "Qq yyyy-yy",
    "yyyy/yy Qq",
    "yyyy-yyyy",
    "yyyy/yyyy",
    "yyyy-yy",
    "yyyy/yy",
    "FYyy",
    "FYyyyy",
    "FYyyyy/yy",
    "FYyy Qq",
    "Qq FYyy",
)
# Those need no word: they can be read in one way only.
_CERTAIN = frozenset(
    {"yyyy", "yyyy-Qq", "yyyy Qq", "yyyyQq"}
    | {text for text in _CANDIDATES if text.startswith("yyyy") and "q" not in text and text.count("yy") == 2}
)
# They are ISO, and stay what they are among dates of another form.
_ISO = tuple(text for text in _CANDIDATES if text.startswith("yyyy-mm-dd"))
_FISCAL_HINT = "If it is a fiscal year, say in which month it starts: year_start: 4 at the top of the project file."
# A moment of ISO 8601 and behind it how far its clock is from that of Greenwich.
_ZONED = re.compile(
    r"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?) ?(?:[+-]\d{2}(?::?\d{2})?|UTC|GMT)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{3,}\.?")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_QUARTER = re.compile(compile_format("Qq", False).pattern.pattern + r"|(?P<bare>[1-4])(?:\.0)?", re.IGNORECASE)
# Excel counts days from 1900; these are the numbers of 1950 to 2100.
_SERIALS = range(18264, 73416)


def dates(cells: Sequence[Any], form: str, missing: Sequence[str], year_start: int = 1) -> tuple[Typed, str]:
    """Dates as datetime64[ns], NaT where missing or wrong; and the format that was found out (empty: none needed).

    A month or quarter without a day is its last day; of a fiscal year, which starts in the month `year_start`, too.
    """
    texts = {
        index: text
        for index, cell in enumerate(cells)
        if not is_missing(cell, missing) and (text := _as_text(cell, bool(form)))
    }
    zoned = {index: _without_zone(text) for index, text in texts.items() if len(text) > _DAY_LONG}
    zoned = {index: text for index, text in zoned.items() if text != texts[index]}
    texts |= zoned
    values = [_from_cell(cell) if not isinstance(cell, str) else None for cell in cells]
    result = pd.to_datetime(pd.Series(values, dtype=object), errors="coerce").to_numpy().astype("datetime64[ns]")
    found = ""
    months, language = _months(texts.values())
    if not form and texts:
        left = _read_iso(texts, result)
        forms = _fitting(list(left.values()), months, year_start)
        if len(forms) > 1:
            return _undecided(cells, result, list(left), forms), ""
        form = forms[0] if forms else ""
        found = "" if form in _CERTAIN else form
        texts = left
    if form and texts:
        result[list(texts)] = read_dates(list(texts.values()), compile_format(form), months, year_start)
    expected = f"a date such as {form}" if form else "a date such as 2024-10-31"
    typed = Typed(result)
    note(typed.notes, "time-zone", zoned, "It was read as the time on the clock there.")
    for index in np.flatnonzero(np.isnat(result)).tolist():
        if not is_missing(cells[index], missing):
            typed.wrong[index] = expected
            typed.hints[index] = _hint(cells[index], year_start)
    if language:
        named = [index for index, text in texts.items() if _WORD.search(text) and not np.isnat(result[index])]
        note(typed.notes, "month-name", named, f"It was read in this language: {language}.")
    return typed, found


def possible_formats(cells: Sequence[Any], missing: Sequence[str], year_start: int = 1) -> list[str]:
    """The ways in which the dates of a column can be read, ISO aside: several where they give different days."""
    told = [cell for cell in cells if not is_missing(cell, missing)]
    texts = dict(enumerate(_without_zone(text) for cell in told if (text := _as_text(cell, formed=False))))
    left = _read_iso(texts, np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[ns]"))
    return _fitting(list(left.values()), _months(left.values())[0], year_start)


def _without_zone(text: str) -> str:
    """A moment as the clock shows it where it was written."""
    found = _ZONED.fullmatch(text)
    return found[1] if found else text


def _as_text(cell: Any, formed: bool) -> str:
    """What a cell says that a workbook does not know to be a date; a year such as 2024 may be a number."""
    if isinstance(cell, str):
        return without_invisible(cell).strip()
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not float(cell).is_integer():
        return ""
    return str(int(cell)) if formed or cell in _YEARS else ""


def _read_iso(texts: dict[int, str], result: NDArray[np.datetime64]) -> dict[int, str]:
    """Put the ISO dates in place; the other texts, when there are some of both."""
    read: dict[int, np.datetime64] = {}
    if not any(text[4:5] == "-" for text in texts.values()):
        return texts
    for form in map(compile_format, _ISO):
        fitting = {index: text for index, text in texts.items() if index not in read and form.pattern.fullmatch(text)}
        read |= dict(zip(fitting, read_dates(list(fitting.values()), form), strict=True))
    result[list(read)] = np.array(list(read.values()), dtype="datetime64[ns]")
    return {index: text for index, text in texts.items() if index not in read}


def _hint(cell: Any, year_start: int) -> str:
    """What may be meant by something that is no date."""
    text = str(cell).strip()
    if year_start == 1 and re.search(r"\d{4}\s*[-/]\s*(?:\d{4}|\d{2})\b(?![-/])", text):
        return _FISCAL_HINT
    if type(cell) in (int, float) and cell in _SERIALS:
        day = (datetime(1899, 12, 30) + timedelta(days=int(cell))).date()
        return f"If {int(cell)} is how Excel counts {day.isoformat()}, format the column as a date."
    return ""


def _months(texts: Iterable[str]) -> tuple[Mapping[str, int], str]:
    """The months that are named in texts, and their language when it is not English."""
    names = {name for text in texts for name in _WORD.findall(text)}
    if not names:
        return {}, ""
    numbers, language = month_numbers(names)
    return numbers, language if numbers else ""


def months_in(texts: Iterable[str]) -> Mapping[str, int]:
    """The months that are named in texts, by name."""
    return _months(texts)[0]


def read_dates(
    texts: Sequence[str], form: DateFormat, months: Mapping[str, int] | None = None, year_start: int = 1
) -> NDArray[np.datetime64]:
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
        moment = from_parts(match.groupdict(), months, year_start) if match else None
        if moment is not None:
            result[index] = np.datetime64(moment, "ns")
    return result


def from_parts(
    parts: Mapping[str, str | None], months: Mapping[str, int] | None = None, year_start: int = 1
) -> datetime | None:
    """The moment that the parts of a date name; None when there is no such date."""
    told = {part: text for part, text in parts.items() if text is not None}
    try:
        year, fiscal = _year(told), "fiscal" in told or _end_year(told) is not None
        month = _month(told, months)
        if month is None or year not in _YEARS or (_end_year(told) is not None and year_start == 1):
            return None
        if fiscal and year_start > 1:
            year, month = _fiscal(year, told, month, year_start)
        if "day" not in told:
            return (pd.Timestamp(year, month, 1) + pd.offsets.MonthEnd(0)).to_pydatetime()
        second = float(told.get("second", "0").replace(",", "."))
        clock = time(_hour(told), int(told.get("minute", "0")), int(second))
        return datetime.combine(date(year, month, int(told["day"])), clock)
    except ValueError:
        return None


def _year(parts: Mapping[str, str]) -> int:
    """The year, of a fiscal year the one in which it ends; ValueError when the two years do not follow each other."""
    year = int(parts["year"]) if "year" in parts else 2000 + int(parts["short_year"])
    end = _end_year(parts)
    if end is None:
        return year
    if end % 100 != (year + 1) % 100:
        raise ValueError(end)
    return year + 1


def _end_year(parts: Mapping[str, str]) -> int | None:
    text = parts.get("end_year") or parts.get("end_short_year")
    return int(text) if text else None


def _fiscal(year: int, parts: Mapping[str, str], month: int, year_start: int) -> tuple[int, int]:
    """The calendar year and month of a fiscal year's end, of its quarter's end, or of a month in it."""
    quarter = _quarter(parts)
    if quarter is not None:
        index = (year - 1) * 12 + year_start - 1 + 3 * quarter - 1
        return index // 12, index % 12 + 1
    if "month" in parts or "month_name" in parts:
        return (year - 1 if month >= year_start else year), month
    return year, year_start - 1


def _month(parts: Mapping[str, str], months: Mapping[str, int] | None) -> int | None:
    if "month_name" in parts:
        return (months or {}).get(parts["month_name"]) or english_month(parts["month_name"])
    quarter = _quarter(parts)
    return 3 * quarter if quarter else int(parts.get("month", "12"))


def _quarter(parts: Mapping[str, str]) -> int | None:
    if "roman" in parts:
        return _ROMAN[parts["roman"].upper()]
    text = parts.get("quarter") or parts.get("numbered") or parts.get("bare")
    return int(text) if text else None


def _hour(parts: Mapping[str, str]) -> int:
    hour = int(parts.get("hour", "0"))
    if "half" not in parts:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if parts["half"].lower().startswith("p") else 0)


def month_numbers_of(cells: Sequence[Any]) -> list[int | None]:
    """The months that cells name by number or by name."""
    months, _ = _months(cell for cell in cells if isinstance(cell, str))
    return [_month_of(cell, months) for cell in cells]


def _month_of(cell: Any, months: Mapping[str, int]) -> int | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if cell in range(1, 13) else None
    text = str(cell).strip()
    if re.fullmatch(r"\d{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else None
    return months.get(text) or (english_month(text) if _WORD.fullmatch(text) else None)


def quarter_number(cell: Any) -> int | None:
    """The quarter that a cell names: 1, Q1, T1, I kw."""
    match = _QUARTER.fullmatch(str(cell).strip())
    return _quarter({part: text for part, text in match.groupdict().items() if text}) if match else None


def _from_cell(cell: Any) -> Any:
    """A cell that a workbook knows to be a date."""
    if isinstance(cell, datetime | date) and cell.year in _YEARS:
        return pd.Timestamp(cell).tz_localize(None)
    return None


def _fitting(texts: Sequence[str], months: Mapping[str, int], year_start: int) -> list[str]:
    """The formats that fit all texts, or else most of them; several only where they give different dates."""
    sample = texts if len(texts) <= 2000 else texts[:: len(texts) // 1000]
    scores: dict[str, tuple[int, tuple[Any, ...]]] = {}
    for text in _CANDIDATES if sample else ():
        form = compile_format(text)
        if form.pattern.fullmatch(sample[0]) or form.pattern.fullmatch(sample[-1]):
            read = read_dates(sample, form, months, year_start)
            scores[text] = (int((~np.isnat(read)).sum()), tuple(read.astype("int64").tolist()))
    most = max((count for count, _ in scores.values()), default=0)
    distinct: dict[tuple[Any, ...], str] = {}
    for text, (count, moments) in scores.items():
        if count == most and count:
            distinct.setdefault(moments, text)
    return list(distinct.values())


def _undecided(
    cells: Sequence[Any], result: NDArray[np.datetime64], filled: Sequence[int], forms: Sequence[str]
) -> Typed:
    expected = f"a date that can be read in one way ({' or '.join(forms)})"
    hint = f"Say format: {forms[0]} or format: {forms[1]} for the column."
    return Typed(result, dict.fromkeys(filled, expected), dict.fromkeys(filled, hint))


def date_in_name(name: str, form: str, year_start: int = 1) -> datetime | None:
    """The date that a file's name holds in a format: the last one, when there are several."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    pattern = compile_format(form).pattern.pattern
    matches = [match.groupdict() for match in re.finditer(rf"(?<!\d){pattern}(?!\d)", stem, re.IGNORECASE)]
    months, _ = _months([stem.replace("_", " ")])
    found = [from_parts(match, months, year_start) for match in matches]
    moments = [moment for moment in found if moment is not None]
    return moments[-1] if moments else None
