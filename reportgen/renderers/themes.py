"""The theme of an Office file beside the colours and fonts of its brand file: made the same, or told where they differ.

Charts, tables and texts take their colours from the theme of the template; what is measured or drawn as a picture
takes them from the brand file. A document in which the two differ has two blues. A template with the theme of a brand
that comes along was copied, and its theme is nobody's decision: the brand file decides. Any other theme is
somebody's, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from reportgen.brand import FILE, THEME_SLOTS, Brand, place_in_file, read_brand, shipped_brands
from reportgen.errors import Problem, Severity
from reportgen.ooxml import Draft, Package, parse_xml, read_package
from reportgen.ooxml.names import NS
from reportgen.renderers import Rendered

_A: Final = f"{{{NS['a']}}}"
_THEME_TYPE: Final = "theme+xml"
_FONTS: Final = {"headings": "majorFont", "body": "minorFont"}
# Word writes a colour of the theme beside its name, for programs that do not know themes.
_NAMED: Final = re.compile(
    rb'(w:(?:val|color|fill)=")[0-9A-Fa-f]{6}'
    rb'(" w:theme(?:Color|Fill)=")(text1|text2|background1|background2|accent[1-6])"'
)
_WORD_SLOTS: Final = {"text1": "dk1", "background1": "lt1", "text2": "dk2", "background2": "lt2"}


def in_brand(document: Rendered, brand: Brand, template: Path) -> Rendered:
    """The document with the theme of the brand file, or with a problem where its template has a theme of its own."""
    # The themes of the brands that come along are made from their files.
    if brand.folder.parent == shipped_brands():
        return document
    found, wanted = theme_of(read_package(template)), _theme(brand)
    differing = [name for name in wanted if found.get(name, wanted[name]) != wanted[name]]
    if not differing:
        return document
    if found in _shipped_themes():
        return replace(document, data=recoloured(document.data, brand))
    return replace(document, problems=(*document.problems, _problem(brand, template, differing, found)))


def _theme(brand: Brand) -> dict[str, str]:
    return {**brand.theme, "headings": brand.fonts.headings, "body": brand.fonts.body}


@cache
def _shipped_themes() -> list[dict[str, str]]:
    """The themes of the brands that come along."""
    names = sorted(path.parent.name for path in shipped_brands().glob(f"*/{FILE}"))
    return [_theme(read_brand(name, shipped_brands())) for name in names]


def theme_of(package: Package) -> dict[str, str]:
    """The colours of the first theme by slot, and the names of its fonts as `headings` and `body`."""
    part = next((name for name in sorted(package.names) if package.content_type(name).endswith(_THEME_TYPE)), "")
    if not part:
        return {}
    root = parse_xml(package.read(part))
    colours = {slot: _colour(root.find(f".//{_A}clrScheme/{_A}{slot}")) for slot in THEME_SLOTS}
    latin = {name: root.find(f".//{_A}{element}/{_A}latin") for name, element in _FONTS.items()}
    fonts = {name: str(one.get("typeface", "")) for name, one in latin.items() if one is not None}
    return {name: value for name, value in {**colours, **fonts}.items() if value}


def recoloured(data: bytes, brand: Brand) -> bytes:
    """The file with the brand's colours and fonts in every theme of it."""
    draft = Draft(read_package(data))
    for part in list(draft.names):
        if draft.content_type(part).endswith(_THEME_TYPE):
            draft.replace(part, _themed(draft.read(part), brand))
        elif part.startswith("word/") and part.endswith(".xml"):
            old = draft.read(part)
            new = _NAMED.sub(lambda match: _renamed(match, brand), old)
            if new != old:
                draft.replace(part, new)
    return draft.to_bytes()


def _themed(data: bytes, brand: Brand) -> bytes:
    root: Any = parse_xml(data)
    for scheme in root.iter(f"{_A}clrScheme"):
        for slot in THEME_SLOTS:
            held = scheme.find(f"{_A}{slot}")
            if held is not None:
                held[:] = [etree.Element(f"{_A}srgbClr", {"val": brand.theme[slot]})]
    for name, element in _FONTS.items():
        for latin in root.iterfind(f".//{_A}{element}/{_A}latin"):
            latin.set("typeface", getattr(brand.fonts, name))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _renamed(match: re.Match[bytes], brand: Brand) -> bytes:
    name = match.group(3).decode()
    colour = brand.theme[_WORD_SLOTS.get(name, name)]
    return match.group(1) + colour.encode() + match.group(2) + match.group(3) + b'"'


def _colour(held: Any) -> str:
    """The six digits of a slot; a colour of the system's own by what it was when the file was saved."""
    if held is None or not len(held):
        return ""
    return str(held[0].get("lastClr") or held[0].get("val") or "").upper()


def _problem(brand: Brand, template: Path, differing: list[str], found: Mapping[str, str]) -> Problem:
    wanted, first = _theme(brand), differing[0]
    place = place_in_file(brand, "fonts" if first in _FONTS else "theme", first)
    here = ", ".join(f"{name} {wanted[name]}" for name in differing)
    there = ", ".join(f"{name} {found[name]}" for name in differing)
    hint = "Write the values of the theme here, or set these in Office: Design, Variants, Colors and Fonts."
    message = f"The theme of {template.name} is not that of this file"
    return Problem(Severity.WARNING, "brand-theme", message, place, there, here, hint)
