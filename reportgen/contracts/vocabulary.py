"""The words of the contracts in other languages: labels, units and choices, one line each in words/vocabulary.yaml.

The English text is the key. A word that a language lacks stays English. Tables say more than the workbooks that are
written: words/read_only.yaml has a language in which none are, and other words for the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

# The mark of an example row, and the head of the column in which it stands.
EXAMPLE = "EXAMPLE"
ROW_CHECK = "Row check"


def translated(word: str, language: str) -> str:
    """The word in a language; the word itself where there is no translation."""
    if language in _read_only()[1]:
        return _read_only()[1][language].get(word, word)
    words = _words().get(word)
    return words.get(language, word) if words else word


def described(text: str, language: str) -> str:
    """What a contract says of a table or column, in a language; the text itself where there is no translation, as of
    what a project says. Only those who write workbooks read these: words/descriptions.yaml."""
    return _descriptions().get(text, {}).get(language, text) if language != "en" else text


def languages_of_words() -> tuple[str, ...]:
    """The languages there are beside English, in the order of the file."""
    return tuple(_read()[0])


def languages_of_tables() -> tuple[str, ...]:
    """The languages beside English in which the words of tables are understood."""
    return (*languages_of_words(), *_read_only()[1])


def code_of(text: str, choices: Sequence[str]) -> str:
    """The choice whose translation a text is, whatever its case; the text itself when it is none."""
    return text if text in choices else _codes(tuple(choices)).get(text.strip().casefold(), text)


def is_example(text: object) -> bool:
    """True for the word that marks an example row, in any language."""
    return isinstance(text, str) and text.strip().casefold() in {*_codes((EXAMPLE,)), EXAMPLE.casefold()}


@cache
def _codes(choices: tuple[str, ...]) -> Mapping[str, str]:
    also, _ = _read_only()
    others = {text.casefold(): choice for choice in choices for text in also.get(choice, ())}
    return others | {
        translated(choice, language).casefold(): choice
        for language in (*_read_only()[1], *_read()[0])
        for choice in choices
    }


def _words() -> Mapping[str, Mapping[str, str]]:
    return _read()[1]


@cache
def _read_only() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, Mapping[str, str]]]:
    """Other words for the same, by the English one; and the words of languages in which no workbooks are written."""
    content = _content("read_only.yaml")
    return {word: tuple(texts) for word, texts in content.pop("also").items()}, content


@cache
def _read() -> tuple[tuple[str, ...], Mapping[str, Mapping[str, str]]]:
    return words_by_language("vocabulary.yaml")


@cache
def _descriptions() -> Mapping[str, Mapping[str, str]]:
    return words_by_language("descriptions.yaml")[1]


def words_by_language(name: str) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, str]]]:
    """The languages of a file of words/ beside English, and its texts by the English one and the language."""
    content = _content(name)
    languages = tuple(content["languages"])
    return languages, {word: dict(zip(languages, said, strict=True)) for word, said in content["words"].items()}


def _content(name: str) -> Any:
    import yaml

    # The parser in C reads the file in 3 ms; BaseLoader keeps every scalar a text, so that No stays No.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    path = resources.files("reportgen.contracts").joinpath("words", name)
    return yaml.load(path.read_text(encoding="utf-8"), loader)
