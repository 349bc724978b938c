"""inspect FILE for a table nobody has described: what it says, and that the lines it proposes load as they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.table import Table
from typer.testing import Result

from reportgen.loaders import load
from reportgen.project import read_project

Run = Callable[..., Result]
Rows = list[list[Any]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the future project, in which the person stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def book(path: Path, **sheets: Rows) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as target:
        for name, rows in sheets.items():
            sheet = target.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def facts_of(run: Run, path: Path) -> dict[str, Any]:
    done = run("inspect", path, "--json")
    assert done.exit_code == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def only_table(facts: dict[str, Any]) -> dict[str, Any]:
    [table] = [table for sheet in facts["sheets"] for table in sheet["tables"]]
    return dict(table)


def columns(table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {column["name"]: column for column in table["columns"]}


def paste(facts: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Put the lines into report.yaml as they are; the frames that load, by table. Nothing may be wrong."""
    (folder / "report.yaml").write_text(f"{facts['beginning']}\n{facts['proposal']}\n", "utf-8")
    dataset, problems = load(read_project(folder))
    assert not [str(problem) for problem in problems if problem.severity == "error"]
    return {name: table.frame for name, table in dataset.tables.items()}


USAGE: Rows = [
    ["Month", "Unit", "Division", "Seats", "Users", "Share (%)"],
    *(
        [f"2026-{month:02}", unit, division, 40, 10 + month, 25.5 + month]
        for month in (8, 9, 10)
        for unit, division in (("Sales", "North"), ("Care", "South"), ("Lab", "South"))
    ),
]


def test_what_is_proposed_is_pasted_and_loads_with_the_types_that_were_told(here: Path, reportgen: Run) -> None:
    facts = facts_of(reportgen, book(here / "usage.xlsx", Usage=USAGE))
    told = columns(only_table(facts))
    assert told["Month"]["type"] == "date"
    assert told["Month"]["format"] == "yyyy-mm"
    assert told["Unit"]["role"] == "entity key"
    assert told["Division"]["role"] == "dimension"
    assert [told[name]["type"] for name in ("Seats", "Users", "Share (%)")] == ["count", "count", "percent"]
    assert only_table(facts)["covered"] == "2026-08 to 2026-10 (3 months)"
    frame = paste(facts, here)["usage"]
    assert len(frame) == only_table(facts)["rows_loaded"] == 9
    assert frame["users"].sum() == 3 * (18 + 19 + 20)
    assert frame["share"].max() == pytest.approx(0.355)
    assert str(frame["@date"].max().date()) == "2026-10-31"


def test_what_is_pasted_builds(here: Path, reportgen: Run) -> None:
    paste(facts_of(reportgen, book(here / "usage.xlsx", Usage=USAGE)), here)
    done = reportgen("build", "--only", "annex")
    assert done.exit_code == 0, done.stderr
    assert (here / "output/2026-10/annex.xlsx").is_file()


def test_a_header_below_titles_is_found_and_the_table_loads(here: Path, reportgen: Run) -> None:
    rows: Rows = [["Use of the portal"], ["Printed on 3 May"], [], *USAGE[:4], [], ["Source: register"]]
    facts = facts_of(reportgen, book(here / "usage.xlsx", Data=rows))
    table = only_table(facts)
    assert table["header_rows"] == [4]
    assert table["range"] == "A4:F7"
    assert table["title"].startswith("Use of the portal")
    assert len(paste(facts, here)["usage"]) >= 3


def test_hidden_sheets_are_told_and_not_proposed(here: Path, reportgen: Run) -> None:
    path = book(here / "usage.xlsx", Usage=USAGE, Old=USAGE, Secret=USAGE)
    target = openpyxl.load_workbook(path)
    target["Old"].sheet_state = "hidden"
    target["Secret"].sheet_state = "veryHidden"
    target.save(path)
    facts = facts_of(reportgen, path)
    assert [sheet.get("hidden", "") for sheet in facts["sheets"]] == ["", "hidden", "very hidden"]
    assert facts["proposal"].count("files:") == 1
    assert "sheet: Usage" in facts["proposal"]


