"""Table -> a native w:tbl: header row that repeats, rows that do not split, numbers right, status with its sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from reportgen.brand import Brand
from reportgen.content.phrases import Label, Symbol
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import NoData, Status, exact
from reportgen.locales import Locale
from reportgen.ooxml import Xml, clean_text, el
from reportgen.ooxml.markup import join
from reportgen.renderers.shades import shade_colour
from reportgen.renderers.word.runs import arrow_run, run, sign_run, status_runs
from reportgen.renderers.word.styles import Styles
from reportgen.renderers.word.trends import ARROWS, with_trends
from reportgen.renderers.word.widths import (
    MARGINS,
    Need,
    breakable,
    column_widths,
    compact_widths,
    cut_to,
    extent,
    font_factor,
    last_column,
    longest_word,
)

# Up to this many rows a table stays on one page: 13 rows, such as a year and its total, are a third of it.
_KEPT_WHOLE = 13
# Of a longer table the first row stays with the second, and so many rows stay with the last one: a total does not
# stand alone on a page. One more row at the start, and LibreOffice 7.4 loses rows at the end of a page.
_KEPT_AT_END = 2
# Text that follows a column of numbers keeps this distance from them, 0.45 cm in twips.
_AFTER_NUMBERS = 255
# Word shows a table's description in its properties up to 255 characters.
_LONGEST_TITLE = 255
# Texts of up to so many characters, such as the name of a person, stay on one line where there is room.
_SHORT = 16
# Widths in twips are rounded once or twice.
_ROUNDED = 2


@dataclass(frozen=True, slots=True)
class TableLook:
    """What a table takes from its surroundings: `width` in twips; `compact` sets every row on one line."""

    brand: Brand
    locale: Locale
    styles: Styles
    width: int
    compact: bool = False

    def scale(self, bold: bool) -> float:
        """How wide its letters are against those of 9 pt Calibri, for which texts are measured."""
        return font_factor(self.brand.fonts.body, bold) * self.styles.points / 9


# A column, its width in twips, and whether it is text right after numbers.
_Place: TypeAlias = tuple[Column, int, bool]


def place_table(table: Table, look: TableLook) -> Xml:
    """The table as w:tbl, as wide as the text around it; small lines are printed as arrows."""
    table = with_trends(table, look.locale)
    texts = [
        [cell_text(cell, column, look.locale) for cell, column in zip(row.cells, table.columns, strict=True)]
        for row in table.rows
    ]
    follow = _follow_numbers(table.columns)
    widths = _widths(table, texts, follow, look)
    if look.compact:
        room = [
            (width - MARGINS - (_AFTER_NUMBERS if apart else 0) + 1) / look.scale(bold=False)
            for width, apart in zip(widths, follow, strict=True)
        ]
        texts = [[cut_to(text, width) for text, width in zip(row, room, strict=True)] for row in texts]
    total_last = bool(table.rows) and table.rows[-1].emphasis is Emphasis.TOTAL
    grid = el("w:tblGrid", *(el("w:gridCol", **{"w:w": width}) for width in widths))
    places = list(zip(table.columns, widths, follow, strict=True))
    rows = [
        _row(row, printed, table, places, look, kept=not look.compact and _kept(index, len(texts)))
        for index, (row, printed) in enumerate(zip(table.rows, texts, strict=True), start=1)
    ]
    return el("w:tbl", _properties(table, look, total_last), grid, _header(places, look), *rows)


def cell_text(cell: Cell, column: Column, locale: Locale) -> str:
    """The printed text of a cell; plain numbers print as the column's prototype does."""
    if type(cell) is str:
        return cell
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float) and column.format is not None:
        return locale.text(replace(column.format, amount=exact(cell), id=""))
    if isinstance(cell, date):
        return locale.date_short(cell)
    return locale.text(cell)


def _kept(index: int, count: int) -> bool:
    """True for a row that must stand on the page of the next one; the last row, of the source below."""
    return count <= _KEPT_WHOLE or index == 1 or index >= count - _KEPT_AT_END


