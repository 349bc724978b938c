"""Any Office file -> tags that were not filled, and formulas that lost what they refer to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.errors import Problem
from reportgen.ooxml.names import qn
from reportgen.quality.opened import Opened

# The codes of the problems found here.
LEFTOVERS: Final = ("leftover-tag", "lost-reference")
_TAGS: Final = ("{{", "}}", "{%", "%}", "{#", "#}")
_LOST: Final = ("#REF!", "#NAME?")
_TEXTS: Final = tuple(qn(f"{prefix}:t") for prefix in ("a", "w", "s"))
# What holds one text in pieces: a paragraph, a shared or inline text of a workbook.
_WHOLES: Final = tuple(qn(name) for name in ("a:p", "w:p", "s:si", "s:is"))
_ALONE: Final = tuple(
    qn(name) for name in ("s:f", "s:v", "s:definedName", "s:formula1", "c:f", "c:v", "s:oddHeader", "s:oddFooter")
)
_NOT_SHOWN: Final = ("slideLayout+xml", "slideMaster+xml")


def leftovers(opened: Opened) -> Iterator[Problem]:
    """A problem for every text that still has a tag in it, and for every formula or text with a lost reference."""
    for part, tree in opened.trees.items():
        if opened.package.content_type(part).endswith(_NOT_SHOWN):
            continue
        for text in _texts(tree):
            if any(tag in text for tag in _TAGS):
                yield opened.problem(part, "leftover-tag", "A tag of the template is left", text[:60])
            if any(lost in text for lost in _LOST):
                yield opened.problem(part, "lost-reference", "A reference leads nowhere", text[:60])


def _texts(tree: etree._Element) -> Iterator[str]:
    for whole in tree.iter(*_WHOLES):
        yield "".join(node.text or "" for node in whole.iter(*_TEXTS))
    for node in tree.iter(*_ALONE):
        yield node.text or ""
