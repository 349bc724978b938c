"""A compiled template -> the names it takes from the report, each as it is written: `kpi.reach.target`."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import meta, nodes

from reportgen.templating.names import spelled
from reportgen.templating.source import read_tags
from reportgen.templating.template import Template


def names_used(template: Template) -> tuple[str, ...]:
    """The names of a template without its own variables, sorted."""
    tree = read_tags(template.source)
    free = meta.find_undeclared_variables(tree)
    return tuple(sorted({name for name in _longest(tree) if name and _root(name) in free}))


def _root(name: str) -> str:
    return name.partition(".")[0].partition("[")[0].partition("(")[0]


def _longest(node: nodes.Node) -> Iterator[str]:
    """What is written out in a tree; of kpi.reach.target only the whole, and what stands in its arguments."""
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem | nodes.Call):
        name = spelled(node)
        if name:
            yield name
            for inner in (node, *node.find_all((nodes.Call, nodes.Getitem))):
                for argument in _arguments(inner):
                    yield from _longest(argument)
            return
    for child in node.iter_child_nodes():
        yield from _longest(child)


def _arguments(node: nodes.Node) -> Iterator[nodes.Node]:
    if isinstance(node, nodes.Call):
        yield from node.args
        yield from node.kwargs
    elif isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
        yield node.arg