def test_excel_tables_and_named_ranges_are_told_by_name(here: Path, reportgen: Run) -> None:
    target = openpyxl.Workbook()
    sheet = target.active
    assert sheet is not None
    for row in [["Title", None], *USAGE[:4]]:
        sheet.append(row)
    sheet.add_table(Table(displayName="tbl_use", ref="A2:F5"))
    visits: Rows = [["Region", "Visits"], ["North", 4], ["South", 7]]
    for number, row in enumerate(visits, 8):
        for place, cell in enumerate(row, 1):
            sheet.cell(number, place, cell)
    target.defined_names["visits"] = openpyxl.workbook.defined_name.DefinedName("visits", attr_text="Sheet!$A$8:$B$10")
    target.save(here / "named.xlsx")
    facts = facts_of(reportgen, here / "named.xlsx")
    [first, second] = facts["sheets"][0]["tables"]
    assert (first["excel_table"], first["range"]) == ("tbl_use", "A2:F5")
    assert (second["defined_name"], second["range"]) == ("visits", "A8:B10")
    assert "table: tbl_use" in facts["proposal"]
    frames = paste(facts, here)
    assert len(frames["tbl_use"]) == 3
    assert frames["visits"]["visits"].sum() >= 11


def test_two_header_rows_are_told_in_one_name_for_each_column(here: Path, reportgen: Run) -> None:
    rows: Rows = [["", "2025", "", "2026", ""], ["Unit", "Users", "Seats", "Users", "Seats"], ["Sales", 1, 2, 3, 4]]
    facts = facts_of(reportgen, book(here / "wide.xlsx", Data=[*rows, ["Care", 5, 6, 7, 8]]))
    table = only_table(facts)
    assert [column["name"] for column in table["columns"]][1:3] == ["2025 / Users", "2025 / Seats"]
    assert len(table["period_columns"]) == 4


def test_dates_that_can_be_read_two_ways_are_asked_and_load_as_text(here: Path, reportgen: Run) -> None:
    rows: Rows = [["Case", "Opened"], *([f"c{day}", f"{day:02}/0{1 + day % 5}/2026"] for day in range(1, 10))]
    facts = facts_of(reportgen, book(here / "cases.xlsx", Data=rows))
    opened = columns(only_table(facts))["Opened"]
    assert opened["ask"] == ["dd/mm/yyyy", "mm/dd/yyyy"]
    assert "low" not in opened, "no day can be named yet"
    assert "day or month first" in only_table(facts)["to_decide"][0]
    assert paste(facts, here)["cases"]["opened"].iloc[0] == "01/02/2026"


def test_one_day_above_twelve_decides_for_the_column(here: Path, reportgen: Run) -> None:
    rows: Rows = [["Case", "Opened"], ["a", "03/04/2026"], ["b", "17/04/2026"]]
    opened = columns(only_table(facts_of(reportgen, book(here / "cases.xlsx", Data=rows))))["Opened"]
    assert (opened["format"], opened["low"]) == ("dd/mm/yyyy", "2026-04-03")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_text_tables_of_all_delimiters_and_encodings_are_read(
    here: Path, reportgen: Run, encoding: str, delimiter: str
) -> None:
    lines = [["Einheit", "Größe"], ["Küche", "1200"], ["Büro", "1350"], ["Hof", "1500"]]
    path = here / "kosten.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    facts = facts_of(reportgen, path)
    assert facts["delimiter"] == {"\t": "tab"}.get(delimiter, delimiter)
    assert paste(facts, here)["kosten"]["grosse"].sum() == 4050


def test_a_decimal_comma_is_told_and_one_that_may_set_off_thousands_is_asked(here: Path, reportgen: Run) -> None:
    path = here / "kosten.csv"
    path.write_text("Einheit;Anteil;Kosten;Offen\nA;0,5;1.200,50;1,234\nB;0,25;900,00;2,345\n", "utf-8")
    facts = facts_of(reportgen, path)
    told = columns(only_table(facts))
    assert told["Anteil"]["decimal"] == ","
    assert told["Kosten"]["type"] == "money"
    assert told["Offen"]["ask"] == [".", ","]
    frame = paste(facts, here)["kosten"]
    assert frame["kosten"].sum() == pytest.approx(2100.5)
    assert list(frame["offen"]) == ["1,234", "2,345"]


