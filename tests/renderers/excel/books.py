"""Small templates made on the spot, and the workbooks that come out of them, opened by openpyxl."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from reportgen.brand import read_brand
from reportgen.content.blocks import Block
from reportgen.content.report import Report
from reportgen.locales import locale_for
from reportgen.renderers import Rendered
from reportgen.renderers.excel import render
from tests.renderers.reports import a_report

BRAND = read_brand("corporate", Path())
ENGLISH = locale_for("en")
Setup = Callable[[Any], None]


def template(folder: Path, cells: Mapping[str, object], setup: Setup | None = None, sheet: str = "Sheet A") -> Path:
    """A template of one sheet with these cells; `setup` may do more to its workbook."""
    book = Workbook()
    book.active.title = sheet
    for address, value in cells.items():
        book.active[address] = value
    if setup:
        setup(book)
    path = folder / "template.xlsx"
    book.save(path)
    return path


def rendered(
    folder: Path, cells: Mapping[str, object], report: Report | None = None, setup: Setup | None = None
) -> Rendered:
    """The template filled with the report made by hand, or with another one."""
    return render(report or a_report(), template(folder, cells, setup), BRAND, ENGLISH)


def book_of(result: Rendered, values: bool = True) -> Any:
    """The finished workbook; with `values` formulas show their cached results."""
    return load_workbook(io.BytesIO(result.data), data_only=values)


def sheet_of(result: Rendered, values: bool = True) -> Any:
    """The first sheet of the finished workbook."""
    return book_of(result, values).worksheets[0]


def part_of(result: Rendered, name: str) -> str:
    """A part of the package as text."""
    with zipfile.ZipFile(io.BytesIO(result.data)) as package:
        return package.read(name).decode()


def with_blocks(**blocks: Block) -> Report:
    """The report made by hand with other named blocks."""
    report = a_report()
    return replace(report, blocks={**report.blocks, **blocks})
