"""`explain` names the very cells from which a number comes: summed up again by hand they give it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries
from typer.testing import Result

from reportgen import BuildRequest, build
from reportgen.content.tables import Table
from reportgen.operations.explain import ExplainRequest, explain
from reportgen.rules.figures.origin import ranges
from tests.conftest import SAMPLES
from tests.packs import documents, report

Run = Callable[..., Result]
CRM = SAMPLES / "crm-adoption"
KPIS = ("active_share", "habitual_users", "training_completed", "documents_shared", "user_satisfaction")


def _cells(held: dict[str, Any]) -> Iterator[object]:
    """What stands in the cells that `explain` names, read without reportgen."""
    sheet = openpyxl.load_workbook(CRM / held["file"], data_only=True)[held["sheet"]]
    for area in held["ranges"]:
        if area[0].isalpha():
            left, top, right, bottom = range_boundaries(area)
            yield from (sheet.cell(row, column).value for row in range(top, bottom + 1) for column in {left, right})
        else:
            first, _, last = area.partition(":")
            yield from range(int(first), int(last or first) + 1)


@pytest.mark.parametrize("kpi", KPIS)
@pytest.mark.parametrize("group", [None, "Support", "Field offices", "P02"])
def test_the_cells_it_names_add_up_to_the_number(kpi: str, group: str | None) -> None:
    facts, _ = explain(ExplainRequest(kpi, CRM, "2026-10", group))
    assert facts["steps"]
    for step in facts["steps"]:
        found = [value for held in step["cells"] for value in _cells(held)]
        assert len(found) == step["rows"] > 0
        total = sum(value for value in found if isinstance(value, int | float))
        assert step["number"] == (total if step["formula"].startswith("sum(") else len(found)), step
    top, bottom = (step["number"] for step in facts["steps"])
    assert float(facts["unrounded"]) == pytest.approx(top / bottom)


def test_the_parts_of_a_formula_are_told_one_by_one_with_their_conditions() -> None:
    facts, _ = explain(ExplainRequest("complaints_on_time", CRM, "2026-10"))
    assert [(step["side"], step["formula"]) for step in facts["steps"]] == [
        ("numerator", "count(complaints, on=closed, where=closed <= due)"),
        ("denominator", "count(complaints, on=closed)"),
        ("denominator", "count(complaints, where=due < period_end and not closed <= period_end)"),
    ]
    numerator, *denominator = (step["number"] for step in facts["steps"])
    assert f"{numerator:g} / {sum(denominator):g}" == f"{facts['numerator']} / {facts['denominator']}"


def test_a_department_that_did_not_report_has_no_number_and_says_why() -> None:
    facts, _ = explain(ExplainRequest("active_share", CRM, "2026-10", "S05"))
    assert facts["text"] == "n/a"
    assert {step["reason"] for step in facts["steps"]} == {"no values"}
    assert not any(step["cells"] for step in facts["steps"])


def test_every_file_that_was_used_is_named_with_its_hash() -> None:
    facts, _ = explain(ExplainRequest("active_share", CRM, "2026-10"))
    assert set(facts["files"]) == {held["file"] for step in facts["steps"] for held in step["cells"]}
    assert all(len(digest) == 64 for digest in facts["files"].values())


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("activ_share",), "Did you mean 'active_share'?"),
        (("active_share", "--group", "Suport"), "Did you mean 'Support'?"),
        (("active_share", "--period", "2026"), "no period of this project"),
        (("63.4 %",), "output/PERIOD/deck.pptx"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(asked: tuple[str, ...], told: str, reportgen: Run) -> None:
    what, *options = asked
    result = reportgen("explain", what, CRM, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_code_is_explained_without_a_project(reportgen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = reportgen("explain", "unknown-entity")
    assert result.exit_code == 0
    assert "to do" in result.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its documents of October."""
    folder = tmp_path_factory.mktemp("explain") / "crm"
    shutil.copytree(CRM, folder)
    build(BuildRequest(folder, period="2026-10"))
    return folder / "output" / "2026-10"


