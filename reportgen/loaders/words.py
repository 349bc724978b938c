"""Distinct cells -> texts, ids and booleans.

A text is what a person sees: without blanks at its ends and without characters that nobody sees. Two spellings of a
column that differ only in what the eye cannot tell apart (blanks, apostrophes, letters of another alphabet) are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from reportgen.contracts import ColumnSpec, ColumnType
from reportgen.loaders.cells import Typed, is_missing, note, without_invisible
from reportgen.loaders.spellings import unify

_DAMAGED_ID = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{2}")
_POINT_ID = re.compile(r"(\d+)[.,]0")
# "3-4" and "MAR1" typed into Excel become 3 April and 1 March; a CSV then says 03-Apr.
_DATE_ID = re.compile(r"\d{1,2}[-.][^\W\d_]{3}\.?(?:-\d{2})?|[^\W\d_]{3}[-.]\d{2}|\d{4}-\d{2}-\d{2}(?: 00:00:00)?")
# Excel keeps 15 digits of a number; what is longer ends in zeros that were not there.
_EXCEL_DIGITS = 10.0**15
_YES = re.compile(
    "true|yes|y|1|wahr|ja|vrai|oui|vero|sì|si|prawda|tak|так|да|правда|αληθές|ναι|sim|sí|[✓✔☑]", re.IGNORECASE
)
_NO = re.compile("false|no|n|0|falsch|nein|faux|non|falso|fałsz|nie|ні|нет|не|ψευδές|όχι|não|[✗✘☐]", re.IGNORECASE)


def texts(cells: Sequence[Any], spec: ColumnSpec, missing: Sequence[str]) -> Typed:
    """Texts, None where missing; whole numbers lose the point that Excel gives them."""
    absent = {"", *missing}
    # Nearly all cells are texts; a call for each takes as long as splitting the file.
    stripped = (cell.strip() if isinstance(cell, str) else cell for cell in cells)
    cleaned = [
        (None if cell in absent else cell) if isinstance(cell, str) else None if cell is None else as_text(cell)
        for cell in stripped
    ]
    if spec.choices:
        cleaned = [spec.choice_of(text) if text else text for text in cleaned]
    typed = Typed(cleaned)
    odd = [index for index, text in enumerate(cleaned) if text and not text.isascii()]
    for index in odd:
        text = str(cleaned[index])
        clear = without_invisible(text).strip()
        if clear != text:
            cleaned[index] = clear or None
            note(typed.notes, "invisible-characters", [index], "They were taken away.")
    if spec.type is ColumnType.ID:
        _check_ids(cells, spec, typed)
    unify(typed)
    return typed


def _check_ids(cells: Sequence[Any], spec: ColumnSpec, typed: Typed) -> None:
    """What programs do to ids: digits lost, zeros lost, dates made of codes."""
    values = typed.values
    known = [text for text in values if text]
    if not "".join(known).isdigit():
        _unpoint(typed)
        _tell_dates(cells, typed)
    numeric = [index for index, cell in enumerate(cells) if isinstance(cell, int | float)]
    large = [index for index in numeric if abs(cells[index]) >= _EXCEL_DIGITS]
    written = [index for index, text in enumerate(values) if text and "+" in text and _DAMAGED_ID.fullmatch(text)]
    if large or written:
        note(typed.notes, "damaged-id", [*large, *written], "Export the file again with this column as text.")
    _fill_zeros(spec, typed)


def _tell_dates(cells: Sequence[Any], typed: Typed) -> None:
    """Name ids that a program took for dates."""
    values = typed.values
    dated = [index for index, cell in enumerate(cells) if isinstance(cell, datetime | date)]
    texts = [index for index, text in enumerate(values) if isinstance(cells[index], str) and text and _is_dated(text)]
    # A column of dates is one; among other ids a date was a code.
    if 2 * len(texts) < sum(1 for text in values if text):
        dated += texts
    if dated:
        note(typed.notes, "id-became-date", dated, _AS_TEXT)


def _is_dated(text: str) -> bool:
    return _DATE_ID.fullmatch(text) is not None


def _unpoint(typed: Typed) -> None:
    """2119.0 is 2119 in a column in which all ids are numbers with a point and a zero."""
    values = typed.values
    pointed = {index: match[1] for index, text in enumerate(values) if text and (match := _POINT_ID.fullmatch(text))}
    if not pointed or any(text and ("." in text or "," in text) and index not in pointed
                          for index, text in enumerate(values)):  # fmt: skip
        return
    for index, text in pointed.items():
        note(typed.notes, "id-point", [index], f"It was read as {text}.")
        values[index] = text


def _fill_zeros(spec: ColumnSpec, typed: Typed) -> None:
    """Ids of a declared width get their zeros back; others are told when their neighbours start with zeros."""
    values = typed.values
    if not spec.digits and len({len(text) for text in values if text}) < 2:
        return
    numeric = {index: text for index, text in enumerate(values) if text and text.isascii() and text.isdigit()}
    if spec.digits:
        for index, text in numeric.items():
            if len(text) < spec.digits:
                values[index] = text.zfill(spec.digits)
                note(typed.notes, "id-filled", [index], f"It was read as {values[index]}.")
        return
    padded = {len(text) for text in numeric.values() if text[0] == "0" and len(text) > 1}
    if len(padded) != 1:
        return
    width = padded.pop()
    # As far as all ids of the column have one width, or less.
    if any(len(text) > width for text in numeric.values()):
        return
    short = [index for index, text in numeric.items() if len(text) < width]
    hint = f"Write it with all {width} digits, or say digits: {width} for the column."
    note(typed.notes, "id-zeros", short, hint)


def as_text(cell: Any) -> str:
    """A cell of any type as text."""
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
        text = without_invisible(as_text(cell)) if not is_missing(cell, missing) else ""
        value = True if _YES.fullmatch(text) else False if _NO.fullmatch(text) else None
        if text and value is None:
            wrong[index] = "yes or no, true or false, 1 or 0"
        values.append(value)
    return Typed(values, wrong)


_AS_TEXT = "Format the column as text before the codes are typed in, and correct this one."
