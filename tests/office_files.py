"""Real small Office files, as the common libraries write them, and their zips with one part changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def plain_deck() -> bytes:
    """Two slides with titles and notes."""
    import pptx

    deck = pptx.Presentation()
    for number in (1, 2):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"Slide {number}"
        slide.notes_slide.notes_text_frame.text = f"Notes {number}"
    return _saved(deck)


def plain_report() -> bytes:
    """One paragraph."""
    import docx

    document = docx.Document()
    document.add_paragraph("Status")
    return _saved(document)


def plain_annex() -> bytes:
    """One cell."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "Indicator"
    return _saved(book)


def rewritten(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The zip with parts changed or added (bytes) or left out (None)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = changes.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in changes.items():
            if content is not None and name not in old.namelist():
                new.writestr(name, content)
    return out.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    """A file of the zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The zip with the first `old` in a part replaced; AssertionError when it is not there."""
    text = part_of(data, part).decode()
    assert old in text, f"{part} has no {old}"
    return rewritten(data, {part: text.replace(old, new, 1).encode()})


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()
