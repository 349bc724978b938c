"""`reportgen collect` as departments and the person who waits for their figures meet it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import Result

import reportgen as package
from reportgen.content.values import Quantity
from reportgen.errors import DataError, Problem, ProjectError, UsageError
from reportgen.loaders import load
from reportgen.loaders.limits import check_limits
from reportgen.operations.collect import CollectRequest, collect
from reportgen.operations.returns import not_sent
from reportgen.project import read_project
from tests.conftest import SAMPLES
from tests.workbooks.programme import headers, write_project

Run = Callable[..., Result]


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    """A copy of the programme with all its registers."""
    folder = tmp_path / "crm-adoption"
    shutil.copytree(SAMPLES / "crm-adoption", folder, ignore=shutil.ignore_patterns("output", "collect"))
    return folder


def type_in(path: Path, out: Path, **said: Any) -> Path:
    """Type into the first row below the example; titles by their first word."""
    book = openpyxl.load_workbook(path)
    page = next(page for page in book if page.tables)
    titles = headers(page)
    for word, value in said.items():
        place = next(n for n, title in enumerate(titles, 1) if title.startswith(word) and ":" not in title)
        page.cell(3, place).value = value
    out.parent.mkdir(parents=True, exist_ok=True)
    book.save(out)
    return out


def told(folder: Path, *codes: str) -> list[Problem]:
    return [problem for problem in load(read_project(folder))[1] if problem.code in codes or not codes]


def test_the_adoption_workbook_goes_out_comes_back_and_is_reported(programme: Path, reportgen: Run) -> None:
    result = reportgen("collect", programme, "-p", "2026-11", "--only", "adoption", "--out", programme / "sent")
    assert result.exit_code == 0
    sent = Path(result.stdout.strip())
    assert sent.name == "adoption_2026-11.xlsx"
    book = openpyxl.load_workbook(sent)
    page = book["Adoption"]
    titles = headers(page)
    assert page.cell(3, titles.index("Licensed users: Oct 2026") + 1).value == 140
    for row in range(3, page.max_row + 1):
        page.cell(row, titles.index("Licensed users (persons)") + 1).value = 200
        page.cell(row, titles.index("Active users (persons)") + 1).value = 150
    book.save(programme / "data/adoption" / sent.name)
    report, _ = package.inspect(programme, "2026-11")
    (share,) = [kpi for kpi in report.kpis if kpi.id == "active_share"]
    sides = [share.total.numerator, share.total.denominator]
    assert [str(side.amount) for side in sides if isinstance(side, Quantity)] == ["3750", "5000"]


def test_every_register_keeps_its_rows_under_its_own_name(programme: Path) -> None:
    result = collect(CollectRequest(programme, "2026-11", tables=("risks", "issues", "decisions", "changes")))
    (path,) = result.files
    assert path == programme / "collect/2026-11/logs.xlsx"
    before = load(read_project(programme))[0].tables
    shutil.copy(path, programme / "data/logs.xlsx")
    after = load(read_project(programme))[0].tables
    for name in ("risks", "issues", "decisions", "changes"):
        held = [field for field in before[name].spec.columns if not before[name].spec.columns[field].calculated]
        assert before[name].frame[held].astype("string").equals(after[name].frame[held].astype("string"))


def test_a_department_gets_a_workbook_with_its_own_row_only(programme: Path) -> None:
    result = collect(CollectRequest(programme, "2026-11", each="department"))
    assert len(result.files) == 25
    path = next(path for path in result.files if path.name == "adoption_2026-11_F06.xlsx")
    book = openpyxl.load_workbook(path)
    assert [row[1].value for row in book["Adoption"].iter_rows(min_row=3)] == ["F06"]
    assert book["Read me"]["A2"].value.startswith("Field office Islands")
    others = {"Legal affairs", "Field office North"}
    cells = {str(cell.value) for page in book for row in page.iter_rows() for cell in row}
    assert not others & cells


def test_a_group_gets_the_rows_of_its_entities(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    paths = collect(CollectRequest(folder, "2026-11", each="area")).files
    assert [path.name for path in paths] == ["returns_2026-11_North.xlsx", "returns_2026-11_South.xlsx"]
    pages = [openpyxl.load_workbook(path)["Adoption"] for path in paths]
    assert [[row[1].value for row in page.iter_rows(min_row=3)] for page in pages] == [["U01", "U02"], ["007"]]


def test_what_comes_back_is_known_whatever_it_is_called_and_check_says_who_is_missing(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    first, second, _ = collect(CollectRequest(folder, "2026-11", each="entity")).files
    type_in(first, folder / "data/returns_Kopie von (2).xlsx", Licensed=10, Active=5)
    shutil.copy(second, folder / "data/returns_x.xlsx")
    project = read_project(folder)
    dataset, problems = load(project)
    assert [str(problem) for problem in problems if problem.severity != "notice"] == []
    missing, empty = not_sent(project, dataset)
    assert (missing.code, missing.found) == ("not-sent", "Δ Τμήμα")
    assert "1 of 3 has not sent theirs for 2026-11" in missing.message
    assert (empty.code, empty.found) == ("sent-empty", "Ünïcode, “quoted”")


def test_before_the_first_return_check_says_who_was_asked(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    project = read_project(folder)
    assert not_sent(project, load(project)[0]) == []
    collect(CollectRequest(folder, "2026-11", each="area"))
    (all_of_them,) = not_sent(project, load(project)[0])
    assert "3 of 3 have not sent theirs for 2026-11" in all_of_them.message
    # Who was not asked is not waited for.
    (folder / "collect/2026-11/returns_2026-11_South.xlsx").unlink()
    (north,) = not_sent(project, load(project)[0])
    assert "2 of 2 have not sent theirs for 2026-11" in north.message
    assert "Δ Τμήμα" not in north.found
    # Earlier periods are reported as they were.
    assert not_sent(project, load(project)[0], project.period_named("2026-10")) == []


def test_a_workbook_of_another_purpose_in_the_folder_says_nothing(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    (folder / "collect/2026-11").mkdir(parents=True)
    for name in ("notes.xlsx", "~$x.xlsx"):
        (folder / "collect/2026-11" / name).write_bytes(b"PK\x03\x04 no workbook")
    project = read_project(folder)
    assert not_sent(project, load(project)[0]) == []


def test_a_log_owes_no_row_and_its_example_says_nothing_of_the_others(programme: Path) -> None:
    plan, complaints = collect(CollectRequest(programme, "2026-11", tables=("communications", "complaints"))).files
    if plan.name != "plan.xlsx":
        plan, complaints = complaints, plan
    shutil.copy(plan, programme / "data" / plan.name)
    shutil.copy(complaints, programme / "data" / complaints.name)
    project = read_project(programme)
    dataset, problems = load(project)
    assert dataset.tables["complaints"].files[0].stamp is not None
    assert not_sent(project, dataset) == [], "no department need have a complaint in November"
    assert "Monthly" in dataset.tables["communications"].frame["frequency"].tolist()
    similar = [problem for problem in problems if problem.code == "similar-texts"]
    assert similar == [], "the example row says monthly"


def test_nothing_to_report_is_an_answer_and_no_zero(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    first, second, _ = collect(CollectRequest(folder, "2026-11", each="entity", language="fr")).files
    type_in(first, folder / "data/returns_1.xlsx", Utilisateurs=None, Rien="Oui")
    type_in(second, folder / "data/returns_2.xlsx", **{"Utilisateurs sous": 10, "Utilisateurs actifs": 5})
    project = read_project(folder)
    dataset, _ = load(project)
    assert [problem.code for problem in not_sent(project, dataset)] == ["not-sent"]
    report, _ = package.inspect(folder, "2026-11")
    (share,) = [kpi for kpi in report.kpis if kpi.id == "share"]
    assert (share.total.reported, share.total.expected) == (2, 3)
    assert dataset.tables["adoption"].frame["licensed"].isna().tolist() == [True, False]


@pytest.mark.parametrize(("day", "code"), [("2026-10-02", "nothing-to-report"), ("2026-11-02", "nothing-but-rows")])
def test_a_register_says_on_the_first_sheet_that_there_is_nothing(day: str, code: str, tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("issues", "risks"))
    (sent,) = collect(CollectRequest(folder, "2026-11", language="de")).files
    book = openpyxl.load_workbook(sent)
    address = book.defined_names["nothing_issues"].attr_text
    sheet, cell = address.replace("$", "").replace("'", "").split("!")
    book[sheet][cell].value = "Ja"
    page = book["Probleme"]
    values = {"Nr.": "I-1", "Titel": "x", "Status": "Offen", "Dringlichkeit (1–5)": 4, "Festgestellt am": day}
    for title, value in values.items():
        page.cell(3, headers(page).index(title) + 1).value = value
    (folder / "data").mkdir()
    book.save(folder / "data/returns_1.xlsx")
    assert [problem.code for problem in told(folder, "nothing-to-report", "nothing-but-rows")] == [code]


def test_a_workbook_of_another_month_version_or_department_is_told_with_its_place(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    first, second, _ = collect(CollectRequest(folder, "2026-11", each="entity")).files
    type_in(first, folder / "data/returns_1.xlsx", Entity="U02", Licensed=1, Active=1)
    type_in(second, folder / "data/returns_2.xlsx", Date="2026-10-31", Licensed=1, Active=1)
    shutil.copy(second, folder / "data/returns_3.xlsx")
    text = (folder / "report.yaml").read_text("utf-8")
    (folder / "report.yaml").write_text(text.replace("table: tbl_adoption", "table: tbl_adoption, version: 2"), "utf-8")
    found = {problem.code: problem for problem in told(folder, "other-entity", "other-period", "sent-twice")}
    assert str(found["other-entity"].location) == 'data/returns_1.xlsx, sheet "Adoption", cell B3'
    assert "outside of it" in found["other-period"].message
    assert found["other-period"].found == "2026-10-31"
    book = openpyxl.load_workbook(folder / "data/returns_2.xlsx")
    cell = str(found["other-period"].location).rpartition(" ")[2]
    assert book["Adoption"][cell].value == "2026-10-31"
    assert "data/returns_2.xlsx" in found["sent-twice"].message
    versions = told(folder, "other-version")
    assert [(one.found, one.expected) for one in versions] == [("version 1", "version 2")] * 3


def test_figures_in_the_example_row_are_not_dropped_without_a_word(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    (sent,) = collect(CollectRequest(folder, "2026-11")).files
    book = openpyxl.load_workbook(sent)
    page = book["Adoption"]
    page.cell(2, headers(page).index("Active users (persons)") + 1).value = 99
    (folder / "data").mkdir()
    book.save(folder / "data/returns_1.xlsx")
    (problem,) = told(folder, "example-overwritten")
    assert (problem.found, problem.expected) == ("99", "86")
    assert "cell I2" in str(problem.location)


def test_limits_are_checked_again_because_pasting_goes_around_them(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption", "stakeholders", "cases"))
    (sent,) = collect(CollectRequest(folder, "2026-11")).files
    book = openpyxl.load_workbook(sent)
    pasted: dict[str, dict[str, Any]] = {
        "Adoption": {"Licensed users (persons)": 5, "Active users (persons)": 7},
        "Stakeholders": {"ID": "1", "Stakeholder": "x", "Power (0–10)": 11, "Interest (0–10)": -1,
                         "Current": "Happy", "Desired": "Leading"},
        "Cases": {"Case number": "c", "Opened": "2026-11-05", "Closed": "2026-11-04", "Department": "U01"},
    }  # fmt: skip
    for title, cells in pasted.items():
        page = book[title]
        for name, value in cells.items():
            page.cell(3, headers(page).index(name) + 1).value = value
    (folder / "data").mkdir()
    book.save(folder / "data/returns_1.xlsx")
    problems = check_limits(load(read_project(folder))[0].tables)
    assert {problem.code: str(problem.location).rsplit(" ", 1)[1] for problem in problems} == {
        "more-than-whole": "I3",
        "too-large": "G3",
        "too-small": "H3",
        "not-a-choice": "I3",
        "too-early": "E3",
    }


def test_a_workbook_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    (first,) = collect(CollectRequest(folder, "2026-11")).files
    assert collect(CollectRequest(folder, "2026-11")).files == (first,)
    type_in(first, first, Licensed=10)
    filled = first.read_bytes()
    result = collect(CollectRequest(folder, "2026-11"))
    assert result.files == (first.with_name("returns_2026-11-2.xlsx"),)
    assert [problem.code for problem in result.problems if problem.code == "workbook-kept"]
    assert first.read_bytes() == filled


def test_one_folder_takes_what_comes_back_for_several_tables(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption", "risks"))
    for name in ("adoption", "risks"):
        (path,) = collect(CollectRequest(folder, "2026-11", tables=(name,), out=folder / "sent")).files
        (folder / "data").mkdir(exist_ok=True)
        shutil.copy(path, folder / f"data/returns_{name}.xlsx")
    dataset, problems = load(read_project(folder))
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    assert {name: len(dataset.tables[name].files) for name in ("adoption", "risks")} == {"adoption": 1, "risks": 1}


@pytest.mark.parametrize(
    ("request_", "option"),
    [
        ({"each": "continent"}, "--each"),
        ({"language": "xx"}, "--lang"),
        ({"tables": ("nothing",)}, "--only"),
        ({"period": "November"}, "--period"),
    ],
)
def test_a_wrong_option_is_told_with_what_there_is(request_: dict[str, str], option: str, tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    with pytest.raises(UsageError) as error:
        collect(CollectRequest(folder, **{"period": "2026-11", **request_}))  # type: ignore[arg-type]
    (problem,) = error.value.problems
    assert str(problem.location) == option
    assert problem.expected


def test_tables_of_exports_are_left_to_their_systems(sample: Path) -> None:
    with pytest.raises(DataError) as error:
        collect(CollectRequest(sample, "2024-11"))
    assert [problem.code for problem in error.value.problems] == ["nothing-to-collect"]


def test_the_next_period_is_asked_for_when_none_is_said(programme: Path) -> None:
    result = collect(CollectRequest(programme, tables=("adoption",)))
    assert [path.parent.name for path in result.files] == ["2026-11"]


def test_who_reported_before_is_asked_again_where_there_is_no_entity_table(tmp_path: Path) -> None:
    (tmp_path / "report.yaml").write_text(
        """title: Use of the portal
