"""Colours of the brand file and colours of the templates: told where they differ, made the same where asked."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import docx
import pytest

from reportgen import BuildRequest, build
from reportgen.brand import read_brand, shipped_brands
from reportgen.errors import Problem, Severity
from reportgen.ooxml import Draft, read_package
from reportgen.quality.package import check_package
from reportgen.renderers.themes import theme_of
from tests.conftest import SAMPLES
from tests.office_files import part_of
from tests.templates import BRANDS

FILES = ("deck.pptx", "status.docx", "annex.xlsx")
Built = Callable[..., tuple[dict[str, bytes], list[Problem]]]


@pytest.fixture
def built(tmp_path: Path) -> Built:
    """Builds the starter project in a brand "house", a copy of corporate with changes in its brand file, and with
    another first accent in themes of its templates."""

    def run(
        *changes: tuple[str, str], in_office: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[dict[str, bytes], list[Problem]]:
        project = tmp_path / "portal"
        shutil.copytree(SAMPLES / "starter", project, ignore=shutil.ignore_patterns("output", "report_templates"))
        house = project / "report_templates" / "house"
        shutil.copytree(BRANDS / "corporate", house)
        text = (house / "brand.toml").read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (house / "brand.toml").write_text(text, "utf-8")
        for name, colour in in_office.items():
            (house / name).write_bytes(with_accent((house / name).read_bytes(), colour))
        file = project / "report.yaml"
        file.write_text(file.read_text("utf-8").replace("brand: corporate", "brand: house"), "utf-8")
        result = build(BuildRequest(project))
        found = [problem for problem in result.problems if problem.code == "brand-theme"]
        return {path.name: path.read_bytes() for path in result.files if path.name in FILES}, found

    return run


def with_accent(data: bytes, colour: str) -> bytes:
    """The file with another first accent, as Design, Variants, Colors sets it."""
    draft = Draft(read_package(data))
    for part in list(draft.names):
        if "/theme/" in part and part.endswith(".xml"):
            old = draft.read(part)
            draft.replace(part, re.sub(rb"(<a:accent1>.*?val=\")[0-9A-F]{6}", rb"\g<1>" + colour.encode(), old))
    return draft.to_bytes()


RED = ('accent1 = "17557F"', 'accent1 = "8A1538"')


@pytest.mark.parametrize("name", ["corporate", "agency"])
def test_the_templates_that_come_along_have_the_theme_of_their_brand_file(name: str) -> None:
    brand = read_brand(name, Path("nowhere"))
    for template in (brand.deck, brand.report, brand.annex):
        found = theme_of(read_package(template))
        assert {slot: found[slot] for slot in brand.theme} == dict(brand.theme), template.name
        assert (found["headings"], found["body"]) == (brand.fonts.headings, brand.fonts.body), template.name


def test_a_copy_that_was_not_changed_has_no_problem(built: Built) -> None:
    assert built()[1] == []


def test_documents_follow_the_brand_file_while_nobody_changed_the_theme_in_office(built: Built, tmp_path: Path) -> None:
    documents, problems = built(RED, ('body = "Calibri"', 'body = "Arial"'))
    assert problems == []
    for file, data in documents.items():
        found = theme_of(read_package(data))
        assert (found["accent1"], found["body"], found["dk2"]) == ("8A1538", "Arial", "14324A"), file
        (tmp_path / file).write_bytes(data)
        assert [str(problem) for problem in check_package(tmp_path / file)] == []
    heading = docx.Document(io.BytesIO(documents["status.docx"])).styles["Heading 1"]
    assert str(heading.font.color.rgb) == "8A1538"
    assert b"17557F" not in part_of(documents["status.docx"], "word/styles.xml")
    for file in FILES:
        own = tmp_path / "portal" / "report_templates" / "house" / file
        assert own.read_bytes() == (BRANDS / "corporate" / file).read_bytes(), "templates stay as they are"


def test_a_theme_of_its_own_stays_and_is_told_with_the_line_and_the_template(built: Built, tmp_path: Path) -> None:
    documents, problems = built(in_office={"deck.pptx": "004494", "status.docx": "004494"})
    assert [(problem.severity, problem.code) for problem in problems] == [(Severity.WARNING, "brand-theme")] * 2
    text = (shipped_brands() / "corporate" / "brand.toml").read_text("utf-8")
    line = text.splitlines().index(next(one for one in text.splitlines() if one.startswith("accent1"))) + 1
    for problem, file in zip(problems, FILES, strict=False):
        assert f"report_templates/house/brand.toml:{line}:" in str(problem)
        assert file in problem.message
        assert (problem.found, problem.expected) == ("accent1 004494", "accent1 17557F")
        assert theme_of(read_package(documents[file]))["accent1"] == "004494"


def test_the_same_colour_in_both_is_no_problem(built: Built) -> None:
    documents, problems = built(RED, in_office=dict.fromkeys(FILES, "8A1538"))
    assert problems == []
    assert {theme_of(read_package(data))["accent1"] for data in documents.values()} == {"8A1538"}
