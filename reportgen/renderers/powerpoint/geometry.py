"""Slides, layouts, masters -> where a shape is and how its text looks, placeholders included.

A placeholder on a slide takes its place and type from the layout, the layout from the master (ECMA-376
part 1, 19.3.1.36): what is not said on the slide is looked up here. Lengths are EMU.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from reportgen.ooxml import Package, parse_xml
from reportgen.ooxml.elements import child
from reportgen.ooxml.names import qn
from reportgen.renderers.powerpoint.fitting import Type

CM: Final = 360_000
POINT: Final = 12_700

_LAYOUT: Final = "/slideLayout"
_MASTER: Final = "/slideMaster"
_TITLES: Final = ("title", "ctrTitle")
# Which master placeholder stands behind a placeholder of a layout; everything else is body text.
_MASTER_KIND: Final = {"title": "title", "ctrTitle": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
_DEFAULT_INSETS: Final = (91_440, 45_720, 91_440, 45_720)
_DEFAULT_POINTS: Final = 18.0
_FITS: Final = {qn("a:noAutofit"): "", qn("a:normAutofit"): "shrink", qn("a:spAutoFit"): "grow"}
_INSETS: Final = ("lIns", "tIns", "rIns", "bIns")
_PLACEHOLDER: Final = qn("p:ph")
_PLACE: Final = (qn("p:spPr"), qn("a:xfrm"))
_FRAME_PLACE: Final = qn("p:xfrm")
_OFFSET, _EXTENT = qn("a:off"), qn("a:ext")
_BODY, _BODY_PROPERTIES, _LIST_STYLE = qn("p:txBody"), qn("a:bodyPr"), qn("a:lstStyle")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


_NOWHERE: Final = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Key:
    """What tells a placeholder from others: its kind ("" is content) and index."""

    kind: str
    index: str

    @property
    def is_title(self) -> bool:
        return self.kind in _TITLES


@dataclass(frozen=True, slots=True)
class Frame:
    """The place of a shape, its insets (left, top, right, bottom), vertical anchor, and the type of its levels.

    `fit` is what the program does when text is too long: "" nothing, "shrink" the text, "grow" the shape."""

    box: Box
    insets: tuple[int, int, int, int] = _DEFAULT_INSETS
    anchor: str = "t"
    fit: str = ""
    levels: tuple[Type, ...] = (Type(_DEFAULT_POINTS),)

    @property
    def text_width(self) -> float:
        """Room for text, in points."""
        return (self.box.width - self.insets[0] - self.insets[2]) / POINT

    @property
    def text_height(self) -> float:
        """Room for text, in points."""
        return (self.box.height - self.insets[1] - self.insets[3]) / POINT

    def level(self, number: int) -> Type:
        """The type of a level, counted from 0."""
        return self.levels[min(number, len(self.levels) - 1)]


@dataclass(slots=True)
class Sheet:
    """A layout or master, parsed: its placeholders, and the sheet behind it."""

    root: etree._Element
    above: Sheet | None = None
    font: str = "Calibri"
    placeholders: dict[Key, etree._Element] = field(default_factory=dict)

    def find(self, key: Key) -> etree._Element | None:
        """The placeholder behind that one: same index, or the same kind of title."""
        for held, shape in self.placeholders.items():
            if held.is_title and key.is_title:
                return shape
        for held, shape in self.placeholders.items():
            if held.index == key.index and not held.is_title and not key.is_title:
                return shape
        return None

    def of_kind(self, kind: str) -> etree._Element | None:
        """The first placeholder of a kind."""
        return next((shape for held, shape in self.placeholders.items() if held.kind == kind), None)


class Geometry:
    """The layouts and masters of one package, read when they are first asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._sheets: dict[str, Sheet] = {}
        self._behind: dict[tuple[str | None, Key | None], tuple[Box | None, Frame]] = {}
        self._layouts: dict[str, str | None] = {}
        self._prefixes: dict[str, str] = {}
        self._written: dict[tuple[str, bytes], tuple[Frame | None, Key | None]] = {}

    def frame_as_written(self, slide: str, shape: bytes) -> tuple[Frame | None, Key | None]:
        """The frame of a shape by its XML in the template, and the placeholder that it is; kept, because every report
        asks for the same."""
        if (slide, shape) not in self._written:
            # The slice of a part lacks the declarations of its root: they are put around it.
            if slide not in self._prefixes:
                declared = parse_xml(self._package.read(slide)).nsmap.items()
                self._prefixes[slide] = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in declared if prefix)
            root = parse_xml(f"<root {self._prefixes[slide]}>".encode() + shape + b"</root>")
            key = placeholder_key(root[0])
            self._written[slide, shape] = self.frame_as(slide, root[0], key), key
        return self._written[slide, shape]

    def frame(self, slide: str, shape: etree._Element) -> Frame | None:
        """The frame of a shape of that slide part; None when it has no place of its own or behind it."""
        return self.frame_as(slide, shape, placeholder_key(shape))

    def frame_as(self, slide: str, shape: etree._Element, key: Key | None) -> Frame | None:
        """The frame of a shape that is known to be that placeholder, or to be none."""
        if slide not in self._layouts:
            self._layouts[slide] = self._target(slide, _LAYOUT)
        box, frame = self._inherited(self._layouts[slide], key)
        box = own_box(shape) or box
        if box is None:
            return None
        body = child(shape, _BODY)
        if body is None:
            return _with_body(frame, None, box)
        style = child(body, _LIST_STYLE)
        if style is not None and len(style):
            frame = replace(frame, levels=tuple(_styled(list(frame.levels), style)))
        return _with_body(frame, body, box)

    def _inherited(self, layout: str | None, key: Key | None) -> tuple[Box | None, Frame]:
        """What a placeholder takes from layout and master: its place, if they say one, and the rest of its frame."""
        if (layout, key) not in self._behind:
            chain = list(self._chain(layout, key))
            frame = Frame(_NOWHERE, levels=self._levels(layout, key, chain))
            for each in reversed(chain):
                frame = _with_body(frame, child(each, _BODY), _NOWHERE)
            box = next((found for each in chain if (found := own_box(each)) is not None), None)
            self._behind[layout, key] = box, frame
        return self._behind[layout, key]

    def _chain(self, part: str | None, key: Key | None) -> Iterator[etree._Element]:
        """The placeholders behind a placeholder, nearest first."""
        if part is None or key is None:
            return
        layout = self._sheet(part)
        behind = layout.find(key)
        if behind is not None:
            yield behind
        kind = _MASTER_KIND.get(key.kind, "body")
        last = layout.above.of_kind(kind) if layout.above else None
        if last is not None:
            yield last

    def _levels(self, part: str | None, key: Key | None, chain: list[etree._Element]) -> tuple[Type, ...]:
        layout = self._sheet(part) if part else None
        master = layout.above if layout else None
        levels = [Type(_DEFAULT_POINTS, font=master.font if master else "Calibri")] * 9
        if master is not None:
            styles = master.root.find(qn("p:txStyles"))
            name = "p:otherStyle" if key is None else "p:titleStyle" if key.is_title else "p:bodyStyle"
            levels = _styled(levels, styles.find(qn(name)) if styles is not None else None)
        for shape in reversed(chain):
            levels = _styled(levels, child(shape, _BODY, _LIST_STYLE))
        return tuple(levels)

    def _sheet(self, part: str) -> Sheet:
        if part not in self._sheets:
            master = self._target(part, _MASTER)
            above = self._sheet(master) if master else None
            sheet = Sheet(parse_xml(self._package.read(part)), above, above.font if above else self._font(part))
            for shape in sheet.root.iter(qn("p:sp")):
                key = placeholder_key(shape)
                if key is not None:
                    sheet.placeholders.setdefault(key, shape)
            self._sheets[part] = sheet
        return self._sheets[part]

    def _font(self, master: str) -> str:
        theme = self._target(master, "/theme")
        if theme is None:
            return "Calibri"
        latin = parse_xml(self._package.read(theme)).find(f".//{qn('a:minorFont')}/{qn('a:latin')}")
        return str(latin.get("typeface")) if latin is not None else "Calibri"

    def _target(self, part: str, kind: str) -> str | None:
        arrows = self._package.relationships(part)
        return next((arrow.target for arrow in arrows if arrow.type.endswith(kind)), None)


