"""Small lines on slides: freeforms over the cells of a table, each on its own scale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportgen.ooxml.names import NS
from reportgen.quality.package import check_package
from tests.quality.audit import new_findings
from tests.renderers.excel.books import with_blocks
from tests.renderers.powerpoint.decks import a_template, opened, rendered
from tests.renderers.sparks import table_with_lines


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    template = a_template(tmp_path_factory.mktemp("deck") / "deck.pptx", ("Scorecard", "{{ scorecard }}", ""))
    return rendered(with_blocks(scorecard=table_with_lines()), template).data


def lines(deck: bytes) -> dict[str, Any]:
    """The groups of shapes by the key of their row."""
    found = [shape for shape in opened(deck).slides[0].shapes if shape.name.startswith("rg:scorecard.trend.")]
    return {shape.name.rpartition(".")[2]: shape for shape in found}


def points(group: Any, command: str = "*") -> list[tuple[int, int]]:
    path = group._element.find(".//a:custGeom/a:pathLst/a:path", NS)
    return [(int(pt.get("x")), int(pt.get("y"))) for pt in path.iterfind(f"{command}/a:pt", NS)]


def test_every_row_with_numbers_has_a_line_with_words_for_those_who_do_not_see_it(deck: bytes) -> None:
    found = lines(deck)
    assert list(found) == ["whole", "broken", "late", "level"]
    descriptions = [group._element.find(".//p:cNvPr", NS).get("descr") for group in found.values()]
    assert descriptions[0] == "from 0.2 to 0.6"
    assert all(descriptions)


def test_a_line_lies_over_the_cell_of_its_row(deck: bytes) -> None:
    slide = opened(deck).slides[0]
    [frame] = [shape for shape in slide.shapes if shape.has_table]
    widths = [column.width for column in frame.table.columns]
    left, right = frame.left + sum(widths[:2]), frame.left + sum(widths[:3])
    top = frame.top + frame.table.rows[0].height
    for row, group in zip(list(frame.table.rows)[1:], lines(deck).values(), strict=False):
        assert left <= group.left <= group.left + group.width <= right
        assert top <= group.top <= group.top + group.height <= top + row.height
        top += row.height
    assert [row.cells[2].text for row in frame.table.rows] == ["Trend", "", "", "", "", ""]


def test_a_line_has_its_own_scale_and_higher_numbers_stand_higher(deck: bytes) -> None:
    whole = points(lines(deck)["whole"])
    assert [x for x, _ in whole] == sorted({x for x, _ in whole})
    heights = [-y for _, y in whole]
    assert sorted(range(4), key=lambda at: heights[at]) == [0, 2, 1, 3]
    late = points(lines(deck)["late"])
    assert {y for _, y in late} == {max(y for _, y in whole), min(y for _, y in whole)}


def test_a_gap_breaks_the_line_and_a_level_one_lies_in_the_middle(deck: bytes) -> None:
    assert len(points(lines(deck)["whole"], "a:moveTo")) == 1
    assert len(points(lines(deck)["broken"], "a:moveTo")) == 2
    # A point between gaps is a line to itself, which its round end makes a dot.
    alone, again, *_ = points(lines(deck)["broken"])
    assert alone == again
    level = lines(deck)["level"]
    assert all(y == pytest.approx(level.height / 2, abs=2) for _, y in points(level))


def test_the_last_point_is_a_dot_in_the_colour_of_the_line(deck: bytes) -> None:
    for group in lines(deck).values():
        line, dot = group.shapes
        assert line.line.width.pt == 1.5
        x, y = points(group)[-1]
        assert (dot.left + dot.width // 2, dot.top + dot.height // 2) == (line.left + x, line.top + y)
        paints = {node.get("val") for node in group._element.iterfind(".//a:schemeClr", NS)}
        assert paints == {"accent1"}


def test_lines_bring_no_finding_of_the_package_check_or_openxml_audit(deck: bytes, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(deck)
    assert check_package(file) == []
    assert not new_findings(file)
