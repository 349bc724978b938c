"""inspect FILE knows an export by its headers, proposes the contract, and names nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from reportgen.loaders import load
from reportgen.project import read_project
from tests.systems.exports import ACTIVE_USERS, CONFLUENCE, EXPORTS, FORMS, JIRA, SERVICENOW, Export
from tests.systems.test_persons import leaks

Run = Callable[..., Result]


def inspected(run: Run, path: Path) -> dict[str, Any]:
    done = run("inspect", path, "--json")
    assert done.exit_code == 0, done.stderr
    assert leaks(done.stdout) == []
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_an_export_is_known_and_its_lines_load(
    export: Export, tmp_path: Path, reportgen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / export.name).write_bytes(export.data())
    facts = inspected(reportgen, tmp_path / export.name)
    assert f"contract: {export.contract}" in facts["proposal"]
    (tmp_path / "report.yaml").write_text(f"{facts['beginning']}\n{facts['proposal']}\n", "utf-8")
    dataset, problems = load(read_project(tmp_path))
    assert [str(problem) for problem in problems if problem.severity != "notice"] == []
    assert [len(table.frame) for table in dataset.tables.values()] == [len(export.rows)]


@pytest.mark.parametrize("language", ["de", "el", "uk"])
def test_an_export_in_another_language_is_known_too(language: str, tmp_path: Path, reportgen: Run) -> None:
    for export in (ACTIVE_USERS, JIRA, SERVICENOW):
        (tmp_path / export.name).write_bytes(export.data(language))
        assert f"contract: {export.contract}" in inspected(reportgen, tmp_path / export.name)["proposal"]


def test_the_questions_of_a_form_are_proposed_for_what_they_ask(tmp_path: Path, reportgen: Run) -> None:
    (tmp_path / FORMS.name).write_bytes(FORMS.data())
    lines = [line.strip() for line in inspected(reportgen, tmp_path / FORMS.name)["proposal"].splitlines()]
    assert lines[-5:] == [
        'rating: "How satisfied are you with the portal, overall?"',
        'recommend: "How likely are you to recommend it to a colleague?"',
        "effort: It was easy to find what I needed",
        'theme: "What do you use it for?"',
        'comment: "What should we change?"',
    ]


def test_a_date_in_the_name_of_an_export_without_dates_is_proposed(tmp_path: Path, reportgen: Run) -> None:
    (tmp_path / CONFLUENCE.name).write_bytes(CONFLUENCE.data())
    assert "date: {file: yyyy-mm}" in inspected(reportgen, tmp_path / CONFLUENCE.name)["proposal"]


def test_dates_of_an_export_that_can_be_read_two_ways_are_asked_and_its_contract_stays(
    tmp_path: Path, reportgen: Run
) -> None:
    text = SERVICENOW.text().replace("26-10-2026", "06-10-2026").replace("27-10-2026", "07-10-2026")
    (tmp_path / "incident.csv").write_text(text, "utf-8")
    facts = inspected(reportgen, tmp_path / "incident.csv")
    assert "contract: servicenow_tickets" in facts["proposal"]
    table = facts["sheets"][0]["tables"][0]
    assert "opened: day or month first" in table["to_decide"][0]
    assert "loads" not in table, "it does not, as long as that is open"


def test_a_table_with_a_few_such_headers_is_of_no_system(tmp_path: Path, reportgen: Run) -> None:
    (tmp_path / "a.csv").write_text("Last Name,Email,Views\nKern,k@example.org,5\nLind,l@example.org,6\n", "utf-8")
    assert "contract:" not in inspected(reportgen, tmp_path / "a.csv")["proposal"]
