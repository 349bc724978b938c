"""setup.xlsx: the project's model in cells, beside report.yaml."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.contracts.setup_words import setup_text, setup_word
from reportgen.errors import Problem, ProjectError
from reportgen.operations.collect import CollectRequest, collect
from reportgen.project import Project, read_project, salvage_project
from reportgen.project.setup import CHOICES, KPI_KEYS, REPORT_KEYS
from reportgen.workbooks import collect_languages

LANGUAGES = collect_languages()[1:]
YAML = """title: Use of the portal
owner: A. Person
tables:
  use: {files: use.csv, columns: {unit: Unit, seats: {from: Seats, type: count}, users: {from: Users, type: count}}}
kpis:
  share:
    label: Active share
    formula: sum(use.users) / sum(use.seats)
    unit: percent
    target: {path: linear, from: 2025-10, start: 46 %, due: 2027-03, end: 80 %}
    tolerance: 5 points
  seats: {formula: sum(use.seats), unit: count, target: 1200, better: higher}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.yaml").write_text(YAML, "utf-8")
    (tmp_path / "use.csv").write_text("Unit,Seats,Users\na,10,5\n", "utf-8")
    return tmp_path


def write(folder: Path, **sheets: list[list[Any]]) -> None:
    """A setup.xlsx with these rows."""
    book = openpyxl.Workbook()
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(folder / "setup.xlsx")


def found(folder: Path) -> list[Problem]:
    return salvage_project(folder)[1]


def plain(project: Project) -> dict[str, Any]:
    return project.model_dump()


def test_the_workbook_as_collect_writes_it_changes_nothing(folder: Path) -> None:
    before = plain(read_project(folder))
    (path,) = collect(CollectRequest(folder, tables=("setup",))).files
    assert path == folder / "collect/setup.xlsx"
    path.rename(folder / "setup.xlsx")
    assert found(folder) == []
    assert plain(read_project(folder)) == before


def test_what_only_the_workbook_says_is_taken_without_a_word(folder: Path) -> None:
    write(
        folder,
        Report=[["Key", "Value"], ["organisation", "An agency"], ["subtitle", None]],
        KPIs=[["Id", "Note", "Formula", "Unit", "Target", "Owner"],
              ["share", "of all seats"],
              ["free", None, "sum(use.seats) - sum(use.users)", "count", 12, "B. Person"]],
        Groups=[["Grouping", "Label"]],
    )  # fmt: skip
    assert found(folder) == []
    project = read_project(folder)
    assert project.organisation == "An agency"
    assert project.kpis["share"].note == "of all seats"
    assert list(project.kpis) == ["share", "seats", "free"]
    assert (project.kpi_owner("free"), str(project.kpis["free"].target)) != ("", "None")


def test_where_both_say_a_thing_the_workbook_wins_and_it_is_said(folder: Path) -> None:
    write(
        folder,
        Report=[["Key", "Value"], ["title", "Another title"], ["owner", "A. Person"]],
        KPIs=[["Id", "Label", "Target"], ["share", "Active users", "70 %"], ["seats", None, 1200]],
    )
    project = read_project(folder)
    assert (project.title, project.kpis["share"].label) == ("Another title", "Active users")
    assert getattr(project.kpis["share"].target, "text") == "70 %"  # noqa: B009 # a path has none
    told = {str(problem.location): problem for problem in found(folder)}
    assert {problem.code for problem in told.values()} == {"setup-wins"}
    assert list(told) == [f'setup.xlsx, sheet "{sheet}", cell {cell}' for sheet, cell in
                          (("Report", "B2"), ("KPIs", "B2"), ("KPIs", "C2"))]  # fmt: skip
    assert (
        told['setup.xlsx, sheet "Report", cell B2'].found == "Another title here, Use of the portal in report.yaml:1:8"
    )


def test_mistakes_are_told_with_their_cells_all_at_once(folder: Path) -> None:
    write(
        folder,
        Report=[["Key", "Value"], ["titlle", "x"], ["status", "ready"]],
        KPIs=[["Id", "Labell", "Formula", "Unit", "Target"],
              ["share", "x", "sum(use.users) / sum(use.seats)", "percentage"],
              ["seats", None, None, None, "many"],
              [None, None, "count(use)"],
              ["seats"],
              ["empty", "no formula"]],
    )  # fmt: skip
    with pytest.raises(ProjectError) as error:
        read_project(folder)
    cells = {(problem.code, str(problem.location)) for problem in error.value.problems if problem.severity == "error"}
    assert cells == {
        ("setup-unknown", 'setup.xlsx, sheet "Report", cell A2'),
        ("project-value", 'setup.xlsx, sheet "Report", cell B3'),
        ("setup-unknown", 'setup.xlsx, sheet "KPIs", cell B1'),
        ("project-value", 'setup.xlsx, sheet "KPIs", cell D2'),
        ("project-value", 'setup.xlsx, sheet "KPIs", cell E3'),
        ("setup-without-key", 'setup.xlsx, sheet "KPIs", cell C4'),
        ("setup-twice", 'setup.xlsx, sheet "KPIs", cell A5'),
        ("missing-key", 'setup.xlsx, sheet "KPIs", cell A6'),
    }
    assert any('Did you mean "title"?' in problem.hint for problem in error.value.problems)


