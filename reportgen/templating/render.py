"""Compiled template + context -> finished parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from reportgen.errors import ReportgenError, TemplateError
from reportgen.templating.bounds import MOST_OUTPUT, RunawayError
from reportgen.templating.compile import start
from reportgen.templating.fragments import Fragment, Mark
from reportgen.templating.lines import Fresh, Guard, PartStart
from reportgen.templating.placing import Placer, RenderedPart
from reportgen.templating.slots import Run
from reportgen.templating.template import Template

# Pieces are looked at in bunches: most bunches hold nothing but text, and finding that out costs little.
_BUNCH = 4096
# Renewed numbers start above those that Office programs give.
_FIRST_FRESH = 1_000_000


def render_template(template: Template, context: Mapping[str, object], placer: Placer) -> list[RenderedPart]:
    """The finished parts. Raises TemplateError with every problem that shows only with data; the placer may
    then have been called for output that is thrown away, so use a fresh placer for each call."""
    run = Run(placer, template.payloads, template.line_tags, template.source.statics)
    try:
        return _Writer(template).write(start(template.compiled, context, run))
    except ReportgenError:
        raise
    except Exception as error:
        from reportgen.templating.collect import collect_problems

        raise TemplateError(collect_problems(template, context, placer, error)) from error


@dataclass(slots=True)
class _Writer:
    """Joins pieces and settles the marks between them."""

    template: Template
    parts: list[RenderedPart] = field(default_factory=list)
    _out: list[str] = field(default_factory=list)
    _begun: dict[tuple[str, int], int] = field(default_factory=dict)
    _part: PartStart | None = None
    _copies: dict[str, int] = field(default_factory=dict)
    _numbers: dict[str, set[str]] = field(default_factory=dict)
    _open: list[int] = field(default_factory=list)
    _size: int = 0

    def write(self, pieces: Iterator[str]) -> list[RenderedPart]:
        while bunch := list(islice(pieces, _BUNCH)):
            self._size += sum(map(len, bunch))
            if self._size > MOST_OUTPUT:
                raise RunawayError(f"the finished document grows beyond {MOST_OUTPUT:,} characters")
            if set(map(type, bunch)) == {str}:
                self._out += bunch
            else:
                for piece in bunch:
                    if type(piece) is str:
                        self._out.append(piece)
                    else:
                        self._take(piece)
        self._finish()
        return self.parts

    def _take(self, piece: str) -> None:
        if isinstance(piece, Fragment):
            for inner in piece.flat():
                self._take(inner)
        elif isinstance(piece, Mark):
            self._settle(piece.payload)
        else:
            self._out.append(piece)

    def _settle(self, payload: PartStart | Guard | Fresh) -> None:
        if isinstance(payload, PartStart):
            self._finish()
            self._part = payload
        elif isinstance(payload, Fresh):
            self._out.append(self._fresh(payload))
        elif payload.begins:
            self._open.append(len(self._out))
        elif self._open:
            self._mend(payload, self._open.pop())

    def _finish(self) -> None:
        if self._part is None:
            return
        name, whole = self._part.part, self._part.whole
        copy = self._copies.get(name, -1) + 1
        self._copies[name] = copy
        data = "".join(self._out).encode("utf-8") if whole is None else self.template.parts[name]
        self.parts.append(RenderedPart(name, data, copy))
        self._out, self._open = [], []

    def _fresh(self, payload: Fresh) -> str:
        used = self._numbers.setdefault(payload.kind, set())
        number = payload.value if payload.value not in used else str(_FIRST_FRESH + len(used))
        used.add(number)
        return number

    def _mend(self, guard: Guard, begun: int) -> None:
        written = self._out[begun:]
        if guard.keep.last:
            tail = "".join(written).rstrip()
            alone = re.search(rf"<{re.escape(guard.child)}(\s[^<>]*)?/>$", tail[-500:])
            kept = tail.endswith(f"</{guard.child}>") or bool(alone)
        else:
            kept = any(re.search(rf"<{re.escape(guard.child)}[\s/>]", piece) for piece in written)
        if not kept and guard.fill:
            self._out.append(guard.fill)
        elif not kept:
            del self._out[begun:]
        elif guard.mends and guard.keep.mend:
            self._out[begun:] = [guard.keep.mend("".join(written))]
