"""The headers of system exports in other languages, one line each in words/headers.yaml.

A system's export speaks the language of the person who made it, or English whatever that is: both are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

# Behind a header that was seen in an export, in code that reads one, or in the vendor's own documentation.
_SEEN = " +"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A header in another language. `seen`: somebody has met it; otherwise it is a translation of our own."""

    language: str
    text: str
    seen: bool


def foreign_headers(system: str, headers: Iterable[str]) -> tuple[str, ...]:
    """The headers, and behind each what it is called in other languages."""
    known = _read().get(system, {})
    named = [(header, *(other.text for other in known.get(header, ()))) for header in headers]
    return tuple(dict.fromkeys(text for texts in named for text in texts))


def headers_of(system: str) -> Mapping[str, tuple[Foreign, ...]]:
    """What the headers of a system are called in other languages, by the English header."""
    return _read().get(system, {})


@cache
def _read() -> Mapping[str, Mapping[str, tuple[Foreign, ...]]]:
    import yaml

    text = resources.files("reportgen.contracts").joinpath("words/headers.yaml").read_text(encoding="utf-8")
    content = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    languages = content.pop("languages")
    return {
        system: {header: _others(languages, said) for header, said in headers.items()}
        for system, headers in content.items()
    }


def _others(languages: list[str], said: list[str]) -> tuple[Foreign, ...]:
    """One header or several, divided by a bar, in each language; an empty one is not translated."""
    return tuple(
        Foreign(language, text.strip().removesuffix(_SEEN), text.strip().endswith(_SEEN))
        for language, texts in zip(languages, said, strict=True)
        for text in texts.split(" | ")
        if text.strip()
    )
