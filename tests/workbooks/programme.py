"""A project with a table of every ready contract, and hands that fill in its workbooks."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.contracts import ColumnSpec, ColumnType, TableSpec, forms_of_contracts
from reportgen.contracts.asked import Among
from reportgen.contracts.vocabulary import ROW_CHECK, is_example, languages_of_words, translated

UNITS = {"U01": ("Legal affairs", "North"), "U02": ("Ünïcode, “quoted”", "North"), "007": ("Δ Τμήμα", "South")}
DAY = date(2026, 11, 16)


def write_project(folder: Path, tables: Sequence[str] = (), more: str = "") -> Path:
    """A project of monthly reports by three units; each contract is a table; they share data/returns_*.xlsx."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["code,unit,area", *(f'{code},"{name}",{area}' for code, (name, area) in UNITS.items())]
    (folder / "units.csv").write_text("\n".join(lines), "utf-8")
    declared = "".join(
        f"  {name}: {{files: data/returns_*.xlsx, contract: {name}, table: tbl_{name}}}\n"
        for name in tables or forms_of_contracts()
    )
    (folder / "report.yaml").write_text(
        f"""title: Use of the portal
organisation: An agency
entities: {{table: units, key: code, name: unit, groups: [area]}}
groups: {{area: Area}}
collect: {{deadline: 8 days, contact: I. Marten, send_to: Programme office}}
tables:
  units: {{files: units.csv, columns: {{code: {{from: code, type: id}}, unit: unit, area: area}}}}
{declared}kpis:
  reach: {{label: Reach of the portal, formula: count(units), unit: count}}
  share: {{formula: sum(adoption.active) / sum(adoption.licensed), unit: percent}}
{more}""",
        "utf-8",
    )
    return folder


def headers(page: Worksheet) -> list[str]:
    """The headers of a sheet to fill in."""
    return [str(cell.value) for cell in page[1]]


def fill(path: Path, out: Path, specs: dict[str, TableSpec], rows: int = 2) -> dict[str, list[dict[str, Any]]]:
    """Type valid values into every input column of every table; gives them by table as the loader should read them."""
    book = openpyxl.load_workbook(path)
    typed: dict[str, list[dict[str, Any]]] = {}
    for page in book:
        for table in page.tables.values():
            name = str(table.displayName).removeprefix("tbl_")
            if name in specs:
                typed[name] = _fill_page(page, specs[name], rows)
    out.parent.mkdir(parents=True, exist_ok=True)
    book.save(out)
    return typed


def _fill_page(page: Worksheet, spec: TableSpec, rows: int) -> list[dict[str, Any]]:
    places = {title: index for index, title in enumerate(headers(page), start=1)}
    fields = {
        field: next(places[title] for title in places if title in column.headers(field))
        for field, column in spec.columns.items()
        if any(title in column.headers(field) for title in places)
    }
    check = next(places[title] for title in places if title in check_titles())
    given = [row for row in range(2, page.max_row + 1) if not is_example(page.cell(row, check).value)]
    said = []
    for number, row in enumerate(given[:rows]):
        values: dict[str, Any] = {}
        for field, place in fields.items():
            column = spec.columns[field]
            if column.calculated or field == "nothing_to_report":
                continue
            if field == spec.entity:
                values[field] = page.cell(row, place).value
                continue
            values[field] = value = a_value(column, field, number)
            page.cell(row, place).value = value
            if isinstance(value, str):
                page.cell(row, place).data_type = "s"
        said.append(values)
    return said


def a_value(column: ColumnSpec, field: str, number: int) -> Any:
    """A value that a column allows."""
    if column.among is Among.KPIS:
        return "share"
    if column.among is Among.GROUPS:
        return "North"
    if column.among is Among.GROUPINGS:
        return "area"
    if column.among is Among.ENTITIES:
        return list(UNITS)[number]
    if column.choices:
        return column.choices[number % len(column.choices)]
    if column.type is ColumnType.DATE:
        return datetime(2026, 11, 16 + number)
    if column.type is ColumnType.BOOLEAN:
        return "Yes"
    if column.type.is_number:
        return number + 1
    # Texts that spreadsheets like to take for something else.
    return ["=1+1 – Größe & «έλεγχος»", "007"][number % 2] if field != "id" else f"00{number}"


def check_titles() -> set[str]:
    """What the first column is called."""
    return {translated(ROW_CHECK, language) for language in ("en", *languages_of_words())}


def by_libreoffice(paths: Sequence[Path], out: Path, profile: Path) -> None:
    """Open and save workbooks with LibreOffice."""
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
    out.mkdir(parents=True, exist_ok=True)
    done = [*command, "--convert-to", "xlsx", "--outdir", str(out), *map(str, paths)]
    subprocess.run(done, check=True, capture_output=True, timeout=180)


def has_libreoffice() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which("soffice") is not None
