"""Names of months in the languages of Europe -> numbers; what one name leaves open the column's other names decide.

"listopad" is October in Croatian and November in Polish and Czech: with "lipiec" beside it the column is Polish.
Names are those of the Unicode locale data that Babel carries.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The languages of the European Union, its candidates and neighbours, by Unicode's locale data.
_LANGUAGES = "bg cs da de el es et fi fr ga hr hu it lt lv mk mt nb nl pl pt ro ru sk sl sq sr sr_Latn sv tr uk"


def english_month(name: str) -> int | None:
    """The month of an English name or its first three letters."""
    short = name.rstrip(".").lower()[:3]
    return _ENGLISH.index(short) + 1 if short in _ENGLISH else None


def month_numbers(names: Collection[str]) -> tuple[Mapping[str, int], str]:
    """The number of each name that is a month, and the language when it is not English.

    A name on whose number the languages that know all names do not agree is left out.
    """
    plain = {name: name.rstrip(".").casefold() for name in names}
    if all(_is_english(name) for name in plain.values()):
        return {name: number for name, text in plain.items() if (number := english_month(text))}, ""
    known = {language: _names(language) for language in _LANGUAGES.split()}
    counts = {language: sum(name in months for name in plain.values()) for language, months in known.items()}
    most = max(counts.values())
    best = [language for language, count in counts.items() if count == most and count]
    numbers: dict[str, int] = {}
    for name, text in plain.items():
        found = {known[language][text] for language in best if text in known[language]}
        if len(found) == 1:
            numbers[name] = found.pop()
        elif not found and (english := english_month(text)) and _is_english(text):
            numbers[name] = english
    return numbers, ", ".join(best[:3])


def is_month(name: str) -> bool:
    """True for a name of a month in any language."""
    plain = name.rstrip(".").casefold()
    return _is_english(plain) or any(plain in _names(language) for language in _LANGUAGES.split())


def _is_english(plain: str) -> bool:
    return plain in _names("en")


@cache
def _names(language: str) -> Mapping[str, int]:
    """The names of a language without case and dot, long and short, as they stand in dates and alone."""
    from babel.dates import get_month_names

    return _USUAL.get(language, {}) | {
        str(name).casefold().rstrip("."): number
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }


# Usual short forms that the locale data do not have.
_USUAL: Mapping[str, dict[str, int]] = {
    "de": {"mrz": 3},
    "en": {"sept": 9},
    "it": {"genn": 1, "febb": 2, "magg": 5, "lugl": 7, "sett": 9},
}
