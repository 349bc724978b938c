"""One small file of each format."""

from __future__ import annotations

import pytest

from tests.office_files import plain_annex, plain_deck, plain_report


@pytest.fixture(scope="session")
def deck() -> bytes:
    return plain_deck()


@pytest.fixture(scope="session")
def report() -> bytes:
    return plain_report()


@pytest.fixture(scope="session")
def annex() -> bytes:
    return plain_annex()
