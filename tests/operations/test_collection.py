"""Garbage collection waits during a build and goes on after it, whatever happens."""

from __future__ import annotations

import gc

import pytest

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
