"""Real small Office files, as the common libraries write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pptx
import pytest


def deck_bytes() -> bytes:
    deck = pptx.Presentation()
    for number in (1, 2):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"Slide {number}"
        slide.notes_slide.notes_text_frame.text = f"Notes {number}"
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def deck() -> bytes:
    return deck_bytes()


@pytest.fixture(scope="session")
def report() -> bytes:
    document = docx.Document()
    document.add_paragraph("Status")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def annex() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "Indicator"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


Edit = Callable[..., bytes]


@pytest.fixture(scope="session")
def edited() -> Edit:
    """Writes a zip again with some of its parts changed (bytes), left out (None) or added."""

    def edit(data: bytes, changes: dict[str, bytes | None]) -> bytes:
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

    return edit
