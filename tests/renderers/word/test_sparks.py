"""Word has no small line: a table comes without that column, and the other numbers keep their room."""

from __future__ import annotations

from pathlib import Path

from reportgen.brand import read_brand, shipped_brands
from reportgen.locales import locale_for
from reportgen.locations import TagLocation
from reportgen.ooxml import Draft, read_package
from reportgen.renderers.word.place import WordPlacer
from reportgen.renderers.word.styles import complete_styles
from reportgen.templating import Owner, Tag
from tests.renderers.sparks import table_with_lines
from tests.renderers.word.xml import body, find, text_of


def test_a_table_with_small_lines_comes_without_them() -> None:
    draft = Draft(read_package(shipped_brands() / "corporate" / "status.docx"))
    _, styles = complete_styles(draft.read("word/styles.xml"))
    placer = WordPlacer(draft, read_brand("corporate", Path("nowhere")), locale_for("en"), styles)
    tag = Tag("word/document.xml", 1, "{{ x }}", TagLocation("status.docx", 'paragraph "{{ x }}"'))
    owner = Owner("w:p", b"<w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p>")
    made = placer.block(table_with_lines(), tag, owner)
    assert made is not None
    rows = find(body(made), ".//w:tr")
    assert [text_of(cell) for cell in find(rows[0], "w:tc")] == ["Indicator", "Actual", "Owner"]
    assert len(rows) == 6
    [slot] = placer.book.slots
    assert slot.columns == ("indicator", "actual", "owner")
