"""The Lists sheet: every list to choose from, codes beside labels, each behind a defined name.

Validations take their lists by name: Excel saves references to other sheets in a form that other programs drop.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportgen.workbooks.form import Choices
from reportgen.workbooks.pages import define, write
from reportgen.workbooks.styles import Looks
from reportgen.workbooks.wording import Wording

_WIDTH = 30


def write_lists(book: Any, page: Any, lists: Sequence[Choices], looks: Looks, say: Wording) -> None:
    """Write the lists side by side and name their cells."""
    page.hide_gridlines(2)
    write(page, 0, 0, say("Lists"), looks.title())
    write(page, 1, 0, say("What the drop-downs offer. Please change nothing here."), looks.text(text_wrap=False))
    quoted = "'" + page.get_name().replace("'", "''") + "'"
    column = 0
    for choices in lists:
        labelled = bool(choices.labels) and list(choices.labels) != list(choices.codes)
        write(page, 3, column, choices.title, looks.header_of_list())
        if labelled:
            write(page, 3, column + 1, say("Name"), looks.header_of_list())
        for number, code in enumerate(choices.codes):
            write(page, 4 + number, column, code, looks.text())
            if labelled:
                write(page, 4 + number, column + 1, choices.labels[number], looks.text())
        last = 4 + max(len(choices.codes), 1)
        letter = _letter(column)
        define(book, choices.name, f"={quoted}!${letter}$5:${letter}${last}")
        if labelled:
            beside = _letter(column + 1)
            define(book, f"{choices.name}_names", f"={quoted}!${beside}$5:${beside}${last}")
        page.set_column(column, column + labelled, _WIDTH)
        page.set_column(column + labelled + 1, column + labelled + 1, 3)
        column += 2 + labelled
    page.freeze_panes(4, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.protect("", {"select_locked_cells": True})


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
