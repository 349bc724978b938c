"""The workbook's styles part, extended: every new look of a cell becomes one entry, shared by all cells that have it.

In: styles.xml of the template.  Out: the same part with entries appended; indexes the template uses stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy  # of an element: with all that is in it
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from reportgen.ooxml import parse_xml

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# The children of styleSheet and font in the order of the schema (ECMA-376 part 1, 18.8.39 and 18.8.22).
_SECTIONS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
_FONT = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
_FONT_ORDER = {f"{{{MAIN}}}{name}": position for position, name in enumerate(_FONT)}
# Theme colours count in this order in a workbook (ECMA-376 part 1, 18.8.3 with the swap of light and dark Excel makes).
_THEME = {
    "lt1": 0,
    "dk1": 1,
    "lt2": 2,
    "dk2": 3,
    **{f"accent{number}": number + 3 for number in range(1, 7)},
}
_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "0%": 9, "0.00%": 10, "@": 49}
_FIRST_OWN_FORMAT = 164
MINIMAL_STYLES: Final = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf xfId="0"/></cellXfs></styleSheet>'
).encode()


class Rule(NamedTuple):
    """A line at the upper or lower edge of a cell: thin or medium, in a theme colour."""

    weight: str
    colour: str


class Look(NamedTuple):
    """How a cell differs from the style it starts from; what is None stays.

    Colours are theme names ("accent1") or RGB ("9B1D29"); `number_format` is an Excel format code;
    `quoted` marks text that must stay text when it is edited.
    """

    number_format: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    colour: str | None = None
    fill: str | None = None
    top: Rule | None = None
    bottom: Rule | None = None
    align: str | None = None
    vertical: str | None = None
    indent: int | None = None
    wrap: bool | None = None
    quoted: bool | None = None

    def over(self, base: Look) -> Look:
        """This look where it says something, base where it does not."""
        return Look._make(under if own is None else own for own, under in zip(self, base, strict=True))


_AS_BEFORE: Final = Look()
_Change: TypeAlias = Callable[[etree._Element, Look], etree._Element]


class StyleBook:
    """The styles of one workbook in the making; equal looks get equal indexes."""

    def __init__(self, xml: bytes) -> None:
        self._root = parse_xml(xml)
        self._known: dict[tuple[int, Look], int] = {}
        self._changes: dict[tuple[str, str, Look], str] = {}
        self._wraps: dict[int, bool] = {}
        self._entries: dict[str, dict[bytes, int]] = {}
        self._sections: dict[str, etree._Element] = {}

    def derived(self, base: int, look: Look) -> int:
        """The index of the style `base` changed by `look`; an index that does not exist counts as 0."""
        key = (base, look)
        if key not in self._known:
            self._known[key] = self._derive(base, look)
        return self._known[key]

    def named(self, name: str) -> int | None:
        """The index of a cell style a person can see in Excel's style gallery; None when there is none."""
        for style in self._section("cellStyles"):
            if style.get("name") == name:
                number = int(style.get("xfId", "0"))
                xf = copy(self._section("cellStyleXfs")[number])
                xf.set("xfId", str(number))
                return self._index("cellXfs", xf)
        return None

    def number_format(self, index: int) -> str:
        """The format code of a style; "General" when it has none of its own."""
        number = int(self._cell_xf(index).get("numFmtId", "0"))
        for known in self._section("numFmts"):
            if int(known.get("numFmtId", "0")) == number:
                return str(known.get("formatCode", ""))
        return next((code for code, own in _BUILT_IN.items() if own == number), "General" if not number else "built-in")

    @property
    def body_font(self) -> str:
        """The name of the workbook's first font, in which cells without a style are set."""
        name = self._section("fonts")[0].find(f"{{{MAIN}}}name")
        return "Calibri" if name is None else name.get("val", "Calibri")

    def wraps(self, index: int) -> bool:
        """True when texts of that style break into lines."""
        if index not in self._wraps:
            alignment = self._cell_xf(index).find(f"{{{MAIN}}}alignment")
            self._wraps[index] = alignment is not None and alignment.get("wrapText", "0") in ("1", "true")
        return self._wraps[index]

    def to_bytes(self) -> bytes:
        """The part, with the counts of its lists brought up to date."""
        for name in _SECTIONS[:6]:
            section = self._section(name)
            if len(section):
                section.set("count", str(len(section)))
            else:
                self._root.remove(section)
                del self._sections[name]
        return etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _derive(self, base: int, look: Look) -> int:
        xf = copy(self._cell_xf(base))
        if look.number_format is not None:
            _set(xf, numFmtId=str(self._format_id(look.number_format)), applyNumberFormat="1")
        font = Look(bold=look.bold, italic=look.italic, size=look.size, colour=look.colour)
        if font != _AS_BEFORE:
            _set(xf, fontId=self._changed("fonts", xf.get("fontId", "0"), font, _font), applyFont="1")
        if look.fill is not None:
            _set(xf, fillId=self._changed("fills", "0", Look(fill=look.fill), _fill), applyFill="1")
        if look.top or look.bottom:
            border = Look(top=look.top, bottom=look.bottom)
            _set(xf, borderId=self._changed("borders", xf.get("borderId", "0"), border, _border), applyBorder="1")
        if any(value is not None for value in (look.align, look.vertical, look.indent, look.wrap)):
            _align(xf, look)
        if look.quoted:
            xf.set("quotePrefix", "1")
        return self._index("cellXfs", xf)

    def _changed(self, section: str, base: str, look: Look, change: _Change) -> str:
        """The number of an entry like that one with the look; few of them are asked for again and again."""
        key = (section, base, look)
        if key not in self._changes:
            self._changes[key] = str(self._index(section, change(self._section(section)[int(base)], look)))
        return self._changes[key]

    def _cell_xf(self, index: int) -> etree._Element:
        section = self._section("cellXfs")
        return section[index if 0 <= index < len(section) else 0]

    def _format_id(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        section = self._section("numFmts")
        for known in section:
            if known.get("formatCode") == code:
                return int(known.get("numFmtId", "0"))
        taken = [int(known.get("numFmtId", "0")) for known in section]
        number = max([_FIRST_OWN_FORMAT - 1, *taken]) + 1
        etree.SubElement(section, f"{{{MAIN}}}numFmt", numFmtId=str(number), formatCode=code)
        return number

    def _index(self, section_name: str, element: etree._Element) -> int:
        section = self._section(section_name)
        if section_name not in self._entries:
            self._entries[section_name] = {}
            for number, known in enumerate(section):
                self._entries[section_name].setdefault(_canonical(known), number)
        entries = self._entries[section_name]
        key = _canonical(element)
        if key not in entries:
            element.tail = None
            section.append(element)
            entries[key] = len(section) - 1
        return entries[key]

    def _section(self, name: str) -> etree._Element:
        if name not in self._sections:
            self._sections[name] = self._found_or_made(name)
        return self._sections[name]

    def _found_or_made(self, name: str) -> etree._Element:
        found = self._root.find(f"{{{MAIN}}}{name}")
        if found is not None:
            return found
        found = etree.Element(f"{{{MAIN}}}{name}")
        before = {f"{{{MAIN}}}{earlier}" for earlier in _SECTIONS[: _SECTIONS.index(name)]}
        position = sum(1 for child in self._root if child.tag in before)
        self._root.insert(position, found)
        return found


def rgb_attributes(colour: str) -> dict[str, str]:
    """The attributes of a colour element: a theme slot or a fixed colour."""
    return {"theme": str(_THEME[colour])} if colour in _THEME else {"rgb": f"FF{colour}"}


def _set(xf: etree._Element, **attributes: str) -> None:
    for name, value in attributes.items():
        xf.set(name, value)


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", with_tail=False)


def _font(base: etree._Element, look: Look) -> etree._Element:
    font = copy(base)
    wanted: dict[str, dict[str, str] | None] = {}
    for name, value in (("b", look.bold), ("i", look.italic)):
        if value is not None:
            wanted[name] = {} if value else None
    if look.size is not None:
        wanted["sz"] = {"val": f"{look.size:g}"}
    if look.colour is not None:
        wanted["color"] = rgb_attributes(look.colour)
    for name, attributes in wanted.items():
        for old in font.findall(f"{{{MAIN}}}{name}"):
            font.remove(old)
        if attributes is not None:
            etree.SubElement(font, f"{{{MAIN}}}{name}", attributes)
    font[:] = sorted(font, key=lambda child: _FONT_ORDER.get(str(child.tag), len(_FONT_ORDER)))
    return font


def _fill(_: etree._Element, look: Look) -> etree._Element:
    fill = etree.Element(f"{{{MAIN}}}fill")
    pattern = etree.SubElement(fill, f"{{{MAIN}}}patternFill", patternType="solid")
    etree.SubElement(pattern, f"{{{MAIN}}}fgColor", rgb_attributes(look.fill or ""))
    etree.SubElement(pattern, f"{{{MAIN}}}bgColor", indexed="64")
    return fill


def _border(base: etree._Element, look: Look) -> etree._Element:
    border = copy(base)
    for name, rule in (("top", look.top), ("bottom", look.bottom)):
        edge = border.find(f"{{{MAIN}}}{name}")
        if rule is None or edge is None:
            continue
        edge[:] = []
        edge.set("style", rule.weight)
        etree.SubElement(edge, f"{{{MAIN}}}color", rgb_attributes(rule.colour))
    return border


def _align(xf: etree._Element, look: Look) -> None:
    alignment = xf.find(f"{{{MAIN}}}alignment")
    if alignment is None:
        alignment = etree.Element(f"{{{MAIN}}}alignment")
        xf.insert(0, alignment)
    wanted = {"horizontal": look.align, "vertical": look.vertical}
    for name, value in wanted.items():
        if value is not None:
            alignment.set(name, value)
    if look.indent is not None:
        alignment.set("indent", str(look.indent))
    if look.wrap is not None:
        alignment.set("wrapText", "1" if look.wrap else "0")
    xf.set("applyAlignment", "1")
