"""Languages: one printed text per value, words and sentences. A language is a folder here."""

from reportgen.locales.locale import Locale, locale_for
from reportgen.locales.numbers import cell_number

__all__ = ["Locale", "cell_number", "locale_for"]
