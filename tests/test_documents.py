"""Every produced file holds together: own package check, schema audit, reopened, drawn page by page.

The chain of checks: (1) our package check, (2) openxml-audit against the template's own findings, (3) opened
again by the libraries and counted, (4) drawn by LibreOffice: as many pages as slides, none blank, fonts embedded.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from PIL import Image

from reportgen import BuildRequest, build
from reportgen.quality.package import check_package
from tests.conftest import SAMPLES
from tests.quality.audit import new_findings
from tests.templates import BRANDS

PACKS = (("electoral-roll", "2023-10"), ("electoral-roll", "2024-10"), ("crm-adoption", "2026-10"))
FILES = ("deck.pptx", "status.docx", "annex.xlsx")
TAGS = ("{{", "}}", "{%", "%}")
needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftoppm")), reason="LibreOffice or poppler is not installed"
)


@pytest.fixture(scope="module", params=PACKS, ids=" ".join)
def pack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the documents of one period of a sample."""
    project, period = request.param
    out = tmp_path_factory.mktemp("documents")
    return build(BuildRequest(SAMPLES / project, period=period, out=out)).files[0].parent


@pytest.mark.parametrize("file", FILES)
def test_the_package_check_finds_nothing(pack: Path, file: str) -> None:
    assert [str(problem) for problem in check_package(pack / file)] == []


@pytest.mark.parametrize("file", FILES)
def test_the_schema_audit_finds_nothing_that_the_template_does_not_have(pack: Path, file: str) -> None:
    assert dict(new_findings(pack / file, BRANDS / "corporate" / file)) == {}


def test_the_deck_opens_with_titles_numbers_and_native_charts(pack: Path) -> None:
    deck: Any = pptx.Presentation(str(pack / "deck.pptx"))
    slides = list(deck.slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert len(slides) >= 8
    assert all(titles)
    assert len(set(titles)) == len(titles), titles
    for slide in list(slides)[1:]:
        kinds = {shape.placeholder_format.type for shape in slide.placeholders}
        names = {str(kind).split(" ")[0] for kind in kinds}
        assert {"TITLE", "SLIDE_NUMBER", "FOOTER"} <= names, (titles, names)
    shapes = [shape for slide in slides for shape in slide.shapes]
    assert sum(shape.has_chart for shape in shapes) >= 2
    assert sum(shape.has_table for shape in shapes) >= 2
    assert not [shape.name for shape in shapes if shape.shape_type == 13], "a picture where a native chart belongs"
    for shape in shapes:
        if shape.has_chart or shape.has_table:
            assert shape._element.nvGraphicFramePr.cNvPr.get("descr"), shape.name


def test_the_report_opens_with_headings_and_native_charts(pack: Path) -> None:
    report = docx.Document(str(pack / "status.docx"))
    styles = [paragraph.style.name for paragraph in report.paragraphs if paragraph.style is not None]
    assert styles.count("Title") == 1
    assert sum(style == "Heading 1" for style in styles) >= 4
    assert len(parts(pack / "status.docx", "word/charts/chart")) >= 2


def test_the_annex_opens_with_its_sheets_tables_and_charts(pack: Path) -> None:
    annex = openpyxl.load_workbook(pack / "annex.xlsx")
    wanted = ["Read me", "Summary", "By group", "By entity", "Definitions", "Lineage", "Data quality"]
    assert [name for name in annex.sheetnames if name in wanted] == wanted
    assert len(parts(pack / "annex.xlsx", "xl/charts/chart")) >= 2
    for name in wanted[1:]:
        sheet = annex[name]
        assert sheet.freeze_panes, name
        assert sheet.page_setup.orientation == "landscape", name
        assert sheet["A1"].value, name
        if name == "Data quality" and "No row was left out" in str(sheet["A4"].value):
            continue
        assert sheet.tables, name
        assert sheet.print_title_rows, name


def test_workbook_formulas_give_the_cached_numbers(pack: Path) -> None:
    formulas, cached = (
        openpyxl.load_workbook(pack / "annex.xlsx", data_only=flag)["Summary"] for flag in (False, True)
    )
    found = [cell for row in formulas.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(found) >= 4
    for cell in found:
        assert isinstance(cached[cell.coordinate].value, int | float), cell.coordinate


@pytest.mark.parametrize("file", FILES)
def test_no_tag_is_left(pack: Path, file: str) -> None:
    for name in parts(pack / file, ""):
        text = read_part(pack / file, name)
        assert not [tag for tag in TAGS if tag in text], name


@needs_office
def test_every_page_is_drawn(pack: Path, tmp_path: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--norestore"]
    files = [str(pack / file) for file in FILES[:2]]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True,
        capture_output=True,
        timeout=240,
    )
    deck: Any = pptx.Presentation(str(pack / "deck.pptx"))
    assert pages(tmp_path / "deck.pdf") == len(deck.slides)
    assert pages(tmp_path / "status.pdf") >= 4
    for name in ("deck", "status"):
        fonts = subprocess.run(["pdffonts", tmp_path / f"{name}.pdf"], capture_output=True, text=True, check=True)
        rows = fonts.stdout.splitlines()[2:]
        assert rows
        # Columns from the right: object id (two numbers), unicode, subset, embedded.
        assert all(row.split()[-5] == "yes" for row in rows), fonts.stdout
        subprocess.run(["pdftoppm", "-r", "20", "-png", tmp_path / f"{name}.pdf", tmp_path / name], check=True)
    for picture in sorted(tmp_path.glob("*.png")):
        low, high = Image.open(picture).convert("L").getextrema()
        assert (low, high) != (high, high), f"{picture.name} is blank"


def pages(pdf: Path) -> int:
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    return int(next(line.split()[1] for line in info.splitlines() if line.startswith("Pages")))


def parts(file: Path, start: str) -> list[str]:
    import zipfile

    with zipfile.ZipFile(file) as archive:
        return [name for name in archive.namelist() if name.startswith(start) and name.endswith(".xml")]


def read_part(file: Path, name: str) -> str:
    import zipfile

    with zipfile.ZipFile(file) as archive:
        return archive.read(name).decode("utf-8")
