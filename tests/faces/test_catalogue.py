"""Every code of a problem is in the catalogue, and so in docs/problems.md; and the catalogue names no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from reportgen.errors import Problem, Severity
from reportgen.faces.catalogue import codes, sections, tasks
from reportgen.loaders.notes import NOTES
from reportgen.locations import Location
from scripts.problems import PAGE, page

SOURCE = Path(__file__).resolve().parents[2] / "reportgen"
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)+")
# Words with hyphens that are handed to functions and are no codes: encodings, marks in sheets, forms of dates, paths.
OTHERS = re.compile(r"utf-.*|us-ascii|built-in|s-curve|latin-1|rg-.*|stand-alone|[ymdhq]+(-[ymdhq]+)+")
# Codes of one word, and those that are put together.
FURTHER = {"usage", "jump", "unknown-language", "unknown-number-style"}


def written() -> Iterator[str]:
    """What the source hands to a call or keeps beside a message, and looks like a code."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts = node.args + [k.value for k in node.keywords] if isinstance(node, ast.Call) else []
            parts = node.elts if isinstance(node, ast.Tuple) else parts
            for part in parts:
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and CODE.fullmatch(part.value):
                    yield part.value


def test_every_code_of_the_source_is_explained() -> None:
    found = {code for code in written() if not OTHERS.fullmatch(code)} | set(NOTES) | FURTHER
    assert not sorted(found - set(codes())), "add them to reportgen/faces/catalogue.txt, run python -m scripts.problems"


def test_no_code_is_explained_that_the_source_does_not_have() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    assert not [code for code in codes() if f'"{code}"' not in texts and code not in FURTHER]


def test_a_code_is_explained_once_in_whole_sentences() -> None:
    names = [code.name for section in sections() for code in section.codes]
    assert len(names) == len(set(names))
    for section in sections():
        for code in section.codes:
            assert code.meaning.endswith(".")
            assert code.remedy.endswith(".")


def test_the_page_of_problems_is_what_the_catalogue_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m scripts.problems"


def test_problems_are_grouped_by_what_to_do_the_gravest_first() -> None:
    def problem(severity: Severity, code: str, file: str) -> Problem:
        return Problem(severity, code, "Something", Location(file))

    found = [
        problem(Severity.NOTICE, "date-format", "a"),
        problem(Severity.ERROR, "bad-number", "b"),
        problem(Severity.ERROR, "unknown-key", "c"),
        problem(Severity.ERROR, "bad-number", "d"),
    ]
    assert [(task.title, [one.location.file for one in task.problems]) for task in tasks([*found, found[1]])] == [
        ("Correct the project file", ["c"]),
        ("Correct the cells", ["b", "d"]),
        ("Say how it is meant", ["a"]),
    ]