def _properties(table: Table, look: TableLook, total_last: bool) -> Xml:
    # The bits of w:val are those of the flags: first row 0020, last row 0040, no column bands 0400.
    flags: dict[str, str | int] = {"w:val": "0460" if total_last else "0420", "w:firstRow": 1}
    flags |= {"w:lastRow": int(total_last), "w:firstColumn": 0, "w:lastColumn": 0, "w:noHBand": 1, "w:noVBand": 1}
    title = clean_text(table.title or table.headline.text)[:_LONGEST_TITLE]
    description = clean_text(table.alt or table.subtitle or table.headline.text)
    return el(
        "w:tblPr",
        el("w:tblStyle", **{"w:val": look.styles.compact_table if look.compact else look.styles.table}),
        _dxa("w:tblW", look.width),
        el("w:tblLayout", **{"w:type": "fixed"}),
        el("w:tblLook", **flags),
        el("w:tblCaption", **{"w:val": title}) if title else None,
        el("w:tblDescription", **{"w:val": description}) if description else None,
    )


def _header(places: Sequence[_Place], look: TableLook) -> Xml:
    cells = [
        _cell(width, [_heading(column, width - (_AFTER_NUMBERS if apart else 0), look)], apart)
        for column, width, apart in places
    ]
    return el("w:tr", el("w:trPr", el("w:cantSplit"), el("w:tblHeader")), *cells)


def _heading(column: Column, width: int, look: TableLook) -> Xml:
    """The label over a column of that width; small and grey in a compact table."""
    if not look.compact:
        label = breakable(column.label, (width - MARGINS + _ROUNDED) / look.scale(bold=True))
        return _paragraph(run(label), _style(column, look.styles), kept=True)
    style = el("w:pStyle", **{"w:val": look.styles.note})
    side = el("w:jc", **{"w:val": "right"}) if column.align is Align.RIGHT else None
    return el("w:p", el("w:pPr", style, el("w:keepNext"), side), run(column.label))


def _row(row: Row, texts: Sequence[str], table: Table, places: Sequence[_Place], look: TableLook, kept: bool) -> Xml:
    fill = look.brand.theme["lt2"] if row.emphasis is Emphasis.EXCEPTION else ""
    cells = [
        _cell(
            width,
            _paragraphs(cell, text, column, row, look, kept),
            apart,
            fill,
            shade_colour(table.shade(cell), look.brand) if table.heat else "",
        )
        for cell, text, (column, width, apart) in zip(row.cells, texts, places, strict=True)
    ]
    return el("w:tr", el("w:trPr", el("w:cantSplit")), *cells)


def _follow_numbers(columns: Sequence[Column]) -> list[bool]:
    """For each column, whether it is text right after numbers, which end where it begins."""
    sides = [column.align for column in columns]
    pairs = zip(sides, [Align.LEFT, *sides[:-1]], strict=True)
    return [side is Align.LEFT and before is Align.RIGHT for side, before in pairs]


def _cell(width: int, paragraphs: Iterable[Xml], apart: bool, fill: str = "", shade: str = "") -> Xml:
    return Xml(f"<w:tc>{_cell_properties(width, apart, fill, shade)}{''.join(paragraphs)}</w:tc>")


@lru_cache(maxsize=1024)
def _cell_properties(width: int, apart: bool, fill: str, shade: str) -> Xml:
    paint: dict[str, str] = {"w:val": "clear", "w:color": "auto", "w:fill": shade or fill}
    if not shade:
        paint["w:themeFill"] = "background2"
    return el(
        "w:tcPr",
        _dxa("w:tcW", width),
        el("w:shd", **paint) if fill or shade else None,
        el("w:tcMar", _dxa("w:left", _AFTER_NUMBERS)) if apart else None,
    )


def _dxa(name: str, twips: int) -> Xml:
    attributes: dict[str, str | int] = {"w:w": twips, "w:type": "dxa"}
    return el(name, **attributes)


