"""Elements declared as nested calls -> XML text in which every value is escaped.

`el("c:v", 5)` is `<c:v>5</c:v>`. A child that is `Xml` is markup already; every other child is a value
and is escaped, so a name such as "R&D <new>" cannot become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from reportgen.ooxml.names import NS

# What XML 1.0 cannot hold (production 2, Char): control characters, lone surrogates, U+FFFE and U+FFFF.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[&<>"\t\n\r]')
# One search for both: nearly every text needs neither.
_PLAIN = re.compile('[^&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]*').fullmatch
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


class Xml(str):
    """Text that is markup already."""

    __slots__ = ()


Child: TypeAlias = "str | int | float | None"


def clean_text(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold."""
    return _ILLEGAL.sub("", text)


def escape(text: str) -> str:
    """The text as it stands inside an element or a quoted attribute; illegal characters are left out."""
    if _PLAIN(text):
        return text
    return _SPECIAL.sub(lambda match: _ENTITIES[match.group()], clean_text(text))


def el(name: str, /, *children: Child, **attributes: Child) -> Xml:
    """One element. Attributes of a prefix are given as `**{"r:id": ...}`; None leaves a child or attribute out."""
    if not children:
        return _empty(name, **attributes)
    start = name
    for key, value in attributes.items():
        if value is not None:
            start += _attribute(key, value)
    # As in _joined, which would be called for every other element of a document.
    inner = "".join([child if type(child) is Xml else _value(child) for child in children if child is not None])
    return Xml(f"<{start}>{inner}</{name}>")


@lru_cache(maxsize=8192, typed=True)
def _empty(name: str, /, **attributes: Child) -> Xml:
    """An element without content; kept, because half of a document are these, and most of them repeat."""
    given = "".join([_attribute(key, value) for key, value in attributes.items() if value is not None])
    return Xml(f"<{name}{given}/>")


@lru_cache(maxsize=4096, typed=True)
def _attribute(key: str, value: Child) -> str:
    """An attribute as it is written; kept, because a document repeats few of them thousands of times."""
    return f' {key}="{_value(value)}"'


def join(*children: Child) -> Xml:
    """Several elements one after the other, without one around them."""
    return Xml(_joined(children))


def _joined(children: Iterable[Child]) -> str:
    return "".join([child if type(child) is Xml else _value(child) for child in children if child is not None])


def document(name: str, namespaces: tuple[str, ...], /, *children: Child, **attributes: Child) -> bytes:
    """A whole part: declaration and root element with the namespaces of the given prefixes ("c", "a")."""
    declared = {f"xmlns:{prefix}": NS[prefix] for prefix in namespaces}
    root = el(name, *children, **declared, **attributes)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{root}'.encode()


def _value(value: Child) -> str:
    if isinstance(value, str):
        return escape(value)
    if value is True or value is False:
        return "1" if value else "0"
    return str(value)
