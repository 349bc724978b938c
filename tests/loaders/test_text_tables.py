"""Text tables are read whatever their encoding and delimiter, with the row numbers that a person sees."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.contracts import TableSpec
from reportgen.errors import has_errors
from reportgen.loaders.delimited import read_delimited
from reportgen.loaders.files import InputFile
from reportgen.loaders.headers import Wanted
from tests.loaders.conftest import Load, places

PLAIN = "files: a.csv\ncolumns: {code: CODE, n: {from: N, type: count}}"


def test_values_rows_and_addresses_are_kept(load_table: Load) -> None:
    dataset, problems = load_table(PLAIN, a__csv="CODE,X,N\n001,x,10\n002,x,\n\n003,x,30")
    table = dataset.tables["t"]
    assert not problems
    assert table.frame["code"].tolist() == ["001", "002", "003"]
    assert table.frame["n"].tolist()[0::2] == [10.0, 30.0]
    assert math.isnan(table.frame["n"][1])
    assert table.frame["@row"].tolist() == [2, 3, 5], "a blank line counts, as in Excel"
    assert table.cell(2, "n") == "C5"
    assert table.files[0].header_row == 1
    assert (dataset.sources[0].rows, dataset.sources[0].table, dataset.sources[0].label) == (3, "t", "a.csv")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found_out(load_table: Load, delimiter: str) -> None:
    text = "CODE,N\n001,10\n".replace(",", delimiter)
    dataset, problems = load_table(PLAIN, a__csv=text)
    assert dataset.tables["t"].frame["n"].tolist() == [10.0]
    assert not problems


@pytest.mark.parametrize(
    ("encoding", "name", "told"),
    [
        ("utf-8", "Città di Żory", []),
        ("utf-8-sig", "Città di Żory", []),
        ("utf-16", "Città di Żory", []),
        ("cp1252", "Città – Forlì, Viganò, perché più là", ["encoding-guessed"]),
        ("cp1250", "Łódź, Wrocław, Świętokrzyskie", ["encoding-guessed"]),
        ("cp1251", "Департамент финансов, Область", ["encoding-guessed"]),
        ("cp1253", "Αθήνα, Θεσσαλονίκη, Υπηρεσία", ["encoding-guessed"]),
    ],
)
def test_the_encoding_is_found_out_and_a_guess_is_told(
    load_table: Load, encoding: str, name: str, told: list[str]
) -> None:
    dataset, problems = load_table(PLAIN, a__csv=f'CODE;N\n"{name}";1\n'.encode(encoding))
    assert dataset.tables["t"].frame["code"].tolist() == [name]
    assert [problem.code for problem in problems] == told


def test_a_declared_encoding_is_used(load_table: Load) -> None:
    dataset, problems = load_table(PLAIN + "\nencoding: cp1253", a__csv="CODE;N\nΔήμος;1\n".encode("cp1253"))
    assert dataset.tables["t"].frame["code"].tolist() == ["Δήμος"]
    assert not problems


def test_line_breaks_delimiters_and_quotes_inside_quotes_are_text(load_table: Load) -> None:
    text = 'CODE,N\r\n"a\nb, ""c""",1\r\nd,x\r\n'
    dataset, problems = load_table(PLAIN, a__csv=text)
    assert dataset.tables["t"].frame["code"].tolist() == ['a\nb, "c"', "d"]
    assert places(problems) == ["a.csv, cell B3"], "a record is a row, as in Excel"


def test_a_quote_inside_a_field_is_an_inch_sign(load_table: Load) -> None:
    dataset, _ = load_table(PLAIN, a__csv='CODE,N\n5" pipe,1\n6" pipe,2\n7" pipe,3\n')
    assert dataset.tables["t"].frame["code"].tolist() == ['5" pipe', '6" pipe', '7" pipe']
    assert dataset.tables["t"].frame["n"].tolist() == [1, 2, 3]


def test_a_row_with_surplus_cells_is_told(load_table: Load) -> None:
    _, problems = load_table(PLAIN, a__csv="CODE,N\n001,10\nRoma, Lazio,5\n003,7,\n")
    assert has_errors(problems)
    assert "a.csv, cell C3" in places(problems, "surplus-cells")
    assert len(places(problems, "surplus-cells")) == 1, "a delimiter at the end is harmless"


def test_a_row_with_fewer_cells_has_missing_values(load_table: Load) -> None:
    dataset, problems = load_table(PLAIN, a__csv="CODE,N\n001\n002,5\n")
    assert not problems
    assert dataset.tables["t"].frame["n"].isna().tolist() == [True, False]


