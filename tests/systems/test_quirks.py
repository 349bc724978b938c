"""What is odd in the exports of each system, and what comes of it in blocks, KPIs and messages."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reportgen import BuildRequest, build
from reportgen.content.maps import Map
from reportgen.content.values import Quantity
from reportgen.contracts import about_contract, forms_of_contracts, ready_contracts
from reportgen.dataset import DataTable
from reportgen.errors import Problem
from reportgen.loaders import load
from reportgen.project import read_project
from tests.systems.exports import ACTIVE_USERS, DYNAMICS, FORMS, HUBSPOT, JIRA, SALESFORCE, SERVICENOW, ZENDESK, Export
from tests.systems.test_persons import write


def table_of(folder: Path, export: Export, text: str = "", more: str = "") -> tuple[DataTable, list[Problem]]:
    """The export, or another text in its place, as a project reads it that keeps all persons."""
    (folder / export.name).write_text(text or export.text(), "utf-8")
    (folder / "report.yaml").write_text(
        f"title: T\npersonal_data: full\ntables: {{t: {{files: '{export.name}', contract: {export.contract}{more}}}}}\n"
        "kpis: {k: {formula: count(t)}}\n",
        "utf-8",
    )
    dataset, problems = load(read_project(folder))
    return dataset.tables["t"], problems


def serious(problems: list[Problem]) -> list[str]:
    return [str(problem) for problem in problems if problem.severity != "notice"]


def amount(value: object) -> int:
    assert isinstance(value, Quantity)
    return int(value.amount)


def days(table: DataTable, field: str) -> list[str]:
    return [str(day) for day in table.frame[field].dt.strftime("%Y-%m-%d %H:%M")]


def test_what_can_serve_as_something_else_is_a_contract_that_people_fill_in() -> None:
    served = {about_contract(name).serves for name in ready_contracts() if about_contract(name).system}
    assert {name for name in served if name in forms_of_contracts()} == {"cases", "survey", "stakeholders"}


# Microsoft 365


def test_the_refresh_date_places_the_rows_and_is_a_field_of_formulas(tmp_path: Path) -> None:
    table, _ = table_of(tmp_path, ACTIVE_USERS)
    assert set(table.frame["@date"].dt.strftime("%Y-%m-%d")) == {"2026-10-31"}
    assert set(table.frame["refreshed"].dt.strftime("%Y-%m-%d")) == {"2026-10-31"}
    assert list(table.frame["deleted"]) == [False, False, False, True]


def test_a_mapped_refresh_date_still_places_the_rows(tmp_path: Path) -> None:
    text = ACTIVE_USERS.text().replace("Report Refresh Date", "Stand")
    table, problems = table_of(tmp_path, ACTIVE_USERS, text, ", columns: {refreshed: Stand}")
    assert serious(problems) == []
    assert set(table.frame["@date"].dt.strftime("%Y-%m-%d")) == {"2026-10-31"}


def test_a_byte_order_mark_that_a_program_took_for_letters_is_read(tmp_path: Path) -> None:
    table, problems = table_of(tmp_path, ACTIVE_USERS, "ï»¿" + ACTIVE_USERS.text())
    assert serious(problems) == []
    assert len(table.frame) == 4


def test_each_month_counts_its_own_export(tmp_path: Path) -> None:
    write(tmp_path, ("use", ACTIVE_USERS), kpis="kpis: {accounts: {formula: count(use), unit: count}}\n")
    earlier = ACTIVE_USERS.text().replace("2026-10-31,", "2026-09-30,").splitlines(keepends=True)[:3]
    (tmp_path / "data" / ACTIVE_USERS.name.replace("10-31", "09-30")).write_text("".join(earlier), "utf-8-sig")
    text = (tmp_path / "report.yaml").read_text("utf-8")
    (tmp_path / "report.yaml").write_text(text.replace("2026-10-31.csv", "*.csv"), "utf-8")
    report = build(BuildRequest(tmp_path, period="2026-10", only=("annex",))).report
    (accounts,) = report.kpis
    assert (amount(accounts.total.value), amount(accounts.total.previous)) == (4, 2)


# Jira


def test_labels_in_several_columns_of_one_header_are_one_text(tmp_path: Path) -> None:
    table, problems = table_of(tmp_path, JIRA)
    assert serious(problems) == []
    assert list(table.frame["labels"].astype(object)[:2]) == ["urgent; billing", "search"]
    assert table.frame["labels"].isna()[2]
    assert table.frame["sprint"][0] == "Sprint 41; Sprint 42"
    assert table.frame["component"][0] == "Invoices; Print"


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("07/Oct/26 3:26 PM", "21/Oct/26 9:14 AM"),
        ("07/Okt/26 15:26", "21/Okt/26 09:14"),
        ("07/paź/26 15:26", "21/paź/26 09:14"),
        ("07/окт/26 15:26", "21/окт/26 09:14"),
        ("07.10.2026 15:26", "21.10.2026 09:14"),
        ("10/7/2026 15:26", "10/21/2026 9:14"),
        ("2026-10-07 15:26", "2026-10-21 09:14"),
    ],
)
def test_times_are_read_as_the_profile_of_the_person_writes_them(opened: str, closed: str, tmp_path: Path) -> None:
    text = f"Issue key,Status,Created,Resolved\nA-1,Done,{opened},{closed}\nA-2,To Do,{opened},\n"
    table, problems = table_of(tmp_path, JIRA, text)
    assert serious(problems) == []
    assert (days(table, "opened")[0], days(table, "closed")[0]) == ("2026-10-07 15:26", "2026-10-21 09:14")


def test_a_title_that_begins_with_total_is_an_issue(tmp_path: Path) -> None:
    table, _ = table_of(tmp_path, JIRA)
    assert table.frame["title"][0] == "Total of the invoice is wrong"


def test_issues_make_the_blocks_of_cases(tmp_path: Path) -> None:
    write(tmp_path, ("issues", JIRA), kpis='kpis: {k: {formula: "count(issues, on=opened)"}}\n')
    report = build(BuildRequest(tmp_path, period="2026-10", only=("annex",))).report
    assert {"case_flow", "case_backlog", "case_causes", "case_list"} <= set(report.blocks)
    facts = {name: amount(report.facts[name].value) for name in ("cases_received", "cases_closed", "cases_open")}
    assert facts == {"cases_received": 2, "cases_closed": 1, "cases_open": 2}


# Zendesk, ServiceNow


def test_a_time_with_its_zone_is_the_time_on_the_clock_there(tmp_path: Path) -> None:
    table, problems = table_of(tmp_path, ZENDESK)
    assert days(table, "opened") == ["2026-10-08 20:52", "2026-10-26 10:05"]
    assert [problem.severity.value for problem in problems if problem.code == "time-zone"] == ["notice"]


def test_ids_that_excel_destroyed_are_told(tmp_path: Path) -> None:
    _, problems = table_of(tmp_path, ZENDESK, ZENDESK.text().replace("297732", "1.03006E+13"))
    assert [str(problem.location) for problem in problems if problem.code == "damaged-id"] == [
        f"{ZENDESK.name}, cell B2"
    ]


def test_subjects_are_read_only_where_the_project_says_so(tmp_path: Path) -> None:
    assert "title" not in table_of(tmp_path, ZENDESK)[0].frame
    assert "title" in table_of(tmp_path, ZENDESK, more=", columns: {title: Subject}")[0].frame


def test_a_column_of_dates_that_is_open_follows_the_others_of_the_export(tmp_path: Path) -> None:
    table, problems = table_of(tmp_path, SERVICENOW)
    assert serious(problems) == []
    assert days(table, "closed")[0] == "2026-10-08 16:40"


def test_how_an_export_writes_its_dates_is_told_once(tmp_path: Path) -> None:
    for export in (JIRA, SERVICENOW):
        _, problems = table_of(tmp_path, export)
        assert [problem.severity.value for problem in problems if problem.code == "date-format"] == ["notice"]


def test_dates_of_an_export_that_no_column_decides_are_asked(tmp_path: Path) -> None:
    text = SERVICENOW.text().replace("26-10-2026", "06-10-2026").replace("27-10-2026", "07-10-2026")
    _, problems = table_of(tmp_path, SERVICENOW, text)
    asked = {problem.hint for problem in problems if problem.code == "bad-date"}
    assert asked == {"Say format: dd-mm-yyyy hh:mm:ss or format: mm-dd-yyyy hh:mm:ss for the column."}


def test_a_ticket_without_the_column_closed_is_done_when_it_was_resolved(tmp_path: Path) -> None:
    table, problems = table_of(tmp_path, SERVICENOW, SERVICENOW.text().replace("closed_at", "resolved_at"))
    assert serious(problems) == []
    assert days(table, "closed")[0] == "2026-10-08 16:40"


def test_a_due_date_that_is_unknown_is_missing(tmp_path: Path) -> None:
    table, _ = table_of(tmp_path, SERVICENOW)
    assert list(table.frame["due"].isna()) == [False, True]


def test_a_lacking_column_is_told_with_the_first_names_it_may_have(tmp_path: Path) -> None:
    _, problems = table_of(tmp_path, SERVICENOW, SERVICENOW.text().replace("closed_at", "done_at"))
    (missing,) = [problem for problem in problems if problem.code == "missing-column"]
    assert missing.expected.startswith('the header "closed" (or Closed, Fermé,')
    assert missing.expected.endswith(", ...)")


# Forms


def questions(more: str = "") -> str:
    return (
        ", columns: {rating: 'How satisfied are you with the portal, overall?', "
        f"recommend: How likely are you to recommend it to a colleague?, theme: What do you use it for?{more}}}"
    )


def test_the_project_says_which_question_is_the_rating(tmp_path: Path) -> None:
    table, problems = table_of(tmp_path, FORMS, more=questions())
    assert serious(problems) == []
    assert list(table.frame["rating"]) == [5, 2, 4]
    assert list(table.frame["recommend"]) == [10, 4, 9]
    assert list(table.frame["theme"]) == ["Search;Filing;", "Search;", "Filing;Print;"]
    assert days(table, "answered")[0] == "2026-10-07 19:08"


def test_an_anonymous_answer_is_of_nobody(tmp_path: Path) -> None:
    table, _ = table_of(tmp_path, FORMS, more=questions())
    assert table.frame["email"].isna().all()


def test_a_question_that_is_not_in_the_form_is_told(tmp_path: Path) -> None:
    table, problems = table_of(tmp_path, FORMS, more=", columns: {rating: How happy are you?}")
    assert table.frame["rating"].isna().all()
    assert [problem.message for problem in problems if problem.code == "optional-column"] == [
        'There is no column "How happy are you?"; "rating" has no values'
    ]


def test_answers_in_a_workbook_are_read_as_forms_writes_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (FORMS.header, *FORMS.rows):
        sheet.append(list(row))
    book.save(tmp_path / "survey.xlsx")
    (tmp_path / "report.yaml").write_text(
        f"title: T\ntables: {{t: {{files: survey.xlsx, contract: microsoft_forms{questions()}}}}}\n"
        "kpis: {k: {formula: count(t)}}\n",
        "utf-8",
    )
    dataset, problems = load(read_project(tmp_path))
    assert serious(problems) == []
    assert list(dataset.tables["t"].frame["rating"]) == [5, 2, 4]


# Contacts


@pytest.mark.parametrize("export", [DYNAMICS, HUBSPOT, SALESFORCE], ids=lambda export: export.contract)
def test_contacts_make_the_stakeholder_map(export: Export, tmp_path: Path) -> None:
    head = "personal_data: full\n"
    write(tmp_path, ("contacts", export), head=head, kpis="kpis: {k: {formula: count(contacts)}}\n")
    result = build(BuildRequest(tmp_path, period="2026-10", only=("annex",)))
    drawn = result.report.blocks["stakeholder_map"]
    assert isinstance(drawn, Map)
    assert [(bubble.label, bubble.place.y, bubble.place.x) for bubble in drawn.bubbles] == [
        ("Anna Kowalska", 8, 7),
        ("Boris Muster", 4, 9),
    ]


def test_contacts_without_power_and_interest_are_told(tmp_path: Path) -> None:
    text = "\n".join(",".join(line.split(",")[:14]) for line in HUBSPOT.text().splitlines())
    write(tmp_path, ("contacts", HUBSPOT), kpis="kpis: {k: {formula: count(contacts)}}\n")
    (tmp_path / "data" / HUBSPOT.name).write_text(text, "utf-8")
    problems = build(BuildRequest(tmp_path, period="2026-10", only=("annex",))).problems
    told = [problem for problem in problems if problem.code == "no-place"]
    assert [problem.found for problem in told[:2]] == ["P-1", "P-2"]


def test_dates_of_two_forms_in_one_file_are_read(tmp_path: Path) -> None:
    text = HUBSPOT.text().replace("2026-10-12 10:00", "10/15/2026 2:30 PM", 1)
    table, problems = table_of(tmp_path, HUBSPOT, text)
    assert serious(problems) == []
    assert days(table, "changed") == ["2026-10-15 14:30", "2026-10-12 10:00"]


def test_the_lines_below_a_report_are_no_contacts(tmp_path: Path) -> None:
    footer = (
        '\n\n"All contacts"\n"Copyright (c) 2000-2026 an agency. All rights reserved."\n"Generated By:  D. Bondar"\n'
    )
    table, problems = table_of(tmp_path, SALESFORCE, SALESFORCE.text() + footer)
    assert serious(problems) == []
    assert len(table.frame) == 2


def test_hidden_columns_of_a_workbook_of_dynamics_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (DYNAMICS.header, *DYNAMICS.rows):
        sheet.append(list(row))
    for letter in "ABC":
        sheet.column_dimensions[letter].hidden = True
    book.save(tmp_path / "contacts.xlsx")
    (tmp_path / "report.yaml").write_text(
        "title: T\ntables: {t: {files: contacts.xlsx, contract: dynamics_contacts}}\nkpis: {k: {formula: count(t)}}\n",
        "utf-8",
    )
    dataset, problems = load(read_project(tmp_path))
    assert serious(problems) == []
    assert list(dataset.tables["t"].frame["name"]) == ["P-1", "P-2"]
