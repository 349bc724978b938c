"""The columns of a table of unknown form -> how its rows lie in time, and which periods they cover."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reportgen.contracts import ColumnType
from reportgen.loaders.dates import date_in_name
from reportgen.loaders.unknown.columns import ColumnGuess

_NAT = np.datetime64("NaT", "ns")
# Of the steps of a counter from date to date so many do not fall; corrections make a few fall.
_NEVER_FALLS = 0.95
# A stock such as a population changes by less than this from date to date.
_SLOW = 0.02
_FEWEST_STEPS = 4
# Growth over fewer dates is no sign of a counter.
_DATES_OF_A_COUNTER = 6
# A date that stands twice by mistake does not make a table one of single cases.
_SOME_TWICE = 0.05
_NAME_FORMS = (
    ("yyyy-mm-dd", r"(?:19|20)\d\d-[01]\d-[0-3]\d"),
    ("yyyymmdd", r"(?:19|20)\d\d[01]\d[0-3]\d"),
    ("yyyy-mm", r"(?:19|20)\d\d-[01]\d"),
    ("yyyy_mm", r"(?:19|20)\d\d_[01]\d"),
    ("yyyy-Qq", r"(?:19|20)\d\d-Q[1-4]"),
    ("yyyyQq", r"(?:19|20)\d\dQ[1-4]"),
    ("yyyy", r"(?:19|20)\d\d"),
)


@dataclass(frozen=True, slots=True)
class Placing:
    """How rows lie in time: `time` as in a project file and `why`; the columns that hold the date and the part each
    holds ("date", "year", "month" ...); the form of the date in the file's name; the periods covered as a text."""

    time: str
    why: str
    columns: dict[int, str] = field(default_factory=dict)
    name_form: str = ""
    covered: str = ""
    step: str = ""
    single: bool = False
    moments: NDArray[np.datetime64] | None = field(default=None, repr=False)

    def repeats_with(self, column: ColumnGuess) -> int:
        """How many rows the column and the date together do not tell apart from others."""
        if self.moments is None:
            return column.rows - column.distinct
        pairs = np.stack([column.held.codes, self.moments.astype(np.int64)])
        return column.rows - int(np.unique(pairs, axis=1).shape[1])


def guess_placing(columns: Sequence[ColumnGuess], file: str) -> Placing:
    """How the rows of a table lie in time."""
    parts = _parts(columns)
    if parts:
        return _dated(columns, parts, _moments_of_parts(columns, parts), _step_of_parts(parts))
    dated = [column for column in columns if column.type is ColumnType.DATE and not column.asked]
    if len(dated) == 1 and dated[0].held.dates is not None:
        return _one_date(columns, dated[0])
    if len(dated) > 1:
        return _several_dates(columns, dated)
    form = form_in_name(file)
    if form and not (form == "yyyy" and _fiscal(columns)):
        return Placing(
            "stock", "the date stands in the file's name", {}, form, _in_name(file, form), _step_of_form(form)
        )
    return Placing("static", "no date that can be read", covered=_fiscal(columns))


def form_in_name(file: str) -> str:
    """How a file's name holds a date; empty when it holds none."""
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    for form, pattern in _NAME_FORMS:
        if re.search(rf"(?<!\d){pattern}(?!\d)", stem) and date_in_name(file, form) is not None:
            return form
    return ""


def _in_name(file: str, form: str) -> str:
    moment = date_in_name(file, form)
    return moment.date().isoformat() if moment else ""


def _parts(columns: Sequence[ColumnGuess]) -> dict[int, str]:
    """The columns of year, and month or quarter, when both are there; the year alone is a date too."""
    found: dict[str, int] = {}
    limits = {"year": (1900, 2199), "month": (1, 12), "day": (1, 31), "quarter": (1, 4)}
    for column in columns:
        if not column.part or column.part in found or column.part == "fiscal year":
            continue
        low, high = limits[column.part]
        numbers = column.held.numbers
        if numbers is None or (np.nanmin(numbers) >= low and np.nanmax(numbers) <= high):
            found[column.part] = column.index
    if "year" not in found:
        return {}
    wanted = ["year", "month", "day"] if "month" in found else ["year", "quarter"]
    return {found[part]: part for part in wanted if part in found}


