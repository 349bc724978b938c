"""What the tag engine has to know about WordprocessingML (ECMA-376 part 1, 17)."""

from __future__ import annotations

from reportgen.templating import Dialect, Document, Element, Flow, Keep
from reportgen.templating.grids import mend_grid

_TRANSITIONAL = "http://schemas.openxmlformats.org"
_NAMESPACES = {
    f"{_TRANSITIONAL}/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    f"{_TRANSITIONAL}/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    f"{_TRANSITIONAL}/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    f"{_TRANSITIONAL}/markup-compatibility/2006": "mc",
    f"{_TRANSITIONAL}/officeDocument/2006/math": "m",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "urn:schemas-microsoft-com:vml": "v",
}
# As much of a paragraph as one needs to find it on the page.
_LONGEST_QUOTE = 40
_PARTS = {
    "header": "page header",
    "footer": "page footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "core": "document properties",
}
_WHERE = {"w:tc": "table, ", "w:txbxContent": "text box, "}


def _title(part: str, position: int) -> str:
    name = part.rsplit("/", 1)[-1]
    return next((words for start, words in _PARTS.items() if name.startswith(start)), "")


def _describe(document: Document, paragraph: Element) -> str:
    texts = (document.text(inner) for inner in document.within(paragraph) if inner.name == "w:t")
    quote = " ".join("".join(texts).split())
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[: _LONGEST_QUOTE - 4].rstrip() + " ..."
    where = next((_WHERE[above.name] for above in paragraph.ancestors() if above.name in _WHERE), "")
    return f'{where}paragraph "{quote}"'


WORD = Dialect(
    name="word",
    namespaces=_NAMESPACES,
    flows=(
        Flow("w:p", "w:r", "w:t", "w:rPr", "w:br", tab="w:tab", preserve=True, pauses=frozenset({"w:tab", "w:br"})),
    ),
    levels={"p": "w:p", "r": "w:r", "tr": "w:tr", "tc": "w:tc"},
    owners=("w:p",),
    describe=_describe,
    title=_title,
    splittable=frozenset({"w:hyperlink", "w:ins", "w:smartTag", "w:fldSimple"}),
    content=frozenset(
        {
            "w:drawing",
            "w:pict",
            "w:object",
            "w:fldChar",
            "w:sectPr",
            "w:footnoteReference",
            "w:endnoteReference",
            "m:oMath",
        }
    ),
    skipped=frozenset({"w:moveFrom", "w:del"}),
    doubles=frozenset({"mc:Fallback"}),
    keeps={
        "w:tbl": Keep("w:tr", mend=mend_grid("w", "tblGrid", "gridCol", "w:w")),
        "w:tr": Keep("w:tc"),
        "w:tc": Keep("w:p", fill="w:p", last=True),
        "w:txbxContent": Keep("w:p", fill="w:p"),
        "w:hdr": Keep("w:p", fill="w:p"),
        "w:ftr": Keep("w:p", fill="w:p"),
        "w:footnote": Keep("w:p", fill="w:p"),
        "w:endnote": Keep("w:p", fill="w:p"),
        "w:comment": Keep("w:p", fill="w:p"),
    },
    fresh=frozenset({("wp:docPr", "id")}),
    shed=frozenset({"w14:paraId", "w14:textId"}),
)
