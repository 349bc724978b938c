"""The README's first ten minutes, done as they are written."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pptx
import pytest
import xlsxwriter
from typer.testing import Result

from reportgen.ooxml import Draft, read_package

Run = Callable[..., Result]
README = Path(__file__).resolve().parent.parent / "README.md"
MONTHS = ("2026-08", "2026-09", "2026-10")
UNITS = {"Sales": ("North", 40, (12, 20, 31)), "Care": ("South", 60, (20, 33, 36)), "Lab": ("South", 20, (9, 11, 17))}


def section() -> str:
    text = README.read_text("utf-8")
    return text[text.index("## First ten minutes\n") : text.index("## Day to day\n")]


def own_workbook(path: Path, headers: tuple[str, ...]) -> None:
    """The workbook the README speaks of: what was used in each month, and the units."""
    used = [
        (month, name, seats, users[n]) for n, month in enumerate(MONTHS) for name, (_, seats, users) in UNITS.items()
    ]
    units = [(name, division) for name, (division, *_) in UNITS.items()]
    sheets: dict[str, list[tuple[object, ...]]] = {"Usage": [headers, *used], "Units": [("Unit", "Division"), *units]}
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def recolour(deck: Path, old: bytes, new: bytes) -> None:
    """What PowerPoint does for Customize Colors."""
    draft = Draft(read_package(deck))
    for part in [name for name in draft.names if name.startswith("ppt/theme/")]:
        draft.replace(part, draft.read(part).replace(old, new))
    deck.write_bytes(draft.to_bytes())


def test_the_first_ten_minutes_work_as_written(tmp_path: Path, reportgen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```(console|yaml)\n(.*?)^```$", section(), re.DOTALL | re.MULTILINE)
    assert [language for language, _ in blocks] == ["console", "console", "yaml", "console", "console"]
    headers = re.search(r"headers ([\w, \n]+?)\.", section())
    assert headers
    for number, (language, block) in enumerate(blocks):
        if language == "yaml":
            proposed = json.loads(reportgen("inspect", "data/usage.xlsx", "--json").stdout)["proposal"]
            assert f"\n{proposed}\nkpis:\n" in block, "what inspect proposes stands in the README as it is"
            Path("report.yaml").write_text(block, "utf-8")
            continue
        if number == 1:
            own_workbook(Path("data/usage.xlsx"), tuple(re.findall(r"\b(?!and\b)\w+", headers.group(1))))
        if number == 4:
            recolour(Path("report_templates/ours/deck.pptx"), b"17557F", b"8A1538")
        for line in block.splitlines():
            program, *arguments = line.split()
            if program == "cd":
                os.chdir(arguments[0])
                continue
            assert program == "reportgen"
            done = reportgen(*arguments)
            assert done.exit_code == 0, f"{line}\n{done.stdout}{done.stderr}"
    deck = tmp_path / "my-report" / "output" / "2026-10" / "deck.pptx"
    slides = pptx.Presentation(str(deck)).slides
    texts = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    assert "Use of the portal" in texts
    assert any("70.0\u00a0%" in text for text in texts), "84 of 120 seats in October"
    assert any("North" in text for text in texts), "the divisions stand beside each other"
    assert any(b"8A1538" in read_package(deck).read(part) for part in read_package(deck).names if "/theme/" in part)


def test_a_header_that_is_not_there_is_told_with_the_headers_there_are(tmp_path: Path, reportgen: Run) -> None:
    project = next(block for block in re.findall(r"^```yaml\n(.*?)^```$", section(), re.DOTALL | re.MULTILINE))
    (tmp_path / "report.yaml").write_text(project.replace("brand: ours\n", ""), "utf-8")
    (tmp_path / "data").mkdir()
    own_workbook(tmp_path / "data" / "usage.xlsx", ("Month", "Unit", "Seat", "Users"))
    found = json.loads(reportgen("check", tmp_path, "--json").stdout)
    told = json.dumps(found, ensure_ascii=False)
    assert "Seats" in told
    assert "Seat" in told.replace("Seats", "")
    assert "usage.xlsx" in told
