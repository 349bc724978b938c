"""Write docs/system-exports-headers.md from the headers that the contracts know: `python -m scripts.headers`."""

from __future__ import annotations

from pathlib import Path

from reportgen.contracts import about_contract, ready_contracts
from reportgen.contracts.foreign import Foreign, headers_of

PAGE = Path(__file__).resolve().parent.parent / "docs" / "system-exports-headers.md"
_LANGUAGES = {
    "fr": "French", "de": "German", "it": "Italian", "pl": "Polish", "uk": "Ukrainian", "ru": "Russian", "el": "Greek"
}  # fmt: skip
_INTRODUCTION = """\
# Headers of system exports by language

The headers by which the ready contracts of [system exports](system-exports.md) find their columns, beside the English
ones. **Bold** ones were seen: in an export, in published code that reads one, or in the vendor's own documentation in
that language. The others are **our translations**, not seen in an export so far; where yours says something else, map
the column in `report.yaml`. English headers are those of real exports and of the vendors' documentation.

Where they were seen: Microsoft 365 in the German (2019) and Russian (2023) reference of Microsoft Graph, which
translates the headers in its text while its sample files keep English ones, so an export may well be English whatever
the language of the person; Jira and Microsoft Forms in published programs and samples that read exports of these
languages. An empty cell means that the English header holds there, too.

This page is made by the program.
"""


def page() -> str:
    """The page as Markdown."""
    systems = dict.fromkeys(about_contract(name).system for name in ready_contracts())
    parts = [_INTRODUCTION, *(_table(system) for system in sorted(filter(None, systems)))]
    return "\n".join(parts)


def _table(system: str) -> str:
    head = f"| English | {' | '.join(_LANGUAGES.values())} |\n|{'---|' * (len(_LANGUAGES) + 1)}"
    rows = [
        f"| {header} | {' | '.join(_cell(others, language) for language in _LANGUAGES)} |"
        for header, others in headers_of(system).items()
    ]
    seen = sum(other.seen for others in headers_of(system).values() for other in others)
    every = sum(len(others) for others in headers_of(system).values())
    told = f"{seen} of {every} were seen." if seen else f"None of these {every} was seen: all are our translations."
    return f"## {system}\n\n{told}\n\n{head}\n" + "\n".join(rows) + "\n"


def _cell(others: tuple[Foreign, ...], language: str) -> str:
    own = [other for other in others if other.language == language]
    return ", ".join(f"**{other.text}**" if other.seen else other.text for other in own)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
