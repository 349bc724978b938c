"""A slide's shapes -> what their text takes from the slide, its layout, its master and the presentation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.ooxml.names import qn
from reportgen.quality.colours import Rgb, resolve, theme_colours
from reportgen.quality.opened import Opened
from reportgen.renderers.powerpoint.geometry import Box, Geometry, Key, own_box, placeholder_key

_BODY_KINDS: Final = {"title": "title", "ctrTitle": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
_NO_FILL, _FILL, _PROPERTIES = qn("a:noFill"), qn("a:solidFill"), qn("a:pPr")
RUNS: Final = (qn("a:r"), qn("a:fld"))
SHAPES: Final = tuple(qn(f"p:{name}") for name in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp"))


class SlideText:
    """One slide with the sheets behind it."""

    def __init__(self, opened: Opened, part: str) -> None:
        self.part = part
        self.tree = opened.trees[part]
        self.geometry = Geometry(opened.package)
        self._opened = opened
        self.sheets = [self.tree]
        for kind in ("/slideLayout", "/slideMaster"):
            part = self._target(part, kind)
            if part in opened.trees:
                self.sheets.append(opened.trees[part])
        self._theme_part = self._target(part, "/theme")
        self.theme = theme_colours(opened.trees.get(self._theme_part))
        mapped = self.sheets[-1].find(qn("p:clrMap"))
        self.names = {} if mapped is None else {str(name): str(value) for name, value in mapped.attrib.items()}
        main = opened.trees.get(opened.package.main)
        self._defaults = None if main is None else main.find(qn("p:defaultTextStyle"))

    @property
    def shapes(self) -> list[etree._Element]:
        """The shapes of the slide in reading order, groups unopened."""
        tree = self.tree.find(f"{qn('p:cSld')}/{qn('p:spTree')}")
        return [] if tree is None else [shape for shape in tree if shape.tag in SHAPES]

    def behind(self, shape: etree._Element) -> Iterator[etree._Element]:
        """The shape and the placeholders that it stands for, nearest first."""
        yield shape
        key = placeholder_key(shape)
        if key is None:
            return
        for depth, sheet in enumerate(self.sheets[1:]):
            found = next((each for each in sheet.iter(qn("p:sp")) if _stands_behind(each, key, depth)), None)
            if found is not None:
                yield found

    def levels(self, shape: etree._Element, level: int) -> list[etree._Element]:
        """What is said of paragraphs of a level (a:lvl1pPr and the like), nearest first."""
        styles = [each.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}") for each in self.behind(shape)]
        key = placeholder_key(shape)
        kind = "otherStyle" if key is None else "titleStyle" if key.is_title else "bodyStyle"
        styles.append(self.sheets[-1].find(f"{qn('p:txStyles')}/{qn('p:' + kind)}"))
        styles.append(self._defaults)
        name = qn(f"a:lvl{level + 1}pPr")
        held = [style.find(name) for style in styles if style is not None]
        general = [] if self._defaults is None else [self._defaults.find(qn("a:defPPr"))]
        return [each for each in (*held, *general) if each is not None]

    def background(self, shape: etree._Element) -> Rgb | None:
        """The colour behind the text of a shape: its own fill, that of a shape below it, or that of the slide.

        None when it is no plain colour."""
        for each in self.behind(shape):
            properties = each.find(qn("p:spPr"))
            if properties is None:
                continue
            if properties.find(_NO_FILL) is not None:
                break
            if properties.find(_FILL) is not None:
                return self.colour(properties.find(_FILL))
        below = self._below(shape)
        return self.page if below is None else self.colour(below.find(f"{qn('p:spPr')}/{_FILL}"))

    def _below(self, shape: etree._Element) -> etree._Element | None:
        """The uppermost filled shape below the middle of a shape, on the slide or a sheet behind it."""
        frame = self.geometry.frame(self.part, shape)
        if frame is None:
            return None
        found = None
        for sheet in reversed(self.sheets):
            for each in sheet.iter(qn("p:sp"), qn("p:pic")):
                if each is shape:
                    return found
                box = own_box(each)
                fill = each.find(f"{qn('p:spPr')}/{_FILL}")
                drawn = each.tag == qn("p:pic") or fill is not None
                if drawn and box and (sheet is self.tree or placeholder_key(each) is None) and _covers(box, frame.box):
                    found = each
        return found

    @property
    def page(self) -> Rgb | None:
        """The colour of the slide; None when it is a picture or a gradient."""
        for sheet in self.sheets:
            found = sheet.find(f"{qn('p:cSld')}/{qn('p:bg')}")
            if found is not None:
                reference = found.find(qn("p:bgRef"))
                return self.colour(found.find(f"{qn('p:bgPr')}/{_FILL}") if reference is None else reference)
        return self.theme.get("lt1")

    def colour(self, holder: etree._Element | None) -> Rgb | None:
        """The colour in an element, by this slide's theme."""
        return resolve(holder, self.theme, self.names)

    @property
    def font(self) -> str:
        """The font of body text in the theme."""
        theme = self._opened.trees.get(self._theme_part)
        held = None if theme is None else theme.find(f".//{qn('a:minorFont')}/{qn('a:latin')}")
        return "Calibri" if held is None else held.get("typeface", "Calibri")

    def title(self) -> etree._Element | None:
        """The title placeholder of the slide."""
        return next((shape for shape in self.tree.iter(qn("p:sp")) if _is_title(shape)), None)

    def _target(self, part: str, kind: str) -> str:
        arrows = self._opened.package.relationships(part)
        return next((arrow.target for arrow in arrows if arrow.type.endswith(kind)), "")


def listed_slides(opened: Opened) -> list[SlideText]:
    """The slides in the order in which they are shown."""
    main = opened.package.main
    targets = {arrow.id: arrow.target for arrow in opened.package.relationships(main)}
    root = opened.trees.get(main)
    ids = [] if root is None else [_relation(node) for node in root.iter(qn("p:sldId"))]
    return [SlideText(opened, targets[id]) for id in ids if targets.get(id) in opened.trees]


def shape_name(shape: etree._Element) -> str:
    """The name of a shape as the selection pane shows it."""
    held = shape.find(f"*/{qn('p:cNvPr')}")
    return "" if held is None else held.get("name", "")


def text_of(holder: etree._Element) -> str:
    """The text of an element, paragraphs on lines of their own."""
    return "\n".join(
        "".join("\n" if node.tag == qn("a:br") else node.text or "" for node in paragraph.iter(qn("a:t"), qn("a:br")))
        for paragraph in holder.iter(qn("a:p"))
    )


def level_of(paragraph: etree._Element) -> int:
    """The outline level of a paragraph, from 0."""
    properties = paragraph.find(_PROPERTIES)
    return 0 if properties is None else int(properties.get("lvl", "0"))


def _is_title(shape: etree._Element) -> bool:
    key = placeholder_key(shape)
    return key is not None and key.is_title


def _covers(box: Box, other: Box) -> bool:
    middle, centre = other.left + other.width // 2, other.top + other.height // 2
    return box.left <= middle <= box.right and box.top <= centre <= box.bottom


def _stands_behind(shape: etree._Element, key: Key, depth: int) -> bool:
    held = placeholder_key(shape)
    if held is None:
        return False
    if depth == 0:
        return (held.is_title and key.is_title) or (held.index == key.index and held.is_title == key.is_title)
    return _BODY_KINDS.get(held.kind, "body") == _BODY_KINDS.get(key.kind, "body")


def _relation(node: etree._Element) -> str:
    return next((str(value) for name, value in node.attrib.items() if str(name).endswith("}id")), "")
