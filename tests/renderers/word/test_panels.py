"""Small charts side by side in a Word document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.brand import read_brand, shipped_brands
from reportgen.content.panels import Panel, Panels
from reportgen.content.values import Status
from reportgen.locales import locale_for
from reportgen.locations import TagLocation
from reportgen.ooxml import Draft, read_package
from reportgen.renderers.word.place import WordPlacer
from reportgen.renderers.word.styles import complete_styles
from reportgen.templating import Owner, Tag
from tests.renderers.reports import a_report
from tests.renderers.word.xml import body, find, text_of

STATUSES = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.NO_TARGET)


def panels(count: int) -> Panels:
    chart = a_report().lead.trend
    assert chart is not None
    id = "kpi.active_share.panels.segment"
    each = (
        Panel(f"g{n}", f"Group {n}", STATUSES[n % 4], replace(chart, id=f"{id}.g{n}", alt=f"Line of group {n}"))
        for n in range(count)
    )
    return Panels(id, tuple(each), "Active share in %, by segment")


@pytest.fixture
def placer() -> WordPlacer:
    draft = Draft(read_package(shipped_brands() / "corporate" / "status.docx"))
    _, styles = complete_styles(draft.read("word/styles.xml"))
    return WordPlacer(draft, read_brand("corporate", Path("nowhere")), locale_for("en"), styles)


def placed(placer: WordPlacer, count: int):
    tag = Tag("word/document.xml", 1, "{{ x }}", TagLocation("status.docx", 'paragraph "{{ x }}"'))
    xml = placer.block(panels(count), tag, Owner("w:p", b"<w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p>"))
    assert xml is not None
    (table,) = find(body(xml), "w:tbl")
    return table


def test_names_with_sign_and_word_stand_over_charts_in_pairs(placer: WordPlacer) -> None:
    table = placed(placer, 3)
    rows = [[text_of(cell) for cell in find(row, "w:tc")] for row in find(table, "w:tr")]
    assert rows[0] == ["Group 0\N{EM SPACE}● On track", "Group 1\N{EM SPACE}▲ At risk"]
    assert rows[2] == ["Group 2\N{EM SPACE}◆ Off track", ""]
    assert len(find(table, "w:tr/w:trPr/w:tblHeader")) == 1


def test_each_chart_is_native_has_its_description_and_a_control_of_its_own(placer: WordPlacer) -> None:
    table = placed(placer, 4)
    assert [one.get("descr") for one in find(table, ".//wp:docPr")] == [f"Line of group {n}" for n in range(4)]
    assert len(find(table, ".//w:p/w:sdt//c:chart")) == 4
    assert [slot.kind for slot in placer.book.slots] == ["chart"] * 4
    assert len({slot.place for slot in placer.book.slots}) == 4


@pytest.mark.parametrize(("count", "columns"), [(2, 2), (4, 2), (5, 3), (12, 3)])
def test_the_table_is_no_wider_than_the_text_and_keeps_together(placer: WordPlacer, count: int, columns: int) -> None:
    table = placed(placer, count)
    widths = [int(column.get(f"{{{table.nsmap['w']}}}w")) for column in find(table, "w:tblGrid/w:gridCol")]
    assert len(widths) == columns
    assert sum(widths) <= 9638
    assert len(find(table, ".//w:p")) == len(find(table, ".//w:keepNext"))
    frames = [int(extent.get("cx")) for extent in find(table, ".//wp:extent")]
    assert max(frames) <= min(widths) * 635


def test_panels_do_not_stand_in_a_sentence(placer: WordPlacer) -> None:
    tag = Tag("word/document.xml", 1, "{{ x }}", TagLocation("status.docx", 'paragraph "{{ x }}"'))
    with pytest.raises(TypeError, match="a panels cannot stand in a sentence"):
        placer.inline(panels(2), tag)
