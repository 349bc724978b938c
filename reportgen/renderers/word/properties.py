"""The report's language -> the language of the document's styles."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lxml import etree

from reportgen.ooxml import parse_xml
from reportgen.ooxml.names import NS
from reportgen.renderers.properties import language_tag

_W: Final = f"{{{NS['w']}}}"


@lru_cache(maxsize=32)
def language_of_styles(styles: bytes, language: str) -> bytes:
    """The styles part with the report's language as that of all text that names no other."""
    root = parse_xml(styles)
    wanted = language_tag(language)
    held = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}lang")
    if held is None or held.get(f"{_W}val") == wanted:
        return styles
    held.set(f"{_W}val", wanted)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
