"""The documents of both samples in both brands, made once for all tests that look at them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from _pytest.mark import ParameterSet

from reportgen.content.report import Report
from reportgen.operations.build import render_documents
from reportgen.operations.prepare import Prepared, prepare, report_for
from tests.conftest import SAMPLES
from tests.longer import longer
from tests.templates import BRANDS

TEMPLATES = ("brand.toml", "deck.pptx", "status.docx", "annex.xlsx")
BRAND_NAMES = [
    folder.name for folder in sorted(BRANDS.iterdir()) if all((folder / file).is_file() for file in TEMPLATES)
]
PACKS = [("crm-adoption", None), ("electoral-roll", "2023-10"), ("electoral-roll", "2024-10")]
FILES = TEMPLATES[1:]


@cache
def sample(name: str) -> Prepared:
    return prepare(SAMPLES / name)


@cache
def report(name: str, period: str | None, grown: bool) -> Report:
    made = report_for(sample(name), period)[0]
    return longer(made) if grown else made


@cache
def documents(name: str, period: str | None, brand: str, grown: bool) -> dict[str, bytes]:
    """The bytes of each document by file name."""
    prepared = sample(name)
    prepared = replace(prepared, project=prepared.project.model_copy(update={"brand": brand}))
    made = render_documents(prepared, report(name, period, grown), lambda step: None)
    return {format.file: document.data for format, document in made}


def packs(grown: tuple[bool, ...] = (False, True)) -> list[ParameterSet]:
    """What can be built, as parameters of a test."""
    return [
        pytest.param(
            (name, period, brand, long), id=f"{name} {period or 'latest'} {brand} {'longer' if long else 'as it is'}"
        )
        for name, period in PACKS
        for brand in BRAND_NAMES
        for long in grown
    ]
