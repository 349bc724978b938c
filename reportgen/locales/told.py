"""Findings and reasons that were put together in English, in another language: `told.po` has them with their places.

They are made where the data are read, before it is known in which languages they will be printed, and a terminal
prints them in English. A document reads them back: the English text with its places, such as `no rows of {table}`,
is looked for as a whole, and what stands in the places goes into the translation. What no pattern knows stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from reportgen.content.periods import Period

_PLACE: Final = re.compile(r"\\?\{(\w+)\\?\}")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH: Final = re.compile(rf"({'|'.join(_MONTHS)}) (\d{{4}})")
# The years in which data are: other digits with a hyphen are names.
_PERIOD: Final = re.compile(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])")
_DAY: Final = re.compile(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Told:
    """The translations of one language, those without places apart; `period` and `day` print those."""

    whole: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    period: Callable[[Period], str]
    day: Callable[[date], str]

    @classmethod
    def of(cls, translations: Mapping[str, str], period: Callable[[Period], str], day: Callable[[date], str]) -> Told:
        """From English texts with places to translated ones with the same places."""
        whole = {text: said for text, said in translations.items() if "{" not in text}
        patterns = tuple((_pattern(text), said) for text, said in translations.items() if "{" in text)
        return cls(whole, patterns, period, day)

    def said(self, text: str) -> str:
        """The text in the other language; the same text where nobody translated it."""
        if text in self.whole:
            return self.whole[text]
        for pattern, translation in self.patterns:
            found = pattern.fullmatch(text)
            if found:
                return translation.format(**{name: self._place(held) for name, held in found.groupdict().items()})
        return text

    def _place(self, text: str) -> str:
        """What stands in a place: a month or day in the other language, a finding in a finding, or a name."""
        month = _MONTH.fullmatch(text)
        if month:
            return self.period(Period.parse(f"{month[2]}-{_MONTHS.index(month[1]) + 1:02}"))
        if _PERIOD.fullmatch(text):
            return self.period(Period.parse(text))
        if _DAY.fullmatch(text):
            with suppress(ValueError):
                return self.day(date.fromisoformat(text))
        return self.said(text)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """The text with a group for each place, whose content is as short as it can be."""
    parts = _PLACE.split(text)
    return re.compile("".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)), re.S)
