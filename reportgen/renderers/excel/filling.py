"""Report + opened template -> finished workbook, step by step: render, lay out, follow, lay over, save."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.content.report import Report
from reportgen.errors import Problem, Severity, TemplateError, has_errors
from reportgen.locations import Location, TagLocation
from reportgen.ooxml import Draft, parse_xml
from reportgen.renderers.context import template_context
from reportgen.renderers.excel.cells import CellPrinter
from reportgen.renderers.excel.follow import cell_formulas, follow_formulas, follow_parts, follow_rows
from reportgen.renderers.excel.heights import fit_rows
from reportgen.renderers.excel.layout import SheetLayout, lay_out
from reportgen.renderers.excel.looks import TableLooks
from reportgen.renderers.excel.opened import OpenedTemplate
from reportgen.renderers.excel.parts import PlacedTable, add_chart, add_table
from reportgen.renderers.excel.placed import ChartBlock, TableBlock
from reportgen.renderers.excel.placer import AnyBlock, ExcelPlacer, Watch
from reportgen.renderers.excel.properties import write_properties
from reportgen.renderers.excel.references import Area, quoted_sheet
from reportgen.renderers.excel.shift import RowMap
from reportgen.renderers.excel.sparklines import PlacedLines, SheetPlace, TrendSheet, add_sparklines, has_lines
from reportgen.renderers.excel.strings import STRINGS_TYPE, StringBook, share_texts
from reportgen.renderers.excel.styles import MINIMAL_STYLES, StyleBook
from reportgen.renderers.excel.tagged import last_row
from reportgen.renderers.excel.workbook import RELATIONSHIPS, Sheet, Workbook
from reportgen.renderers.slots import SlotBook, attach_slots
from reportgen.templating import RenderedPart, render_template

if TYPE_CHECKING:
    from reportgen.brand import Brand
    from reportgen.locales import Locale

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


class Filling:
    """One workbook in the making."""

    def __init__(self, report: Report, template: OpenedTemplate, brand: Brand, locale: Locale) -> None:
        self.report, self.template = report, template
        self.draft = Draft(template.package)
        self.workbook = Workbook(self.draft)
        self._styles_part = self.workbook.related("styles") or ""
        self.styles = StyleBook(self.draft.read(self._styles_part) if self._styles_part else MINIMAL_STYLES)
        self.strings = StringBook(template.strings)
        self.watch, self.slots = Watch(), SlotBook()
        printer = CellPrinter(locale, brand, self.styles, self.strings, self.workbook.date_1904, self.watch.see)
        self.placer = ExcelPlacer(printer, TableLooks(self.styles, brand), self.watch)
        self.problems: list[Problem] = []
        self._table_names, self._table_count = _template_tables(self.draft)

    def filled(self) -> bytes:
        """The finished file; TemplateError with every problem that shows when the template meets the data."""
        rendered = render_template(self.template.compiled(), template_context(self.report), self.placer)
        kept = self._kept_sheets(rendered)
        layouts = self._laid_out(rendered, kept)
        self._follow(layouts)
        for sheet in kept:
            if sheet.part in layouts:
                self._lay_over(sheet, layouts[sheet.part])
        self._draw_lines(layouts)
        self._record_slots(layouts)
        self._save(layouts)
        self.problems += self.watch.problems
        return self.draft.to_bytes()

    def _kept_sheets(self, rendered: list[RenderedPart]) -> list[Sheet]:
        """The sheets that stay; those whose `{%sheet if %}` did not hold are dropped."""
        names = {sheet.part: sheet.name for sheet in self.template.sheets}
        self.problems += [self._repeated(names[one.part]) for one in rendered if one.copy]
        present = {one.part for one in rendered}
        dropped = [names[part] for part in self.template.tagged if part not in present]
        if len(dropped) == len(self.template.sheets):
            message = "No sheet is left: the conditions of all sheets are false"
            self.problems.append(Problem(Severity.ERROR, "no-sheet-left", message, Location(self.template.file)))
        self._stop_on_errors()
        self.workbook.drop(dropped)
        return self.workbook.sheets

    def _laid_out(self, rendered: list[RenderedPart], kept: list[Sheet]) -> dict[str, SheetLayout]:
        areas: dict[str, dict[str, Area]] = {}
        for sheet_name, reference in self.workbook.areas_named():
            areas.setdefault(sheet_name, {})[reference.partition(":")[0]] = Area.parse(reference)
        names = {sheet.part: sheet.name for sheet in kept}
        layouts = {}
        for one in rendered:
            name = names[one.part]
            template_rows = last_row(self.template.tagged[one.part])
            layouts[one.part] = lay_out(one.data, name, self.placer.blocks, areas.get(name, {}), template_rows)
            self.problems += [
                self._collides(name, collision.cell, self.placer.blocks[collision.block])
                for collision in layouts[one.part].collisions
            ]
        self._stop_on_errors()
        return layouts

    def _follow(self, layouts: dict[str, SheetLayout]) -> None:
        """Let sheets, the parts that hang from them, and names follow the rows that moved."""
        maps = {layout.name: layout.rows for layout in layouts.values()}
        file = self.template.file
        for part, layout in layouts.items():
            self.problems += follow_rows(layout, file, maps)
            self.problems += follow_parts(self.draft, part, layout, file, maps)
            fit_rows(layout.root, self.styles, self.strings)
            share_texts(layout.root, self.styles, self.strings)
        formulas = any(cell_formulas(layout.root) for layout in layouts.values())
        formulas = self._follow_elsewhere(layouts, maps) or formulas
        if formulas:
            self.workbook.recalculate_on_load()
        self.workbook.shift_names(maps)
        self._stop_on_errors()

    def _follow_elsewhere(self, layouts: dict[str, SheetLayout], maps: dict[str, RowMap]) -> bool:
        """Shift the formulas of sheets without tags; True when there are any."""
        found = False
        for sheet in self.workbook.sheets:
            data = self.draft.read(sheet.part)
            if sheet.part in layouts or b"<f" not in data:
                continue
            root = parse_xml(data)
            if cell_formulas(root):
                found = True
                self.problems += follow_formulas(root, sheet.name, self.template.file, maps)
                self.draft.replace(sheet.part, _serialised(root))
        return found

    def _lay_over(self, sheet: Sheet, layout: SheetLayout) -> None:
        """Put Excel tables and charts over the cells of the blocks of a sheet, and give all of them names."""
        for block in self.placer.blocks.values():
            if block.sheet != sheet.name or block.whole is None:
                continue
            if isinstance(block, TableBlock) and block.area and block.area.bottom > block.area.top:
                self._table_count += 1
                table = PlacedTable(block.area, block.writer.headers, self._table_name(block.block.id), block.block.alt)
                add_table(self.draft, sheet.part, layout.root, table, self._table_count)
            elif isinstance(block, ChartBlock) and block.chart:
                add_chart(self.draft, sheet.part, layout.root, block.chart)
            self.workbook.add_name(f"rg.{block.block.id}", _absolute(sheet.name, block.whole))

    def _draw_lines(self, layouts: dict[str, SheetLayout]) -> None:
        """Draw the small lines of all tables, from numbers on a sheet that is added for them."""
        sheet: TrendSheet | None = None
        like: SheetLayout | None = None
        for layout in layouts.values():
            blocks = [
                block
                for block in self.placer.blocks.values()
                if block.sheet == layout.name and isinstance(block, TableBlock) and has_lines(block.block)
            ]
            for block in blocks:
                if block.whole is None:
                    continue
                printer, looks = self.placer.printer, self.placer.looks
                place = SheetPlace(self._trend_title(), layout.name)
                sheet = sheet or TrendSheet(self.draft, self.workbook, printer, looks, self._table_name, place)
                like = like or layout
                placed = PlacedLines(block.block, block.whole.top, block.whole.left)
                add_sparklines(layout.root, tuple(sheet.lines(placed)))
        if sheet and like:
            sheet.finish(like.root, self._table_count + 1)

    def _trend_title(self) -> str:
        report, word = self.report, self.placer.printer.locale.word
        return f"{report.title}: {word('Trend').lower()}, {report.period_label or report.period.id}"

    def _table_name(self, id: str) -> str:
        base = "tbl_" + re.sub(r"\W", "_", id)[:200]
        name, number = base, 1
        while name.casefold() in self._table_names:
            number += 1
            name = f"{base}_{number}"
        self._table_names.add(name.casefold())
        return name

    def _record_slots(self, layouts: dict[str, SheetLayout]) -> None:
        for block in self.placer.blocks.values():
            if block.whole is not None:
                self.slots.block(block.block, _absolute(block.sheet, block.whole))
        cells = {fact: (layout.name, cell) for layout in layouts.values() for fact, cell in layout.facts.items()}
        for number, (sheet, cell) in sorted(cells.items()):
            fact = self.placer.facts[number]
            place = _absolute(sheet, Area.parse(cell))
            self.slots.number(fact.value, fact.text, place)
            self.workbook.add_name(f"rg.{fact.value.id}", place)
        for fact, where in self.placer.printed:
            self.slots.number(fact.value, fact.text, where)

    def _save(self, layouts: dict[str, SheetLayout]) -> None:
        for part, layout in layouts.items():
            self.draft.replace(part, layout.to_bytes())
        if self._styles_part:
            self.draft.replace(self._styles_part, self.styles.to_bytes())
        else:
            self.draft.add("xl/styles.xml", self.styles.to_bytes(), _STYLES_TYPE)
            self.draft.relate(self.draft.main, f"{RELATIONSHIPS}/styles", "xl/styles.xml")
        if self.template.strings_part:
            self.draft.replace(self.template.strings_part, self.strings.to_bytes())
        else:
            self.draft.add("xl/sharedStrings.xml", self.strings.to_bytes(), STRINGS_TYPE)
            self.draft.relate(self.draft.main, f"{RELATIONSHIPS}/sharedStrings", "xl/sharedStrings.xml")
        self.workbook.save()
        write_properties(self.draft, self.report)
        attach_slots(self.draft, self.slots.slots)

    def _stop_on_errors(self) -> None:
        if has_errors(self.problems):
            raise TemplateError([*self.problems, *self.watch.problems])

    def _repeated(self, sheet: str) -> Problem:
        place = TagLocation(self.template.file, f'sheet "{sheet}"')
        message, hint = "A sheet cannot be repeated", "Repeat rows with {%tr for %}, or make one sheet for each."
        return Problem(Severity.ERROR, "sheet-repeated", message, place, hint=hint)

    def _collides(self, sheet: str, cell: str, block: AnyBlock) -> Problem:
        place = TagLocation(self.template.file, f'sheet "{sheet}", cell {cell}')
        message = f'The cell has content where "{block.block.id}" has to be written'
        hint = "Keep the cells to the right of a block's tag free; a chart needs the cells beside its range too."
        return Problem(Severity.ERROR, "cell-in-the-way", message, place, hint=hint)


def _absolute(sheet: str, area: Area) -> str:
    return f"{quoted_sheet(sheet)}!{area.absolute}"


def _template_tables(draft: Draft) -> tuple[set[str], int]:
    """The names of the template's own tables, and the largest of their numbers."""
    names, largest = set(), 0
    for part in draft.names:
        if draft.content_type(part).endswith("spreadsheetml.table+xml"):
            root = parse_xml(draft.read(part))
            names.add(root.get("displayName", "").casefold())
            largest = max(largest, int(root.get("id", "0")))
    return names, largest


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
