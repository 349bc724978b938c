"""The fixed texts of a template are printed in the language of the report; tags and what has no translation stay."""

from __future__ import annotations

import re

import pytest

from reportgen.ooxml import read_package
from reportgen.ooxml.fixed_texts import in_words
from tests.templates import BRANDS


@pytest.mark.parametrize(
    ("file", "text"), [("deck.pptx", "Overall status"), ("status.docx", "Document control"), ("annex.xlsx", "Journey")]
)
def test_a_fixed_text_is_translated_wherever_it_stands(file: str, text: str) -> None:
    package = read_package((BRANDS / "corporate" / file).read_bytes(), file)
    translated = in_words(package, {text: "Ελληνικά & <λοιπά>"})
    before = [part for part in package.names if f">{text}<".encode() in package.read(part)]
    assert before
    for part in before:
        assert f">{text}<".encode() not in translated.read(part)
        assert "Ελληνικά &amp; &lt;λοιπά&gt;".encode() in translated.read(part)
    others = [part for part in package.names if part not in before and package.read(part) != translated.read(part)]
    assert [part for part in others if text.encode() not in package.read(part)] == []


def test_tags_stay_as_they_are() -> None:
    package = read_package((BRANDS / "corporate" / "deck.pptx").read_bytes(), "deck.pptx")
    translated = in_words(package, {"Overall status": "Gesamtstatus", "Data to": "Stand"})
    for part in package.names:
        assert re.findall(rb"\{\{.*?\}\}", package.read(part)) == re.findall(rb"\{\{.*?\}\}", translated.read(part))


def test_without_words_nothing_is_read_or_changed() -> None:
    package = read_package((BRANDS / "corporate" / "deck.pptx").read_bytes(), "deck.pptx")
    assert in_words(package, {}) is package
    assert in_words(package, {"no such text": "x"}) is package