def _moments_of_parts(columns: Sequence[ColumnGuess], parts: dict[int, str]) -> NDArray[np.datetime64]:
    values = {part: _part_values(columns[index]) for index, part in parts.items()}
    year = values["year"]
    month = values["quarter"] * 3 if "quarter" in values else values.get("month", np.full(len(year), 12.0))
    whole = ~(np.isnan(year) | np.isnan(month))
    moments = np.full(len(year), _NAT, dtype="datetime64[ns]")
    # The first day stands for the period: only order and number of periods are asked for.
    months = ((year[whole] - 1970) * 12 + month[whole] - 1).astype(np.int64).astype("datetime64[M]")
    moments[whole] = months.astype("datetime64[ns]")
    if "day" in values:
        moments[whole] += (np.nan_to_num(values["day"][whole], nan=1.0) - 1).astype("timedelta64[D]")
    return moments


def _part_values(column: ColumnGuess) -> NDArray[np.float64]:
    numbers = column.held.numbers
    if numbers is None:
        texts = (re.sub(r"\D", "", str(value)) for value in column.held.values)
        numbers = np.array([float(text) if text else np.nan for text in texts])
    return numbers[column.held.codes]


def _step_of_parts(parts: dict[int, str]) -> str:
    held = set(parts.values())
    return "day" if "day" in held else "month" if "month" in held else "quarter" if "quarter" in held else "year"


def _step_of_form(form: str) -> str:
    return "day" if "d" in form else "quarter" if "q" in form else "month" if "m" in form else "year"


def _one_date(columns: Sequence[ColumnGuess], column: ColumnGuess) -> Placing:
    assert column.held.dates is not None
    moments = column.held.dates[column.held.codes]
    step = _step_of_form(column.form) if column.form else "day"
    if column.filled < column.rows or len(np.unique(moments[~np.isnat(moments)])) == 1:
        return _single_or_sparse(column, moments, step)
    return _dated(columns, {column.index: "date"}, moments, _coarser(moments) or step)


def _single_or_sparse(column: ColumnGuess, moments: NDArray[np.datetime64], step: str) -> Placing:
    if column.filled < column.rows:
        return Placing("events", f'"{column.header}" is not always filled', {}, "", _covered(moments, step), step)
    why = f'all rows are of one day ("{column.header}")'
    return Placing("static", why, {column.index: "date"}, "", _covered(moments, step), step, True, moments)


def _coarser(moments: NDArray[np.datetime64]) -> str:
    """month, quarter or year when all days are the first or the last of one; else empty."""
    days = np.unique(moments[~np.isnat(moments)]).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    ends = (months + 1).astype("datetime64[D]") - 1
    if not ((days == months.astype("datetime64[D]")).all() or (days == ends).all()):
        return ""
    numbers = np.unique(months.astype(np.int64) % 12)
    if len(numbers) == 1 and len(days) > 1:
        return "year"
    # Of all months the ends of quarters, or their starts; one quarter alone may as well be a month.
    quarters = len(numbers) > 1 and (set(numbers) <= {2, 5, 8, 11} or set(numbers) <= {0, 3, 6, 9})
    return "quarter" if quarters else "month"


def _several_dates(columns: Sequence[ColumnGuess], dated: Sequence[ColumnGuess]) -> Placing:
    first = dated[0]
    assert first.held.dates is not None
    names = ", ".join(f'"{column.header}"' for column in dated[:3])
    covered = _covered(first.held.dates[first.held.codes], "day")
    return Placing("events", f"every row has dates of its own: {names}", {}, "", covered, "day")


def _dated(
    columns: Sequence[ColumnGuess], parts: dict[int, str], moments: NDArray[np.datetime64], step: str
) -> Placing:
    time, why = _kind(columns, parts, moments)
    return Placing(time, why, parts, "", _covered(moments, step), step, False, moments)


