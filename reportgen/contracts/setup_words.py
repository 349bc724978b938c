"""The words of setup.xlsx in the languages in which workbooks are written: words/setup.yaml, by the English one.

Whoever reads such a workbook does not know its language, so a word is understood in any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from reportgen.contracts.vocabulary import words_by_language


def setup_text(text: str, language: str, **facts: object) -> str:
    """A text of the workbook in a language; the text itself where there is no translation."""
    said = _words().get(text, {}).get(language, text)
    return said.format(**facts) if facts else said


def setup_word(text: str, known: Sequence[str]) -> str:
    """The English word, one of those known, that a text is in any language, whatever its case; else the text."""
    return _known(tuple(known)).get(text.strip().casefold(), text)


def setup_words(known: Sequence[str]) -> list[str]:
    """The known words in all languages, English first."""
    return [*known, *(said for _, said in _translations(known))]


@cache
def _known(known: tuple[str, ...]) -> Mapping[str, str]:
    # English stands last, so that it holds where a word of another language looks the same.
    return {said.casefold(): word for word, said in (*_translations(known), *zip(known, known, strict=True))}


def _translations(known: Sequence[str]) -> Iterator[tuple[str, str]]:
    for word in known:
        for said in _words().get(word, {}).values():
            yield word, said


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return words_by_language("setup.yaml")[1]
