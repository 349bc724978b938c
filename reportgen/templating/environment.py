"""The Jinja environment of templates: sandboxed, strict, without a loader, and quick with our own values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.templating.bounds import OPERATORS, compute
from reportgen.templating.filters import ALLOWED_FILTERS, ALLOWED_FUNCTIONS, ALLOWED_TESTS
from reportgen.templating.fragments import Fragment
from reportgen.templating.printers import escaped
from reportgen.templating.slots import SLOT_FILTERS

# Characters XML cannot hold: no text of a template can be mistaken for a delimiter.
VALUE_BEGIN, VALUE_END, STATEMENT_BEGIN, STATEMENT_END = "\x01", "\x02", "\x03", "\x04"

_SAFE_TEXT_METHODS = frozenset(
    [
        "capitalize",
        "casefold",
        "count",
        "endswith",
        "find",
        "isalnum",
        "isalpha",
        "isdecimal",
        "isdigit",
        "islower",
        "isnumeric",
        "isspace",
        "istitle",
        "isupper",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "upper",
    ]
)
_SAFE_ON_OTHERS = frozenset({"items", "keys", "values", "get", "count", "index"})
_MISSING = object()


class TagEnvironment(ImmutableSandboxedEnvironment):
    """Lets templates read public fields, properties and methods of frozen dataclasses, keys of mappings, and
    harmless methods of texts, lists and dates; nothing else."""

    intercepted_binops = OPERATORS
    concat = staticmethod(Fragment)

    def __init__(self, undefined: type[Undefined] = StrictUndefined) -> None:
        super().__init__(
            VALUE_OPTIONS["block_start_string"],
            VALUE_OPTIONS["block_end_string"],
            VALUE_OPTIONS["variable_start_string"],
            VALUE_OPTIONS["variable_end_string"],
            "\x05",
            "\x06",
            keep_trailing_newline=True,
            undefined=undefined,
            autoescape=False,
            cache_size=0,
        )
        self.filters = {**ALLOWED_FILTERS, **SLOT_FILTERS}
        self.tests = dict(ALLOWED_TESTS)
        self.globals = {"range": self.globals["range"], **ALLOWED_FUNCTIONS}

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return super().call_binop(context, operator, left, right)
        return compute(operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        kind = type(obj)
        public = _PUBLIC.get(kind)
        if public is None:
            public = _PUBLIC[kind] = _public(kind)
        if attribute in public:
            return getattr(obj, attribute)
        if isinstance(obj, Mapping):
            held = obj.get(attribute, _MISSING)
            if held is not _MISSING:
                return held
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if not super().is_safe_attribute(obj, attr, value):
            return False
        if isinstance(obj, str):
            return attr in _SAFE_TEXT_METHODS
        if isinstance(obj, Mapping | list | tuple):
            return attr in _SAFE_ON_OTHERS or not callable(value)
        return True

    def wrap_str_format(self, value: Any) -> None:
        """Nothing to wrap: text.format is refused, since a width in it can ask for any amount of memory."""

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        result = super().call(__context, __obj, *args, **kwargs)
        # {% call %} writes what it gets as it is, and only a macro returns XML.
        if "caller" in kwargs and not isinstance(result, Fragment):
            return Fragment([escaped(str(result))])
        return result


VALUE_OPTIONS = {
    "block_start_string": STATEMENT_BEGIN,
    "block_end_string": STATEMENT_END,
    "variable_start_string": VALUE_BEGIN,
    "variable_end_string": VALUE_END,
}
_PUBLIC: dict[type, frozenset[str]] = {}


def public_names(obj: object) -> list[str]:
    """What a template can name of a value."""
    if isinstance(obj, Mapping):
        return [name for name in obj if isinstance(name, str)]
    return sorted(_public(type(obj)))


def _public(kind: type) -> frozenset[str]:
    """The names of a frozen dataclass that templates may read without the sandbox's own checks."""
    parameters = getattr(kind, "__dataclass_params__", None)
    if not is_dataclass(kind) or parameters is None or not parameters.frozen:
        return frozenset()
    members = {name for name in dir(kind) if not name.startswith("_")}
    return frozenset(members | {f.name for f in fields(kind) if not f.name.startswith("_")})
