"""The styles that blocks are set in: those of the template by their names, and plain ones where it has none.

A template of somebody else's need not know our names. What it lacks is added to the document, as Word adds the
styles of pasted text; from then on a person can change it like any other style.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from reportgen.ooxml import Xml, el, parse_xml
from reportgen.ooxml.markup import join
from reportgen.ooxml.names import NS

_W: Final = f"{{{NS['w']}}}"
_NINE_POINTS, _EIGHT_POINTS = 18, 16  # in half points
_GREY: Final = "55606A"
# The name of the paragraph style of compact tables; their table style is "Compact Table".
COMPACT: Final = "Compact"


@dataclass(frozen=True, slots=True)
class Styles:
    """Ids of the styles of tables: the table itself, its texts, numbers and small notes, strong and quiet words.

    A table in a paragraph of the style `compact` is set in `compact_table`, every row on one line; both are
    empty where the template has no such styles. `points` is the size of the texts.
    """

    table: str
    text: str
    number: str
    note: str
    strong: str
    quiet: str
    compact: str = ""
    compact_table: str = ""
    points: float = _NINE_POINTS / 2


# Role, type, name.
_WANTED: Final = (
    ("table", "table", "Report Table"),
    ("text", "paragraph", "Table Text"),
    ("number", "paragraph", "Table Number"),
    ("note", "paragraph", "Table Note"),
    ("strong", "character", "Strong"),
    ("quiet", "character", "Quiet"),
)


@lru_cache(maxsize=32)
def complete_styles(part: bytes) -> tuple[bytes, Styles]:
    """The styles part with every style that blocks need, and their ids; unchanged where it has them all."""
    root = parse_xml(part)
    held = {
        (style.get(f"{_W}type"), name.get(f"{_W}val", "").lower()): style.get(f"{_W}styleId", "")
        for style in root.iter(f"{_W}style")
        for name in style.iterchildren(f"{_W}name")
    }
    taken, ids = set(held.values()), dict[str, str]()
    missing = list[Xml]()
    for role, kind, name in _WANTED:
        id = held.get((kind, name.lower()), "")
        if not id:
            id = _free_id(name, taken)
            missing.append(_style(role, kind, name, id, ids))
        ids[role] = id
    compact = held.get(("paragraph", COMPACT.lower()), ""), held.get(("table", f"{COMPACT} Table".lower()), "")
    styles = Styles(**ids, compact=compact[0], compact_table=compact[1], points=_points(root, ids["text"]))
    return (_with(root, missing) if missing else part), styles


def _points(root: Any, id: str) -> float:
    """The size of a style in points; that of our own tables where it names none."""
    sizes = root.xpath(f"w:style[@w:styleId='{id}']/w:rPr/w:sz/@w:val", namespaces={"w": NS["w"]})
    return int(sizes[0]) / 2 if sizes and sizes[0].isdigit() else _NINE_POINTS / 2


def _free_id(name: str, taken: set[str]) -> str:
    wanted = id = name.replace(" ", "")
    number = 1
    while id in taken:
        id, number = f"{wanted}{number}", number + 1
    taken.add(id)
    return id


def _with(root: Any, missing: list[Xml]) -> bytes:
    added = etree.fromstring(el("w:styles", *missing, **{"xmlns:w": NS["w"]}))
    root.extend(list(added))
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(filter(None, root.nsmap)))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _style(role: str, kind: str, name: str, id: str, ids: dict[str, str]) -> Xml:
    based = _flag("w:basedOn", ids["text"]) if role in ("number", "note") else None
    kinds = {"w:type": kind, "w:customStyle": "1", "w:styleId": id}
    return el(
        "w:style", _flag("w:name", name), based, _flag("w:uiPriority", "3"), el("w:qFormat"), _LOOKS[role], **kinds
    )


def _table() -> Xml:
    """Header in bold above a rule, thin rules between rows, the end and a total ruled; no vertical lines."""
    margins = (
        el(f"w:{side}", **{"w:w": width, "w:type": "dxa"})
        for side, width in (("top", "57"), ("left", "85"), ("bottom", "57"), ("right", "85"))
    )
    borders = el("w:tblBorders", _rule("bottom", 6, "auto"), _rule("insideH", 4, "C5CCD3"))
    bold = el("w:rPr", el("w:b"), el("w:bCs"))
    ruled = (
        el("w:tblStylePr", bold, el("w:tcPr", el("w:tcBorders", _rule(side, 6, "auto"))), **{"w:type": row})
        for row, side in (("firstRow", "bottom"), ("lastRow", "top"))
    )
    indent = el("w:tblInd", **{"w:w": "0", "w:type": "dxa"})
    return join(el("w:tblPr", indent, borders, el("w:tblCellMar", *margins)), *ruled)


def _rule(side: str, eighths: int, colour: str) -> Xml:
    attributes = {"w:val": "single", "w:sz": str(eighths), "w:space": "0", "w:color": colour}
    return el(f"w:{side}", **attributes)


def _tight() -> Xml:
    distances = {"w:before": "0", "w:after": "0", "w:line": "240", "w:lineRule": "auto"}
    return el("w:pPr", el("w:spacing", **distances))


def _sizes(half_points: int) -> tuple[Xml, Xml]:
    return _flag("w:sz", str(half_points)), _flag("w:szCs", str(half_points))


def _flag(name: str, value: str) -> Xml:
    return el(name, **{"w:val": value})


_LOOKS: Final = {
    "table": _table(),
    "text": join(_tight(), el("w:rPr", *_sizes(_NINE_POINTS))),
    "number": el("w:pPr", _flag("w:jc", "right")),
    "note": el("w:rPr", _flag("w:color", _GREY), *_sizes(_EIGHT_POINTS)),
    "strong": el("w:rPr", el("w:b"), el("w:bCs")),
    "quiet": el("w:rPr", _flag("w:color", _GREY)),
}
