"""What is kept in memory is what would be made anew, and it stays within its bound."""

from __future__ import annotations

from functools import partial

import pytest

from reportgen.kept import Kept


def test_a_result_is_made_once() -> None:
    kept, made = Kept[str](2), list[str]()

    def make() -> str:
        made.append("made")
        return "result"

    assert [kept.get("key", make), kept.get("key", make)] == ["result", "result"]
    assert made == ["made"]


def test_the_result_that_was_not_used_for_longest_goes_first() -> None:
    kept = Kept[int](2)
    for key in (1, 2, 1, 3):
        kept.get(key, partial(int, key))
    assert [kept.get(key, lambda: 0) for key in (1, 3, 2)] == [1, 3, 0]


def test_the_bound_is_one_of_weight() -> None:
    kept = Kept[str](10, len)
    kept.get("a", lambda: "x" * 6)
    kept.get("b", lambda: "y" * 5)
    assert kept.get("a", lambda: "new") == "new"
    assert kept.get("c", lambda: "z" * 11) == "z" * 11
    assert kept.get("c", lambda: "too heavy to be kept") == "too heavy to be kept"


def test_what_fails_is_tried_again() -> None:
    kept = Kept[int](2)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 5) == 5