def _facts(result: Result) -> dict[str, dict[str, Any]]:
    return {fact["id"]: fact for fact in json.loads(result.stdout)["facts"]}


@pytest.mark.parametrize("document", ["deck.pptx", "status.docx", "annex.xlsx"])
def test_a_printed_number_is_found_in_every_document(document: str, built: Path, reportgen: Run) -> None:
    facts, _ = explain(ExplainRequest("active_share", CRM, "2026-10"))
    found = _facts(reportgen("explain", facts["text"].replace("\u00a0", " "), built / document, "--json"))
    assert "kpi.active_share" in found
    assert found["kpi.active_share"]["kpi"] == "active_share"
    assert found["kpi.active_share"]["period"] == "2026-10"
    contexts = [held["context"] for held in found["kpi.active_share"]["places"]]
    assert any("Actual" in context for context in contexts), "the scorecard or indicators print it"


def test_a_number_of_a_group_leads_to_its_group(built: Path, reportgen: Run) -> None:
    facts, _ = explain(ExplainRequest("active_share", CRM, "2026-10", "Support"))
    found = _facts(reportgen("explain", facts["text"], built / "deck.pptx", "--json"))
    assert found["kpi.active_share@segment=Support"]["group"] == "Support"
    shown = reportgen("explain", facts["text"], built / "deck.pptx").stdout
    assert "-> reportgen explain active_share --period 2026-10 --group Support" in shown


def test_a_number_typed_by_a_person_is_no_fact(built: Path, reportgen: Run) -> None:
    result = reportgen("explain", "12 345.6 %", built / "deck.pptx")
    assert result.exit_code == 0
    assert "prints no 12 345.6 % that comes from data" in result.stdout


def test_data_that_changed_since_are_told(built: Path, reportgen: Run) -> None:
    changed = built.parent.parent / "data" / "adoption" / "adoption_2026-10.xlsx"
    before = changed.read_bytes()
    book = openpyxl.load_workbook(changed)
    book["Adoption"]["H2"] = 1
    book.save(changed)
    try:
        result = reportgen("explain", "66.4 %", built / "deck.pptx")
    finally:
        changed.write_bytes(before)
    assert "data-changed-since" in result.stderr or "The data changed since" in result.stderr
    assert "adoption_2026-10.xlsx" in result.stderr


def test_a_document_without_its_project_is_looked_through_and_says_what_was_not(tmp_path: Path, reportgen: Run) -> None:
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(documents("crm-adoption", None, "corporate", False)["deck.pptx"])
    result = reportgen("explain", "66.4 %", deck)
    assert "kpi.active_share" in result.stdout
    assert "not its tables and charts" in result.stderr


def test_a_file_that_no_build_wrote_is_refused(reportgen: Run) -> None:
    result = reportgen("explain", "66.4 %", CRM / "data" / "departments.xlsx")
    assert result.exit_code == 4
    assert "not made by reportgen" in result.stderr


@given(st.sets(st.integers(2, 400)))
def test_ranges_hold_every_row_once_and_none_touch(rows: set[int]) -> None:
    found = list(ranges(np.array(sorted(rows), dtype=np.int64), "B"))
    spread: list[int] = []
    for area in found:
        first, _, last = area.replace("B", "").partition(":")
        spread += range(int(first), int(last or first) + 1)
        assert not {int(first) - 1, int(last or first) + 1} & rows
    assert spread == sorted(rows)


def test_the_lineage_of_the_annex_names_the_same_cells() -> None:
    lineage = report("crm-adoption", None, False).blocks["lineage"]
    assert isinstance(lineage, Table)
    places = {column.key: place for place, column in enumerate(lineage.columns)}
    said = {row.key: row.cells[places["cells"]] for row in lineage.rows}
    for key, group in (("active_share", None), ("active_share@Support", "Support")):
        facts, _ = explain(ExplainRequest("active_share", CRM, "2026-10", group))
        cells = [held for step in facts["steps"] for held in step["cells"]]
        assert said[key] == "; ".join(f"{one['file']} {one['sheet']}!{', '.join(one['ranges'])}" for one in cells)