def _kind(columns: Sequence[ColumnGuess], parts: dict[int, str], moments: NDArray[np.datetime64]) -> tuple[str, str]:
    """flow, stock or cumulative, by what the numbers of an entity do from date to date."""
    measures = [column for column in columns if column.is_number and column.index not in parts]
    series = _series(columns, parts)
    order = np.lexsort((moments, series))
    same = np.diff(series[order]) == 0
    if not measures:
        return "events", "rows have a date and no numbers"
    if not same.any() and len(order) > 1:
        return "events", "every row has a date of its own, and none comes back"
    if np.mean(np.diff(moments[order])[same] == np.timedelta64(0)) > _SOME_TWICE:
        return "flow", "several rows fall on one date"
    rises: dict[str, float | None] = {}
    steps: list[float] = []
    for column in measures:
        found = _rise_and_step(column, order, same)
        if found:
            rises[column.header] = found[0]
            steps.append(found[1])
    return _by_change(rises, steps, len(np.unique(moments[~np.isnat(moments)])))


def _by_change(rises: dict[str, float | None], steps: list[float], dates: int) -> tuple[str, str]:
    """What the rises (None: never changed) and steps of the numbers speak for; a few dates make no counter."""
    still = [header for header, rise in rises.items() if rise is None]
    counters = [header for header, rise in rises.items() if rise is not None and rise >= _NEVER_FALLS]
    if rises and len(counters) == len(rises) and dates >= _DATES_OF_A_COUNTER:
        return "cumulative", "the numbers never fall from date to date"
    if still:
        return "stock", f'"{still[0]}" stays the same from date to date'
    if steps and max(steps) < _SLOW:
        return "stock", "the numbers change little from date to date"
    if counters and len(counters) < len(rises):
        return "stock", f'"{counters[0]}" never falls, others do'
    return "flow", "every row has a date"


def _rise_and_step(
    column: ColumnGuess, order: NDArray[np.int64], same: NDArray[np.bool_]
) -> tuple[float | None, float] | None:
    """Of the changes from date to date the part that rises (None when nothing changes), and the usual size of a step;
    None where few are known."""
    if column.held.numbers is None or column.type is ColumnType.PERCENT:
        return None
    values = column.held.numbers[column.held.codes][order]
    change, level = np.diff(values)[same], np.abs(values[:-1][same])
    told = ~np.isnan(change)
    if told.sum() < _FEWEST_STEPS:
        return None
    moved = change[told & (change != 0)]
    rise = float((moved > 0).mean()) if len(moved) else None
    return rise, float(np.median(np.abs(change[told]) / np.maximum(level[told], 1)))


def _series(columns: Sequence[ColumnGuess], parts: dict[int, str]) -> NDArray[np.int64]:
    """A number per row for what the row is about: all its texts and codes together."""
    held = [
        column.held.codes
        for column in columns
        if column.index not in parts
        and column.type in (ColumnType.ID, ColumnType.TEXT, ColumnType.BOOLEAN)
        and not column.sentences
        and not (column.part and column.part != "fiscal year")
    ]
    if not held:
        return np.zeros(columns[0].rows, dtype=np.int64)
    return np.unique(np.stack(held), axis=1, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _covered(moments: NDArray[np.datetime64], step: str) -> str:
    known = np.unique(moments[~np.isnat(moments)])
    if not len(known):
        return ""
    units = {"year": "Y", "quarter": "M", "month": "M", "day": "D"}
    periods = np.unique(known.astype(f"datetime64[{units[step]}]"))
    names = [_name(periods[index], step) for index in (0, -1)]
    if len(periods) == 1:
        return names[0]
    return f"{names[0]} to {names[1]} ({len(periods)} {step}s)"


def _name(moment: np.datetime64, step: str) -> str:
    text = str(moment)
    return f"{text[:4]}-Q{(int(text[5:7]) + 2) // 3}" if step == "quarter" else text


def _fiscal(columns: Sequence[ColumnGuess]) -> str:
    """The fiscal years of a table, most rows first: a row of another year may have strayed in."""
    column = next((column for column in columns if column.part == "fiscal year"), None)
    if column is None:
        return ""
    years = sorted(str(column.held.values[index]).strip() for index in column.held.told())
    return f"{years[0]} to {years[-1]} (fiscal years)" if len(years) > 1 else f"{years[0]} (fiscal year)"
