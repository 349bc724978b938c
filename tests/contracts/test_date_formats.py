"""Formats of dates are written as people write them."""

from __future__ import annotations

import pytest

from reportgen.contracts import compile_format


@pytest.mark.parametrize(
    ("form", "text", "parts"),
    [
        ("dd-mm-yyyy", "27-06-2024", {"day": "27", "month": "06", "year": "2024"}),
        ("yyyy-mm", "2024-06", {"year": "2024", "month": "06"}),
        ("mmm-yy", "Jan-22", {"month_name": "Jan", "short_year": "22"}),
        ("Qq yyyy", "Q3 2024", {"quarter": "3", "year": "2024"}),
        ("yyyy'Q'q", "2024Q3", {"quarter": "3", "year": "2024"}),
        ("yyyy-mm-ddThh:mm:ssZ", "2024-06-27T10:11:12Z", {"hour": "10", "minute": "11", "second": "12"}),
        ("mm/dd/yyyy hh:mm:ss AM", "1/2/2015 11:12:50 PM", {"month": "1", "day": "2", "minute": "12", "half": "PM"}),
    ],
)
def test_a_format_finds_the_parts_of_a_date(form: str, text: str, parts: dict[str, str]) -> None:
    match = compile_format(form).pattern.fullmatch(text)
    assert match is not None
    assert parts.items() <= match.groupdict().items()


@pytest.mark.parametrize("form", ["dd-mm", "mm", "hello", "dd-yyyy", "dd-mm-yyyy yyyy", "", "jjjj"])
def test_what_names_no_date_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="a way of writing dates"):
        compile_format(form)