def test_signs_for_no_value_are_named_and_loaded_as_missing(here: Path, reportgen: Run) -> None:
    path = here / "use.csv"
    path.write_text("Unit,Users\nA,5\nB,NA\nC,ND\nD,7\n", "utf-8")
    facts = facts_of(reportgen, path)
    assert columns(only_table(facts))["Users"]["no_value"] == ["NA", "ND"]
    assert list(paste(facts, here)["use"]["users"].isna()) == [False, True, True, False]


def test_a_note_among_numbers_is_told_with_its_cell_and_the_table_still_loads(here: Path, reportgen: Run) -> None:
    rows: Rows = [["Unit", "Users"], *([f"u{n}", n] for n in range(30)), ["last", "about 7"]]
    facts = facts_of(reportgen, book(here / "use.xlsx", Data=rows))
    users = columns(only_table(facts))["Users"]
    assert users["odd_cells"] == ["B32"]
    assert users["ask"] == ["number"]
    assert len(paste(facts, here)["use"]) == 31


def test_codes_keep_their_zeros(here: Path, reportgen: Run) -> None:
    path = here / "places.csv"
    path.write_text("Place,COD,People\nRoma,058091,5\nMilano,015146,7\nAlagna,002002,1\n", "utf-8")
    facts = facts_of(reportgen, path)
    assert columns(only_table(facts))["COD"]["type"] == "id"
    assert list(paste(facts, here)["places"]["cod"]) == ["058091", "015146", "002002"]


def test_persons_are_not_named(here: Path, reportgen: Run) -> None:
    rows: Rows = [
        ["Assigned to", "E-mail", "Contact", "Hours"],
        ["Anna Example", "anna@example.org", "+32 2 555 01 23", 5],
        ["Boris Muster", "boris@example.org", "+32 2 555 01 24", 6],
    ]
    path = book(here / "team.xlsx", Data=rows)
    for done in (reportgen("inspect", path), reportgen("inspect", path, "--json")):
        assert done.exit_code == 0
        for secret in ("Anna", "Boris", "Example", "Muster", "anna@", "example.org", "555"):
            assert secret not in done.output
    told = columns(only_table(facts_of(reportgen, path)))
    assert told["Assigned to"]["personal"]
    assert told["Assigned to"]["examples"] == ["A. E.", "B. M."]


@pytest.mark.parametrize(
    ("headers", "contract"),
    [
        (["CASE_ENQUIRY_ID", "OPEN_DT", "TARGET_DT", "CLOSED_DT", "Department"], "cases"),
        (["Number", "Opened", "Due date", "Resolved", "Assignment group"], "cases"),
    ],
)
def test_a_ready_contract_is_recognised_by_headers_and_their_aliases(
    here: Path, reportgen: Run, headers: list[str], contract: str
) -> None:
    days = [date(2026, 9, day) for day in range(1, 9)]
    rows: Rows = [[f"C-{day.day:03}", day, day, day if day.day % 2 else None, "Unit"] for day in days]
    facts = facts_of(reportgen, book(here / "tickets.xlsx", Data=[headers, *rows]))
    assert only_table(facts)["contract"]["name"] == contract
    assert only_table(facts)["contract"]["fits"]
    assert f"contract: {contract}" in facts["proposal"]
    frame = paste(facts, here)["tickets"]
    assert frame["closed"].notna().sum() == 4


def test_an_adoption_table_is_recognised_with_its_date(here: Path, reportgen: Run) -> None:
    rows: Rows = [["Month", "Department", "Licences", "Active users"], ["2026-09", "A", 5, 4], ["2026-09", "B", 7, 6]]
    facts = facts_of(reportgen, book(here / "use.xlsx", Data=[*rows, ["2026-10", "A", 5, 5], ["2026-10", "B", 7, 7]]))
    assert only_table(facts)["contract"]["name"] == "adoption"
    assert str(paste(facts, here)["use"]["@date"].max().date()) == "2026-10-31"


