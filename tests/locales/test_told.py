"""Findings and reasons are put together in English and read back: a document prints them in its own language."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportgen
from reportgen.locales import languages, locale_for
from reportgen.locales.locale import LANGUAGES
from reportgen.locales.words import read_words

OTHERS = [language for language in languages() if language != "en"]
NAMES = st.text("abcdefgh ÄéżЖΩ0123456789-_", min_size=1, max_size=12).filter(lambda text: text.strip() == text)


def told_in(language: str) -> dict[str, str]:
    return dict(read_words(LANGUAGES / language, "told.po"))


@cache
def texts_of_the_program() -> frozenset[str]:
    """Every text that stands in the code, with {} for what is put into it; those of a plural in both its forms."""
    found = set()
    for path in Path(reportgen.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values))
    return frozenset(found)


def places(text: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_tells_the_same_with_the_same_places(language: str) -> None:
    told = told_in(language)
    assert set(told) == set(told_in("fr"))
    assert [text for text, said in told.items() if places(text) != places(said)] == []


def test_what_is_translated_is_said_by_the_program() -> None:
    """The literal pieces of every text stand in the code, so a sentence that is reworded loses no translation."""
    whole = "\n".join(texts_of_the_program())
    pieces = {text: [piece.strip(' "') for piece in re.split(r"\{\w+\}", text)] for text in told_in("fr")}
    assert [text for text, parts in pieces.items() if not all(part in whole for part in parts)] == []


@given(table=NAMES, year=st.integers(2000, 2090))
@settings(deadline=None, max_examples=40)
def test_names_come_through_and_months_are_those_of_the_language(table: str, year: int) -> None:
    said = locale_for("de").told(f"no rows of t{table} for October {year}")
    assert said == f"keine Zeilen in „t{table}“ für Oktober {year}"


def test_a_finding_within_a_finding_is_translated_too() -> None:
    said = locale_for("fr").told("The number is too small, in 3 cells of this column: C2, C5, C9")
    assert said == "Le nombre est trop petit, dans 3 cellules de cette colonne\u00a0: C2, C5, C9"


def test_a_day_is_printed_as_documents_print_days() -> None:
    said = locale_for("de").told('In "uses", the snapshot of 2024-06-27 stands for 2024-06-30')
    assert said == "In „uses“ steht der Stand vom 27. Juni 2024 für den 30. Juni 2024"


@pytest.mark.parametrize("name", ["0000-13", "2026-02-31", "1234-01-01"])
def test_digits_that_are_no_day_are_a_name(name: str) -> None:
    assert locale_for("de").told(f"{name} has no rows") == f"„{name}“ hat keine Zeilen"


def test_what_nobody_translated_and_english_stay_as_they_are() -> None:
    assert locale_for("pl").told("Something that nobody ever said") == "Something that nobody ever said"
    assert locale_for("en").told("nothing was closed") == "nothing was closed"
