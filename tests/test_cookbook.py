"""Every recipe of the cookbook prints what the page says: data, declaration and result are read from the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from lxml import etree

from reportgen.content.kpis import Figure
from reportgen.content.report import Report
from reportgen.content.values import Quantity
from reportgen.locales import locale_for
from reportgen.operations.build import BuildRequest, build
from reportgen.operations.inspect import inspect

PAGE = Path(__file__).parents[1] / "docs" / "kpi-cookbook.md"
ALL = {str(number) for number in range(1, 42)}
_FILE = re.compile(r"^`([\w.-]+)`\n\n```csv\n(.*?)^```", re.M | re.S)
_YAML = re.compile(r"^```yaml\n(.*?)^```", re.M | re.S)
_ROW = re.compile(r"^\|(.+)\|$", re.M)


@dataclass(frozen=True)
class Recipe:
    """A section of the page."""

    title: str
    files: Mapping[str, str]
    declaration: str
    results: tuple[Mapping[str, str], ...]

    def saved(self, folder: Path) -> Path:
        (folder / "report.yaml").write_text(self.declaration, encoding="utf-8")
        for name, rows in self.files.items():
            (folder / name).write_text(rows, encoding="utf-8")
        return folder


@cache
def recipes() -> tuple[Recipe, ...]:
    sections = re.split(r"^### ", PAGE.read_text("utf-8"), flags=re.M)[1:]
    return tuple(recipe for section in sections if (recipe := _recipe(section)) is not None)


def _recipe(section: str) -> Recipe | None:
    declaration = _YAML.search(section)
    if declaration is None:
        return None
    cells = [[cell.strip() for cell in row.split("|")] for row in _ROW.findall(section)]
    head, results = cells[0], cells[2:]
    title = section.split("\n", 1)[0]
    assert all(len(row) == len(head) for row in results), title
    rows = tuple(dict(zip(head, row, strict=True)) for row in results)
    return Recipe(title, dict(_FILE.findall(section)), declaration[1], rows)


def plain(text: str) -> str:
    """The text with one kind of blank."""
    return " ".join(text.split())


def figure(report: Report, result: Mapping[str, str]) -> Figure:
    kpi = report.kpi(result["KPI"])
    group = result.get("group", "")
    if not group:
        return kpi.total
    return next(found for figures in kpi.groups.values() for found in figures if found.label == group)


def shown(found: Figure, report: Report) -> dict[str, str]:
    """What the documents print of a figure, by the column of the page."""
    text = locale_for(report.language, report.number_style).text
    parts = [found.numerator, found.denominator]
    divided = " / ".join(text(part) for part in parts) if all(isinstance(part, Quantity) for part in parts) else ""
    return {
        "prints": text(found.value),
        "from": divided,
        "target": text(found.target),
        "status": found.status.value,
        "overall": report.overall.status.value,
        "open": str((found.expected or 0) - (found.reported or 0)),
    }


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.title.split(":")[0][:40])
def test_a_recipe_prints_what_the_page_says(recipe: Recipe, tmp_path: Path) -> None:
    folder = recipe.saved(tmp_path)
    reports = {period: inspect(folder, period)[0] for period in {result["period"] for result in recipe.results}}
    assert recipe.results
    for result in recipe.results:
        report = reports[result["period"]]
        found = shown(figure(report, result), report)
        asked = {key: plain(value) for key, value in result.items() if value and key in found}
        assert {key: plain(found[key]) for key in asked} == asked, result["KPI"]


# As documents: a target, people over time, times with open ones, a survey, cases.
BUILT = ("Against a target", "People in a log", "26 Speed", "A survey", "Cases")


def texts(root: Any) -> set[str]:
    """The texts of the paragraphs below an element, with one kind of blank."""
    paragraphs = [node for node in etree.fromstring(etree.tostring(root)).iter() if str(node.tag).endswith("}p")]
    return {plain("".join(map(str, paragraph.itertext()))) for paragraph in paragraphs}


@pytest.mark.parametrize("title", BUILT)
def test_the_documents_of_a_recipe_print_it(title: str, tmp_path: Path) -> None:
    recipe = next(recipe for recipe in recipes() if recipe.title.startswith(title))
    period = recipe.results[0]["period"]
    result = build(BuildRequest(recipe.saved(tmp_path), period))
    deck, status, annex = (str(path) for path in result.files[:3])
    slides = set[str]().union(*(texts(slide.element) for slide in pptx.Presentation(deck).slides))
    report = texts(docx.Document(status).element)
    sheets = openpyxl.load_workbook(annex)
    cells = {str(cell.value) for sheet in sheets.worksheets for row in sheet.iter_rows() for cell in row}
    for row in recipe.results:
        if row["period"] == period and not row.get("group"):
            assert {row["prints"]} <= slides
            assert {row["prints"]} <= report
    for kpi in result.report.kpis:
        if kpi.definition:
            assert {plain(kpi.definition)} <= slides & report & cells


def test_named_methods_are_defined_in_words() -> None:
    from reportgen.rules.formulas.method_words import definition

    english = locale_for("en")
    said = {
        "nps(recommend, on=answered)": "NPS: share of answers 9 and 10 less share of 0 to 6, on 0 to 10; -100 to +100.",
        "growth(kpi.a)": "Growth: change since one period before, divided by the number then.",
        "growth(kpi.a, 12)": "Growth: change since 12 periods before, divided by the number then.",
        "retention(p, on=d, after=3)": "Retention: of those there for the first time 3 periods before, the share there "
        "in this period.",
        "habitual(p, weeks=4, on=d, least=3)": "Habitual: of those there in the last 4 weeks, the share there in 3 of "
        "them or more.",
        "days_within(a, b, 90)": "Days within which 90 % came to an end; what is still open counts as lasting longer "
        "(Kaplan-Meier).",
        "score(kpi.a, 20, 80)": "Score: position between the fixed ends 20 and 80, 0 to 1.",
        "sum(a)": "",
    }
    assert {formula: definition("", formula, english) for formula in said} == said
    assert definition("In our words.", "csat(a)", english) == "In our words. CSAT: share of answers 4 and 5, on 1 to 5."


def test_all_kpis_are_there() -> None:
    numbers = {number for recipe in recipes() for row in recipe.results for number in re.findall(r"\d+", row["no."])}
    assert sorted(ALL - numbers, key=int) == []
