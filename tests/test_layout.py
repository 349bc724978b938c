"""Every produced document can be read by everybody and is whole on the page: both samples, both brands.

So that other languages fit as well, once more with every text of the report a third longer.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from _pytest.mark import ParameterSet

from reportgen.content.report import Report
from reportgen.errors import Severity
from reportgen.operations.build import render_documents
from reportgen.operations.prepare import Prepared, prepare, report_for
from reportgen.quality.accessibility import check_accessibility
from reportgen.quality.layout import check_layout
from tests.conftest import SAMPLES
from tests.longer import GROWTH, longer, longer_text
from tests.templates import BRANDS

TEMPLATES = ("brand.toml", "deck.pptx", "status.docx", "annex.xlsx")
BRAND_NAMES = [
    folder.name for folder in sorted(BRANDS.iterdir()) if all((folder / file).is_file() for file in TEMPLATES)
]
PACKS = [("crm-adoption", None), ("electoral-roll", "2023-10"), ("electoral-roll", "2024-10")]
FILES = TEMPLATES[1:]


@cache
def sample(name: str) -> Prepared:
    return prepare(SAMPLES / name)


@cache
def report(name: str, period: str | None, grown: bool) -> Report:
    made = report_for(sample(name), period)[0]
    return longer(made) if grown else made


@cache
def documents(name: str, period: str | None, brand: str, grown: bool) -> dict[str, bytes]:
    """The bytes of each document by file name."""
    prepared = sample(name)
    prepared = replace(prepared, project=prepared.project.model_copy(update={"brand": brand}))
    made = render_documents(prepared, report(name, period, grown), lambda step: None)
    return {format.file: document.data for format, document in made}


def packs(grown: tuple[bool, ...] = (False, True)) -> list[ParameterSet]:
    """What can be built, as parameters of a test."""
    return [
        pytest.param(
            (name, period, brand, long), id=f"{name} {period or 'latest'} {brand} {'longer' if long else 'as it is'}"
        )
        for name, period in PACKS
        for brand in BRAND_NAMES
        for long in grown
    ]


@pytest.fixture(scope="module", params=packs())
def pack(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return documents(*request.param)


@pytest.mark.parametrize("file", FILES)
def test_everybody_can_read_it(pack: dict[str, bytes], file: str) -> None:
    problems = check_accessibility(pack[file], file)
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize("pack", packs(grown=(False,)), indirect=True)
@pytest.mark.parametrize("file", FILES)
def test_nothing_is_out_of_place(pack: dict[str, bytes], file: str) -> None:
    assert [str(problem) for problem in check_layout(pack[file], file)] == []


@pytest.mark.parametrize("pack", packs(grown=(True,)), indirect=True)
@pytest.mark.parametrize("file", ["status.docx", "annex.xlsx"])
def test_nothing_is_left_over_in_longer_documents(pack: dict[str, bytes], file: str) -> None:
    assert [str(problem) for problem in check_layout(pack[file], file)] == []


def test_both_brands_are_looked_at() -> None:
    assert {"corporate", "agency"} <= set(BRAND_NAMES)


@pytest.mark.parametrize("text", ["Active share", "Field offices: 338 of 840, the last of four segments.", "Policy"])
def test_a_longer_text_has_grown_by_a_third_at_least(text: str) -> None:
    assert len(longer_text(text)) >= (1 + GROWTH) * len(text) - 1
    assert longer_text(text).startswith(text.rstrip(".;:"))


def test_a_longer_report_has_the_same_numbers() -> None:
    short, long = report("crm-adoption", None, False), report("crm-adoption", None, True)
    assert [kpi.value for kpi in long.kpis] == [kpi.value for kpi in short.kpis]
    assert all(len(grown.label) > len(kpi.label) for kpi, grown in zip(short.kpis, long.kpis, strict=True))
    assert len(short.narrative("summary").headline.text) < len(long.narrative("summary").headline.text)
