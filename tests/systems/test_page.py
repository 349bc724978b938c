"""What docs/system-exports.md says can be pasted, and gives numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen import BuildRequest, build
from reportgen.content.values import NoData
from reportgen.contracts import about_contract, ready_contracts
from scripts import headers
from tests.systems.exports import ADDRESSES, EXPORTS, SECRETS

PAGE = Path(__file__).parents[2] / "docs/system-exports.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: str(re.findall(r"contract: (\w+)", block)[0]))
def test_an_example_can_be_pasted_and_every_kpi_has_a_number(block: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for export in EXPORTS:
        (tmp_path / "data" / export.name).write_bytes(export.data())
    staff = [f"{address},{unit}" for address, unit in zip(ADDRESSES, ("Care", "Care", "Sales", "Sales"), strict=True)]
    (tmp_path / "data/staff.csv").write_text("\n".join(["Account,Department", *staff]), "utf-8")
    (tmp_path / "report.yaml").write_text(f"title: An example\ndocuments: annex\n{block}", "utf-8")
    result = build(BuildRequest(tmp_path, period="2026-10"))
    assert [str(problem) for problem in result.problems if problem.severity != "notice"] == []
    assert [kpi.id for kpi in result.report.kpis if isinstance(kpi.total.value, NoData)] == []
    told = "\n".join(map(str, result.problems))
    assert "personal_data: full" in block or not [secret for secret in SECRETS if secret in told.lower()]


def test_the_page_names_every_contract_of_a_system() -> None:
    text = PAGE.read_text("utf-8")
    assert [name for name in ready_contracts() if about_contract(name).system and f"{name}" not in text] == [
        "dynamics_contacts",
        "salesforce_contacts",
    ]


def test_the_table_of_headers_is_that_of_the_contracts() -> None:
    assert headers.PAGE.read_text("utf-8") == headers.page(), "run python -m scripts.headers"
