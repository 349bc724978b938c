"""The text of a paragraph -> the tags in it, as they were meant: quotes of any kind, braces in strings, levels."""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum

_OPENING = re.compile(r"\{[{%#]|\{_[{%]|[}%]_\}")
# What docxtpl's users write to print the characters of a tag.
_ESCAPED = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
# Word turns quotes into these while one types; in a tag they mean the plain ones.
_QUOTES = {'"': '"', "'": "'", **dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‘’‚‛", "'")}
_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_END_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
# Blanks that word processors put in by themselves: no-break and thin spaces, pauses; and invisible hyphens and marks.
_BLANKS = re.compile("[\t\n\r\u00a0\u2000-\u200a\u202f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


class TagKind(StrEnum):
    VALUE = "value"
    STATEMENT = "statement"
    COMMENT = "comment"
    LITERAL = "literal"


@dataclass(frozen=True, slots=True)
class FoundTag:
    """A tag in a text: characters `start` to `end`, `source` as written, `code` for Jinja (for a literal: the text).

    `level` is the prefix ("p", "tr", "slide"; "" inline). `joins` says on which sides ({%- -%}) the neighbouring
    text is to be joined. `fault` is a sentence when the tag cannot be read.
    """

    kind: TagKind
    start: int
    end: int
    source: str
    code: str = ""
    level: str = ""
    joins: tuple[bool, bool] = (False, False)
    fault: str = ""

    @property
    def keyword(self) -> str:
        """The first word of a statement."""
        return self.code.split(maxsplit=1)[0] if self.kind is TagKind.STATEMENT and self.code else ""


def find_tags(text: str, levels: Collection[str]) -> Iterator[FoundTag]:
    """The tags of a text in order; a tag that is not closed comes with its fault."""
    at = 0
    while match := _OPENING.search(text, at):
        start, opening = match.start(), match[0]
        if opening in _ESCAPED:
            at = match.end()
            yield FoundTag(TagKind.LITERAL, start, at, opening, _ESCAPED[opening])
        elif raw := _RAW.match(text, start):
            at = yield from _raw(text, raw)
        elif opening == "{#":
            end = text.find("#}", start)
            at = end + 2 if end >= 0 else len(text)
            fault = "" if end >= 0 else 'the comment is not closed with "#}"'
            prefix = re.match(rf"({'|'.join(levels)})\s", text[start + 2 : at]) if levels else None
            level = prefix[1] if prefix else ""
            yield FoundTag(TagKind.COMMENT, start, at, text[start:at], level=level, fault=fault)
        else:
            found = _tag(text, start, opening, levels)
            at = found.end
            yield found


def _raw(text: str, opening: re.Match[str]) -> Generator[FoundTag, None, int]:
    closing = _END_RAW.search(text, opening.end())
    if closing is None:
        fault = "raw is not closed with {% endraw %} in the same paragraph"
        yield FoundTag(TagKind.COMMENT, opening.start(), opening.end(), opening[0], fault=fault)
        return opening.end()
    yield FoundTag(TagKind.COMMENT, opening.start(), opening.end(), opening[0])
    yield FoundTag(TagKind.COMMENT, closing.start(), closing.end(), closing[0])
    return closing.end()


def _tag(text: str, start: int, opening: str, levels: Collection[str]) -> FoundTag:
    kind = TagKind.VALUE if opening == "{{" else TagKind.STATEMENT
    code, end, closed = _read_code(text, start + 2, _CLOSING[opening])
    source = _BLANKS.sub(" ", text[start:end])
    if not closed:
        fault = f'the tag is not closed with "{_CLOSING[opening]}" in the same paragraph'
        return FoundTag(kind, start, end, source.rstrip(), fault=fault)
    joins = (code[:1] == "-", code[-1:] == "-" and len(code) > 1)
    code = code.removeprefix("-").removeprefix("+")
    code = code[:-1] if code.endswith(("-", "+")) else code
    level, _, rest = code.partition(" ")
    if level in levels and rest.strip():
        return FoundTag(kind, start, end, source, rest.strip(), level, joins)
    code = code.strip()
    return FoundTag(kind, start, end, source, code, joins=joins, fault="" if code else "the tag is empty")


def _read_code(text: str, at: int, closing: str) -> tuple[str, int, bool]:
    """The code up to the closing characters outside strings and braces, where it ends, and whether it is closed."""
    code: list[str] = []
    depth = 0
    while at < len(text):
        character = text[at]
        if depth <= 0 and text.startswith(closing, at):
            return "".join(code), at + 2, True
        if text.startswith(("{{", "{%"), at):
            break
        if character in _QUOTES:
            held, at = _read_string(text, at)
            code.append(held)
            continue
        depth += (character in "{[(") - (character in "}])")
        code.append(_INVISIBLE.sub("", _BLANKS.sub(" ", character)))
        at += 1
    return "".join(code), at, False


def _read_string(text: str, at: int) -> tuple[str, int]:
    """A string with plain quotes around it, and where it ends. A quote that never closes stands for itself."""
    opening = text[at]
    quote = _QUOTES[opening]
    alike = "".join(mark for mark, meant in _QUOTES.items() if meant == quote)
    # A string opened with a plain quote may hold curly ones ("it’s"), unless no plain one closes it.
    for closers in [quote, alike] if opening == quote else [alike]:
        match = re.compile(rf"(?:\\.|[^{re.escape(closers)}\\])*[{re.escape(closers)}]", re.DOTALL).match(text, at + 1)
        if match:
            inner = match[0][:-1]
            inner = (
                inner.replace("\n", " ") if opening == quote else inner.replace("\n", " ").replace(quote, "\\" + quote)
            )
            return f"{quote}{inner}{quote}", match.end()
    return quote, at + 1