def test_a_counter_and_a_flow_are_told_apart(here: Path, reportgen: Run) -> None:
    counter: Rows = [["Month", "Total"], *([f"2026-{month:02}", 100 * month] for month in range(1, 11))]
    flow: Rows = [["Month", "Visits"], *([f"2026-{month:02}", 50 + (37 * month) % 60] for month in range(1, 11))]
    assert only_table(facts_of(reportgen, book(here / "a.xlsx", Data=counter)))["time"] == "cumulative"
    assert only_table(facts_of(reportgen, book(here / "b.xlsx", Data=flow)))["time"] == "flow"


def test_files_of_one_form_are_read_together(here: Path, reportgen: Run) -> None:
    for month, count in (("2026-08", 5), ("2026-09", 7), ("2026-10", 9)):
        (here / f"uses_{month}.csv").write_text(f"Code,Uses\na1,{count}\nb2,{count + 1}\n", "utf-8")
    facts = facts_of(reportgen, here / "uses_2026-10.csv")
    assert 'files: "uses_*.csv"' in facts["proposal"]
    frame = paste(facts, here)["uses"]
    assert len(frame) == 6
    assert str(frame["@date"].min().date()) == "2026-08-31"


def test_headers_that_no_formula_could_say_get_names(here: Path, reportgen: Run) -> None:
    rows: Rows = [["class", "2026", 'Größe: m², # "x"', "Підрозділ", "kpi", "count", "\nUsers\n(all)"]]
    facts = facts_of(
        reportgen, book(here / "odd.xlsx", Data=[*rows, ["a", 1, 2, "x", 3, 4, 5], ["b", 6, 7, "y", 8, 9, 1]])
    )
    frame = paste(facts, here)["odd"]
    assert len(frame) == 2
    assert "підрозділ" in frame.columns


def test_a_file_is_named_as_the_project_above_would_name_it(
    here: Path, reportgen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "data/more").mkdir(parents=True)
    (here / "report.yaml").write_text("title: There already\n", "utf-8")
    book(here / "data/more/use.xlsx", Data=USAGE)
    monkeypatch.chdir(here / "data")
    assert "files: data/more/use.xlsx" in facts_of(reportgen, Path("more/use.xlsx"))["proposal"]


def test_the_terminal_shows_it_in_80_columns_without_colour(
    here: Path, reportgen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    done = reportgen("inspect", book(here / "usage.xlsx", Usage=USAGE))
    assert "\x1b[" not in done.stdout
    head, _, lines = done.stdout.partition("\ntables:\n")
    assert all(len(line) <= 80 for line in head.splitlines())
    assert "Share (%)" in head
    assert "2026-08-31 to 2026-10-31" in head
    assert "users: {from: Users, type: count}" in lines


def test_a_sheet_of_notes_has_no_table(here: Path, reportgen: Run) -> None:
    done = reportgen("inspect", book(here / "notes.xlsx", Data=[["Remember"], [], ["to call"]]))
    assert done.exit_code == 0
    assert "proposal" not in done.stdout


OPEN_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
# Of the months of one table, one stands for all.
OPEN_FILES = sorted(
    name
    for path in OPEN_DATA.rglob("*.csv")
    if "/monthly/" not in (name := path.relative_to(OPEN_DATA).as_posix()) or name.endswith("2024-06-27.csv")
)


@pytest.mark.open_data
@pytest.mark.skipif(not OPEN_FILES, reason="the open data sets are not here")
@pytest.mark.parametrize("name", OPEN_FILES)
def test_every_open_data_set_gives_lines_that_load(here: Path, reportgen: Run, name: str) -> None:
    facts = facts_of(reportgen, OPEN_DATA / name)
    table = only_table(facts)
    assert table["loads"] is True
    assert table["rows_loaded"] == table["rows"]
    assert not [problem for problem in table.get("problems", ()) if problem["severity"] == "error"]
