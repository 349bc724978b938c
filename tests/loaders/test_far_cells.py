"""What is looked for in a workbook before it is opened: how far its cells reach, and document types."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.loaders import dangers
from reportgen.loaders.scanning import SheetScan, cells_at_most
from reportgen.ooxml.archive import pack, write_archive
from reportgen.ooxml.walked import Part, walk_archive

LETTERS = st.text("ABCXYZabz", max_size=3)
ADDRESS = st.builds(lambda letters, row: f"{letters}{row}", LETTERS, st.integers(1, 1_048_576))
ATTRIBUTE = st.sampled_from(
    [' r="%s"', "\tr='%s'", '\nr="%s"', ' r ="%s"', ' r= "%s"', '"r="%s"', ' s="%s"', ' r="x%s"']
)
PIECES = st.lists(st.builds(lambda form, address: form.replace("%s", address), ATTRIBUTE, ADDRESS) | st.text("<c >"))


def part_of(data: bytes) -> Part[SheetScan]:
    """A part of an archive that holds some bytes."""
    return walk_archive(write_archive([pack("a.xml", data)]), "a.zip", SheetScan)["a.xml"]


def rectangle(sheet: str) -> int:
    """The cells of the rectangle around all addresses, one address after the other."""
    row = column = 0
    for letters, digits in re.findall(r"[\s]r\s*=\s*[\"']([A-Za-z]{0,3})(\d+)", sheet):
        number = 0
        for letter in letters.upper():
            number = 26 * number + ord(letter) - ord("A") + 1
        row, column = max(row, int(digits)), max(column, number)
    return row * max(1, column)


def scanned(sheet: bytes, size: int = 1 << 18) -> SheetScan:
    """What a look through a sheet sees that comes in pieces of so many bytes."""
    scan = SheetScan()
    for start in range(0, len(sheet), size):
        scan.see(sheet[start : start + size])
    scan.end()
    return scan


@settings(max_examples=300, deadline=None)
@given(PIECES, st.sampled_from([1, 5, 64, 1 << 18]))
def test_the_furthest_cell_is_found_wherever_it_stands(pieces: list[str], size: int) -> None:
    sheet = f"<sheetData>{''.join(pieces)}"
    cells = cells_at_most(scanned(sheet.encode(), size).furthest, sheet.encode())
    assert cells >= rectangle(sheet)
    if not re.search(r"r=\"x", sheet):
        assert cells == rectangle(sheet)


def test_a_row_number_that_no_sheet_has_is_too_far() -> None:
    scan = scanned(b'<sheetData><c r="A123456789">')
    assert cells_at_most(scan.furthest, None) > dangers.MAX_CELLS


def test_zeros_before_a_row_number_do_not_make_it_large() -> None:
    assert scanned(b'<sheetData><c r="A0000012"/><c r="B999"/>').furthest == (999, 2)


def test_the_cells_of_a_part_that_is_no_sheet_are_none() -> None:
    assert scanned(b'<fills r="XFD1048576"/>').furthest == (0, 0)


@settings(max_examples=100, deadline=None)
@given(st.text('<f>t="e" hidden=1n', max_size=60), st.sampled_from([1, 3, 1 << 18]))
def test_nothing_to_look_at_more_closely_is_overlooked(text: str, size: int) -> None:
    scan = scanned(f"<sheetData>{text}".encode(), size)
    assert scan.errors == ('t="e"' in text)
    assert scan.formulas == ("<f" in text)
    assert scan.hidden == ('hidden="' in text)


def test_hidden_columns_are_seen_that_stand_before_the_rows() -> None:
    assert scanned(b'<cols><col min="1" max="2" hidden="1"/></cols><sheetData/>').hidden


@pytest.mark.parametrize(
    "head", ["", "<?xml version='1.0'?>\n", "<!-- <worksheet> -->", "<?note <worksheet> ?>", "<!-- a --><?b c?>"]
)
def test_a_document_type_is_seen_wherever_it_may_stand(head: str) -> None:
    part = f"{head}<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>".encode()
    assert b"<!DOCTYPE" in dangers._prolog(part_of(part))
    assert b"<!DOCTYPE" not in dangers._prolog(part_of(f"{head}<worksheet/>".encode()))


def test_a_prolog_longer_than_the_first_piece_is_looked_through() -> None:
    data = b"<!--" + b"a" * 5000 + b"--><!DOCTYPE x><worksheet/>"
    assert b"<!DOCTYPE" in dangers._prolog(part_of(data))


def test_beyond_the_first_element_nothing_is_looked_through() -> None:
    assert dangers._prolog(part_of(b"<?xml version='1.0'?><worksheet>" + bytes(10) * 1000)) == b"<?xml version='1.0'?>"
