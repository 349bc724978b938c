"""A rendering that failed -> every problem the data show, found by rendering again with the faults stepped over."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from types import FrameType, TracebackType
from typing import Any

import jinja2
from jinja2 import Undefined, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from reportgen.errors import Problem, Severity
from reportgen.locations import TagLocation
from reportgen.templating.bounds import ArithmeticOnFactsError, LimitError, RunawayError
from reportgen.templating.compile import COMPILE_ERRORS, compiled_in, start
from reportgen.templating.environment import TagEnvironment, public_names
from reportgen.templating.findings import Findings, did_you_mean
from reportgen.templating.lines import Line, Silence
from reportgen.templating.placing import Placer
from reportgen.templating.slots import Run
from reportgen.templating.source import Source
from reportgen.templating.template import Template

# A template with more faulty tags than this is reported up to here; each pass renders everything once.
_MOST_PASSES = 40
# What the compiled templates' frames call their file.
_FILE = "<template>"
_DECLARE = "Declare a KPI with this formula in the project and print that."


def collect_problems(
    template: Template, context: Mapping[str, object], placer: Placer, first: Exception
) -> list[Problem]:
    """The problems of a template that show with these data, in the order of the tags; at least one."""
    collector = _Collector(template, context)
    source = template.source
    error: Exception | None = None
    if isinstance(first, RunawayError):
        # Once is enough for a template that takes its time.
        collector.note(first, collector.line_of(first, template.compiled))
        return collector.sorted()
    for _ in range(_MOST_PASSES):
        error = collector.run(source, placer)
        line = collector.line_of(error) if error else 0
        if error is None or not line:
            break
        collector.note(error, line)
        calmed = _calmed(source.lines[line - 1])
        if isinstance(error, RunawayError) or calmed is None:
            break
        source = replace(source, lines=(*source.lines[: line - 1], calmed, *source.lines[line:]))
    if error is not None:
        collector.note(error, collector.line_of(error))
    if not collector.findings.problems:
        collector.note(first, 0)
    return collector.sorted()


class _Collector:
    def __init__(self, template: Template, context: Mapping[str, object]) -> None:
        self.findings = Findings()
        self._template, self._context = template, context
        self._environment = TagEnvironment(_collecting(self))
        self._compiled: jinja2.Template | None = None

    def run(self, source: Source, placer: Placer) -> Exception | None:
        """Render and throw the output away; what stopped it, if anything did."""
        try:
            self._compiled = compiled_in(self._environment, source, bunched=False)
            run = Run(placer, source.payloads, self._template.line_tags, source.statics)
            for _ in start(self._compiled, self._context, run):
                pass
        except COMPILE_ERRORS as error:
            return error
        except Exception as error:
            return error
        return None

    def line_of(self, error: BaseException | None, compiled: jinja2.Template | None = None) -> int:
        """The line of the innermost tag that was being worked on; 0 when there is none."""
        compiled = compiled or self._compiled
        line, trace = 0, error.__traceback__ if error else None
        while isinstance(trace, TracebackType):
            if trace.tb_frame.f_code.co_filename == _FILE:
                line = compiled.get_corresponding_lineno(trace.tb_lineno) if compiled else 0
            trace = trace.tb_next
        return line

    def note_undefined(self, message: str, refused: bool, hint: str) -> None:
        """A missing name was used in the tag whose code is running now."""
        frame: FrameType | None = sys._getframe()
        while frame is not None and frame.f_code.co_filename != _FILE:
            frame = frame.f_back
        line = self._line(frame.f_lineno) if frame else 0
        self._add(line, "refused" if refused else "unknown-name", message, hint)

    def note(self, error: BaseException, line: int) -> None:
        """An error stopped the tag on this line."""
        code, message, hint = _words(error)
        self._add(line, code, message, hint)

    def hint_for(self, absent: Undefined) -> str:
        """The nearest name there is."""
        obj: Any = absent._undefined_obj
        name = str(absent._undefined_name or "")
        known = self._context if obj is missing else public_names(obj)
        return did_you_mean(name, [one for one in known if isinstance(one, str)])

    def sorted(self) -> list[Problem]:
        """The problems in the order of the tags."""
        order = {tag.place: tag.number for tag in self._template.tags}
        return sorted(
            self.findings.problems,
            key=lambda problem: order.get(problem.location, 0) if isinstance(problem.location, TagLocation) else 0,
        )

    def _line(self, python_line: int) -> int:
        return self._compiled.get_corresponding_lineno(python_line) if self._compiled else 0

    def _add(self, line: int, code: str, message: str, hint: str) -> None:
        tag = self._template.tag_at(line)
        if tag is not None:
            self.findings.add(tag, code, message, hint=hint)
            return
        problem = Problem(Severity.ERROR, code, message, TagLocation(self._template.file), hint=hint)
        if problem not in self.findings.problems:
            self.findings.problems.append(problem)


def _collecting(collector: _Collector) -> type[Undefined]:
    """A kind of undefined that notes its use and then behaves as if it were empty."""

    class Collecting(Undefined):
        __slots__ = ()

        def _note(self) -> None:
            refused = issubclass(self._undefined_exception, SecurityError)
            hint = "" if refused else collector.hint_for(self)
            collector.note_undefined(_undefined_words(self), refused, hint)

        def __str__(self) -> str:
            self._note()
            return ""

        def __len__(self) -> int:
            self._note()
            return 0

        def __iter__(self) -> Any:
            self._note()
            return iter(())

        def __bool__(self) -> bool:
            self._note()
            return False

        def __eq__(self, other: object) -> bool:
            self._note()
            return False

        def __ne__(self, other: object) -> bool:
            self._note()
            return True

        def __hash__(self) -> int:
            return id(type(self))

        def _same(self, *_: Any, **__: Any) -> Any:
            self._note()
            return self

        def _false(self, *_: Any, **__: Any) -> Any:
            return bool(self)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return self._same()

        __call__ = __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _same
        __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __rmod__ = __pow__ = __neg__ = __pos__ = _same
        __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _false

    return Collecting


def _undefined_words(absent: Undefined) -> str:
    obj: Any = absent._undefined_obj
    name = absent._undefined_name
    if absent._undefined_hint and issubclass(absent._undefined_exception, SecurityError):
        return f"the template may not use {name!r} of this value"
    if obj is missing:
        return f'there is no "{name}"'
    return f'this value has no "{name}"'


def _words(error: BaseException) -> tuple[str, str, str]:
    """Code, sentence and hint for an error that a tag raised."""
    text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    if isinstance(error, ArithmeticOnFactsError):
        return "arithmetic", text, _DECLARE
    if isinstance(error, TypeError) and "unsupported operand" in text:
        return "arithmetic", "the template cannot calculate with these", _DECLARE
    if isinstance(error, SecurityError):
        return "refused", "the template may not do this: " + text, ""
    if isinstance(error, UndefinedError):
        return "unknown-name", text, ""
    if isinstance(error, LimitError):
        return "too-much", text, ""
    if isinstance(error, RecursionError):
        return "too-much", "macros or brackets are nested too deeply", ""
    if isinstance(error, MemoryError):
        return "too-much", "the template needs more memory than there is", ""
    if isinstance(error, TypeError) and "not supported between" in text:
        return "comparison", f"these values cannot be compared ({text})", "Ask for the status, or declare a KPI."
    return "failed-tag", text.rstrip(".") or type(error).__name__, ""


def _calmed(line: Line) -> Line | None:
    """The line without its effect, so that the next pass gets past it; None where that is not possible."""
    if line.payload is not None:
        return replace(line, code="0", payload=Silence())
    keyword, _, rest = line.code.partition(" ")
    if keyword == "for":
        return replace(line, code=f"for {rest.split(' in ')[0]} in ()")
    if keyword in ("if", "elif"):
        return replace(line, code=f"{keyword} false")
    if keyword == "set" and "=" in rest:
        return replace(line, code=f"set {rest.split('=')[0]} = ''")
    return None