def test_titles_above_the_headers_are_passed_over(load_table: Load) -> None:
    dataset, problems = load_table(PLAIN, a__csv="Applied filters: all\n\nCODE,N\n001,10\n")
    table = dataset.tables["t"]
    assert not problems
    assert table.frame["@row"].tolist() == [4]
    assert table.files[0].header_row == 3


@pytest.mark.parametrize("header", [" code ", "Code", "CO\u00a0DE".replace("\u00a0", ""), "\ufeffCODE"])
def test_headers_are_found_without_regard_to_case_and_blanks(load_table: Load, header: str) -> None:
    dataset, problems = load_table(PLAIN, a__csv=f"{header},N\n001,10\n")
    assert not problems
    assert dataset.tables["t"].frame["code"].tolist() == ["001"]


def test_a_missing_column_is_told_with_a_suggestion_and_the_others_are_still_checked(load_table: Load) -> None:
    _, problems = load_table(PLAIN, a__csv="CODICE,COD,N\n001,1,ten\n")
    assert [str(problem) for problem in problems] == [
        'a.csv, cell A1: There is no column "CODE" (found the headers CODICE, COD, N, expected the header "CODE"). '
        'Did you mean "COD"?',
        'a.csv, cell C2: The cell is not a number that can be read (found "ten", expected a whole number). '
        "Leave the cell empty if the number is unknown, or say what stands for missing values: missing: [n/a].",
    ]


def test_a_header_that_stands_twice_is_told(load_table: Load) -> None:
    dataset, problems = load_table(PLAIN, a__csv="CODE,N,n\n001,1,2\n")
    assert places(problems, "header-twice") == ["a.csv, cell B1"]
    assert dataset.tables["t"].frame["n"].tolist() == [1]


def test_an_alias_stands_for_a_header_and_an_optional_column_may_lack(load_table: Load) -> None:
    table = "files: a.csv\ncolumns:\n  code: {from: CODE, aliases: [Codice]}\n  n: {from: N, type: count, required: no}"
    dataset, problems = load_table(table, a__csv="Codice\n001\n")
    assert [problem.code for problem in problems] == ["optional-column"]
    assert dataset.tables["t"].frame["n"].isna().all()


def test_what_a_ready_contract_offers_beyond_the_file_is_not_missed(load_table: Load) -> None:
    table = "files: a.csv\ncontract: cases\ncolumns: {id: No}"
    dataset, problems = load_table(table, a__csv="No,Created,Resolved\n1,2024-06-27,2024-06-28\n")
    assert not problems
    assert dataset.tables["t"].frame["due"].isna().all()
    assert str(dataset.tables["t"].frame["closed"].iloc[0])[:10] == "2024-06-28"


def test_files_of_a_pattern_stand_one_below_the_other(load_table: Load) -> None:
    table = "files: a*.csv\ncolumns: {code: CODE, n: {from: N, type: count}}"
    dataset, problems = load_table(table, a2__csv="N,CODE\n2,b\n", a1__csv="CODE,N\na,1\n", b__csv="x")
    frame = dataset.tables["t"].frame
    assert not problems
    assert frame[["code", "n", "@file", "@row"]].to_numpy().tolist() == [["a", 1, 0, 2], ["b", 2, 1, 2]]
    assert [file.file for file in dataset.tables["t"].files] == ["a1.csv", "a2.csv"]
    assert [dataset.tables["t"].cell(row, "n") for row in (0, 1)] == ["B2", "A2"]


def test_a_file_that_is_there_twice_is_told(load_table: Load) -> None:
    table = "files: a*.csv\ncolumns: {code: CODE}"
    _, problems = load_table(table, a1__csv="CODE\na\n", a2__csv="CODE\na\n")
    assert [(str(p.location), p.message) for p in problems] == [
        ("a2.csv", "The file is the same as a1.csv; both are counted")
    ]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), st.sampled_from([";", ",", "\t"]))
def test_every_quoted_table_comes_back_as_it_was(rows: list[tuple[str, str]], delimiter: str) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    lines = [delimiter.join(map(quoted, row)) for row in [("CODE", "NAME"), *rows]]
    file = InputFile("a.csv", ("\n".join(lines)).encode())
    spec = TableSpec.model_validate({"files": "a.csv", "columns": {}, "encoding": "utf-8"})
    grid, _ = read_delimited(file, spec, [Wanted(("CODE",)), Wanted(("NAME",))])
    assert grid is not None
    kept = [(number, row) for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)]
    assert grid.rows.tolist() == [number for number, _ in kept]
    for name, position in (("CODE", 0), ("NAME", 1)):
        column = grid.columns[name]
        assert [column.values[code] for code in column.codes] == [row[position] for _, row in kept]
