"""A syntax tree + a vocabulary -> every name, attribute, filter and test that does not exist, with a suggestion."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from jinja2 import nodes

from reportgen.templating.filters import ALLOWED_FILTERS, ALLOWED_FUNCTIONS, ALLOWED_TESTS
from reportgen.templating.findings import Findings, did_you_mean
from reportgen.templating.placing import Tag
from reportgen.templating.vocabulary import (
    UNKNOWN,
    Vocabulary,
    attribute_kind,
    attribute_names,
    called_kind,
    item_kind,
)

_Scope = ChainMap[str, Any]
_FUNCTIONS = (*ALLOWED_FUNCTIONS, "range")
# What these filters give is of the kind they get, or of its items.
_SAME = ("sort", "list", "reverse", "unique", "select", "reject", "selectattr", "rejectattr")
_ITEM = ("first", "last", "min", "max")


def check_names(
    tree: nodes.Template, vocabulary: Vocabulary | None, tag_at: Callable[[int], Tag | None], findings: Findings
) -> None:
    """Note what the tree names and nobody knows; without a vocabulary only filters and tests are looked at."""
    checker = _Checker(vocabulary, tag_at, findings)
    checker.statements(tree.body, ChainMap({}))


class _Checker:
    def __init__(self, vocabulary: Vocabulary | None, tag_at: Callable[[int], Tag | None], findings: Findings) -> None:
        self._names = None if vocabulary is None else vocabulary.names
        self._tag_at, self._findings = tag_at, findings

    def statements(self, body: Iterable[nodes.Node], scope: _Scope) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: _Scope) -> None:
        if isinstance(node, nodes.For):
            self._for(node, scope)
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            self._macro(node, scope)
        elif isinstance(node, nodes.Assign):
            self._assign(node.target, self._kind(node.node, scope), scope)
        elif isinstance(node, nodes.AssignBlock):
            self.statements(node.body, scope.new_child())
            self._assign(node.target, str, scope)
            if node.filter is not None:
                self._kind(node.filter, scope)
        elif isinstance(node, nodes.With):
            inner = scope.new_child()
            for target, value in zip(node.targets, node.values, strict=True):
                self._assign(target, self._kind(value, scope), inner)
            self.statements(node.body, inner)
        elif isinstance(node, nodes.Expr):
            self._kind(node, scope)
        else:
            self.statements(node.iter_child_nodes(), scope)

    def _for(self, node: nodes.For, scope: _Scope) -> None:
        kind = self._kind(node.iter, scope)
        inner = scope.new_child({"loop": Any})
        self._assign(node.target, item_kind(kind), inner)
        if node.test is not None:
            self._kind(node.test, inner)
        self.statements(node.body, inner)
        self.statements(node.else_, scope.new_child())

    def _macro(self, node: nodes.Macro | nodes.CallBlock, scope: _Scope) -> None:
        if isinstance(node, nodes.Macro):
            scope[node.name] = Any
        else:
            self._kind(node.call, scope)
        inner = scope.new_child({"caller": Any, "varargs": Any, "kwargs": Any})
        for default in node.defaults:
            self._kind(default, scope)
        for argument in node.args:
            inner[argument.name] = Any
        self.statements(node.body, inner)

    def _assign(self, target: nodes.Node, kind: Any, scope: MutableMapping[str, Any]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = kind
        elif isinstance(target, nodes.Tuple):
            for name in target.items:
                self._assign(name, Any, scope)

    def _kind(self, node: nodes.Node, scope: _Scope) -> Any:
        """The kind of an expression; what it names is checked on the way."""
        if isinstance(node, nodes.Name):
            return self._name(node, scope)
        if isinstance(node, nodes.Getattr):
            return self._attribute(self._kind(node.node, scope), node.attr, node)
        if isinstance(node, nodes.Getitem):
            return self._item(node, scope)
        if isinstance(node, nodes.Call):
            kind = self._kind(node.node, scope)
            self._arguments(node, scope)
            return called_kind(kind)
        if isinstance(node, nodes.Filter):
            return self._filter(node, scope)
        if isinstance(node, nodes.Test):
            return self._test(node, scope)
        if isinstance(node, nodes.Const):
            return type(node.value) if node.value is not None else Any
        if isinstance(node, nodes.Concat):
            self._children(node, scope)
            return str
        self._children(node, scope)
        return Any

    def _children(self, node: nodes.Node, scope: _Scope) -> None:
        for child in node.iter_child_nodes():
            self._kind(child, scope)

    def _arguments(self, node: nodes.Call | nodes.Filter | nodes.Test, scope: _Scope) -> None:
        for argument in (*node.args, *(pair.value for pair in node.kwargs), node.dyn_args, node.dyn_kwargs):
            if argument is not None:
                self._kind(argument, scope)

    def _name(self, node: nodes.Name, scope: _Scope) -> Any:
        if node.name in scope:
            return scope[node.name]
        if node.name in _FUNCTIONS or self._names is None:
            return Any
        if node.name in self._names:
            return self._names[node.name]
        hint = self._of_another(node.name) or did_you_mean(node.name, [*self._names, *scope])
        self._note(node.lineno, "unknown-name", f'there is no "{node.name}"', hint)
        return Any

    def _of_another(self, name: str) -> str:
        """A hint where a name is one of what something else has, as `title` is one of `report`; of several the one
        whose kind the fewest share and that has the most, since many tables and maps have a title."""
        kinds = self._names or {}
        has = {owner: list(attribute_names(kind)) for owner, kind in kinds.items()}
        alike = [str(kind) for kind in kinds.values()]
        owners = [owner for owner in has if name in has[owner]]
        nearest = min(owners, key=lambda owner: (alike.count(str(kinds[owner])), -len(has[owner])), default="")
        return f'Did you mean "{nearest}.{name}"?' if nearest else ""

    def _attribute(self, kind: Any, name: str, node: nodes.Getattr | nodes.Getitem) -> Any:
        found = attribute_kind(kind, name)
        if found is not UNKNOWN:
            return found
        message = f'{spelled(node.node) or "this value"} has no "{name}"'
        self._note(node.lineno, "unknown-name", message, did_you_mean(name, attribute_names(kind)))
        return Any

    def _item(self, node: nodes.Getitem, scope: _Scope) -> Any:
        kind = self._kind(node.node, scope)
        self._kind(node.arg, scope)
        # A key that is only known with data is still a key: what it yields is an item, not a name.
        key = node.arg.value if isinstance(node.arg, nodes.Const) else ...
        if isinstance(node.arg, nodes.Slice):
            return kind
        found = item_kind(kind, key)
        if found is UNKNOWN:
            return self._attribute(kind, str(key), node)
        return found

    def _filter(self, node: nodes.Filter, scope: _Scope) -> Any:
        if node.name not in ALLOWED_FILTERS:
            hint = did_you_mean(node.name, ALLOWED_FILTERS)
            self._note(node.lineno, "unknown-filter", f'there is no filter "{node.name}"', hint)
        self._arguments(node, scope)
        kind = Any if node.node is None else self._lenient(node.node, scope, node.name in ("default", "d"))
        if node.name in _ITEM:
            return item_kind(kind)
        return kind if node.name in _SAME else Any

    def _test(self, node: nodes.Test, scope: _Scope) -> Any:
        if node.name not in ALLOWED_TESTS:
            hint = did_you_mean(node.name, ALLOWED_TESTS)
            self._note(node.lineno, "unknown-test", f'there is no test "{node.name}"', hint)
        self._arguments(node, scope)
        self._lenient(node.node, scope, node.name in ("defined", "undefined"))
        return bool

    def _lenient(self, node: nodes.Node, scope: _Scope, lenient: bool) -> Any:
        """The kind of what a test or filter looks at; `x is defined` may name what does not exist."""
        if not lenient:
            return self._kind(node, scope)
        noted = len(self._findings.problems)
        kind = self._kind(node, scope)
        del self._findings.problems[noted:]
        return kind

    def _note(self, line: int, code: str, message: str, hint: str) -> None:
        tag = self._tag_at(line)
        if tag is not None:
            self._findings.add(tag, code, message, hint=hint)


def spelled(node: nodes.Node) -> str:
    """A name as the template writes it, such as `kpi.reach.by(…)`; empty for an expression of another form."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Call):
        called = spelled(node.node)
        return f"{called}(…)" if called else ""
    if not isinstance(node, nodes.Getattr | nodes.Getitem):
        return ""
    owner = spelled(node.node)
    if isinstance(node, nodes.Getattr):
        return f"{owner}.{node.attr}" if owner else ""
    key = node.arg.value if isinstance(node.arg, nodes.Const) else "…"
    return f"{owner}[{key}]" if owner else ""
