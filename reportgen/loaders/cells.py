"""Distinct cell values -> typed values: what all types share.

Every function that types takes the distinct values of a column and gives one result each, for a value that is wrong
what was expected in its place, and for one that was read although it is not plain what was done with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportgen.loaders.findings import Finding
from reportgen.loaders.grid import is_blank
from reportgen.loaders.notes import NOTES

# They have no width and no meaning in a figure, a code or a name; joiners of Indic and Persian script stay.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF]
    + [code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)]
)


@dataclass(frozen=True, slots=True)
class Typed:
    """`values` has one typed value per distinct cell; `wrong` says what was expected where a cell is not that;
    `notes` says by kind (see `notes.NOTES`) what was done with a cell."""

    values: Any
    wrong: dict[int, str] = field(default_factory=dict)
    hints: dict[int, str] = field(default_factory=dict)
    notes: dict[str, dict[int, str]] = field(default_factory=dict)

    def remarks(self) -> Iterator[Finding]:
        """The notes as findings."""
        for code, done in self.notes.items():
            if done:
                note = NOTES[code]
                yield Finding(code, note.message, dict.fromkeys(done, ""), done, note.severity)


def is_missing(value: Any, missing: Sequence[str]) -> bool:
    """True for a blank cell and for the texts that are declared to mean "no value"; "0" names the number too."""
    if is_blank(value):
        return True
    if isinstance(value, str):
        return value.strip() in missing
    return type(value) in (int, float) and f"{value:.15g}" in missing


def without_invisible(text: str) -> str:
    """The text without characters that cannot be seen and take no room."""
    return text if text.isascii() and text.isprintable() else text.translate(_INVISIBLE)


def note(notes: dict[str, dict[int, str]], code: str, indices: Iterable[int], done: str) -> None:
    """Say the same of several cells."""
    notes.setdefault(code, {}).update(dict.fromkeys(indices, done))
