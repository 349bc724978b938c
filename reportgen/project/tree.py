"""YAML text -> a tree of texts, lists and mappings, with marks; nothing is typed by how it looks.

`no` stays "no" and 001001 stays "001001". Built from the parser's events, so that a deep or cyclic file
cannot exhaust the machine: aliases are refused, depth is limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from reportgen.errors import Problem, Severity
from reportgen.locations import TextLocation
from reportgen.project.marks import Mark, Marks, Tree

# A project has six levels; more than this is a mistake or an attack.
_MAX_DEPTH = 30
# What the parser says when a quotation mark or bracket is not closed.
_UNCLOSED = ("end of stream", "stream end", "expected ',' or", "document indicator")
_QUOTE = 'Put the text between quotation marks, such as "a: b".'
# What the parser says, in words that tell what to do.
_REASONS = {
    "flow mapping": ("a bracket { is not closed", "Write the closing }, and commas between the entries."),
    "flow sequence": ("a bracket [ is not closed", "Write the closing ], and commas between the entries."),
    "unexpected end of stream": ("a quotation mark is not closed", "Write the closing quotation mark."),
    "mapping values are not allowed": ("a colon followed by a blank stands where no key can be", _QUOTE),
    "cannot start any token": ("a text cannot begin with this character", _QUOTE),
    "unknown escape character": (
        "\\ means something inside quotation marks",
        "Write \\\\, or use single quotation marks.",
    ),
    "did not find expected key": ("the indentation does not fit the lines above", "Indent all keys of a part alike."),
}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a YAML text gives: the tree, None when it is not YAML at all; the marks; the problems; and the paths of
    values that could not be read, of which nothing is in the tree."""

    tree: Tree | None
    marks: Marks
    problems: list[Problem]
    lost: tuple[tuple[str | int, ...], ...] = ()


def read_tree(text: str, file: str) -> Reading:
    """The tree of a YAML text."""
    builder = _Builder(file, text.splitlines())
    readable = True
    try:
        for event in yaml.parse(text, _LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax_problem(error, file))
        readable = False
    except yaml.YAMLError as error:  # a character that YAML does not allow
        builder.problems.append(_character_problem(error, text, file))
        readable = False
    except _RefusedError:
        readable = builder.root is not None  # what follows the first document is refused, the first is not
    if not readable:
        return Reading(None, Marks(file), builder.problems)
    if builder.root is None:
        return Reading({}, Marks(file), builder.problems)
    return Reading(builder.root.value, Marks(file, builder.root.mark), builder.problems, tuple(builder.lost))


class _RefusedError(Exception):
    """The rest of the file is not read."""


@dataclass(slots=True)
class _Node:
    value: Tree
    mark: Mark


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; `key` is a mapping's key that waits for its value."""

    node: _Node
    key: tuple[str, Mark] | None = None
    marks: Any = field(default_factory=dict)


