"""What Excel and people find in a workbook to fill in."""

from __future__ import annotations

import re
import zipfile
from importlib import resources
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.contracts import TableSpec, forms_of_contracts
from reportgen.contracts.ready import ready_contract
from reportgen.contracts.stamp import STAMP_NAME, Stamp
from reportgen.contracts.vocabulary import described, languages_of_words
from reportgen.loaders import load
from reportgen.loaders.headers import Wanted, find_headers
from reportgen.operations.collect import CollectRequest, collect
from reportgen.project import read_project
from reportgen.quality.package import check_package
from reportgen.workbooks import collect_languages
from reportgen.workbooks.building import column_title
from tests.workbooks.programme import UNITS, fill, headers, write_project


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of all contracts."""
    folder = write_project(tmp_path_factory.mktemp("whole") / "project")
    (made,) = collect(CollectRequest(folder, "2026-11")).files
    return made


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def entry_sheets(book: Workbook) -> list[Worksheet]:
    return [page for page in book if page.tables]


def test_a_table_stands_alone_on_its_sheet_with_nothing_merged(book: Workbook) -> None:
    assert next(page.title for page in book) == "Read me"
    assert [page.title for page in book][-3:] == ["Checks", "Lists", "Data dictionary"]
    pages = entry_sheets(book)
    assert len(pages) == len(forms_of_contracts())
    names = [name for page in pages for name in page.tables]
    assert sorted(names) == sorted(f"tbl_{name}" for name in forms_of_contracts())
    for page in pages:
        (table,) = page.tables.values()
        assert table.ref == page.dimensions
        assert not page.merged_cells.ranges
        assert [column.name for column in table.tableColumns] == headers(page)


def test_every_column_to_fill_in_is_held_by_excel_with_prompt_and_alert(book: Workbook) -> None:
    for page in [*entry_sheets(book), book["Read me"]]:
        rules = page.data_validations.dataValidation
        assert rules
        for rule in rules:
            assert all((rule.showErrorMessage, rule.showInputMessage, rule.allowBlank)), page.title
            assert 0 < len(rule.prompt) <= 255
            assert 0 < len(rule.error) <= 255
            assert max(len(rule.promptTitle), len(rule.errorTitle)) <= 32
            assert len(str(rule.formula1)) <= 255
            if rule.type == "list":
                assert not rule.showDropDown
                assert re.fullmatch(r"lst_\w+|INDIRECT\(.+\)", rule.formula1)
        if page.tables:
            assert all(area.max_row >= 2000 for rule in rules for area in rule.sqref.ranges)


def test_every_list_has_a_name_and_dependent_lists_one_for_each_choice(book: Workbook) -> None:
    names = set(book.defined_names)
    used = {
        name
        for page in book
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
        for name in re.findall(r"lst_\w+", rule.formula1)
    }
    assert used - {"lst_groups_"} <= names
    dependent = [
        rule.formula1
        for rule in book["Targets"].data_validations.dataValidation
        if rule.type == "list" and "INDIRECT" in rule.formula1
    ]
    (formula,) = dependent
    assert '"lst_groups_"&' in formula
    assert "lst_groups_area" in names


def test_the_stamp_stands_in_a_cell_a_hidden_name_and_a_property(book: Workbook) -> None:
    names = [book.defined_names[name] for name in (STAMP_NAME, f"{STAMP_NAME}_2")]
    assert all(name.hidden for name in names)
    text = "".join(name.attr_text.strip('"') for name in names)
    assert text == "".join(held.value for held in book.custom_doc_props.props if held.name.startswith(STAMP_NAME))
    assert text in [cell.value for row in book["Read me"].iter_rows() for cell in row]
    stamp = Stamp.parse(text)
    assert stamp is not None
    assert (stamp.period, sorted(stamp.tables)) == ("2026-11", sorted(forms_of_contracts()))


def test_sheets_that_are_only_read_are_protected_without_a_password_and_data_sheets_can_grow(book: Workbook) -> None:
    for title in ("Read me", "Checks", "Lists", "Data dictionary"):
        assert book[title].protection.sheet
        assert not book[title].protection.password
    assert not any(page.protection.sheet for page in entry_sheets(book))


def test_every_sheet_prints_on_pages_with_its_header(book: Workbook) -> None:
    for page in entry_sheets(book):
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows == "$1:$1"
        assert page.freeze_panes
        assert page.freeze_panes[0] != "A"


def test_marks_and_formulas_keep_to_the_limits_of_excel(book: Workbook) -> None:
    formulas = [cell.value for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert max(len(str(formula)) for formula in formulas) <= 8192
    marks = [
        rule.formula[0] for page in entry_sheets(book) for held in page.conditional_formatting for rule in held.rules
    ]
    assert max(map(len, marks)) <= 255


def test_the_first_sheet_says_what_to_do_by_when_and_whether_it_is_ready(book: Workbook, path: Path) -> None:
    text = "\n".join(str(cell.value) for row in book["Read me"].iter_rows() for cell in row if cell.value)
    for words in ("8 December 2026", "I. Marten", "Programme office", "yellow", "EXAMPLE", "Nothing to report"):
        assert words in text
    shown = openpyxl.load_workbook(path, data_only=True)["Read me"]
    assert "3 rows to fill in" in str(shown["B4"].value)


def test_the_dictionary_explains_every_column(book: Workbook) -> None:
    page = book["Data dictionary"]
    told = {(row[0].value, row[1].value): row[2].value for row in page.iter_rows(min_row=2)}
    for sheet in entry_sheets(book):
        own = [title for name, title in told if name == sheet.title]
        assert [title for title in headers(sheet) if title in own] == own
        assert all(told[sheet.title, title] for title in own)


def test_the_package_is_sound(path: Path) -> None:
    assert [str(problem) for problem in check_package(path)] == []


def test_the_same_question_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    (again,) = collect(CollectRequest(path.parents[2], "2026-11", out=tmp_path)).files
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("language", collect_languages())
@pytest.mark.parametrize("name", forms_of_contracts())
def test_every_header_of_a_workbook_is_found_as_its_own_column(name: str, language: str) -> None:
    spec = TableSpec.model_validate({"files": "a.xlsx", "contract": name})
    row = [column_title(column, field, language, "en") for field, column in spec.columns.items()]
    wanted = [Wanted(column.headers(field)) for field, column in spec.columns.items()]
    found = find_headers([row], wanted)
    assert found is not None
    assert list(found.columns.values()) == list(range(len(row)))


@pytest.mark.parametrize("language", ["en", "fr", "uk"])
def test_a_workbook_in_any_language_is_read_by_the_same_contracts(language: str, tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("stakeholders", "risks", "adoption", "cases"))
    project = read_project(folder)
    (sent,) = collect(CollectRequest(folder, "2026-11", language=language, out=tmp_path / "sent")).files
    specs = {name: spec for name, spec in project.tables.items() if name != "risks"}
    typed = fill(sent, folder / "data/returns_11.xlsx", specs)
    dataset, problems = load(read_project(folder))
    assert [str(problem) for problem in problems if problem.severity != "notice"] == []
    for name, rows in typed.items():
        held = dataset.tables[name].files[0].columns
        assert [field for field in rows[0] if field not in held] == []
    assert list(dataset.tables["stakeholders"].frame["current"]) == ["Unaware", "Resistant"]


def test_every_word_of_the_workbooks_is_there_in_every_language() -> None:
    from reportgen.locales.locale import LANGUAGES
    from reportgen.locales.words import read_words

    said = {language: read_words(LANGUAGES / language, "collect.po") for language in collect_languages()[1:]}
    assert set(said) == set(languages_of_words())
    everything = set.union(*(set(words) for words in said.values()))
    assert {language: sorted(everything - set(words)) for language, words in said.items()} == {one: [] for one in said}
    for words in said.values():
        for english, other in words.items():
            assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", other)), other


def test_what_the_columns_of_the_collected_tables_mean_is_said_in_every_language() -> None:
    said = {text for name in collected() for text in meanings(ready_contract(name))}
    for language in languages_of_words():
        assert [text for text in said if described(text, language) == text] == []
    assert described("What a project says of its own column.", "fr") == "What a project says of its own column."


def collected() -> list[str]:
    """The contracts of tables that people fill in: those of systems are kept apart."""
    folder = resources.files("reportgen.contracts")
    return sorted(path.name.removesuffix(".yaml") for path in folder.iterdir() if path.name.endswith(".yaml"))


def meanings(contract: dict[str, Any]) -> list[str]:
    columns = contract["columns"].values()
    return [text for text in (contract.get("description"), *(one.get("description") for one in columns)) if text]


def test_choices_of_another_language_are_offered_in_it_and_read_as_formulas_know_them(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("stakeholders",))
    (sent,) = collect(CollectRequest(folder, "2026-11", language="fr")).files
    book = openpyxl.load_workbook(sent)
    page = book["Parties prenantes"]
    place = headers(page).index("Niveau actuel") + 1
    assert page.cell(2, place).value == "Neutre"
    values: dict[str, Any] = {"N°": "1", "Partie prenante": "Comité", "Pouvoir (0–10)": 7, "Intérêt (0–10)": 3}
    for title, value in {**values, "Niveau actuel": "Favorable", "Niveau souhaité": "Moteur"}.items():
        page.cell(3, headers(page).index(title) + 1).value = value
    (folder / "data").mkdir()
    book.save(folder / "data/returns_x.xlsx")
    dataset, _ = load(read_project(folder))
    (row,) = dataset.tables["stakeholders"].frame.to_dict("records")
    assert (row["current"], row["desired"], row["power"]) == ("Supportive", "Leading", 7)


def test_text_that_is_there_already_never_becomes_a_formula(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("stakeholders",))
    (folder / "report.yaml").write_text(
        (folder / "report.yaml").read_text("utf-8").replace("_*.xlsx", ".xlsx"), "utf-8"
    )
    (sent,) = collect(CollectRequest(folder, "2026-11")).files
    specs = dict(read_project(folder).tables)
    fill(sent, folder / "data/returns.xlsx", specs)
    (next_month,) = collect(CollectRequest(folder, "2026-12")).files
    page = openpyxl.load_workbook(next_month)["Stakeholders"]
    cell = page.cell(3, headers(page).index("Stakeholder") + 1)
    assert cell.value == "=1+1 – Größe & «έλεγχος»"
    assert cell.data_type == "s"
    with zipfile.ZipFile(next_month) as archive:
        assert b"<f>1+1" not in b"".join(archive.read(name) for name in archive.namelist())


def test_the_units_are_offered_by_key_with_their_names_beside(book: Workbook) -> None:
    page = book["Lists"]
    heads = [cell.value for cell in page[4]]
    place = heads.index("Entities") + 1
    assert [page.cell(5 + number, place).value for number in range(3)] == list(UNITS)
    assert [page.cell(5 + number, place + 1).value for number in range(3)] == [name for name, _ in UNITS.values()]


def test_a_table_with_more_columns_than_a_formula_can_name_is_written_all_the_same(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ())
    many = ", ".join(
        f'figure_{n}: {{from: "Figure [number] #{n} of the department\'s long list", type: count, minimum: 0}}'
        for n in range(60)
    )
    table = (
        f"  wide: {{files: data/wide_*.xlsx, time: flow, date: Month, entity: unit, columns: {{unit: Unit, {many}}}}}\n"
    )
    text = (folder / "report.yaml").read_text("utf-8")
    start, end = text.index("  actions:"), text.index("kpis:")
    kpis = "kpis: {reach: {formula: count(units), unit: count}}\n"
    (folder / "report.yaml").write_text(text[:start] + table + kpis, "utf-8")
    assert end > start
    (sent,) = collect(CollectRequest(folder, "2026-11")).files
    page = openpyxl.load_workbook(sent)["Wide"]
    formulas = [str(cell.value) for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert max(map(len, formulas)) <= 8192
    states = [row[0].value for row in openpyxl.load_workbook(sent, data_only=True)["Wide"].iter_rows(min_row=3)]
    assert states == ["○ to fill in"] * 3
    assert all("COUNTBLANK" in str(row[0].value) for row in page.iter_rows(min_row=3))
    assert [str(problem) for problem in check_package(sent)] == []
