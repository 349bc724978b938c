"""Distinct cell values -> typed values, by the type of their column; what cannot be read is marked.

Every function takes the distinct values of a column and gives one result each, and for a value that is
wrong what was expected in its place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import ColumnSpec, ColumnType
from reportgen.loaders.grid import is_blank

_BLANKS = "\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
# One to three digits, then groups of three set off by a blank or an apostrophe.
_GROUPED = re.compile(rf"[+-]?\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ONE_COMMA_GROUP = re.compile(r"[+-]?\d{1,3},\d{3}")
_DOT_GROUPS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_CURRENCY = re.compile(r"^(?:[€$£]|[A-Z]{3})\s*|\s*(?:[€$£]|[A-Z]{3})$")
_DAMAGED_ID = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{2}")
_YES = frozenset({"true", "yes", "y", "1"})
_NO = frozenset({"false", "no", "n", "0"})
# A share above this is a percent number without its sign: 45 for 45 %. Real shares pass 100 % (52 of 33), not 500 %.
_MOST_SHARE = 5.0


@dataclass(frozen=True, slots=True)
class Typed:
    """`values` has one typed value per distinct cell; `wrong` says what was expected where a cell is not that."""

    values: Any
    wrong: dict[int, str] = field(default_factory=dict)
    hints: dict[int, str] = field(default_factory=dict)
    doubtful: dict[int, str] = field(default_factory=dict)


def is_missing(value: Any, missing: Sequence[str]) -> bool:
    """True for a blank cell and for the texts that are declared to mean "no value"."""
    return is_blank(value) or (isinstance(value, str) and value.strip() in missing)


def numbers(cells: Sequence[Any], spec: ColumnSpec, decimal: str, missing: Sequence[str]) -> Typed:
    """Numbers as float64, NaN where missing or wrong; shares as ratios, counts whole."""
    result = _fast_numbers(cells) if decimal != "," else np.full(len(cells), np.nan)
    wrong: dict[int, str] = {}
    hints: dict[int, str] = {}
    for index in np.flatnonzero(~np.isfinite(result)).tolist():
        cell = cells[index]
        result[index] = math.nan
        if is_missing(cell, missing):
            continue
        number = _number(cell, spec.type, decimal)
        if isinstance(number, float):
            result[index] = number
        else:
            wrong[index] = _expected_number(spec.type)
            hints[index] = number
    if spec.type is ColumnType.PERCENT:
        _scale_shares(cells, spec, result, wrong, hints)
    elif spec.type is ColumnType.COUNT:
        _refuse_fractions(result, wrong, hints)
    return Typed(result, wrong, hints)


def _fast_numbers(cells: Sequence[Any]) -> NDArray[np.float64]:
    """What pandas reads as plain numbers; everything else is NaN and looked at singly."""
    plain = [cell if isinstance(cell, str) or type(cell) in (int, float) else None for cell in cells]
    numeric = pd.to_numeric(pd.Series(plain, dtype=object), errors="coerce")
    return numeric.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)


def _number(cell: Any, kind: ColumnType, decimal: str) -> float | str:
    """The number that a cell holds, or a hint why there is none."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return ""
    if not isinstance(cell, str):
        return float(cell) if math.isfinite(cell) else ""
    text = cell.strip().replace("\N{MINUS SIGN}", "-")
    if kind is ColumnType.MONEY:
        text = _CURRENCY.sub("", text, count=1).strip()
    share = kind is ColumnType.PERCENT and text.endswith("%")
    if share:
        text = text[:-1].strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(f"[{_BLANKS}]", "", text)
    digits = _with_point(text, decimal)
    if not _PLAIN.fullmatch(digits) or not math.isfinite(float(digits)):
        return _number_hint(text, decimal)
    return float(digits)


def _with_point(text: str, decimal: str) -> str:
    """The text with a decimal point and without thousands signs; as it is when that is not certain."""
    if decimal == ",":
        if _DOT_GROUPS.fullmatch(text):
            text = text.replace(".", "")
        return text.replace(",", ".") if "." not in text else "?"
    if _COMMA_GROUPS.fullmatch(text) and (decimal == "." or not _ONE_COMMA_GROUP.fullmatch(text)):
        return text.replace(",", "")
    return text


def _number_hint(text: str, decimal: str) -> str:
    if not decimal and _ONE_COMMA_GROUP.fullmatch(text):
        return 'The comma can mean thousands or decimals: say decimal: "." or decimal: "," for the column.'
    if decimal != "," and re.fullmatch(r"[+-]?\d+,\d+", text):
        return 'If the comma is the decimal sign, say decimal: "," for the column.'
    return "Leave the cell empty if the number is unknown, or say what stands for missing values: missing: [n/a]."


def _expected_number(kind: ColumnType) -> str:
    return {
        ColumnType.COUNT: "a whole number",
        ColumnType.PERCENT: "a share such as 0.45 or 45 %",
        ColumnType.MONEY: "an amount of money",
    }.get(kind, "a number")


def _scale_shares(
    cells: Sequence[Any],
    spec: ColumnSpec,
    result: NDArray[np.float64],
    wrong: dict[int, str],
    hints: dict[int, str],
) -> None:
    signed = np.array([isinstance(cell, str) and cell.strip().endswith("%") for cell in cells], dtype=bool)
    result[signed | (spec.scale == "100")] /= 100
    if spec.scale == "1":
        for index in np.flatnonzero(~signed & (np.abs(result) > _MOST_SHARE)).tolist():
            result[index] = math.nan
            wrong[index] = _expected_number(spec.type)
            hints[index] = "If 45 means 45 %, say scale: 100 for the column."


def _refuse_fractions(result: NDArray[np.float64], wrong: dict[int, str], hints: dict[int, str]) -> None:
    for index in np.flatnonzero(np.isfinite(result) & (result != np.trunc(result))).tolist():
        result[index] = math.nan
        wrong[index] = "a whole number"
        hints[index] = 'If the column holds fractions, say type: number; if the point sets off thousands, decimal: ",".'


def texts(cells: Sequence[Any], kind: ColumnType, missing: Sequence[str]) -> Typed:
    """Texts without blanks at their ends, None where missing; whole numbers lose the point that Excel gives them."""
    absent = {"", *missing}
    # Nearly all cells are texts; a call for each takes as long as splitting the file.
    stripped = (cell.strip() if isinstance(cell, str) else cell for cell in cells)
    cleaned = [
        (None if cell in absent else cell) if isinstance(cell, str) else None if cell is None else _as_text(cell)
        for cell in stripped
    ]
    doubtful: dict[int, str] = {}
    if kind is ColumnType.ID:
        doubtful = {
            index: "an id with all its digits"
            for index, text in enumerate(cleaned)
            if text and _DAMAGED_ID.fullmatch(text)
        }
    return Typed(cleaned, doubtful=doubtful)


def _as_text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat().removesuffix("T00:00:00")
    return str(cell)


def booleans(cells: Sequence[Any], missing: Sequence[str]) -> Typed:
    """True, False, or None where missing or wrong."""
    values: list[bool | None] = []
    wrong: dict[int, str] = {}
    for index, cell in enumerate(cells):
        text = _as_text(cell).lower() if not is_missing(cell, missing) else ""
        value = True if text in _YES else False if text in _NO else None
        if text and value is None:
            wrong[index] = "yes or no, true or false, 1 or 0"
        values.append(value)
    return Typed(values, wrong)
