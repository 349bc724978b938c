"""Distinct cells -> numbers: what one cell leaves open (decimal sign, scale of shares, currency) its column decides.

Where the column does not decide either, it is asked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import ColumnSpec, ColumnType
from reportgen.loaders.cells import Typed, is_missing, note
from reportgen.loaders.plain import PlainNumbers, may_name_numbers
from reportgen.loaders.words import as_text
from reportgen.loaders.written import Written, bare_number, decimal_signs, is_open, read_number

# A share above this is a percent number without its sign: 45 for 45 %. Real shares pass 100 % (52 of 33), not 500 %.
_MOST_SHARE = 5.0
_DONE = {
    "suppressed": "It counts as missing, not as 0.",
    "error-cell": "It counts as missing. Correct the formula, or leave the cell empty.",
}


def numbers(cells: Sequence[Any], spec: ColumnSpec, decimal: str, missing: Sequence[str]) -> Typed:
    """Numbers as float64, NaN where missing or wrong; shares as ratios, counts whole."""
    if isinstance(cells, PlainNumbers) and not may_name_numbers((*missing, *spec.zero)):
        typed = Typed(cells.floats())
        return _judged(cells, spec, {}, typed) if cells.has_points or spec.type is ColumnType.PERCENT else typed
    result = _fast_numbers(cells) if decimal != "," else np.full(len(cells), np.nan)
    typed = Typed(result)
    odd = [index for index in np.flatnonzero(~np.isfinite(result)).tolist() if not is_missing(cells[index], missing)]
    result[~np.isfinite(result)] = math.nan
    sign = decimal or _found_sign(cells, odd, spec.type, typed)
    if sign == "," and not decimal:
        odd = sorted({*odd, *(index for index, cell in enumerate(cells) if isinstance(cell, str) and "." in cell)})
        odd = [index for index in odd if not is_missing(cells[index], missing)]
    read = {index: read_number(cells[index], spec.type, sign) for index in odd}
    for index, written in read.items():
        result[index] = math.nan if written.value is None else written.value
        if written.value is None:
            typed.wrong[index] = _expected_number(spec.type)
            typed.hints[index] = written.hint
        for kind in written.taken:
            share = " %" if written.share else ""
            done = _DONE.get(kind) or f"It was read as {written.value:.15g}{share}."
            typed.notes.setdefault(kind, {})[index] = done
    zeros = [index for index, cell in enumerate(cells) if spec.zero and _told(cell) in spec.zero]
    if zeros:
        result[zeros] = 0.0
        note(typed.notes, "counted-as-zero", zeros, "It counts as 0.")
        for index in zeros:
            typed.wrong.pop(index, None)
            typed.hints.pop(index, None)
    if missing:
        taken = set(zeros)
        gone = [index for index, cell in enumerate(cells) if index not in taken and is_missing(cell, missing)]
        result[gone] = math.nan
    _one_currency(read, typed)
    return _judged(cells, spec, read, typed)


def _judged(cells: Sequence[Any], spec: ColumnSpec, read: dict[int, Written], typed: Typed) -> Typed:
    """The numbers as their column's type has them."""
    if spec.type is ColumnType.PERCENT:
        _scale_shares(cells, spec, read, typed)
    elif spec.type is ColumnType.COUNT:
        _refuse_fractions(typed)
    return typed


def _told(cell: Any) -> str:
    return "" if cell is None else as_text(cell)


def _fast_numbers(cells: Sequence[Any]) -> NDArray[np.float64]:
    """What pandas reads as plain numbers; everything else is NaN and looked at singly."""
    plain = [cell if isinstance(cell, str) or type(cell) in (int, float) else None for cell in cells]
    numeric = pd.to_numeric(pd.Series(plain, dtype=object), errors="coerce")
    return numeric.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)


