"""Items of all parts -> one Jinja template: a line per tag, so that a line number is a tag; static text beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any, cast

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from reportgen.templating.environment import (
    STATEMENT_BEGIN,
    STATEMENT_END,
    VALUE_BEGIN,
    VALUE_END,
    TagEnvironment,
)
from reportgen.templating.lines import Line, OwnerSlot, PartStart, Payload
from reportgen.templating.placing import Tag

# Where templates are read and run, unless somebody looks for problems with data.
ENVIRONMENT = TagEnvironment()


@dataclass(frozen=True, slots=True)
class Source:
    """`lines` by line number less one, and the static text that follows each."""

    lines: tuple[Line, ...]
    statics: tuple[str, ...]

    def tag_at(self, line: int) -> Tag | None:
        """The tag on a line."""
        return self.lines[line - 1].tag if 0 < line <= len(self.lines) else None

    @property
    def payloads(self) -> dict[int, Payload]:
        """What the values of each line need, by line number."""
        return {number: line.payload for number, line in enumerate(self.lines, 1) if line.payload is not None}

    @property
    def tags(self) -> dict[int, Tag]:
        """The tag of each line, by line number."""
        return {number: line.tag for number, line in enumerate(self.lines, 1) if line.tag is not None}


def arrange(items: Sequence[str | Line]) -> Source:
    """The lines and statics of items, of which the first is a line."""
    lines: list[Line] = []
    statics: list[str] = []
    for item in items:
        if isinstance(item, Line):
            lines.append(item)
            statics.append("")
        else:
            statics[-1] += item
    return Source(tuple(lines), tuple(statics))


def read_tags(source: Source, environment: TagEnvironment = ENVIRONMENT) -> nodes.Template:
    """The syntax tree of the tags, as their author wrote them. Raises what Jinja raises."""
    return environment.parse(written(source.lines))


def rewritten(tree: nodes.Template, source: Source, bunched: bool = True) -> nodes.Template:
    """The tree, changed so that every value is handed to its slot and the static texts are in their places.

    bunched: in loops, values with nothing but text between them are printed by one call, which saves a third of the
    time of long tables; a traceback then names the first of them, so problems are looked for in a template without.
    """
    _Rewriter(source, bunched).visit(tree)
    return tree


def written(lines: Iterable[Line]) -> str:
    """The lines as Jinja reads them."""
    return "".join(_written(line) for line in lines)


def generate(environment: TagEnvironment, tree: nodes.Template) -> CodeType:
    """The compiled template. Raises what Jinja and Python raise."""
    return environment.compile(tree)


def _written(line: Line) -> str:
    # The blanks keep a leading minus from being read as Jinja's whitespace control.
    if line.payload is None:
        return f"{STATEMENT_BEGIN} {line.code} {STATEMENT_END}\n"
    return f"{VALUE_BEGIN} {line.code} {VALUE_END}\n"


class _Rewriter(NodeTransformer):
    """Puts the static texts in and wraps each value in the filter of its slot."""

    def __init__(self, source: Source, bunched: bool) -> None:
        self._source, self._bunched = source, bunched
        self._captured = 0
        self._loops = 0

    def visit_Output(self, node: nodes.Output) -> nodes.Node | None:  # noqa: N802
        self.generic_visit(node)
        children: list[nodes.Expr] = []
        for group in self._groups(node.nodes):
            children += self._bunch(group) if self._bunched and self._loops else self._separate(group)
        return nodes.Output(children, lineno=node.lineno) if children else None

    def _groups(self, parts: Iterable[nodes.Expr]) -> list[list[nodes.Expr]]:
        """Values with their texts: a part's beginning stays alone, since all after it are printed for another copy."""
        groups: list[list[nodes.Expr]] = [[]]
        for part in parts:
            payload = self._source.lines[part.lineno - 1].payload
            value = not isinstance(part, nodes.TemplateData)
            if value and isinstance(payload, PartStart):
                groups += [[part], []]
            else:
                groups[-1].append(part)
        return groups

    def _bunch(self, parts: list[nodes.Expr]) -> list[nodes.Expr]:
        values = [part for part in parts if not isinstance(part, nodes.TemplateData)]
        if len(values) < 2 or any(_holes(self._source.lines[value.lineno - 1].payload) for value in values):
            return self._separate(parts)
        # Neighbouring lines: the printers of a bunch write the texts between and after them.
        line = values[0].lineno
        bunch = _filter(values[0], "\x00bunch", nodes.Const(line, lineno=line), *values[1:])
        leading = self._static(parts[0].lineno) if parts[0] is not values[0] else []
        return [*leading, bunch]

    def _separate(self, parts: Iterable[nodes.Expr]) -> list[nodes.Expr]:
        children: list[nodes.Expr] = []
        for child in parts:
            if isinstance(child, nodes.TemplateData):
                children += self._static(child.lineno)
                continue
            holes = _holes(self._source.lines[child.lineno - 1].payload)
            arguments = children[len(children) - holes :]
            del children[len(children) - holes :]
            number = nodes.Const(child.lineno, lineno=child.lineno)
            children.append(_filter(child, "\x00fill" if arguments else "\x00print", number, *arguments))
        return children

    def _static(self, line: int) -> list[nodes.Expr]:
        static = self._source.statics[line - 1]
        return [nodes.TemplateData(static, lineno=line)] if static else []

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        self._loops += 1
        self.generic_visit(node)
        self._loops -= 1
        node.iter = _filter(node.iter, "\x00rounds")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        number = nodes.Const(node.lineno, lineno=node.lineno)
        node.nodes = [_filter(child, "\x00string", number) for child in node.nodes]
        return _filter(node, "\x00limited")

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> Any:  # noqa: N802
        self.generic_visit(node)
        # Jinja would write the filter's result as it is; captured and printed like a value, it is escaped.
        self._captured += 1
        name = f"captured_{self._captured}_"
        target = nodes.Name(name, "store", lineno=node.lineno)
        assign = nodes.AssignBlock(target, node.filter, node.body, lineno=node.lineno)
        value = nodes.Name(name, "load", lineno=node.lineno)
        number = nodes.Const(node.lineno, lineno=node.lineno)
        printed = _filter(_filter(value, "\x00string", number), "\x00escaped")
        return [assign, nodes.Output([printed], lineno=node.lineno)]


def _holes(payload: Payload | None) -> int:
    if not isinstance(payload, OwnerSlot):
        return 0
    return sum(1 for piece in (*payload.before, *payload.after) if isinstance(piece, int))


def _filter(node: nodes.Node, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(cast(nodes.Expr, node), name, list(arguments), [], None, None, lineno=node.lineno)
