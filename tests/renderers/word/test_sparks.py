"""Word has no small line: an arrow and a word say where the numbers went."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.brand import read_brand, shipped_brands
from reportgen.content.tables import Spark
from reportgen.content.values import Count, NoData
from reportgen.locales import locale_for
from reportgen.locations import TagLocation
from reportgen.ooxml import Draft, read_package
from reportgen.renderers.word.place import WordPlacer
from reportgen.renderers.word.styles import complete_styles
from reportgen.renderers.word.trends import trend_text
from reportgen.templating import Owner, Tag
from tests.renderers.sparks import table_with_lines
from tests.renderers.word.xml import body, find, text_of


def test_small_lines_of_a_table_are_arrows_with_words() -> None:
    draft = Draft(read_package(shipped_brands() / "corporate" / "status.docx"))
    _, styles = complete_styles(draft.read("word/styles.xml"))
    placer = WordPlacer(draft, read_brand("corporate", Path("nowhere")), locale_for("en"), styles)
    tag = Tag("word/document.xml", 1, "{{ x }}", TagLocation("status.docx", 'paragraph "{{ x }}"'))
    owner = Owner("w:p", b"<w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p>")
    made = placer.block(table_with_lines(), tag, owner)
    assert made is not None
    rows = find(body(made), ".//w:tr")
    assert [text_of(cell) for cell in find(rows[0], "w:tc")] == ["Indicator", "Actual", "Trend", "Owner"]
    assert [text_of(find(row, "w:tc")[2]) for row in rows[1:]] == ["↗ rising", "→ steady", "↗ rising", "→ steady", ""]
    assert len(rows) == 6
    [slot] = placer.book.slots
    assert slot.columns == ("indicator", "actual", "trend", "owner")


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        ((10, 20, 30, 40), "↗ rising"),
        ((90, 40, 30, 20), "↘ falling"),
        ((10, 90, 50, 51, 50, 51), "→ steady"),
        ((5, 5, 5), "→ steady"),
        # The year rose, the last three periods fell.
        ((10, 50, 90, 80, 70, 60), "↘ falling"),
        ((7, None, 9), "↗ rising"),
        ((7,), ""),
    ],
)
def test_the_arrow_follows_the_last_three_periods(numbers: tuple[int | None, ...], printed: str) -> None:
    values = tuple(NoData("not reported") if one is None else Count(Decimal(one)) for one in numbers)
    assert trend_text(Spark(values), locale_for("en")) == printed
