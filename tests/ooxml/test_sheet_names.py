"""Sheets in another language: tabs, links, names and formulas go along, and what Excel would refuse stays."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink

from reportgen.ooxml import Draft, Package, read_package
from reportgen.ooxml.sheet_names import sheets_in_words

WORDS = {"Read me": "À lire", "Lineage": "D'où", "Plan": "Logs", "Trend": "Tendance", "Long": "L" * 32, "Odd": "a/b"}


def workbook() -> Package:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Read me"
    for name in ("Lineage", "Plan", "Logs", "Long", "Odd"):
        book.create_sheet(name)
    first["A1"] = "=Lineage!B2+'Read me'!B1&\"Lineage!B2\"+Plan!A1"
    for row, target in enumerate(("Lineage", "Trend", "Plan"), start=2):
        first[f"A{row}"].hyperlink = Hyperlink(f"A{row}", location=f"'{target}'!A1", display=target, tooltip="Go")
    book.defined_names["here"] = DefinedName("here", attr_text="'Read me'!$A$1")
    file = BytesIO()
    book.save(file)
    return read_package(file.getvalue(), "book.xlsx")


def in_french() -> openpyxl.Workbook:
    package = sheets_in_words(workbook(), WORDS, "Aller à {name}")
    return openpyxl.load_workbook(BytesIO(Draft(package).to_bytes()))


def test_a_sheet_has_its_translated_name_unless_excel_refuses_it_or_another_sheet_has_it() -> None:
    assert in_french().sheetnames == ["À lire", "D'où", "Plan", "Logs", "Long", "Odd"]


def test_formulas_names_and_links_follow() -> None:
    book = in_french()
    assert book["À lire"]["A1"].value == "='D''où'!B2+'À lire'!B1&\"Lineage!B2\"+Plan!A1"
    assert book.defined_names["here"].attr_text == "'À lire'!$A$1"
    links = [book["À lire"][f"A{row}"].hyperlink for row in (2, 3, 4)]
    assert [link.location for link in links] == ["'D''où'!A1", "'Tendance'!A1", "'Plan'!A1"]
    assert [link.tooltip for link in links] == ["Aller à D'où", "Aller à Tendance", "Go"]


def test_a_workbook_without_translated_names_is_the_same_package() -> None:
    package = workbook()
    assert sheets_in_words(package, {"Elsewhere": "Ailleurs"}, "{name}") is package
