"""Every language says all that English says: the same sentences about the same facts, every word, every fixed text."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from jinja2 import Environment, nodes

from reportgen.locales import languages, locale_for
from reportgen.locales.locale import LANGUAGES
from reportgen.locales.words import read_words
from scripts.words import asked, fixed

OTHERS = [language for language in languages() if language != "en"]
_PLACE = re.compile(r"\{\w+\}|\{[{%].*?[}%]\}")


def macros(language: str) -> Mapping[str, tuple[str, ...]]:
    """The sentences of a language, each with the names of its facts."""
    tree = Environment().parse((LANGUAGES / language / "sentences.jinja").read_text("utf-8"))
    return {macro.name: tuple(name.name for name in macro.args) for macro in tree.find_all(nodes.Macro)}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_sentences_that_the_rules_ask_for(language: str) -> None:
    english, here = macros("en"), macros(language)
    asked_for = set(locale_for("en").sentences)
    assert sorted(asked_for - set(here)) == []
    assert {name: here[name] for name in english} == dict(english)


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_word_and_every_fixed_text(language: str) -> None:
    assert sorted((asked() | fixed()) - set(read_words(LANGUAGES / language))) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_words_that_another_one_has(language: str) -> None:
    """Words that reach a locale by a variable are seen by no reader of the code, but once one language has them."""
    everywhere = {text for other in OTHERS for text in read_words(LANGUAGES / other)}
    assert sorted(everywhere - set(read_words(LANGUAGES / language))) == []


def test_methods_of_formulas_are_said_in_every_language() -> None:
    from reportgen.rules.formulas.method_words import SENTENCES

    lacking = {(language, text) for language in OTHERS for text in SENTENCES - set(read_words(LANGUAGES / language))}
    assert sorted(lacking) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_the_places_of_facts(language: str) -> None:
    odd = [
        (text, translated)
        for text, translated in read_words(LANGUAGES / language).items()
        if set(re.findall(r"\{(\w+)\}", text)) != set(re.findall(r"\{(\w+)\}", translated))
        or len(_PLACE.findall(text)) != len(_PLACE.findall(translated))
    ]
    assert odd == []
