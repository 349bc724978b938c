"""The words that a workbook to fill in says, in its language; `locales/<language>/collect.po` has the translations."""

from __future__ import annotations

from reportgen.contracts.vocabulary import described, translated
from reportgen.locales.locale import LANGUAGES
from reportgen.locales.words import read_words


class Wording:
    """Says the texts of one language; the English text is the key, and what has no translation stays English."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = read_words(LANGUAGES / language, "collect.po")

    def __call__(self, text: str, /, **facts: object) -> str:
        said = self._words.get(text) or translated(text, self.language)
        return said.format(**facts) if facts else said

    def meaning(self, text: str) -> str:
        """What a ready contract says of a table or column; a project's own words stay as they are."""
        return described(text, self.language)


def collect_languages() -> tuple[str, ...]:
    """The languages in which workbooks can be written, English first."""
    return ("en", *sorted(path.parent.name for path in LANGUAGES.glob("*/collect.po")))
