"""Web pages and XML spreadsheets that systems call .xls -> Grid.

Many systems write an HTML table, or the XML of Excel 2003, under a name that Excel opens. Cells of a web page are
texts; tables in tables are read apart, and a cell over several columns or rows stands in the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from lxml import etree, html

from reportgen.contracts import TableSpec
from reportgen.errors import Problem, Severity
from reportgen.loaders.dangers import MAX_CELLS
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid
from reportgen.loaders.headers import Wanted
from reportgen.loaders.sheets import HeldSheet, grid_of_sheets
from reportgen.locations import Location
from reportgen.ooxml import parse_xml

# Excel 2003's XML, [MS-XMLSS].
_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MARK = b"urn:schemas-microsoft-com:office:spreadsheet"
_HEAD = 4096
# Systems put styles and scripts before the table.
_PAGE_HEAD = 500_000
# The columns of a sheet in Excel.
_WIDEST = 16_384
# The parser takes about 250 bytes for an element with its text: some 65,536 rows, the most of an .xls, of 12 columns.
_MOST_TAGS = 1_700_000
_ROWS = "./tr|./thead/tr|./tbody/tr|./tfoot/tr"


def is_xml_spreadsheet(data: bytes) -> bool:
    """True for the XML of Excel 2003."""
    return _MARK in data[:_HEAD] and b"<html" not in data[:_HEAD].lower()


def is_web_table(data: bytes) -> bool:
    """True for a web page, or a piece of one, with a table."""
    return data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<table" in data[:_PAGE_HEAD].lower()


def read_web_page(file: InputFile, spec: TableSpec, wanted: Sequence[Wanted]) -> tuple[Grid | None, list[Problem]]:
    """The columns that a table asks for, from the first table of the page that has them."""
    if too_many := too_many_cells(file):
        return None, [too_many]
    try:
        sheets = list(page_sheets(file.data))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, [_refused(file, "unreadable-file", "The web page cannot be read")]
    return _read(file, spec, wanted, sheets, "a web page")


def read_xml_spreadsheet(
    file: InputFile, spec: TableSpec, wanted: Sequence[Wanted]
) -> tuple[Grid | None, list[Problem]]:
    """The columns that a table asks for, from the XML of Excel 2003."""
    if b"<!DOCTYPE" in file.data:
        return None, [_refused(file, "xml-dtd", "The file declares a document type")]
    if too_many := too_many_cells(file):
        return None, [too_many]
    try:
        sheets = list(xml_sheets(file.data))
    except (etree.XMLSyntaxError, ValueError):
        return None, [_refused(file, "unreadable-file", "The XML spreadsheet cannot be read")]
    if spec.sheet:
        sheets = [sheet for sheet in sheets if sheet.name.casefold() == spec.sheet.strip().casefold()] or sheets
    return _read(file, spec, wanted, sheets, "an XML spreadsheet of Excel 2003")


def _read(
    file: InputFile, spec: TableSpec, wanted: Sequence[Wanted], sheets: Sequence[HeldSheet], what: str
) -> tuple[Grid | None, list[Problem]]:
    if any(len(sheet.rows) * max(map(len, sheet.rows), default=0) > MAX_CELLS for sheet in sheets):
        return None, [_refused(file, "sheet-size", "A table reaches too far")]
    notice = Problem(
        Severity.NOTICE,
        "not-as-named",
        f"The file is {what} and was read as such",
        Location(file.name),
        hint="Dates and numbers stand in it as texts. Save it in Excel as .xlsx if something is read wrongly.",
    )
    grid, problems = grid_of_sheets(file, spec, wanted, sheets, [sheet.name for sheet in sheets if sheet.name])
    return grid, [notice, *problems]


def too_many_cells(file: InputFile) -> Problem | None:
    """The problem of a page, or an XML spreadsheet, whose elements would take more memory than a file may; None where
    they do not."""
    too_many = file.data.count(b"<") > _MOST_TAGS
    return (
        _refused(file, "sheet-size", "The file has too many cells for a web page or an XML spreadsheet")
        if too_many
        else None
    )


def page_sheets(data: bytes) -> Iterator[HeldSheet]:
    """The tables of a web page; etree.ParserError or ValueError when it is none."""
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding=_encoding(data), no_network=True))
    for table in root.iter("table"):
        hanging: dict[int, int] = {}
        lines: list[Any] = table.xpath(_ROWS)  # type: ignore[assignment]
        rows = [_page_row(line, hanging) for line in lines]
        if rows:
            yield HeldSheet("", rows)


def _page_row(line: Any, hanging: dict[int, int]) -> list[str]:
    """The texts of a row; `hanging` counts for how many further rows a cell above reaches down into a column."""
    cells = [cell for cell in line if cell.tag in ("td", "th")]
    if not hanging and not any(cell.get("colspan") or cell.get("rowspan") for cell in cells):
        return [_text(cell) for cell in cells]
    row: list[str] = []

    def skip() -> None:
        while reaching := hanging.get(len(row)):
            if reaching == 1:
                del hanging[len(row)]
            else:
                hanging[len(row)] = reaching - 1
            row.append("")

    for cell in cells:
        skip()
        width, height = (min(_span(cell.get(name)), _WIDEST) for name in ("colspan", "rowspan"))
        if height > 1:
            hanging |= dict.fromkeys(range(len(row), min(len(row) + width, _WIDEST)), height - 1)
        row += [_text(cell), *[""] * (min(width, _WIDEST - len(row)) - 1)]
    skip()
    return row


def _text(cell: Any) -> str:
    """The text of a cell, its parts apart, as a page shows it; most cells have one part."""
    text = (cell.text or "") if len(cell) == 0 else "".join(f"{part} " for part in cell.itertext())
    return " ".join(text.split())


def _span(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() and int(text) else 1


def _encoding(data: bytes) -> str | None:
    """UTF-8 or UTF-16 when the bytes say so; else what the page says, which the parser finds."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def xml_sheets(data: bytes) -> Iterator[HeldSheet]:
    """The sheets of an XML spreadsheet; etree.XMLSyntaxError or ValueError when it is damaged."""
    for sheet in parse_xml(data).iter(f"{_SPREADSHEET}Worksheet"):
        rows: list[list[Any]] = []
        for line in sheet.iter(f"{_SPREADSHEET}Row"):
            index = line.get(f"{_SPREADSHEET}Index")
            if index:
                rows += [[] for _ in range(min(int(index), MAX_CELLS) - 1 - len(rows))]
            rows.append(_xml_row(line))
        yield HeldSheet(sheet.get(f"{_SPREADSHEET}Name", ""), rows)


def _xml_row(line: etree._Element) -> list[Any]:
    row: list[Any] = []
    for cell in line.iter(f"{_SPREADSHEET}Cell"):
        index = cell.get(f"{_SPREADSHEET}Index")
        if index:
            row += [""] * (min(int(index), _WIDEST) - 1 - len(row))
        row.append(_xml_value(cell.find(f"{_SPREADSHEET}Data")))
        row += [""] * min(int(cell.get(f"{_SPREADSHEET}MergeAcross", "0")), _WIDEST)
    return row


def _xml_value(data: etree._Element | None) -> Any:
    if data is None:
        return ""
    text = "".join(str(part) for part in data.itertext())
    kind = data.get(f"{_SPREADSHEET}Type")
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return datetime.fromisoformat(text)
    return text.strip() == "1" if kind == "Boolean" else text


def _refused(file: InputFile, code: str, message: str) -> Problem:
    hint = "Open it in Excel and save it as .xlsx."
    return Problem(Severity.ERROR, code, message, Location(file.name), hint=hint)
