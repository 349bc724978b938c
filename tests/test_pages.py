"""The pages of the report and the sheets of the annex as LibreOffice draws them: all text is there, inside the
margins, in one piece, and on nothing else; the form keeps to page one."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from reportgen.brand import read_brand
from reportgen.content.tables import Table
from reportgen.locales import locale_for
from reportgen.renderers.excel import render
from tests.drawn import Page, Word, draw, needs_office
from tests.packs import documents, report
from tests.templates import BRANDS

# Sample, period, brand, longer. A wide font with long texts meets most of what can go wrong.
REPORTS = {
    "crm-corporate": ("crm-adoption", None, "corporate", False),
    "crm-agency": ("crm-adoption", None, "agency", False),
    "crm-agency-longer": ("crm-adoption", None, "agency", True),
    "roll-corporate": ("electoral-roll", "2024-10", "corporate", False),
    "roll-agency-longer": ("electoral-roll", "2023-10", "agency", True),
}
ANNEXES = {
    "annex-crm-agency": ("crm-adoption", None, "agency"),
    "annex-roll-corporate": ("electoral-roll", "2023-10", "corporate"),
}
# Rows of a table in an annex that is drawn: thousands of municipalities would be two hundred pages alike.
ROWS = 40
POINTS_PER_CM = 72 / 2.54
# Left, top, right and bottom of the text of a report, in points of the distance from the edge; header and footer.
REPORT_SIDES, REPORT_TOP, REPORT_BOTTOM = 2 * POINTS_PER_CM, 1.9 * POINTS_PER_CM, 1.8 * POINTS_PER_CM
HEADER_LINE, FOOTER_LINE = 1.05 * POINTS_PER_CM, 0.85 * POINTS_PER_CM
# Half an inch on either side of a sheet.
SHEET_SIDES = 36.0
# Programs round widths, and boxes of words are a little wider than their ink.
SLACK = 1.5
LEFT_OVER = ("{{", "}}", "{%", "%}", "#REF!", "#NAME?", "#VALUE!", "###")
# Words end at blanks of every kind; a line may also end after a hyphen or a stroke.
APART = re.compile(r"[\s\u00a0\u202f]+|(?<=[-/])")
NUMBER = re.compile(r"[+−±€]*\d[\d.,:]*\d|[+−±€]*\d")


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """The files of every case by name; a report and an annex in turn would become one PDF, so names differ."""
    reports = {f"{name}.docx": documents(*case)["status.docx"] for name, case in REPORTS.items()}
    return reports | {f"{name}.xlsx": short_annex(*case) for name, case in ANNEXES.items()}


def short_annex(name: str, period: str | None, brand: str) -> bytes:
    """The annex with the first rows of each table."""
    whole = report(name, period, grown=False)
    blocks = {id: block.head(ROWS) if isinstance(block, Table) else block for id, block in whole.blocks.items()}
    look = read_brand(brand, BRANDS.parent)
    return render(replace(whole, blocks=blocks), look.annex, look, locale_for("en")).data


@pytest.fixture(scope="module")
def drawn(made: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """The pages of every file; all are drawn by one start of the program."""
    pages = draw(made, tmp_path_factory.mktemp("pages"))
    return {name.partition(".")[0]: held for name, held in pages.items()}


@needs_office
@pytest.mark.parametrize("case", [*REPORTS, *ANNEXES])
def test_nothing_is_left_over_and_no_number_is_hidden(drawn: dict[str, list[Page]], case: str) -> None:
    assert drawn[case]
    words = (word.text for page in drawn[case] for word in page.words)
    assert [text for text in words if any(sign in text for sign in LEFT_OVER)] == []


@needs_office
@pytest.mark.parametrize("case", [*REPORTS, *ANNEXES])
def test_all_text_is_inside_the_margins(drawn: dict[str, list[Page]], case: str) -> None:
    sides = REPORT_SIDES if case in REPORTS else SHEET_SIDES
    assert [f"page {n}: {word.text}" for n, word in beside_the_text(drawn[case], sides)] == []


@needs_office
@pytest.mark.parametrize("case", REPORTS)
def test_text_of_a_report_keeps_clear_of_header_and_footer(drawn: dict[str, list[Page]], case: str) -> None:
    out = []
    for number, page in enumerate(drawn[case], start=1):
        header = min(word.top for word in page.words)
        footer = max(word.bottom for word in page.words)
        assert header >= HEADER_LINE - SLACK
        assert footer <= page.height - FOOTER_LINE + SLACK
        body = [word for word in page.words if word.top > header + 6 and word.bottom < footer - 6]
        room = REPORT_TOP - SLACK, page.height - REPORT_BOTTOM + SLACK
        out += [f"page {number}: {word.text}" for word in body if not room[0] <= word.top <= word.bottom <= room[1]]
    assert out == []


@needs_office
@pytest.mark.parametrize("case", [*REPORTS, *ANNEXES])
def test_no_text_stands_on_another(drawn: dict[str, list[Page]], case: str) -> None:
    found = ((n, pair) for n, page in enumerate(drawn[case], start=1) for pair in on_each_other(page))
    assert [f"page {n}: {one.text} and {other.text}" for n, (one, other) in found] == []


@needs_office
@pytest.mark.parametrize("case", REPORTS)
def test_every_text_of_a_report_is_drawn_and_no_number_is_broken(
    made: dict[str, bytes], drawn: dict[str, list[Page]], case: str
) -> None:
    shown = Counter(piece for page in drawn[case] for word in page.words for piece in pieces(word.text))
    wanted = Counter(piece for text in texts_of(made[f"{case}.docx"]) for piece in pieces(text))
    lacking = wanted - shown
    broken = [piece for piece in lacking if NUMBER.fullmatch(piece)]
    assert broken == []
    # Where words are longer than columns they may be broken; with words as they are none is.
    if case.endswith("longer"):
        assert lacking.total() <= 0.01 * wanted.total(), lacking
    else:
        assert sorted(lacking) == []


@pytest.mark.parametrize("case", REPORTS)
def test_no_table_of_a_report_is_wider_than_its_text(made: dict[str, bytes], case: str) -> None:
    document: Any = docx.Document(io.BytesIO(made[f"{case}.docx"]))
    section = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) / 635
    tables = list(document.element.body.iter(qn("w:tbl")))
    assert len(tables) >= 5
    for table in tables:
        widths = [int(column.get(qn("w:w"))) for column in table.find(qn("w:tblGrid"))]
        assert sum(widths) <= room + 1, [cell.text for cell in table.iter(qn("w:t"))][:5]


@needs_office
@pytest.mark.parametrize("case", [case for case in REPORTS if case.startswith("crm")])
def test_the_form_stands_on_page_one_and_the_contents_on_page_two(drawn: dict[str, list[Page]], case: str) -> None:
    first, second = (" ".join(word.text for word in page.words) for page in drawn[case][:2])
    assert "Project status report" in first
    for heading in ("Milestones", "Project changes", "Project indicators", "Top risks", "Issues", "Decisions"):
        assert heading in first
    assert "Activities performed and planned" in first
    assert first.count("Planned") >= 1
    assert "Contents" in second[:400]
    assert "Definitions and data" in second


@needs_office
@pytest.mark.parametrize("case", [case for case in REPORTS if case.startswith("roll")])
def test_without_logs_the_indicators_stand_on_page_one(drawn: dict[str, list[Page]], case: str) -> None:
    first = " ".join(word.text for word in drawn[case][0].words)
    assert "Project indicators" in first
    assert "What changed since" in first
    # In 2023-10 the roll-out is late.
    assert ("For decision" in first) == (REPORTS[case][1] == "2023-10")
    assert "Contents" in " ".join(word.text for word in drawn[case][1].words)[:400]


def test_what_goes_wrong_on_a_page_is_seen() -> None:
    words = Word("in", 60, 100, 80, 112), Word("over", 78, 104, 99, 116), Word("out", 530, 100, 560, 112)
    page = Page(595, 842, words)
    assert [word.text for _, word in beside_the_text([page], REPORT_SIDES)] == ["out"]
    assert [(one.text, other.text) for one, other in on_each_other(page)] == [("in", "over")]
    assert pieces("−3.6\u00a0% of 2\u00a0736") == ["−3.6", "%", "of", "2", "736"]


def beside_the_text(pages: list[Page], sides: float) -> Iterator[tuple[int, Word]]:
    """The words that reach into the left or right margin, with the number of their page."""
    for number, page in enumerate(pages, start=1):
        for word in page.words:
            if word.left < sides - SLACK or word.right > page.width - sides + SLACK:
                yield number, word


def on_each_other(page: Page) -> Iterator[tuple[Word, Word]]:
    """Words that cover each other by more than the air around their letters."""
    below = sorted(page.words, key=lambda word: word.top)
    for place, one in enumerate(below):
        for other in below[place + 1 :]:
            if other.top > one.bottom:
                break
            wide = min(one.right, other.right) - max(one.left, other.left)
            high = min(one.bottom, other.bottom) - other.top
            if wide > SLACK and high > 0.4 * min(one.bottom - one.top, other.bottom - other.top):
                yield one, other


def texts_of(data: bytes) -> Iterator[str]:
    """The text of every paragraph of the body of a document, without what its fields are made of."""
    body: Any = docx.Document(io.BytesIO(data)).element.body
    for paragraph in body.iter(qn("w:p")):
        text = "".join(" " if node.tag != qn("w:t") else node.text or "" for node in paragraph.iter(*TEXTS))
        yield text.replace("\N{SOFT HYPHEN}", "")


TEXTS = (qn("w:t"), qn("w:tab"), qn("w:br"))


def pieces(text: str) -> list[str]:
    """A text cut where a line may end."""
    return [piece for piece in APART.split(text) if piece]
