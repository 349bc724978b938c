"""Documents whose every text is a third longer, as in German or Finnish, are whole on their pages.

By the metrics of their fonts, everywhere; and where LibreOffice is installed as it draws them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pptx
import pytest

from reportgen.errors import Problem
from reportgen.quality.layout import check_layout
from tests.drawn import Page, Word, draw, needs_office
from tests.packs import FILES, documents, packs
from tests.renderers.powerpoint.decks import shapes_of

# The brand with the wide font meets most of what can go wrong; the other one is measured by its metrics. Pages of
# reports are looked at with those of annexes.
DRAWN = [("crm-adoption", None), ("electoral-roll", "2024-10")]
POINT = 12_700
# Fonts differ in how far they reach below the line; a line is at least 12 points high.
SLACK = 6.0
# Its index in the layouts of both brands.
FOOTER = 11


@pytest.fixture(scope="module", params=packs(grown=(True,)))
def pack(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return documents(*request.param)


@pytest.mark.parametrize("file", FILES)
def test_longer_text_is_whole_on_its_page(pack: dict[str, bytes], file: str) -> None:
    problems: list[Problem] = check_layout(pack[file], file)
    assert [str(problem) for problem in problems] == []


def test_what_was_cut_stands_whole_in_the_notes(pack: dict[str, bytes]) -> None:
    for number, slide in enumerate(opened(pack["deck.pptx"]).slides, start=1):
        notes = slide.notes_slide.notes_text_frame.text
        for start in cut_texts(slide):
            assert start in notes, f"slide {number}: {start}"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, list[Page]]]:
    """The decks of both samples and their pages."""
    decks = {f"{name}.pptx": documents(name, period, "agency", True)["deck.pptx"] for name, period in DRAWN}
    pages = draw(decks, tmp_path_factory.mktemp("drawn"))
    return {name: (deck, pages[name]) for name, deck in decks.items()}


@needs_office
@pytest.mark.parametrize("name", [f"{name}.pptx" for name, _ in DRAWN])
def test_longer_text_is_drawn_inside_its_page_and_shape(drawn: dict[str, tuple[bytes, list[Page]]], name: str) -> None:
    deck, pages = drawn[name]
    assert [(n, word) for n, page in enumerate(pages, 1) for word in out(page)] == []
    told = [each for slide, page in zip(opened(deck).slides, pages, strict=True) for each in ends(slide, page)]
    # Texts that stand on their slide twice cannot be told apart; most do not.
    assert len(told) > 4 * len(pages)
    assert [(text, round(below)) for text, below in told if below > SLACK] == []


def out(page: Page) -> Iterator[str]:
    """The words that are not all on the page."""
    for word in page.words:
        if min(word.left, word.top, page.width - word.right, page.height - word.bottom) < -0.5:
            yield word.text


def ends(slide: Any, page: Page) -> Iterator[tuple[str, float]]:
    """The texts of shapes that can be told, and by how many points their last words end below their shape."""
    for shape in shapes_of(slide):
        text = shape.text_frame.text.split() if shape.has_text_frame and shape.width else []
        if len(text) < 2:
            continue
        left, right = shape.left / POINT - 2, (shape.left + shape.width) / POINT + 2
        found = [
            last
            for first, last in pairwise(page.words)
            if (first.text, last.text) == (text[-2], text[-1]) and left <= last.left <= right
        ]
        if len(found) == 1:
            yield shape.text_frame.text, found[0].bottom - (shape.top + shape.height) / POINT


def cut_texts(slide: Any) -> Iterator[str]:
    """The starts of the texts that were cut, up to the ellipsis; the sources in the footer are listed in the notes."""
    for shape in slide.placeholders:
        if shape.has_text_frame and shape.text_frame.text.endswith("…") and shape.placeholder_format.idx != FOOTER:
            yield shape.text_frame.paragraphs[-1].text.removesuffix("…").strip()


def opened(data: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(data))


def test_a_word_below_its_shape_is_seen() -> None:
    page = Page(960, 540, (Word("the", 10, 500, 30, 512), Word("end", 34, 500, 60, 545)))
    assert list(out(page)) == ["end"]
