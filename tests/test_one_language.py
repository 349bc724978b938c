"""Documents speak one language: what a Greek reader finds in Latin letters are names, codes and words of the project.

Greek stands for all: its letters tell English at once, and tests/locales compares what the languages have.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from lxml import etree

from reportgen.operations.build import render_documents
from reportgen.operations.prepare import report_for
from tests.conftest import SAMPLES
from tests.packs import sample

# Paragraphs of slides and pages, strings of sheets, texts of charts.
_TEXTS = ("{*}p", "{*}si", "{*}v")
_PARTS = re.compile(
    r"ppt/(slides|notesSlides|charts)/[^/]+\.xml|word/(document|header|footer|charts/)[^/]*\.xml|xl/.*\.xml"
)
_PLUMBING = re.compile(r"xl/(styles|theme|metadata|worksheets/sheet|tables/)|xl/worksheets/_rels")
_WORD = re.compile(r"[A-Za-z]{3,}")
# Formulas, cells, files and fingerprints stand as they are written, in the lineage and in the list of sources.
_WRITTEN = re.compile(r"[\w/.-]+\.(?:xlsx|csv|yaml)\b\S*|\b[0-9a-f]{64}\b|\b\w+\(.*\)|\w+ [<>=!]=? .*|\b\w+!\S+")
# Of methods, and of files; what people write for a number that is not there is in `told.po`.
_NAMES = {"NPS", "CSAT", "CES", "Kaplan", "Meier", "SHA", "CSV"}


@cache
def in_greek(name: str) -> dict[str, bytes]:
    prepared = sample(name)
    prepared = replace(prepared, project=prepared.project.model_copy(update={"language": "el"}))
    made = render_documents(prepared, report_for(prepared, None)[0], lambda step: None)
    return {format.file: document.data for format, document in made}


@cache
def own_words(name: str) -> frozenset[str]:
    """The words of the project file and of the data."""
    texts = [(SAMPLES / name / "report.yaml").read_text("utf-8")]
    for table_name, table in sample(name).dataset.tables.items():
        texts.append(table_name)
        texts.extend(f"{file.file} {file.sheet} {' '.join(map(str, file.columns))}" for file in table.files)
        for column in table.frame.columns:
            if table.frame[column].dtype.kind not in "biufM":
                texts.extend(map(str, table.frame[column].dropna().unique()))
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))


def texts_of(data: bytes) -> Iterator[str]:
    """What a reader sees or hears: texts, alternative texts, names of sheets."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.namelist():
            if not _PARTS.match(part) or _PLUMBING.match(part):
                continue
            root = etree.fromstring(package.read(part))
            for element in root.iter(*_TEXTS):
                yield "".join(map(str, element.itertext("{*}t", "{*}v")))
            yield from (element.get("descr", "") for element in root.iter("{*}cNvPr", "{*}docPr"))
            yield from (element.get("name", "") for element in root.iterfind("{*}sheets/{*}sheet"))


def foreign(texts: Iterable[str], own: frozenset[str]) -> dict[str, str]:
    """The words in Latin letters that the project does not have, each with the first text in which it stands."""
    found: dict[str, str] = {}
    for text in texts:
        for word in _WORD.findall(_WRITTEN.sub(" ", text)):
            if word.lower() not in own and word not in _NAMES:
                found.setdefault(word, text)
    return found


@pytest.mark.parametrize("file", ["deck.pptx", "status.docx", "annex.xlsx"])
def test_a_greek_document_has_no_english_word_that_is_not_the_projects(file: str) -> None:
    texts = texts_of(in_greek("crm-adoption")[file])
    assert foreign(texts, own_words("crm-adoption")) == {}


def test_an_english_word_would_be_found() -> None:
    texts = ["Active share: Οκτώβριος 2026", "data/plan.xlsx Actions!B2:B9", "Lineage of active share"]
    assert foreign(texts, frozenset({"active", "share"})) == {"Lineage": "Lineage of active share"}
