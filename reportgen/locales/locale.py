"""The Locale: everything printable to its one printed text in a language and number style."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path

from reportgen.content.periods import Period
from reportgen.content.phrases import Label, Phrase, Symbol
from reportgen.content.tables import Spark
from reportgen.content.values import NoData, Quantity, Range, Status
from reportgen.locales import dates, numbers
from reportgen.locales.sentences import Sentences
from reportgen.locales.styles import NumberStyle, number_style
from reportgen.locales.told import Told
from reportgen.locales.words import read_words

LANGUAGES = Path(__file__).parent

_STATUS_WORDS = {
    Status.ON_TRACK: "On track",
    Status.AT_RISK: "At risk",
    Status.OFF_TRACK: "Off track",
    Status.NO_DATA: "No data",
    Status.NO_TARGET: "No target",
    Status.DONE: "Done",
    Status.NOT_STARTED: "Not started",
    Status.TOO_FEW: "Too few",
    Status.NOT_YET: "Not judged yet",
}


@dataclass(frozen=True)
class Locale:
    """One language and number style. Every document prints through `text`, so a value reads the same in all."""

    language: str
    style: NumberStyle
    folder: Path

    def text(self, value: object) -> str:
        """The printed text of anything that can stand in a document; TypeError for anything else."""
        if isinstance(value, str) and not isinstance(value, Status):
            return value
        if isinstance(value, Quantity):
            return numbers.number_text(value, self.style)
        if value is None or isinstance(value, NoData):
            return self.word("n/a")
        if isinstance(value, Range):
            return self.word("{low} to {high}", low=value.low, high=value.high)
        if isinstance(value, Status):
            return self.word(_STATUS_WORDS[value])
        if isinstance(value, Symbol):
            return value.status.symbol
        if isinstance(value, Spark):
            # It is drawn, and has an alternative text; in a cell it leaves nothing to read.
            return ""
        if isinstance(value, int | float):
            return numbers.plain_text(value, self.style)
        if isinstance(value, Label | Phrase):
            return value.text
        if isinstance(value, Period):
            return self.period_label(value)
        if isinstance(value, datetime.date):
            return self.date(value)
        raise TypeError(f"a {type(value).__name__} has no printed text")

    def number_format(self, prototype: Quantity) -> str:
        """The Excel or chart format code that shows the same characters as `text`; see `numbers.number_format`."""
        return numbers.number_format(prototype, self.style)

    def word(self, msgid: str, /, **facts: object) -> str:
        """The word or label in this language; braces in it are filled with the printed facts."""
        word = self.words.get(msgid, msgid)
        return word.format(**{name: self._placed(name, fact) for name, fact in facts.items()}) if facts else word

    def _placed(self, name: str, fact: object) -> str:
        """What stands in a place of a word; a noun of the project has its capital where nouns have one."""
        text = self.text(fact)
        return text[:1].upper() + text[1:] if self.language == "de" and name in ("noun", "nouns") else text

    def told(self, text: str) -> str:
        """A finding or reason that was put together in English, in this language; what nobody translated stays."""
        return self._told.said(text)

    def phrase(self, name: str, /, **facts: object) -> Phrase:
        """The sentence of that name about these facts, with a span for every number that has an id."""
        return self._sentences.phrase(name, facts)

    def period_label(self, period: Period) -> str:
        """The period in full: October 2023, Q4 2026, 2025/26."""
        return dates.period_label(period, self.language, self.word)

    def period_short(self, period: Period) -> str:
        """The period for axes and column heads: Oct 2023."""
        return dates.period_label(period, self.language, self.word, "abbreviated")

    def date(self, day: datetime.date) -> str:
        """The date with the month in words: 31 October 2023."""
        return dates.long_date(day, self.language)

    def date_short(self, day: datetime.date) -> str:
        """The date in digits, day first: 31/10/2023, in German 31.10.2023."""
        return dates.short_date(day, self.language)

    @property
    def date_format(self) -> str:
        """The Excel format code that shows the same characters as `date_short`."""
        return dates.short_date_format(self.language)

    def date_brief(self, day: datetime.date) -> str:
        """The date with its month in a few letters, for tables on slides: 31 Oct 2023, in German 31.10.2023."""
        return dates.brief_date(day, self.language)

    def day_and_month(self, day: datetime.date) -> str:
        """The date without its year, for days not far off: 27 Nov."""
        return dates.day_and_month(day, self.language)

    def plural(self, number: Quantity | int) -> str:
        """The CLDR plural category of the number as it is printed: in English "one" for 1, "other" for 1.0."""
        digits = number.rounded() if isinstance(number, Quantity) else Decimal(number)
        return _plural(self.language, f"{abs(digits):f}")

    @property
    def sentences(self) -> tuple[str, ...]:
        """The names of all sentences and parts of sentences of this language."""
        return self._sentences.names

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The translations of words, labels and the fixed texts of the shipped templates, by their English text."""
        return dict(read_words(self.folder))

    @cached_property
    def _told(self) -> Told:
        return Told.of(read_words(self.folder, "told.po"), self.period_label, self.date)

    @cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self.folder, self.text, self.plural)


def languages(folder: Path = LANGUAGES) -> tuple[str, ...]:
    """The languages there are, sorted."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/sentences.jinja")))


@lru_cache(maxsize=4096)
def _plural(language: str, digits: str) -> str:
    # As text, because 1 and 1.0 are one number and two categories.
    return str(_plural_form(language)(Decimal(digits)))


@cache
def _plural_form(language: str) -> Callable[[Decimal], str]:
    """The CLDR rule that names the plural category of a number."""
    from babel.core import Locale as CldrLocale

    return CldrLocale.parse(language).plural_form


@cache
def locale_for(language: str, number_style_name: str = "eu", folder: Path = LANGUAGES) -> Locale:
    """The Locale of a language; ValueError names the languages, or the number styles, there are."""
    known = languages(folder)
    if language not in known:
        raise ValueError(f"no language {language!r}; there are {', '.join(known)}")
    return Locale(language, number_style(language, number_style_name), folder / language)
