"""Garbage collection waits during a build and goes on after it, whatever happens."""

from __future__ import annotations

import gc

import pytest

from reportgen.operations import collection
from reportgen.operations.collection import collection_waits


def test_it_waits_inside_and_goes_on_after() -> None:
    with collection_waits():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), collection_waits():
        _ = 1 / 0
    assert gc.isenabled()


def test_a_program_that_has_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with collection_waits():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_the_first_pack_of_a_process_leaves_is_not_searched_at_once() -> None:
    searched = list[str]()

    def told(phase: str, info: dict[str, int]) -> None:
        searched.append(phase)

    def searches_after_a_pack() -> int:
        searched.clear()
        with collection_waits():
            kept: list[list[int]] = [[] for _ in range(50_000)]
        kept += [[] for _ in range(10)]
        return len(searched)

    collection._settle.cache_clear()
    gc.collect()
    gc.callbacks.append(told)
    try:
        assert searches_after_a_pack() == 0
        assert searches_after_a_pack() > 0
    finally:
        gc.callbacks.remove(told)
    assert not gc.get_freeze_count()
