"""Form -> the bytes of a workbook; the same form gives the same bytes."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

import xlsxwriter

from reportgen.locales.dates import long_date
from reportgen.workbooks.checks import rules, write_checks
from reportgen.workbooks.dictionary import write_dictionary
from reportgen.workbooks.entry import write_entry
from reportgen.workbooks.faults import faults
from reportgen.workbooks.form import Form
from reportgen.workbooks.lists import write_lists
from reportgen.workbooks.pages import define
from reportgen.workbooks.readme import write_readme
from reportgen.workbooks.styles import Looks
from reportgen.workbooks.wording import Wording

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write_form(form: Form) -> bytes:
    """The workbook: read-me, a sheet for each table, checks, lists and data dictionary."""
    say = Wording(form.stamp.language)
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, _OPTIONS) as book:
        # Every cell is calculated when the file is opened; the stored results are for those who do not calculate.
        book.set_calc_mode("auto")
        looks = Looks(book, form.colours, form.font)
        lists = {choices.name: choices.codes for choices in form.lists}
        readme = book.add_worksheet(say("Read me"))
        pages = [book.add_worksheet(sheet.name) for sheet in form.sheets]
        checks, listed = book.add_worksheet(say("Checks")), book.add_worksheet(say("Lists"))
        dictionary = book.add_worksheet(say("Data dictionary"))
        written = [
            write_entry(page, sheet, lists, faults(sheet, lists, say), looks, say)
            for page, sheet in zip(pages, form.sheets, strict=True)
        ]
        found = rules(written, say)
        write_checks(checks, found, looks, say)
        write_lists(book, listed, form.lists, looks, say)
        write_dictionary(dictionary, form.sheets, lists, looks, say)
        write_readme(
            book, readme, form, found, checks.get_name(), looks, say, lambda day: long_date(day, form.stamp.language)
        )
        _stamp(book, form)
        for page, colour in ((readme, looks.dark), (checks, "#8A5A00")):
            page.set_tab_color(colour)
        for page in pages:
            page.set_tab_color("#E8C400")
        readme.activate()
    return data.getvalue()


def _stamp(book: Any, form: Form) -> None:
    """The stamp as a hidden name and as a property; its third place is a cell of the first sheet."""
    for name, text in form.stamp.pieces():
        define(book, name, f'="{text}"')
        # XlsxWriter hides names of its own only; the last item of an entry is that switch.
        book.defined_names[-1][3] = True
        book.set_custom_property(name, text, "text")
    # The file is dated with the first day of its period, so that it does not change with the day it is made.
    made = datetime.combine(form.stamp.start, time(9))
    book.set_properties({"title": form.title, "company": form.organisation, "comments": form.project, "created": made})
