"""Every produced document can be read by everybody and is whole on the page: both samples, both brands, and once
more with every text of the report a third longer."""

from __future__ import annotations

import pytest

from reportgen.errors import Severity
from reportgen.quality.accessibility import check_accessibility
from reportgen.quality.layout import check_layout
from tests.longer import GROWTH, longer_text
from tests.packs import BRAND_NAMES, FILES, documents, packs, report


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
