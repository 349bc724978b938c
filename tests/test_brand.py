"""Brands: what a brand file says, and what is said about a wrong one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.brand import THEME_SLOTS, Brand, read_brand, shipped_brands
from reportgen.content.values import Status
from reportgen.errors import TemplateError


@pytest.fixture
def own_brand(tmp_path: Path):
    """Writes the shipped brand file, changed, as the project's own brand "house" and reads it."""

    def read(*changes: tuple[str, str]) -> Brand:
        folder = tmp_path / "report_templates" / "house"
        folder.mkdir(parents=True)
        text = (shipped_brands() / "corporate" / "brand.toml").read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (folder / "brand.toml").write_text(text, "utf-8")
        return read_brand("house", tmp_path)

    return read


def messages(caught: pytest.ExceptionInfo[TemplateError]) -> list[str]:
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_brand_has_every_colour_and_font(tmp_path):
    brand = read_brand("corporate", tmp_path)
    assert tuple(brand.theme) == THEME_SLOTS
    assert (brand.theme["accent1"], brand.grey) == ("17557F", "55606A")
    assert set(brand.status_colours) == set(Status)
    assert brand.status_colours[Status.OFF_TRACK] == "9B1D29"
    assert (brand.fonts.body, brand.fonts.twin) == ("Calibri", "Carlito")
    assert (brand.deck.name, brand.report.name, brand.annex.name) == ("deck.pptx", "status.docx", "annex.xlsx")


def test_a_projects_own_brand_comes_first(tmp_path):
    shutil.copytree(shipped_brands() / "corporate", tmp_path / "report_templates" / "corporate")
    assert read_brand("corporate", tmp_path).folder == tmp_path / "report_templates" / "corporate"


@pytest.mark.parametrize("name", ["corporat", "../corporate", "", "/"])
def test_an_unknown_brand_is_answered_with_those_there_are(tmp_path, name):
    with pytest.raises(TemplateError) as caught:
        read_brand(name, tmp_path)
    [message] = messages(caught)
    assert message.startswith(f'report_templates: There is no brand "{name}" (expected one of agency, corporate')
    assert caught.value.exit_code == 4


def test_every_wrong_value_is_reported_at_its_place_at_once(own_brand):
    with pytest.raises(TemplateError) as caught:
        own_brand(
            ('accent1 = "17557F"', 'accent1 = "blue"'),
            ('grey = "55606A"', 'gray = "55606A"'),
            ('twin = "Carlito"', "twin = 7"),
            ('deck = "deck.pptx"', 'deck = "../deck.pptx"'),
            ('no_data = "55606A"', ""),
        )
    assert [message.removeprefix("report_templates/house/brand.toml:") for message in messages(caught)] == [
        '7:9: "deck" is no file in this folder (found ../deck.pptx, expected a file name).',
        '16:12: "accent1" is no colour (found blue, expected six hex digits such as "17557F").',
        '24:9: "gray" is not known here (expected grey). Did you mean "grey"?',
        '23:1: "grey" is missing in [text].',
        '29:8: "twin" is no text (found 7, expected a text in quotes).',
        '31:1: "no_data" is missing in [status].',
    ]


def test_a_syntax_error_is_located(own_brand):
    with pytest.raises(TemplateError) as caught:
        own_brand(('lt1 = "FFFFFF"', "lt1 = FFFFFF"))
    [message] = messages(caught)
    assert message.startswith(
        "report_templates/house/brand.toml:13:7: The brand file is not TOML (found Invalid value)."
    )


def test_a_section_that_is_a_value_is_reported(own_brand):
    with pytest.raises(TemplateError) as caught:
        own_brand(
            ('[text]\ngrey = "55606A"     # subtitles, sources, axis labels\n', ""),
            ('title = "Corporate"', 'title = "C"\ntext = "grey"'),
        )
    assert 'report_templates/house/brand.toml:5:9: "text" is a section (expected [text]).' in messages(caught)


def test_the_colours_read_against_the_page_and_status_against_each_other(tmp_path):
    brand = read_brand("corporate", tmp_path)
    page = brand.theme["lt1"]
    for colour in (brand.grey, brand.theme["dk1"], brand.theme["accent1"]):
        assert contrast(colour, page) >= 4.5
    for colour in brand.status_colours.values():
        assert contrast(colour, page) >= 3.0


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
