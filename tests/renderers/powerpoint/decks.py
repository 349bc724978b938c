"""Small templates for tests, made with python-pptx from the layouts of the corporate deck, and decks read again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.slide import Slide
from pptx.util import Cm

from reportgen.brand import Brand, read_brand
from reportgen.content.report import Report
from reportgen.locales import locale_for
from reportgen.renderers import Rendered
from reportgen.renderers.powerpoint import render

BRAND: Brand = read_brand("corporate", Path("nowhere"))
ENGLISH = locale_for("en")


def a_template(path: Path, *slides: tuple[str, str, str], layout: str = "Table") -> Path:
    """A template with a slide for each (title, content, notes) in a layout of the corporate deck."""
    deck = Presentation(str(BRAND.deck))
    listed = deck.slides._sldIdLst
    for each in list(listed):
        deck.part.drop_rel(each.rId)
        listed.remove(each)
    chosen = next(each for each in deck.slide_layouts if each.name == layout)
    for title, content, notes in slides:
        slide = deck.slides.add_slide(chosen)
        for place in slide.placeholders:
            if place.placeholder_format.idx == 0:
                place.text_frame.text = title
            if place.placeholder_format.idx == 20:
                place.text_frame.text = content
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    deck.save(str(path))
    return path


def add_box(path: Path, slide: int, text: str, name: str = "Box") -> None:
    """Add a text box to a slide (counted from 1) of a template."""
    deck = Presentation(str(path))
    box = deck.slides[slide - 1].shapes.add_textbox(Cm(2), Cm(2), Cm(12), Cm(6))
    box.name = name
    box.text_frame.text = text
    deck.save(str(path))


def rendered(report: Report, template: Path) -> Rendered:
    """The deck made from a template, in English and the corporate brand."""
    return render(report, template, BRAND, ENGLISH)


def opened(data: bytes):
    """The deck as python-pptx reads it."""
    return Presentation(io.BytesIO(data))


def titles(data: bytes) -> list[str]:
    """The titles of the slides in order."""
    return [slide.shapes.title.text_frame.text if slide.shapes.title else "" for slide in opened(data).slides]


def shapes_of(slide: Slide) -> Iterator[Any]:
    """All shapes of a slide, those of groups too."""
    return _within(slide.shapes)


def texts_of(slide: Slide) -> list[str]:
    """The texts of all shapes that have one."""
    return [shape.text_frame.text for shape in shapes_of(slide) if shape.has_text_frame and shape.text_frame.text]


def shape_named(slide: Slide, name: str):
    """The shape of that name."""
    return next(shape for shape in shapes_of(slide) if shape.name == name)


def rows_of(shape) -> list[list[str]]:
    """The texts of a table, row by row."""
    return [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]


def _within(shapes: Iterable[Any]) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from _within(shape.shapes)