def _paragraphs(cell: Cell, text: str, column: Column, row: Row, look: TableLook, kept: bool) -> list[Xml]:
    styles = look.styles
    character = styles.strong if _is_strong(column, row, look) else styles.quiet if _is_quiet(cell, column, row) else ""
    if isinstance(cell, Status):
        runs = status_runs(cell, look.brand, look.locale, character)
    elif isinstance(cell, Symbol):
        runs = sign_run(cell.status, look.brand) if cell else Xml("")
    elif text.startswith(ARROWS):
        runs = join(arrow_run(text[0], character), run(text[1:], character))
    else:
        runs = run(text, character)
    paragraphs = [_paragraph(runs, _style(column, styles), kept)]
    if isinstance(cell, Label) and cell.note and not look.compact:
        paragraphs.append(_paragraph(run(cell.note), styles.note, kept))
    return paragraphs


def _is_quiet(cell: Cell, column: Column, row: Row) -> bool:
    return Emphasis.QUIET in (column.emphasis, row.emphasis) or cell is None or isinstance(cell, NoData)


def _paragraph(runs: Xml, style: str, kept: bool) -> Xml:
    return Xml(f"<w:p>{_paragraph_properties(style, kept)}{runs}</w:p>")


@lru_cache(maxsize=64)
def _paragraph_properties(style: str, kept: bool) -> Xml:
    return el(
        "w:pPr",
        el("w:pStyle", **{"w:val": style}),
        el("w:keepNext") if kept else None,
    )


def _style(column: Column, styles: Styles) -> str:
    return styles.number if column.align is Align.RIGHT else styles.text


def _widths(table: Table, texts: Sequence[Sequence[str]], follow: Sequence[bool], look: TableLook) -> list[int]:
    needs = [_need(table, index, [row[index] for row in texts], apart, look) for index, apart in enumerate(follow)]
    if look.compact:
        ends_in_text = table.columns[-1].align is Align.LEFT
        return compact_widths(needs, look.width, last_column(look.brand.fonts.body) if ends_in_text else 0)
    return column_widths(needs, look.width)


def _need(table: Table, index: int, texts: Sequence[str], apart: bool, look: TableLook) -> Need:
    """What a column with these texts holds; numbers, dates and statuses must not be broken."""
    column, kinds = table.columns[index], {type(row.cells[index]) for row in table.rows}
    is_status = Status in kinds
    is_rigid = is_status or column.align is Align.RIGHT or any(issubclass(kind, date) for kind in kinds)
    # Text after numbers begins further in; a status is its sign and its word, on one line.
    more = (_wide("● ", True, look) if is_status else 0) + (_AFTER_NUMBERS if apart else 0)
    by_weight: dict[bool, list[str]] = {False: [], True: []}
    for row, printed in zip(table.rows, texts, strict=True):
        by_weight[_is_strong(column, row, look)].append(printed)
    shorts = {bold: [one for one in held if len(one) <= _SHORT] for bold, held in by_weight.items()}
    text, word = _widest(extent, by_weight, look), _widest(longest_word, by_weight, look)
    return Need(
        column.weight,
        _wide(column.label, True, look) + more,
        text + more,
        max(word, round(longest_word(column.label) * look.scale(bold=True))) + more,
        (text if is_rigid else word) + more,
        _widest(extent, shorts, look) + more,
    )


def _widest(measure: Callable[[str], int], texts: Mapping[bool, Sequence[str]], look: TableLook) -> int:
    """The measure of the widest of the texts, which are given by whether they are bold."""
    return max(round(max(map(measure, held), default=0) * look.scale(bold)) for bold, held in texts.items())


def _wide(text: str, bold: bool, look: TableLook) -> int:
    return round(extent(text) * look.scale(bold))


def _is_strong(column: Column, row: Row, look: TableLook) -> bool:
    """A compact table has no bold columns: its headings and signs say enough."""
    emphasis = (row.emphasis,) if look.compact else (column.emphasis, row.emphasis)
    return Emphasis.STRONG in emphasis or row.emphasis is Emphasis.TOTAL
