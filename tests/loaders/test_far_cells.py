"""What is looked for in a workbook before it is opened: how far its cells reach, and document types."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.loaders import dangers

LETTERS = st.text("ABCXYZabz", max_size=3)
ADDRESS = st.builds(lambda letters, row: f"{letters}{row}", LETTERS, st.integers(1, 1_048_576))
ATTRIBUTE = st.sampled_from(
    [' r="%s"', "\tr='%s'", '\nr="%s"', ' r ="%s"', ' r= "%s"', '"r="%s"', ' s="%s"', ' r="x%s"']
)
PIECES = st.lists(st.builds(lambda form, address: form.replace("%s", address), ATTRIBUTE, ADDRESS) | st.text("<c >"))


def rectangle(sheet: str) -> int:
    """The cells of the rectangle around all addresses, one address after the other."""
    row = column = 0
    for letters, digits in re.findall(r"[\s]r\s*=\s*[\"']([A-Za-z]{0,3})(\d+)", sheet):
        number = 0
        for letter in letters.upper():
            number = 26 * number + ord(letter) - ord("A") + 1
        row, column = max(row, int(digits)), max(column, number)
    return row * max(1, column)


@settings(max_examples=200, deadline=None)
@given(PIECES, st.sampled_from([5, 64, 1 << 18]))
def test_the_furthest_cell_is_found_wherever_it_stands(pieces: list[str], size: int) -> None:
    sheet = "".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dangers, "_PIECE", size)
        assert dangers._cells_at_most(sheet.encode()) >= rectangle(sheet)
        if not re.search(r"r=\"x", sheet):
            assert dangers._cells_at_most(sheet.encode()) == rectangle(sheet)


def test_a_row_number_that_no_sheet_has_is_too_far() -> None:
    assert dangers._cells_at_most(b'<c r="A123456789">') > dangers.MAX_CELLS


@pytest.mark.parametrize(
    "head", ["", "<?xml version='1.0'?>\n", "<!-- <worksheet> -->", "<?note <worksheet> ?>", "<!-- a --><?b c?>"]
)
def test_a_document_type_is_seen_wherever_it_may_stand(head: str) -> None:
    part = f"{head}<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>".encode()
    assert b"<!DOCTYPE" in dangers._prolog(part)
    assert b"<!DOCTYPE" not in dangers._prolog(f"{head}<worksheet/>".encode())


def test_beyond_the_first_element_nothing_is_looked_through() -> None:
    assert dangers._prolog(b"<?xml version='1.0'?><worksheet>" + bytes(10) * 1000) == b"<?xml version='1.0'?>"
