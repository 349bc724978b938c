"""The status page drawn: whatever a programme holds, the form keeps to page one."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import reportgen
from reportgen.brand import read_brand
from reportgen.content.blocks import Finding, Narrative, Phrase
from reportgen.content.report import Report
from reportgen.locales import locale_for
from reportgen.renderers.word import render
from tests.conftest import SAMPLES

needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice or poppler is not installed"
)
CASES = ("corporate", "agency", "corporate-longer", "agency-longer")


def longer(phrase: Phrase) -> Phrase:
    """35 % more text, as a translation may have."""
    return Phrase(f"{phrase.text} {phrase.text[: round(0.35 * len(phrase.text))]}")


def with_longer_summary(report: Report) -> Report:
    said = report.blocks["status_summary"]
    assert isinstance(said, Narrative)
    findings = tuple(
        Finding(longer(one.statement), consequence=longer(one.consequence) if one.consequence else one.consequence)
        for one in said.findings
    )
    return replace(report, blocks={**report.blocks, "status_summary": Narrative(said.id, findings)})


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The texts of the pages of each case; all are drawn by one start of the program."""
    folder = tmp_path_factory.mktemp("pages")
    report = reportgen.inspect(SAMPLES / "crm-adoption", "2026-10")[0]
    for case in CASES:
        brand = read_brand(case.removesuffix("-longer"), Path("nowhere"))
        shown = with_longer_summary(report) if case.endswith("-longer") else report
        (folder / f"{case}.docx").write_bytes(render(shown, brand.report, brand, locale_for("en")).data)
    files = [str(folder / f"{case}.docx") for case in CASES]
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    found = {}
    for case in CASES:
        text = subprocess.run(
            ["pdftotext", "-layout", str(folder / f"{case}.pdf"), "-"], capture_output=True, check=True
        )
        found[case] = text.stdout.decode().split("\f")
    return found


@needs_office
@pytest.mark.parametrize("case", CASES)
def test_the_form_stands_on_page_one_and_the_contents_on_page_two(pages: dict[str, list[str]], case: str):
    first, second = pages[case][:2]
    assert "Project status report" in first
    for heading in ("Milestones", "Project changes", "Project indicators", "Top risks", "Issues", "Decisions"):
        assert heading in first
    assert "Activities performed and planned" in first
    assert first.count("Planned") >= 1
    assert "Contents" in second.splitlines()[2] or "Contents" in second[:400]
    assert "Definitions and data" in second
