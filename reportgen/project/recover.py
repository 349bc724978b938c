"""YAML with faults in its form -> what can be read of it, and every place where it cannot.

A parser stops at the first fault, and an open bracket makes it take the rest of the file for its inside. Here the
text is divided as a person sees it, by indentation: each block is read by itself, one that cannot be read is divided
again, and the smallest that fail are told and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reportgen.errors import Problem, Severity
from reportgen.locations import TextLocation
from reportgen.project.aside import Path
from reportgen.project.tree import Reading, read_tree

_BLANKS = "Indent with blanks only, two for each level."
# Section, entry, key: below that a fault costs no more than one value.
_LEVELS = 3
# More faults than this are no slips of the pen: the file is something else.
_MOST = 20
_KEY = re.compile(r"""(\s*)["']?([^\s"'#:\-\[{][^"'#:]*?)["']?\s*:(?:\s|$)""")


def read_text(text: str, file: str) -> Reading:
    """The tree of a YAML text; where its form is wrong, the tree of what remains without the faulty blocks."""
    reading = read_tree(text, file)
    if reading.tree is not None:
        return reading
    lines, tabs = _without_tabs(text.splitlines(), file)
    mended = read_tree("\n".join(lines), file)
    if mended.tree:
        return replace(mended, problems=[*tabs, *mended.problems])
    search = _Search(file, lines)
    search.divide([], 0, len(lines), ())
    if not 0 < len(search.problems) <= _MOST:
        return reading
    rest = read_tree("\n".join(search.kept), file)
    if not rest.tree:
        return reading
    return replace(rest, problems=[*tabs, *search.problems, *rest.problems], lost=(*search.lost, *rest.lost))


def _without_tabs(lines: list[str], file: str) -> tuple[list[str], list[Problem]]:
    """The lines indented with blanks alone, as they were probably meant, and a problem for each run of others."""
    mended, problems = list[str](), list[Problem]()
    before, opens, in_run = 0, False, False
    for number, line in enumerate(lines):
        lead = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in lead and line.strip():
            # Blanks beside the tab are the depth that the line had; a tab alone goes with the lines around it.
            depth = lead.count(" ") or _depth_between(before + 2 * opens, line, lines[number + 1 :])
            if not in_run:
                place = TextLocation(file, number + 1, 1)
                message = "The file is not valid YAML: a tab indents the line"
                problems.append(Problem(Severity.ERROR, "yaml-syntax", message, place, expected="blanks", hint=_BLANKS))
            line, in_run = " " * depth + line.strip(), True
        elif line.strip():
            in_run = False
        if not _empty(line):
            before, opens = _indent(line), _opens(line)
        mended.append(line)
    return mended, problems


def _depth_between(above: int, line: str, below: list[str]) -> int:
    """The depth of a line that follows from the lines around it; a line that opens a part stands above what follows."""
    after = next((_indent(other) for other in below if not _empty(other)), above)
    return max(0, min(above, after - 2)) if _opens(line) else above


@dataclass(slots=True)
class _Search:
    file: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    lost: list[Path] = field(default_factory=list)
    kept: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.kept = list(self.lines)

    def divide(self, above: list[int], first: int, end: int, path: Path) -> None:
        """Look at the blocks of the lines from first to end, which stand below the lines `above` at path."""
        for start, stop in self._blocks(first, end):
            if len(self.problems) > _MOST:
                return
            problem = self._problem(above, start, stop)
            if problem is None:
                continue
            name = _name(self.lines[start])
            if name and len(path) + 1 < _LEVELS and self._holds_blocks(start, stop):
                before = len(self.problems)
                self.divide([*above, start], start + 1, stop, (*path, name))
                if len(self.problems) > before:
                    continue
            self.problems.append(problem)
            self._leave_out(start, stop, path)

    def _blocks(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        """The lines of each block: one that is indented as the first is, and those that are indented more."""
        used = [number for number in range(first, end) if not _empty(self.lines[number])]
        if not used:
            return
        depth = _indent(self.lines[used[0]])
        starts = [number for number in used if _indent(self.lines[number]) <= depth]
        yield from zip(starts, [*starts[1:], end], strict=True)

    def _holds_blocks(self, start: int, stop: int) -> bool:
        """True for a line that is a key alone, with keys below it."""
        below = [line for line in self.lines[start + 1 : stop] if not _empty(line)]
        return _opens(self.lines[start]) and bool(below) and _name(below[0]) != ""

    def _problem(self, above: list[int], start: int, stop: int) -> Problem | None:
        """What is wrong with the form of a block, in its own file's lines."""
        numbers = [*above, *range(start, stop)]
        text = "\n".join(self.lines[number] for number in numbers)
        reading = read_tree(text, self.file)
        if reading.tree is not None:
            held: object = reading.tree
            for number in above:
                held = held.get(_name(self.lines[number])) if isinstance(held, dict) else None
            if isinstance(held, dict) or (not above and _mark_of_document(self.lines[start])):
                return None
            here = TextLocation(self.file, start + 1, _indent(self.lines[start]) + 1)
            message = "The file is not valid YAML: this line is no key with a value"
            return Problem(Severity.ERROR, "yaml-syntax", message, here, expected="key: value")
        told = next(problem for problem in reading.problems if problem.severity is Severity.ERROR)
        place = told.location
        if not isinstance(place, TextLocation):
            return told
        line = numbers[min(place.line, len(numbers)) - 1] + 1
        return replace(told, location=replace(place, line=line))

    def _leave_out(self, start: int, stop: int, path: Path) -> None:
        """Blank the block, and note the keys that stand in it beside its own: they may belong to the level above."""
        depth = _indent(self.lines[start])
        for number in range(start, stop):
            name = _name(self.lines[number])
            near = number == start or 0 < _indent(self.lines[number]) - depth < 2
            if name and near:
                self.lost.append((*path, name))
            self.kept[number] = ""


def _empty(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _opens(line: str) -> bool:
    """True for a line that is a key alone."""
    return line.split(" #")[0].rstrip().endswith(":")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _name(line: str) -> str:
    """The key with which a line begins; empty when it begins otherwise."""
    match = _KEY.match(line)
    return match[2].strip() if match else ""


def _mark_of_document(line: str) -> bool:
    return line.startswith(("---", "...", "%"))
