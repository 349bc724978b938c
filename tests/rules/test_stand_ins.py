"""A last value that stands for a wrong one is marked wherever it is printed, and counted as reported."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

import reportgen as package
from reportgen.content.narrative import Narrative
from reportgen.content.report import Report
from reportgen.content.tables import Table
from tests.conftest import SAMPLES


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The programme with two cells of October that are no numbers, and the policy that takes the last value."""
    folder = tmp_path_factory.mktemp("last") / "crm-adoption"
    shutil.copytree(SAMPLES / "crm-adoption", folder, ignore=shutil.ignore_patterns("output", "collect"))
    path = folder / "data/adoption/adoption_2026-10.xlsx"
    book = openpyxl.load_workbook(path)
    page = book["Adoption"]
    active = [cell.value for cell in page[1]].index("Active users") + 1
    page.cell(5, active).value, page.cell(9, active).value = "about 120", "see mail"
    book.save(path)
    text = (folder / "report.yaml").read_text("utf-8")
    policy = text.replace("    contract: adoption\n", "    contract: adoption\n    when_wrong: last_period\n")
    (folder / "report.yaml").write_text(policy, "utf-8")
    return package.inspect(folder, "2026-10")[0]


def block(report: Report, id: str) -> Table:
    found = next(one for one in report.every_block() if one.id == id)
    assert isinstance(found, Table)
    return found


def names(table: Table) -> list[str]:
    return [str(cell) for row in table.rows for cell in row.cells if str(cell).endswith("†")]


def test_the_name_of_an_entity_carries_a_sign_beside_such_a_number(report: Report) -> None:
    marked = ["Data services †", "Research †"]
    for id in ("kpi.active_share.ranking", "kpi.active_share.heat"):
        shown = block(report, id)
        assert sorted(names(shown)) == marked
        assert shown.subtitle.endswith("; † value of September 2026")
    assert sorted(names(block(report, "entities"))) == marked


def test_kpis_that_read_other_columns_carry_none(report: Report) -> None:
    shown = block(report, "kpi.training_completed.ranking")
    assert names(shown) == []
    assert "†" not in shown.subtitle


def test_the_notes_name_whose_values_are_of_when(report: Report) -> None:
    notes = report.blocks["notes"]
    assert isinstance(notes, Narrative)
    (said,) = [one.statement.text for one in notes.findings if one.label == "Last value"]
    assert said.startswith("Active share, Departments at target and Habitual users: ")
    assert said.endswith("marked †: Data services (September 2026) and Research (September 2026).")


def test_the_list_of_corrections_says_what_was_read_and_what_was_done(report: Report) -> None:
    rows = [row.cells for row in block(report, "quality").rows if "Replaced" in str(row.cells[-1])]
    assert [(str(row[3]), row[5], row[6]) for row in rows] == [
        ("H5", '"about 120"', "Replaced by 100, the value at 2026-09-30."),
        ("H9", '"see mail"', "Replaced by 195, the value at 2026-09-30."),
    ]


def test_they_count_as_reported(report: Report) -> None:
    lead = report.kpis[0].total
    assert (lead.reported, lead.expected) == (23, 25)
