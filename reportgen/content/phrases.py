"""Sentences, names and signs: text that knows what it prints."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.content.values import Status


@dataclass(frozen=True, slots=True)
class Span:
    """The characters of a text, from start to before end, that print the fact `id`."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A finished sentence in the report's language that knows which of its characters are facts."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Label:
    """A name with a smaller second line, as in the first column of a scorecard."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """The sign of a status, printed in the status colour."""

    status: Status

    def __bool__(self) -> bool:
        return bool(self.status.symbol)
