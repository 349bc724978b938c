"""Deck, report and annex say the same of themselves."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from reportgen.locales import locale_for
from reportgen.renderers import RENDERERS
from reportgen.renderers.properties import language_tag
from tests.renderers.powerpoint.decks import BRAND
from tests.renderers.reports import a_report


@pytest.mark.parametrize("name", RENDERERS)
def test_every_document_names_title_scope_period_author_and_language(name: str) -> None:
    report = replace(a_report(), entity="North")
    template = {"deck": BRAND.deck, "report": BRAND.report, "annex": BRAND.annex}[name]
    data = RENDERERS[name].renderer().render(report, template, BRAND, locale_for("en")).data
    if name == "annex":
        of_sheets = openpyxl.load_workbook(io.BytesIO(data)).properties
        told = of_sheets.title, of_sheets.creator, of_sheets.language
    else:
        core = (Presentation if name == "deck" else Document)(io.BytesIO(data)).core_properties
        told = core.title, core.author, core.language
    assert told == ("Collaboration suite adoption, North, October 2026", "Adoption team", "en-GB")


@pytest.mark.parametrize(
    ("language", "tag"), [("en", "en-GB"), ("fr", "fr-FR"), ("sv", "sv-SE"), ("pt_BR", "pt-BR"), ("de-AT", "de-AT")]
)
def test_a_language_has_the_region_it_is_usually_written_in(language: str, tag: str) -> None:
    assert language_tag(language) == tag
