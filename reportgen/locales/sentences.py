"""Sentences: facts to a Phrase that knows which of its characters print which fact.

Every language has one `sentences.jinja`: a macro per sentence, whose arguments are the facts it needs.
Numbers are marked while the sentence is put together and the marks are cut out again, so a span is
exact whatever the sentence does with the number.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.content.phrases import Phrase, Span
from reportgen.content.values import NoData, Quantity, Range
from reportgen.locales.styles import NO_BREAK_SPACE

if TYPE_CHECKING:
    from jinja2 import FileSystemBytecodeCache

# Noncharacters: Unicode reserves them for use inside a program, so no text of a user needs them.
_OPEN, _ID_END, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_RESERVED = re.compile(f"[{_OPEN}{_ID_END}{_CLOSE}]")
_BLANKS = re.compile(r"[ \t\r\n]+")


class Sentences:
    """The sentences of one language; `text` prints a value, `plural` gives the CLDR plural form of a number."""

    def __init__(self, folder: Path, text: Callable[[Any], str], plural: Callable[[Any], str]) -> None:
        self._text = text
        self._plural = plural
        self._macros = self._compiled(folder)

    @property
    def names(self) -> tuple[str, ...]:
        """All sentences and parts of sentences, in the order of the file."""
        return tuple(self._macros)

    def phrase(self, name: str, facts: Mapping[str, object]) -> Phrase:
        """The sentence of that name; KeyError when the language lacks it."""
        if name not in self._macros:
            raise KeyError(f"no sentence {name!r}")
        marked = self._macros[name](**{key: _cleaned(fact) for key, fact in facts.items()})
        return _cut(_one_line(str(marked)))

    def _compiled(self, folder: Path) -> Mapping[str, Callable[..., str]]:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
        from jinja2.runtime import Context

        class Direct(Context):
            """Calls macros as they are: no sentence calls anything that Jinja2 would first hand its context."""

            def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805
                # What Jinja2 adds within loops and blocks is for those alone.
                kwargs.pop("_loop_vars", None)
                kwargs.pop("_block_vars", None)
                plain = not kwargs and all(type(arg) is str or type(arg) is int for arg in args)
                return _plainly(__obj, args) if plain else __obj(*args, **kwargs)

        environment = Environment(
            undefined=StrictUndefined,
            finalize=self._finalized,
            autoescape=False,
            loader=FileSystemLoader(folder),
            bytecode_cache=_bytecode_cache(folder),
        )
        environment.context_class = Direct
        environment.filters.update(size=_size, plural=self._plural_word, upfirst=_upfirst)
        environment.globals.update(nbsp=NO_BREAK_SPACE)
        module = environment.get_template("sentences.jinja").module
        return {name: macro for name, macro in vars(module).items() if callable(macro)}

    def _finalized(self, value: object) -> object:
        if isinstance(value, str):
            return value
        if isinstance(value, (Quantity, NoData, Range)) and value.id:
            return f"{_OPEN}{value.id}{_ID_END}{self._text(value)}{_CLOSE}"
        return self._text(value)

    def _plural_word(self, value: Any, **forms: str) -> str:
        return forms.get(self._plural(value), forms["other"])


def _bytecode_cache(folder: Path) -> FileSystemBytecodeCache | None:
    """Where compiled sentences of the package are kept: beside Python's own bytecode, when that may be written.

    Compiling takes 0.15 s, loading 0.01 s; the cache checks source and Python version itself.
    """
    from jinja2 import FileSystemBytecodeCache

    kept = Path(__file__).parent / "__pycache__"
    if folder.parent != kept.parent or sys.dont_write_bytecode or not os.access(kept, os.W_OK):
        return None
    return FileSystemBytecodeCache(str(kept))


@lru_cache(maxsize=4096)
def _plainly(macro: Callable[..., str], facts: tuple[str | int, ...]) -> str:
    """A part of a sentence about texts and counts alone: "three rows" is said of many tables."""
    return macro(*facts)


def _cut(marked: str) -> Phrase:
    """The text without marks, and a span for every marked number."""
    # By hand, because an expression that looks for marks takes ten times as long.
    first, *others = marked.split(_OPEN)
    texts, spans, position = [first], list[Span](), len(first)
    started: list[tuple[str, int]] = []
    for other in others:
        id, _, rest = other.partition(_ID_END)
        started.append((id, position))
        number, *after = rest.split(_CLOSE)
        texts.append(number)
        position += len(number)
        for text in after:
            id, start = started.pop()
            spans.append(Span(id, start, position))
            texts.append(text)
            position += len(text)
    return Phrase("".join(texts), tuple(spans))


def _one_line(text: str) -> str:
    """The text with single blanks between its words, none at its ends and no other white space."""
    # Most sentences are so already, and to look costs a tenth of replacing.
    if "  " in text or "\n" in text or "\t" in text or "\r" in text:
        text = _BLANKS.sub(" ", text)
    return text.strip()


def _cleaned(fact: Any) -> Any:
    if isinstance(fact, str):
        return fact if fact.isascii() else _RESERVED.sub("", fact)
    if isinstance(fact, list | tuple):
        return [_cleaned(item) for item in fact]
    return fact


def _upfirst(text: object) -> str:
    """The text with a capital at its start; one that opens with a number stays as it is."""
    words = str(text).lstrip()
    return words[:1].upper() + words[1:]


def _size(value: Quantity | NoData) -> Quantity | NoData:
    """How much, without direction: the sentence says "rose" or "below"."""
    return value.like(abs(value.amount), id=value.id) if isinstance(value, Quantity) else value
