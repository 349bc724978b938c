"""The words of the contracts in other languages: labels, units and choices, one line each in words/vocabulary.yaml.

The English text is the key. A word that a language lacks stays English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

# The mark of an example row, and the head of the column in which it stands.
EXAMPLE = "EXAMPLE"
ROW_CHECK = "Row check"


def translated(word: str, language: str) -> str:
    """The word in a language; the word itself where there is no translation."""
    words = _words().get(word)
    return words.get(language, word) if words else word


def languages_of_words() -> tuple[str, ...]:
    """The languages there are beside English, in the order of the file."""
    return tuple(_read()[0])


def code_of(text: str, choices: Sequence[str]) -> str:
    """The choice whose translation a text is, whatever its case; the text itself when it is none."""
    return text if text in choices else _codes(tuple(choices)).get(text.strip().casefold(), text)


def is_example(text: object) -> bool:
    """True for the word that marks an example row, in any language."""
    return isinstance(text, str) and text.strip().casefold() in {*_codes((EXAMPLE,)), EXAMPLE.casefold()}


@cache
def _codes(choices: tuple[str, ...]) -> Mapping[str, str]:
    return {translated(choice, language).casefold(): choice for language in _read()[0] for choice in choices}


def _words() -> Mapping[str, Mapping[str, str]]:
    return _read()[1]


@cache
def _read() -> tuple[tuple[str, ...], Mapping[str, Mapping[str, str]]]:
    import yaml

    # The parser in C reads the file in 3 ms; BaseLoader keeps every scalar a text, so that No stays No.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    path = resources.files("reportgen.contracts").joinpath("words/vocabulary.yaml")
    content = yaml.load(path.read_text(encoding="utf-8"), loader)
    languages = tuple(content["languages"])
    return languages, {word: dict(zip(languages, said, strict=True)) for word, said in content["words"].items()}
