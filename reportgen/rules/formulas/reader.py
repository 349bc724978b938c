"""Formula text -> Python's own syntax tree, within bounds; and the place of each node in the text.

Nothing is ever executed: the tree is only looked at. The bounds keep the parser itself from being
the expensive part, whatever the text.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportgen.errors import Problem, Severity
from reportgen.locations import Location, Passage

MAX_LENGTH = 2000
MAX_DEPTH = 40
# Ten years of months: no single step goes further back, and no window is longer.
MAX_WINDOW = 120


@dataclass(slots=True)
class Findings:
    """The problems of one formula, with places inside it."""

    text: str
    passage: Passage
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, message: str, offset: int, found: str = "", expected: str = "", hint: str = "") -> None:
        """One error at so many characters after the formula's first one."""
        self.problems.append(Problem(Severity.ERROR, code, message, self.place(offset), found, expected, hint))

    def place(self, offset: int) -> Location:
        """The file, line and column of a character of the formula."""
        return self.passage.at(offset)

    def offset(self, node: ast.AST) -> int:
        """Where a node starts, in characters: Python counts bytes of UTF-8."""
        return len(self._bytes()[: getattr(node, "col_offset", 0)].decode("utf-8", "ignore"))

    def source(self, node: ast.AST) -> str:
        """The text of a node as it was written, on one line."""
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
        return " ".join(self._bytes()[start:end].decode("utf-8", "ignore").split())

    def _bytes(self) -> bytes:
        return on_one_line(self.text).encode("utf-8", "surrogatepass")


def on_one_line(text: str) -> str:
    """The text with line ends as blanks, character for character: a formula may be written over several lines."""
    return "".join(" " if character in "\r\n\t\f" else character for character in text)


def read_expression(findings: Findings) -> ast.expr | None:
    """The syntax tree of the formula; None when there is none, with the problem added."""
    text = on_one_line(findings.text)
    if not text.strip():
        findings.add("formula-empty", "The formula is empty", 0, hint="For example sum(table.column).")
        return None
    if len(text) > MAX_LENGTH or _nesting(text) > MAX_DEPTH:
        findings.add(
            "formula-too-long",
            "The formula is too long or too deeply nested",
            0,
            found=f"{len(text)} characters, {_nesting(text)} brackets inside each other",
            expected=f"at most {MAX_LENGTH} characters and {MAX_DEPTH} brackets",
            hint="Split it into several KPIs and refer to them as kpi.name.",
        )
        return None
    lead = len(text) - len(text.lstrip(" "))
    try:
        with _no_warnings():
            tree = ast.parse(text.strip(" "), mode="eval")
    except SyntaxError as error:
        offset = max(0, min((error.offset or 1) - 1 + lead, len(text.rstrip(" ")) - 1))
        findings.add(
            "formula-syntax",
            "The formula cannot be read",
            offset,
            found=_excerpt(findings.text, offset),
            hint=_syntax_hint(text),
        )
        return None
    except (ValueError, MemoryError, RecursionError):
        findings.add("formula-syntax", "The formula holds characters that cannot be read", 0)
        return None
    for node in ast.walk(tree):
        if hasattr(node, "col_offset"):
            _shift(node, lead)
    if _depth(tree) > MAX_DEPTH * 2:
        findings.add("formula-too-long", "The formula is too deeply nested", 0, hint="Split it into several KPIs.")
        return None
    return tree.body


def _shift(node: ast.AST, by: int) -> None:
    for name in ("col_offset", "end_col_offset"):
        setattr(node, name, getattr(node, name) + by)


def _nesting(text: str) -> int:
    deepest = depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _depth(tree: ast.AST) -> int:
    # Level by level instead of by recursion: "-" * 1000 nests without a single bracket.
    level: list[ast.AST] = [tree]
    depth = 0
    while level:
        depth += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def _excerpt(text: str, offset: int) -> str:
    return text[offset : offset + 20].strip() or "the end of the formula"


def _syntax_hint(text: str) -> str:
    if text.count("(") > text.count(")") and "," not in text:
        # In { } of a project file a comma ends the formula before it gets here.
        return 'The brackets do not match. A formula with commas stands in quotation marks: formula: "sum(a, where=b)".'
    if text.count("(") != text.count(")"):
        return "The brackets do not match."
    if text.count("'") % 2 or text.count('"') % 2:
        return "A quotation mark is not closed."
    if any(mark in text for mark in "≤≥≠×÷’‘“”"):
        return "Write <=, >=, !=, *, / and straight quotation marks."
    if "%" in text:
        return "Percent signs are not part of a formula; unit: percent prints them."
    if "&&" in text or "||" in text or "<>" in text or "!" in text.replace("!=", ""):
        return "Write and, or, not and !=."
    if "=" in text.replace("==", "").replace("<=", "").replace(">=", "").replace("!=", "").replace("where=", ""):
        return "Compare with ==."
    return "Formulas are written like sum(table.column, where=state == 'done') / count(table)."


@contextmanager
def _no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