tables:
  use:
    files: data/usage_*.xlsx
    contract: adoption
    columns: {entity: Unit, division: Division, licensed: Seats, active: Users}
    date: {from: Month, format: yyyy-mm}
kpis: {share: {formula: sum(use.active) / sum(use.licensed), unit: percent}}
""",
        "utf-8",
    )
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["Month", "Unit", "Division", "Seats", "Users"])
    for row in (["2026-10", "Sales", "North", 40, 12], ["2026-10", "Care", "South", 60, 33]):
        page.append(row)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data/usage_2026-10.xlsx")
    (sent,) = collect(CollectRequest(tmp_path)).files
    assert sent.name == "usage_2026-11.xlsx"
    asked = openpyxl.load_workbook(sent)["Adoption"]
    titles = headers(asked)
    assert "Name" not in titles
    rows = [dict(zip(titles, (cell.value for cell in row), strict=True)) for row in asked.iter_rows(min_row=3)]
    assert [(row["Unit"], row["Division"], row["Seats: Oct 2026"]) for row in rows] == [
        ("Sales", "North", 40),
        ("Care", "South", 60),
    ]
    type_in(sent, tmp_path / "data" / sent.name, Seats=50, Users=20)
    dataset, problems = load(read_project(tmp_path))
    assert [str(problem) for problem in problems if problem.severity != "notice"] == []
    frame = dataset.tables["use"].frame
    assert frame["licensed"].tolist()[2:3] == [50]
    assert [str(day)[:10] for day in frame["@date"]] == ["2026-10-31", "2026-10-31", "2026-11-30", "2026-11-30"]


def test_a_file_of_all_periods_is_not_to_be_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "starter"
    shutil.copytree(SAMPLES / "starter", folder, ignore=shutil.ignore_patterns("output", "collect"))
    result = collect(CollectRequest(folder))
    assert [path.name for path in result.files] == ["adoption_2026-11.xlsx"]
    (notice,) = [problem for problem in result.problems if problem.code == "file-of-all-periods"]
    assert "files: [data/adoption.xlsx, data/adoption_*.xlsx]" in notice.hint


def test_what_the_sender_knows_is_given_and_not_asked(programme: Path) -> None:
    (path,) = collect(CollectRequest(programme, "2026-11", tables=("adoption",))).files
    page = openpyxl.load_workbook(path)["Adoption"]
    titles = headers(page)
    assert [title for title in titles if title.startswith("Target share")] == ["Target share"], "nothing to compare"
    place = titles.index("Target share") + 1
    assert {page.cell(row, place).value for row in range(3, page.max_row + 1)} == {0.72}
    grey, yellow = (page.cell(3, titles.index(title) + 1).fill.fgColor.rgb for title in ("Target share", titles[5]))
    assert grey == page.cell(3, 2).fill.fgColor.rgb != yellow
    assert not any("Target share" in str(row[1].value) for row in openpyxl.load_workbook(path)["Checks"].iter_rows())
    # Given figures are no answer: who sends them back as they came has sent nothing.
    shutil.copy(path, programme / "data/adoption" / path.name)
    project = read_project(programme)
    (empty,) = not_sent(project, load(project)[0])
    assert empty.code == "sent-empty"
    assert empty.message.startswith("25 of 25 ")


def test_the_value_of_the_period_before_is_given_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    text = (folder / "report.yaml").read_text("utf-8")
    given = text.replace("table: tbl_adoption}", "table: tbl_adoption, columns: {licensed: {given: last}}}")
    (folder / "report.yaml").write_text(given, "utf-8")
    (first,) = collect(CollectRequest(folder, "2026-10")).files
    title = "Licensed users (persons)"
    type_in(first, folder / "data/returns_1.xlsx", Licensed=10, Active=5)
    (second,) = collect(CollectRequest(folder, "2026-11")).files
    page = openpyxl.load_workbook(second)["Adoption"]
    assert [page.cell(row, headers(page).index(title) + 1).value for row in (3, 4)] == [10, None]


def test_a_wrong_word_for_what_is_given_is_told_with_its_place(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption",))
    text = (folder / "report.yaml").read_text("utf-8")
    given = text.replace("table: tbl_adoption}", "table: tbl_adoption, columns: {licensed: {given: before}}}")
    (folder / "report.yaml").write_text(given, "utf-8")
    with pytest.raises(ProjectError, match="last, or the target of a KPI"):
        read_project(folder)
