"""The placer of Word: values become runs, lone blocks become native tables, charts and paragraphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reportgen.brand import Brand
from reportgen.charts import ChartLook, add_chart
from reportgen.content.charts import Chart
from reportgen.content.kpis import Kpi
from reportgen.content.maps import Map
from reportgen.content.narrative import Narrative
from reportgen.content.panels import Panels
from reportgen.content.phrases import Label, Phrase, Symbol
from reportgen.content.tables import Table
from reportgen.content.values import NoData, Quantity, Range, Status
from reportgen.locales import Locale
from reportgen.ooxml import Draft, Xml, el
from reportgen.renderers.slots import SlotBook, join_phrases
from reportgen.renderers.word.controls import W15, control, control_tag
from reportgen.renderers.word.figures import EMU_PER_TWIP, height_of, inline_frame, inline_picture
from reportgen.renderers.word.frame import paragraph_properties, read_widths
from reportgen.renderers.word.narratives import place_narrative
from reportgen.renderers.word.panels import place_panels
from reportgen.renderers.word.runs import INHERITS, phrase_runs, run, sign_run
from reportgen.renderers.word.styles import Styles
from reportgen.renderers.word.tables import TableLook, place_table
from reportgen.templating import Owner, Runs, Tag

# Sizes of chart labels in print: all of them, and the one with the message.
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_LABEL_POINTS, _KEY_POINTS = 9, 11


@dataclass(slots=True)
class WordPlacer:
    """Prints values and places blocks in one draft, and keeps book of them.

    `ordinals` tells tags of the same source in the same part apart: how many there are before it, by its number.
    """

    draft: Draft
    brand: Brand
    locale: Locale
    styles: Styles
    ordinals: Mapping[int, int] = field(default_factory=dict)
    book: SlotBook = field(default_factory=SlotBook)
    _hidden: dict[str, bool] = field(default_factory=dict)

    def inline(self, value: object, tag: Tag) -> str | Runs:
        """The value as text; numbers with an id in a control of their own, signs in colour."""
        if isinstance(value, Kpi):
            value = value.value
        if isinstance(value, Quantity | NoData | Range):
            return self._number(value, tag)
        if isinstance(value, Phrase):
            return self._sentence(value, tag)
        if isinstance(value, Narrative):
            findings = [finding.statement for finding in value.findings]
            return self._sentence(Phrase(*join_phrases(findings, " ")), tag)
        if isinstance(value, Symbol):
            return Runs(sign_run(value.status, self.brand, INHERITS)) if value else ""
        if isinstance(value, Table | Chart | Map | Panels):
            kind = type(value).__name__.lower()
            raise TypeError(f"a {kind} cannot stand in a sentence; give it a paragraph of its own")
        if value is None or isinstance(value, str | int | float | date | Status | Label):
            return self.locale.text(value)
        raise TypeError(f"a {type(value).__name__} cannot be printed")

    def block(self, value: object, tag: Tag, owner: Owner) -> str | None:
        """A table, chart or narrative in place of its paragraph; None for what is text."""
        if owner.name != "w:p" or not isinstance(value, Table | Chart | Map | Narrative | Panels):
            return None
        if not value:
            return ""
        properties, hidden = paragraph_properties(owner.xml), self._hides(tag)
        if isinstance(value, Panels):
            return self._panels(value, properties, tag)
        self.book.block(value, self._place(tag, value.id))
        if isinstance(value, Narrative):
            content = place_narrative(value, properties, self.styles, hidden)
        elif isinstance(value, Chart):
            content = el("w:p", properties, self._chart(value, tag))
        elif isinstance(value, Map):
            content = el("w:p", properties, self._map(value, tag))
        else:
            content = place_table(value, self._table_look(properties, tag))
        return control(value.id, content, hidden=hidden)

    def _panels(self, panels: Panels, properties: Xml, tag: Tag) -> Xml:
        """The charts are what a refresh replaces: each has a control of its own, the table around them none."""

        def draw(chart: Chart, width: int, height: int) -> Xml:
            self.book.block(chart, self._place(tag, chart.id))
            drawn = self._drawn(chart, width * EMU_PER_TWIP, height * EMU_PER_TWIP, tag)
            return control(chart.id, drawn, hidden=self._hides(tag))

        return place_panels(panels, self._table_look(properties, tag), draw)

    def _table_look(self, properties: Xml, tag: Tag) -> TableLook:
        style = f'w:pStyle w:val="{self.styles.compact}"'
        compact = bool(self.styles.compact and self.styles.compact_table) and style in str(properties)
        return TableLook(self.brand, self.locale, self.styles, self._width(tag), compact)

    def _number(self, value: Quantity | NoData | Range, tag: Tag) -> str | Runs:
        text = self.locale.text(value)
        if not value.id:
            return text
        self.book.number(value, text, self._place(tag, value.id))
        return Runs(control(value.id, run(text, mark=INHERITS), hidden=self._hides(tag)))

    def _sentence(self, phrase: Phrase, tag: Tag) -> str | Runs:
        if not phrase.spans:
            return phrase.text
        self.book.text(phrase.spans[0].id, phrase, self._place(tag, phrase.spans[0].id))
        return Runs(phrase_runs(phrase, self._hides(tag), INHERITS))

    def _chart(self, chart: Chart, tag: Tag) -> Xml:
        width = self._width(tag) * EMU_PER_TWIP
        return self._drawn(chart, width, height_of(chart, width), tag)

    def _drawn(self, chart: Chart, width: int, height: int, tag: Tag) -> Xml:
        # Labels are as large as the texts of tables: a wide font is set smaller.
        scale = self.styles.points / _LABEL_POINTS
        look = ChartLook(self.brand, self.locale, width, height, self.styles.points, round(_KEY_POINTS * scale))
        relationship = add_chart(self.draft, tag.part, chart, look, "word")
        return inline_frame(chart, relationship, width, height)

    def _map(self, shown: Map, tag: Tag) -> Xml:
        # Drawing loads matplotlib, which takes longer than all the rest of a document.
        from reportgen.renderers.word.map_picture import draw_map

        picture = draw_map(shown, self.brand, self._width(tag) * EMU_PER_TWIP)
        related = []
        for data, kind, content_type in ((picture.png, "png", "image/png"), (picture.svg, "svg", "image/svg+xml")):
            part = self.draft.free_name("word/media/map{}." + kind)
            self.draft.add(part, data, content_type)
            related.append(self.draft.relate(tag.part, _IMAGE, part))
        return inline_picture(shown, related[0], related[1], picture.width, picture.height)

    def _width(self, tag: Tag) -> int:
        return read_widths(self.draft.package.read(tag.part)).at(tag.source, self.ordinals.get(tag.number, 0))

    def _hides(self, tag: Tag) -> bool:
        if tag.part not in self._hidden:
            self._hidden[tag.part] = f'xmlns:w15="{W15}"'.encode() in self.draft.package.read(tag.part)[:8000]
        return self._hidden[tag.part]

    def _place(self, tag: Tag, id: str) -> str:
        return f"{tag.part}: {control_tag(id)}"
