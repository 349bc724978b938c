"""Slides and layouts -> the template's file: an ordinary presentation, the same bytes on every run.

python-pptx gives the package, its slides and their notes; theme, master, layouts and shapes are ours.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.slide import SlideLayoutPart
from pptx.util import Cm

from scripts.templates.deck_house import House
from scripts.templates.deck_layouts import (
    DATE,
    FOOTER,
    SENSITIVITY,
    SLIDE_NUMBER,
    SUBTITLE,
    TOPIC,
    colour_scheme,
    font_scheme,
    layouts,
    master_shapes,
    text_styles,
)
from scripts.templates.deck_shapes import (
    NAMESPACES,
    Style,
    paragraph,
    placeholder,
    run,
    shape_tree,
    slide_number,
)

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
# The date first: a long list of sources is cut at the end of the line, and the notes have it whole.
_FOOTER: Final = "Data to {{ report.as_of }}{% if report.source %}. Source: {{ report.source }}{% endif %}"


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide of the template: layout, section, title, subtitle, what lies between, and the lines of its notes."""

    layout: str
    section: str
    title: str
    subtitle: str
    shapes: tuple[str, ...]
    notes: tuple[str, ...]

    def xml(self, house: House) -> str:
        """The shapes in reading order: title, section, period, subtitle, content, footer."""
        topic = paragraph(
            run(self.section, Style(bold=True, colour="bg1" if house.band else "accent1")),
            run(" · {{ report.title }}{% if report.entity %} · {{ report.entity }}{% endif %}"),
        )
        return shape_tree(
            [
                placeholder(2, "Title", paragraph(self.title), kind="title"),
                placeholder(3, "Topic", topic, kind="body", index=TOPIC),
                placeholder(4, "Period", paragraph("{{ report.period }}"), kind="dt", index=DATE),
                placeholder(5, "Subtitle", paragraph(self.subtitle), kind="body", index=SUBTITLE),
                *self.shapes,
                placeholder(90, "Source", paragraph(_FOOTER), kind="ftr", index=FOOTER),
                placeholder(
                    91, "Sensitivity", paragraph("{{ report.classification }}"), kind="body", index=SENSITIVITY
                ),
                placeholder(92, "Slide number", f"<a:p>{slide_number()}</a:p>", kind="sldNum", index=SLIDE_NUMBER),
            ]
        )


@dataclass(frozen=True, slots=True)
class Cover:
    """A title slide of the template: layout, shape tree, and the lines of its notes."""

    layout: str
    tree: str
    notes: tuple[str, ...]


def make_deck(house: House, covers: Sequence[Cover], slides: Sequence[Slide]) -> bytes:
    """The presentation as bytes: the covers, of which a report takes one, then the slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(33.8666667), Cm(19.05)
    del next(deck.part._element.iter(f"{_P}sldSz")).attrib["type"]
    _restyle(deck, house)
    names = {layout.name: layout for layout in deck.slide_layouts}
    for cover in covers:
        _fill(deck.slides.add_slide(names[cover.layout]), cover.tree, cover.notes)
    for slide in slides:
        _fill(deck.slides.add_slide(names[slide.layout]), slide.xml(house), slide.notes)
    _describe(deck)
    buffer = io.BytesIO()
    deck.save(buffer)
    return _in_fixed_order(buffer.getvalue())


def _restyle(deck: Deck, house: House) -> None:
    """Put our theme, master and layouts in place of the library's."""
    made = layouts(house)
    _make_room(deck, len(made))
    master = deck.slide_master
    _replace(master._element.cSld.spTree, master_shapes(house))
    _replace(master._element.find(f"{_P}txStyles"), text_styles(house))
    for held, layout in zip(list(deck.slide_layouts), made, strict=False):
        root, new = held._element, parse_xml(layout.xml())
        for name in list(root.attrib):
            del root.attrib[name]
        root.attrib.update(new.attrib)
        root[:] = list(new)
    for spare in list(deck.slide_layouts)[len(made) :]:
        deck.slide_layouts.remove(spare)
    for part in deck.part.package.iter_parts():
        if "/theme/" in part.partname:
            part._blob = _themed(part.blob, house)
    for relationship in list(deck.part.rels.values()):
        if relationship.reltype.endswith("/printerSettings"):
            deck.part.rels.pop(relationship.rId)
    for relationship in list(deck.part.package._rels.values()):
        if relationship.reltype.endswith("/thumbnail"):
            deck.part.package._rels.pop(relationship.rId)


def _make_room(deck: Deck, count: int) -> None:
    """Add copies of the last layout until there are so many."""
    package, master = deck.part.package, deck.slide_master
    for number in range(len(deck.slide_layouts) + 1, count + 1):
        last = deck.slide_layouts[-1]
        name = PackURI(f"/ppt/slideLayouts/slideLayout{number}.xml")
        part = SlideLayoutPart.load(name, last.part.content_type, package, last.part.blob)
        part.relate_to(master.part, RT.SLIDE_MASTER)
        listed = master._element.get_or_add_sldLayoutIdLst()
        entry = etree.SubElement(listed, f"{_P}sldLayoutId")
        entry.set("id", str(max(int(each.get("id")) for each in listed if each.get("id")) + 1))
        entry.set(f"{_R}id", master.part.relate_to(part, RT.SLIDE_LAYOUT))


def _replace(old: Any, xml: str) -> None:
    xml = re.sub(r"^<(\S+?)([ >])", rf"<\1 {NAMESPACES}\2", xml, count=1) if NAMESPACES not in xml else xml
    old.getparent().replace(old, parse_xml(xml))


def _themed(theme: bytes, house: House) -> bytes:
    root = etree.fromstring(theme)
    root.set("name", house.title)
    for name, xml in (("clrScheme", colour_scheme(house)), ("fontScheme", font_scheme(house))):
        old = next(root.iter(f"{_A}{name}"))
        old.addprevious(etree.fromstring(xml))
        theme_elements = old.getparent()
        assert theme_elements is not None
        theme_elements.remove(old)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _fill(slide: Any, tree: str, notes: Sequence[str]) -> None:
    _replace(slide._element.cSld.spTree, tree)
    frame = slide.notes_slide.notes_text_frame
    body = frame._txBody
    for old in body.findall(f"{_A}p"):
        body.remove(old)
    for line in notes:
        body.append(parse_xml(paragraph(line).replace("<a:p>", f"<a:p {NAMESPACES}>", 1)))
    etree.cleanup_namespaces(slide.notes_slide._element)


def _describe(deck: Deck) -> None:
    """Properties of the file: no person, a fixed date."""
    core = deck.core_properties
    fixed = datetime.datetime(2023, 1, 1)
    core.title, core.author, core.last_modified_by, core.language = "Steering committee deck", "", "", "en-GB"
    core.created = core.modified = fixed
    core.revision = 1


def _in_fixed_order(data: bytes) -> bytes:
    """The same package with sorted parts and times of 1980, so that equal content gives equal bytes."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n != "_rels/.rels", n)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            package.writestr(info, source.read(name))
    return target.getvalue()
