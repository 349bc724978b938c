"""XlsxWriter, held to its word: what it refuses with a warning and a number is an error here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

# What Excel takes: a prompt's or alert's title, its text, and a formula or list in a validation.
_TITLE, _TEXT, _FORMULA = 32, 255, 255
# Points of a line of the standard font in Excel.
LINE_HEIGHT = 15.0


class _EmptyText(str):
    """The empty text as a result. XlsxWriter compares with "" and then leaves out that the result is a text, which
    makes the cell a number without digits."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return 0


_EMPTY = _EmptyText()


def write(page: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Write a value as what it is; a text is never taken for a formula, a number or a link."""
    if value is None or value == "":
        done = page.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        done = page.write_boolean(row, column, value, style)
    elif isinstance(value, int | float):
        done = page.write_number(row, column, value, style)
    elif isinstance(value, date):
        done = page.write_datetime(row, column, datetime(value.year, value.month, value.day), style)
    else:
        # Excel holds 32,767 characters in a cell.
        done = page.write_string(row, column, str(value)[:32_767], style)
    _kept(done, f"cell {row}, {column}")


def write_formula(page: Any, row: int, column: int, formula: str, style: Any, value: Any) -> None:
    """Write a formula with its result, which readers that do not calculate show."""
    _kept(page.write_formula(row, column, formula, style, _EMPTY if value == "" else value), formula)


def validate(page: Any, area: tuple[int, int, int, int], rule: Mapping[str, Any]) -> None:
    """Put a validation on cells: texts cut to what Excel takes; a formula that is too long is an error."""
    limits = {"input_title": _TITLE, "error_title": _TITLE, "input_message": _TEXT, "error_message": _TEXT}
    said = {
        key: shortened(value, limits[key]) if key in limits and isinstance(value, str) else value
        for key, value in rule.items()
    }
    for key in ("source", "value", "criteria", "minimum", "maximum"):
        if isinstance(said.get(key), str) and len(said[key]) > _FORMULA:
            raise ValueError(f"a validation of {len(said[key])} characters")
    _kept(page.data_validation(*area, said), str(rule))


def format_when(page: Any, area: tuple[int, int, int, int], formula: str, style: Any, stop: bool = False) -> None:
    """Colour cells for which a formula is true."""
    if len(formula) > _FORMULA:
        raise ValueError(f"a conditional format of {len(formula)} characters")
    rule = {"type": "formula", "criteria": formula, "format": style, "stop_if_true": stop}
    _kept(page.conditional_format(*area, rule), formula)


def define(book: Any, name: str, formula: str) -> None:
    """A defined name."""
    _kept(book.define_name(name, formula), name)


def height(texts: Sequence[object], widths: Sequence[float], most: int = 12) -> float:
    """The height in points of a row whose texts are wrapped in columns of these widths; they fill nine tenths of a
    line. Excel fits rows itself, other programs do not."""
    pairs = zip(texts, widths, strict=True)
    lines = max((-(-len(str(text or "")) // max(1, int(width * 0.9))) for text, width in pairs), default=1)
    return LINE_HEIGHT * min(most, max(1, lines))


def shortened(text: str, length: int) -> str:
    """The text, cut at a word when it is too long."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _kept(done: Any, what: str) -> None:
    if isinstance(done, int) and done < 0:
        raise ValueError(f"XlsxWriter refused {what}")