def placeholder_key(shape: etree._Element) -> Key | None:
    """What kind of placeholder a shape is; None for other shapes."""
    # It stands in the properties, which come first (19.3.1.43): texts behind them can be long.
    held = next(shape[0].iter(_PLACEHOLDER), None) if len(shape) else None
    return None if held is None else Key(held.get("type", ""), held.get("idx", "0"))


def own_box(shape: etree._Element) -> Box | None:
    """The rectangle that a shape itself says."""
    transform = child(shape, *_PLACE)
    if transform is None:
        transform = child(shape, _FRAME_PLACE)
    if transform is None:
        return None
    offset, size = child(transform, _OFFSET), child(transform, _EXTENT)
    if offset is None or size is None:
        return None
    left, top = int(offset.get("x", "0")), int(offset.get("y", "0"))
    return Box(left, top, int(size.get("cx", "0")), int(size.get("cy", "0")))


def _with_body(frame: Frame, body: etree._Element | None, box: Box) -> Frame:
    """The frame in that box, with what the body of its shape says."""
    properties = child(body, _BODY_PROPERTIES) if body is not None else None
    if properties is None:
        return Frame(box, frame.insets, frame.anchor, frame.fit, frame.levels)
    said = dict(properties.items())
    left, top, right, bottom = (int(said.get(name) or was) for name, was in zip(_INSETS, frame.insets, strict=True))
    fit = next((_FITS[each.tag] for each in properties if each.tag in _FITS), frame.fit)
    return Frame(box, (left, top, right, bottom), properties.get("anchor", frame.anchor), fit, frame.levels)


def _styled(levels: list[Type], style: etree._Element | None) -> list[Type]:
    if style is None:
        return levels
    changed = list(levels)
    for number in range(9):
        properties = style.find(qn(f"a:lvl{number + 1}pPr"))
        if properties is not None:
            changed[number] = _level(changed[number], properties)
    return changed


def _level(type: Type, properties: etree._Element) -> Type:
    run = properties.find(qn("a:defRPr"))
    spacing = properties.find(f"{qn('a:lnSpc')}/{qn('a:spcPct')}")
    before = properties.find(f"{qn('a:spcBef')}/{qn('a:spcPts')}")
    type = type._replace(margin=int(properties.get("marL", round(type.margin * POINT))) / POINT)
    if before is not None:
        type = type._replace(before=int(before.get("val", "0")) / 100)
    if spacing is not None:
        type = type._replace(spacing=int(spacing.get("val", "100000")) / 100_000)
    if run is not None:
        if run.get("sz"):
            type = type._replace(points=int(run.get("sz", "0")) / 100)
        if run.get("b"):
            type = type._replace(bold=run.get("b") in ("1", "true"))
    return type
