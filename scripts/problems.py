"""Write docs/problems.md from the catalogue of problems: `python -m scripts.problems`."""

from __future__ import annotations

from pathlib import Path

from reportgen.faces.catalogue import sections

PAGE = Path(__file__).resolve().parent.parent / "docs" / "problems.md"
_INTRODUCTION = """\
# Problems

Every problem has a place, what was found, what was expected, a hint, and a code that stays the same from version to
version. An **error** keeps the documents from being made; a **warning** does not, but should be looked at; a
**notice** is for the record. `reportgen check` prints them grouped by what to do; `--json`, `--html FILE` and `--mark`
give them to a program, to a browser and beside the cells (see [commands](commands.md)).

This page is made from the catalogue of the program.
"""


def page() -> str:
    """The page as Markdown."""
    parts = [_INTRODUCTION]
    for section in sections():
        rows = "\n".join(f"| `{code.name}` | {code.meaning} | {code.remedy} |" for code in section.codes)
        parts.append(
            f"## {section.title}\n{section.scope}\n\n| code | what it means | what to do |\n|---|---|---|\n{rows}\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