def _found_sign(cells: Sequence[Any], odd: Sequence[int], kind: ColumnType, typed: Typed) -> str:
    """The decimal sign that the column's texts show; empty when they show none, or both."""
    digits = {index: bare_number(cell, kind).digits for index in odd if isinstance(cell := cells[index], str)}
    commas = [index for index, text in digits.items() if decimal_signs(text) == ","]
    odd_points = [index for index, text in digits.items() if decimal_signs(text) == "."]
    pointed = [
        index for index, cell in enumerate(cells) if isinstance(cell, str) and "." in cell and index not in digits
    ]
    # Most columns end here: the first number with a point that is no group of three shows that it is decimal.
    shown = (index for index in pointed if decimal_signs(cells[index].strip()) == ".")
    points = odd_points[0] if odd_points else next(shown, None)
    opened = [index for index, text in digits.items() if is_open(text)]
    if commas and points is None:
        opened += [index for index in pointed if is_open(cells[index].strip())]
        done = f'The comma was read as the decimal sign, because of "{cells[commas[0]].strip()}".'
        note(typed.notes, "decimal-sign", [*commas, *opened], done)
        return ","
    if points is not None and not commas and opened:
        done = f'The point was read as the decimal sign, because of "{cells[points].strip()}".'
        note(typed.notes, "decimal-sign", opened, done)
        return "."
    if points is None and kind is not ColumnType.COUNT and not commas:
        doubtful = [index for index in pointed if is_open(cells[index].strip())]
        hint = 'It was read as decimals. Say decimal: "." if that is right, decimal: "," if thousands are meant.'
        note(typed.notes, "point-doubtful", doubtful, hint)
    return ""


def _one_currency(read: dict[int, Written], typed: Typed) -> None:
    """Amounts of several currencies do not add up."""
    found = {written.currency for written in read.values() if written.currency}
    if len(found) < 2:
        return
    for index, written in read.items():
        if written.currency and written.value is not None:
            typed.values[index] = math.nan
            typed.wrong[index] = f"amounts in one currency, not in {' and '.join(sorted(found))}"
            typed.hints[index] = "Put the amounts of each currency into a column of their own."
            for done in typed.notes.values():
                done.pop(index, None)


def _expected_number(kind: ColumnType) -> str:
    return {
        ColumnType.COUNT: "a whole number",
        ColumnType.PERCENT: "a share such as 0.45 or 45 %",
        ColumnType.MONEY: "an amount of money",
    }.get(kind, "a number")


def _scale_shares(cells: Sequence[Any], spec: ColumnSpec, read: dict[int, Written], typed: Typed) -> None:
    """Shares as ratios: 63 % and 0.63 are certain; 63 alone is 63 % where no other number of the column is a ratio."""
    result = typed.values
    signed = np.zeros(len(cells), dtype=bool)
    signed[[index for index, written in read.items() if written.share]] = True
    sizes = np.where(signed | np.isnan(result), 0.0, np.abs(result))
    result[signed | (spec.scale == "100")] /= 100
    if spec.scale == "100":
        return
    large = np.flatnonzero(sizes > _MOST_SHARE).tolist()
    ratios = bool(((sizes > 0) & (sizes < 1)).any())
    if large and not ratios and not spec.scale:
        unsigned = np.flatnonzero(sizes > 0)
        for index in unsigned.tolist():
            typed.notes.setdefault("percent-scale", {})[index] = f"It was read as {result[index]:.15g} %."
        result[unsigned] /= 100
    elif large:
        for index in large:
            result[index] = math.nan
            typed.wrong[index] = _expected_number(spec.type)
            typed.hints[index] = "If 45 means 45 %, say scale: 100 for the column."
    elif not ratios and not spec.scale and (sizes > 1).any():
        hint = "It was read as a multiple: 2 is 200 %. Say scale: 100 if per cent are meant, scale: 1 if not."
        note(typed.notes, "percent-doubtful", np.flatnonzero(sizes >= 1).tolist(), hint)


def _refuse_fractions(typed: Typed) -> None:
    result = typed.values
    for index in np.flatnonzero(np.isfinite(result) & (result != np.trunc(result))).tolist():
        result[index] = math.nan
        typed.wrong[index] = "a whole number"
        typed.hints[index] = (
            'If the column holds fractions, say type: number; if the point sets off thousands, decimal: ",".'
        )
