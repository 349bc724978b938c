"""Languages: one printed text per value, words and sentences. A language is a folder here."""

from reportgen.locales.locale import Locale, languages, locale_for
from reportgen.locales.numbers import cell_number
from reportgen.locales.styles import NUMBER_STYLES

__all__ = ["NUMBER_STYLES", "Locale", "cell_number", "languages", "locale_for"]
