"""A filled part -> the same part with everything numbered that can only be numbered at the end.

Captions count their SEQ fields, so that a document is right before anybody updates its fields; frames and
content controls get ids that are unique in the document; runs put into a sentence look like their neighbours; the
contents list and references to captions are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from reportgen.ooxml import parse_xml
from reportgen.ooxml.elements import child
from reportgen.ooxml.names import NS
from reportgen.renderers.word.contents import NO_OUTLINE, Outline, fill_contents, resolve_references
from reportgen.renderers.word.runs import INHERITS

_W: Final = f"{{{NS['w']}}}"
_DOC_PR: Final = f"{{{NS['wp']}}}docPr"
_CONTROL: Final = f"{_W}sdtPr"
_SIMPLE_FIELD: Final = f"{_W}fldSimple"
_NUMBERED: Final = (_DOC_PR, _CONTROL, _SIMPLE_FIELD)
_FIELD_PARTS: Final = (f"{_W}fldChar", f"{_W}instrText", f"{_W}t")
_INSTRUCTION: Final = re.compile(rb"instrText[^>]*>([^<]*)")
_RESET: Final = re.compile(r"\\r\s+(\d+)")
# What is worked on here: a part without any of these stays byte for byte as it is.
_SIGNS: Final = (b"SEQ ", b" TOC ", b"docPr", b"w:sdt", f'<w:r {INHERITS}="1">'.encode())
# The order of run properties (ECMA-376 part 1, 17.3.2.28); a run of ours has fonts and colour of its own at most.
_ORDER: Final = {
    f"{_W}{name}": rank
    for rank, name in enumerate(
        (
            *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline"),
            *("shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color"),
        )
    )
}


@dataclass(slots=True)
class Numbers:
    """What has been counted so far in a document."""

    frames: int = 0
    controls: int = 0
    sequences: dict[str, int] = field(default_factory=dict)

    def next_in(self, instruction: str) -> str | None:
        """The number that a SEQ field shows; None for one that follows headings or hides its number."""
        words = instruction.split()
        switches = instruction.lower()
        if len(words) < 2 or "\\s" in switches or "\\h" in switches:
            return None
        name = words[1].lower()
        reset = _RESET.search(switches)
        if reset:
            self.sequences[name] = int(reset.group(1))
        elif "\\c" not in switches:
            self.sequences[name] = self.sequences.get(name, 0) + 1
        return str(self.sequences.get(name, 0))


def finish_part(data: bytes, numbers: Numbers, outline: Outline = NO_OUTLINE) -> bytes:
    """The part with captions, frames and controls numbered on from `numbers`, contents and references written."""
    if not any(sign in data for sign in _SIGNS):
        return data
    root = parse_xml(data)
    fields = _ComplexFields(numbers)
    # Texts are looked at only where a field that counts is made of runs: there are thousands.
    counts = b"SEQ" in b"".join(_INSTRUCTION.findall(data))
    for element in root.iter(*_NUMBERED, *(_FIELD_PARTS if counts else ())):
        if element.tag == _DOC_PR:
            numbers.frames += 1
            element.set("id", str(numbers.frames))
        elif element.tag == _CONTROL:
            _number_control(element, numbers)
        elif element.tag == _SIMPLE_FIELD:
            _number_simple_field(element, numbers)
        else:
            fields.meet(element)
    _dress_runs(root)
    if b" REF Next" in data:
        resolve_references(root)
    if b" TOC " in data:
        fill_contents(root, outline)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _dress_runs(root: Any) -> None:
    """Give runs that were put into another run its properties; take away what is left empty of that run."""
    made = root.xpath(f"//w:r[@{INHERITS}]", namespaces={"w": NS["w"]})
    neighbours: dict[Any, None] = {}
    for run in made:
        del run.attrib[INHERITS]
        outer = _outermost(run)
        before = next((one for one in outer.itersiblings(f"{_W}r", preceding=True)), None)
        for one in (before, outer.getnext()):
            if one is not None and one.tag == f"{_W}r":
                neighbours[one] = None
        look = child(before, f"{_W}rPr") if before is not None else None
        if look is not None:
            _dress(run, look)
    for run in neighbours:
        if _is_empty(run):
            run.getparent().remove(run)


def _outermost(run: Any) -> Any:
    """The run, or the control of ours that holds it."""
    holder = run.getparent()
    return holder.getparent() if holder.tag == f"{_W}sdtContent" else run


def _dress(run: Any, look: Any) -> None:
    """Put the properties of its neighbour under those that the run has of its own."""
    copied = deepcopy(look)
    own = child(run, f"{_W}rPr")
    for property in own if own is not None else ():
        for held in list(copied.iterchildren(property.tag)):
            copied.remove(held)
        rank = _ORDER[property.tag]
        later = next((index for index, one in enumerate(copied) if _ORDER.get(one.tag, 99) > rank), len(copied))
        copied.insert(later, deepcopy(property))
    if own is not None:
        run.remove(own)
    run.insert(0, copied)


def _is_empty(run: Any) -> bool:
    return all(one.tag == f"{_W}rPr" or (one.tag == f"{_W}t" and not one.text) for one in run)


def _number_control(properties: Any, numbers: Numbers) -> None:
    numbers.controls += 1
    identity = child(properties, f"{_W}id")
    if identity is None:
        identity = etree.Element(f"{_W}id")
        # rPr, alias and tag come first (ECMA-376 part 1, 17.5.2.38).
        first = [one for one in properties if one.tag in (f"{_W}rPr", f"{_W}alias", f"{_W}tag")]
        properties.insert(len(first), identity)
    identity.set(f"{_W}val", str(numbers.controls))


def _number_simple_field(element: Any, numbers: Numbers) -> None:
    instruction = element.get(f"{_W}instr", "")
    if instruction.split()[:1] != ["SEQ"]:
        return
    shown = numbers.next_in(instruction)
    if shown is not None:
        _show(list(element.iter(f"{_W}t")), shown)


def _show(texts: list[Any], shown: str) -> None:
    """The number in the first text of a field's result, nothing in the others."""
    for text, content in zip(texts, _then_empty(shown), strict=False):
        text.text = content


def _then_empty(first: str) -> Iterator[str]:
    yield first
    while True:
        yield ""


class _ComplexFields:
    """Follows begin, separate and end of fields made of runs; numbers those that are SEQ."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._open: list[tuple[list[str], list[Any], bool]] = []

    def meet(self, element: Any) -> None:
        if element.tag == f"{_W}fldChar":
            kind = element.get(f"{_W}fldCharType")
            if kind == "begin":
                self._open.append(([], [], False))
            elif kind == "separate" and self._open:
                instruction, texts, _ = self._open[-1]
                self._open[-1] = (instruction, texts, True)
            elif kind == "end" and self._open:
                self._end()
        elif self._open:
            instruction, texts, has_result = self._open[-1]
            if element.tag == f"{_W}instrText":
                instruction.append(element.text or "")
            elif has_result:
                texts.append(element)

    def _end(self) -> None:
        instruction, texts, _ = self._open.pop()
        words = "".join(instruction)
        if words.split()[:1] == ["SEQ"]:
            shown = self._numbers.next_in(words)
            if shown is not None:
                _show(texts, shown)
