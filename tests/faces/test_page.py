"""The page of problems: for every reader, on a phone, on paper and by keyboard; without anything from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from reportgen.errors import Problem, Severity
from reportgen.faces.page import problems_page
from reportgen.locations import CellLocation, TextLocation

FOUND = [
    Problem(Severity.ERROR, "bad-number", "No number", CellLocation("a.xlsx", "Use", "B2"), '"x"', "a number", "Mend."),
    Problem(Severity.WARNING, "jump", "A jump", CellLocation("a.xlsx", "Use", "B3"), field="users"),
    Problem(Severity.NOTICE, "nothing-known", "Something else", TextLocation("report.yaml", 3, 1)),
]
VOID = {"meta", "br"}


class Reader(HTMLParser):
    """The elements of a page: what is open, the headings, attributes by element."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.elements: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page() -> str:
    return problems_page(FOUND, "Check of portal")


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_headings_are_in_order_and_every_control_has_a_name(page: str, read: Reader) -> None:
    assert read.headings[0] == 1
    assert all(later <= earlier + 1 for earlier, later in zip(read.headings, read.headings[1:], strict=False))
    assert read.headings.count(1) == 1
    names = {tag for tag, _ in read.elements}
    assert {"main", "header", "footer", "th", "label"} <= names
    assert all(attrs.get("scope") == "col" for tag, attrs in read.elements if tag == "th")
    assert all(attrs["aria-label"] for tag, attrs in read.elements if tag in ("table", "button", "form"))
    selects = [match.start() for match in re.finditer("<select", page)]
    assert all("<label>" in page[start - 20 : start] for start in selects)
    assert dict(read.elements[:1])["html"]["lang"] == "en"


def test_nothing_is_loaded_and_nothing_needs_a_mouse(page: str, read: Reader) -> None:
    assert not {"img", "link", "iframe", "object", "base"} & {tag for tag, _ in read.elements}
    assert not [attrs for _, attrs in read.elements for name in attrs if name in ("src", "href") or name[:2] == "on"]
    assert ":focus-visible" in page
    assert [attrs["type"] for tag, attrs in read.elements if tag == "button"] == ["button"] * 3


def test_a_place_can_be_copied_whole(read: Reader) -> None:
    copied = [attrs["data-copy"] for tag, attrs in read.elements if tag == "button"]
    assert copied == ['a.xlsx, sheet "Use", cell B2', 'a.xlsx, sheet "Use", cell B3', "report.yaml:3:1"]


def test_it_has_a_form_for_narrow_screens_and_for_paper(page: str) -> None:
    assert 'name="viewport"' in page
    assert "@media (max-width" in page
    assert "@media print" in page
    assert 'data-head="What to do"' in page


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_has_contrast(page: str, dark: bool) -> None:
    rules = re.findall(r":root \{(.*?)\}", page, re.DOTALL)[dark]
    colours = {name: full(value) for name, value in re.findall(r"--(\w+): #([0-9a-f]+)", rules)}
    for ground in ("ground", "card"):
        for ink in ("ink", "soft", "error", "warning", "notice"):
            # 4.5 : 1 by WCAG 2.2, success criterion 1.4.3.
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def full(value: str) -> str:
    return value if len(value) == 6 else "".join(2 * digit for digit in value)


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