class _Builder:
    """Takes the events of one document."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.root: _Node | None = None
        self.lost: list[tuple[str | int, ...]] = []
        self._open: list[_Open] = []

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._problem("yaml-alias", "Aliases (*name) are not used in project files", event, "write the value out")
        elif isinstance(event, yaml.ScalarEvent):
            self._add(_Node(event.value, self._scalar_mark(event)), plain=not event.style)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed = self._open.pop()
            closed.node.mark.children = closed.marks
            self._add(closed.node)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._problem("yaml-document", "A project file holds one document", event, "remove the line ---")
            raise _RefusedError

    def _start(self, event: Any) -> None:
        mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
        if len(self._open) >= _MAX_DEPTH:
            self._problem("yaml-depth", "The project file is nested too deeply", event, f"at most {_MAX_DEPTH} levels")
            raise _RefusedError
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(_Node({} if is_mapping else [], mark), marks={} if is_mapping else []))

    def _add(self, node: _Node, plain: bool = False) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node.value, list):
            parent.node.value.append(node.value)
            parent.marks.append(node.mark)
        elif parent.key is None:
            self._take_key(parent, node)
        else:
            key, place = parent.key
            parent.key = None
            node.mark.key_line, node.mark.key_column = place.line, place.column
            # A key without a value says nothing: the default holds.
            if key in parent.marks:
                self._duplicate(key, place, parent.marks[key])
            elif not (plain and node.value == "") and isinstance(parent.node.value, dict):
                parent.node.value[key] = node.value
                parent.marks[key] = node.mark

    def _take_key(self, parent: _Open, node: _Node) -> None:
        if isinstance(node.value, str):
            parent.key = (node.value, node.mark)
            return
        place = TextLocation(self.file, node.mark.line, node.mark.column)
        self.problems.append(
            Problem(
                Severity.ERROR,
                "yaml-key",
                "A key must be a word",
                place,
                expected="key: value",
                hint="Put quotes around texts that start with [ or {.",
            )
        )
        raise _RefusedError

    def _duplicate(self, key: str, place: Mark, first: Mark) -> None:
        self.problems.append(
            Problem(
                Severity.ERROR,
                "duplicate-key",
                f'The key "{key}" is said twice',
                TextLocation(self.file, place.line, place.column),
                expected=f"one {key}; the first stands in line {first.key_line}",
                hint="Remove one of them.",
            )
        )

    def _scalar_mark(self, event: Any) -> Mark:
        line, column = event.start_mark.line, event.start_mark.column
        if event.start_mark.line != event.end_mark.line:
            starts = tuple(self._starts(event))
            if starts:
                return Mark(starts[0][1], starts[0][2], starts=starts)
        return Mark(line + 1, column + (2 if event.style in ("'", '"') else 1))

    def _starts(self, event: Any) -> Iterator[tuple[int, int, int]]:
        """Where the parts of a text over several lines stand; an escape hides none but the part it is in."""
        first, last = event.start_mark, event.end_mark
        read = 0
        for number in range(first.line, min(last.line + 1, len(self.lines))):
            start = first.column if number == first.line else 0
            end = last.column if number == last.line else None
            if event.style in ("|", ">"):
                start = len(self.lines[number]) if number == first.line else 0  # the sign and what follows it
            part = self.lines[number][start:end]
            shown = part.strip().strip(event.style if event.style in ("'", '"') else None)
            shown = shown.removesuffix("\\") if event.style == '"' else shown
            found = event.value.find(shown, read) if shown else -1
            if found >= 0:
                # The first part stands for all before it too.
                yield found if read else 0, number + 1, start + part.index(shown) + 1
                read = found + len(shown)

    def _problem(self, code: str, message: str, event: Any, expected: str) -> None:
        place = TextLocation(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        self.problems.append(Problem(Severity.ERROR, code, message, place, expected=expected))
        if code == "yaml-alias":
            self._lose_value()

    def _lose_value(self) -> None:
        """Go on as if the value were not there, and note where it was missed."""
        parent = self._open[-1] if self._open else None
        if parent is None or (parent.key is None and isinstance(parent.node.value, dict)):
            raise _RefusedError
        if parent.key is not None:
            self.lost.append(tuple(opened.key[0] if opened.key else len(opened.marks) for opened in self._open))
            parent.key = None


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    if error.context_mark and any(said in str(error.problem) for said in _UNCLOSED):
        mark = error.context_mark  # where it opens, not where the search for the end gave up
    place = TextLocation(file, mark.line + 1, mark.column + 1) if mark else TextLocation(file)
    said = " ".join(part for part in (error.context, error.problem) if part)
    known = (answer for part, answer in _REASONS.items() if part in said)
    reason, hint = next(known, (said, "Look at indentation, brackets and quotation marks."))
    return Problem(Severity.ERROR, "yaml-syntax", f"The file is not valid YAML: {reason}", place, hint=hint)


def _character_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    match = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text)
    at = match.start() if match else 0
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    found = f"U+{ord(text[at]):04X}" if match else str(error)
    return Problem(
        Severity.ERROR,
        "yaml-character",
        "A character cannot stand in the file",
        TextLocation(file, line, column),
        found=found,
        hint="Remove it.",
    )