def test_a_mistake_in_a_formula_leads_to_its_cell(folder: Path) -> None:
    from reportgen.operations.prepare import prepare

    write(folder, KPIs=[["Id", "Formula"], ["share", "sum(use.userz) / sum(use.seats)"]])
    problems = [problem for problem in prepare(folder, fill=False).problems if problem.severity == "error"]
    assert [str(problem.location) for problem in problems] == ['setup.xlsx, sheet "KPIs", cell B2']


def test_shares_and_dates_are_read_as_excel_holds_them(folder: Path) -> None:
    write(folder, KPIs=[["Id", "Target"], ["share", 0.725]])
    book = openpyxl.load_workbook(folder / "setup.xlsx")
    book["KPIs"]["B2"].number_format = "0.0%"
    book.save(folder / "setup.xlsx")
    assert getattr(read_project(folder).kpis["share"].target, "text") == "72.5 %"  # noqa: B009 # a path has none


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" * 200])
def test_a_file_that_is_no_workbook_is_a_problem_and_no_traceback(data: bytes, folder: Path) -> None:
    (folder / "setup.xlsx").write_bytes(data)
    with pytest.raises(ProjectError) as error:
        read_project(folder)
    assert [problem.code for problem in error.value.problems] == ["setup-unreadable"]


def test_a_cell_far_out_and_a_document_type_cost_nothing(folder: Path) -> None:
    write(folder, KPIs=[["Id", "Note"], ["share", "x"]])
    with zipfile.ZipFile(folder / "setup.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = next(name for name in parts if b"Note" in parts[name] or name.endswith("sheet2.xml"))
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", far)
    with zipfile.ZipFile(folder / "setup.xlsx", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert read_project(folder).kpis["share"].note == "x"


def texts_of(path: Path) -> set[str]:
    """What a workbook says in its cells, prompts and drop-downs."""
    found: set[str] = set()
    for page in openpyxl.load_workbook(path).worksheets:
        found |= {page.title, *(str(cell.value) for row in page.iter_rows() for cell in row if cell.value)}
        for rule in page.data_validations.dataValidation:
            found |= {str(rule.promptTitle), str(rule.prompt), str(rule.error)}
            found |= set(str(rule.formula1).strip('"').split(",")) if rule.type == "list" else set()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_says_everything_in_its_language_and_is_read_back_unchanged(folder: Path, language: str) -> None:
    before = plain(read_project(folder))
    (english,) = collect(CollectRequest(folder, tables=("setup",), language="en", out=folder / "en")).files
    (path,) = collect(CollectRequest(folder, tables=("setup",), language=language)).files
    path.replace(folder / "setup.xlsx")
    assert found(folder) == []
    assert plain(read_project(folder)) == before
    # What the project says itself stays; so do words that are the same in both.
    own = {"Use of the portal", "A. Person", "Active share", "share", "seats", "5 points", "46 %", "80 %", "1200"}
    own |= {"2025-10", "2027-03", "sum(use.users) / sum(use.seats)", "sum(use.seats)", "4000", "0", "None"}
    alike = {"Note", "Organisation", "Classification", "Version", "Source", "Definition", "Status", "Formula"}
    alike |= {text.lower() for text in alike} | {"linear", "period", "points", "no"}
    left = texts_of(english) & texts_of(folder / "setup.xlsx") - own
    assert {text for text in left if text not in alike} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_language_mean_one_thing(language: str) -> None:
    sets = [REPORT_KEYS, ("id", *KPI_KEYS), ("key", "value", "meaning"), ("grouping", "label"),
            ("Report", "KPIs", "Groups"), *CHOICES.values()]  # fmt: skip
    for known in sets:
        assert [setup_word(setup_text(word, language).upper(), known) for word in known] == list(known)


def test_a_workbook_in_another_language_than_the_project_takes_part(folder: Path) -> None:
    write(
        folder,
        Bericht=[["Schlüssel", "Wert"], ["Titel", "Nutzung"], ["Zeitraum", "Monat"], ["Status", "endgültig"]],
        Kennzahlen=[["Kennung", "Einheit", "Besser", "Verlauf", "Ab", "Anfangswert", "Fällig", "Endwert",
                     "Unverzichtbar"],
                    ["seats", "Anzahl", "niedriger", "S-Kurve", "2025-10", "100", "2026-10", "200", True]],
    )  # fmt: skip
    project = read_project(folder)
    assert (project.title, project.period, project.status) == ("Nutzung", "month", "final")
    assert project.kpis["seats"].must_win
    assert getattr(project.kpis["seats"].target, "path") == "s-curve"  # noqa: B009 # a constant has none


def test_a_misspelt_word_of_a_language_is_told_with_the_nearest_of_it(folder: Path) -> None:
    write(folder, Rapport=[["Clé", "Valeur"], ["titr", "x"]])
    (problem,) = found(folder)
    assert (problem.code, problem.hint) == ("setup-unknown", 'Did you mean "titre"?')
