"""What a person's sentence claims of a number: it stands at, came from, moved by so much, up or down, in a month.

Only forms that leave no doubt are read, in the languages of the documents: "rose by 3.8 points to 66.4 %", "stieg auf
66,4 %". A number that stands alone ("needs 90 %") claims nothing of the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache


class Form(StrEnum):
    """at: a value now, or in the month that is named; origin: a value before; step: a difference."""

    AT = "at"
    FROM = "from"
    BY = "by"


@dataclass(frozen=True, slots=True)
class Claim:
    """A number as written, what it claims to be, and where in the text it stands; `share` when it has a % sign."""

    form: Form
    number: Decimal
    decimals: int
    share: bool
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Direction:
    """A word that says up (+1) or down (-1), and where it stands."""

    sign: int
    start: int
    text: str


# Words before a number, by form; stems of words of direction. In the order en, fr, de, it, pl, uk, el.
_BEFORE: Mapping[Form, tuple[str, ...]] = {
    Form.AT: (
        *("to", "at", "with", "à", "avec", "atteint", "auf", "bei", "mit", "al", "a", "con", "do", "na poziomie"),
        *("wynosi", "до", "на рівні", "становить", "σε", "στο", "με"),
    ),
    Form.FROM: ("from", "de", "von", "dal", "da", "z", "ze", "з", "із", "від", "από"),
    Form.BY: ("by", "de", "um", "di", "o", "на", "κατά"),
}
_UP = (
    *("rose", "rise", "rises", "risen", "increased", "grew", "gained", "climbed", "recovered"),
    *("augmenté", "progressé", "hausse", "gagné", "gestiegen", "stieg", "zugenommen", "gewann", "erholte"),
    *("aumentato", "aumentata", "cresciuto", "cresciuta", "salito", "salita", "wzrósł", "wzrosła", "wzrosło", "wzrost"),
    *("зросла", "зріс", "зросло", "зростання", "підвищилася", "αυξήθηκε", "αύξηση", "ανέβηκε"),
)
_DOWN = (
    *("fell", "fall", "falls", "fallen", "decreased", "declined", "dropped", "lost", "sank"),
    *("baissé", "diminué", "reculé", "baisse", "perdu", "gesunken", "sank", "gefallen", "fiel", "verlor"),
    *("diminuito", "diminuita", "calato", "calata", "sceso", "scesa", "spadł", "spadła", "spadło", "spadek"),
    *("впала", "впав", "знизилася", "знизився", "зменшилася", "μειώθηκε", "μείωση", "έπεσε"),
)
_NUMBER = r"(?P<sign>[+\u2212-]?)(?P<digits>\d{1,3}(?:[.,]\d{1,3})?)(?P<share>[\s\u00a0\u202f]?%)?"
_UNITS = r"[\s\u00a0]?(?:percentage )?(?:points?|pp|Punkte?n?|Prozentpunkte?n?|punti|punkt\w*|пункт\w*|μονάδ\w*)"


def claims(text: str) -> Iterator[Claim]:
    """The claims about numbers, in their order. A number after "by" has to be one of points or percent, or the end of
    its clause: "by 27 November" claims nothing."""
    for form, pattern in _patterns().items():
        for match in pattern.finditer(text):
            share = match["share"] is not None
            if form is not Form.BY and not share:
                continue
            digits = match["digits"].replace(",", ".")
            decimals = len(digits.partition(".")[2])
            yield Claim(form, Decimal(digits), decimals, share, match.start("digits"), match[0].strip())


def directions(text: str) -> Iterator[Direction]:
    """The words of direction, in their order."""
    for match in _direction().finditer(text):
        yield Direction(1 if match[1].casefold() in _UP else -1, match.start(), match[1])


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; a point between digits or after an initial ends none."""
    start = 0
    for match in re.finditer(r"(?<!\b\w)[.!?;](?=\s|$)", text):
        yield text[start : match.end()]
        start = match.end()
    if text[start:].strip():
        yield text[start:]


@cache
def _patterns() -> Mapping[Form, re.Pattern[str]]:
    found = {}
    for form, words in _BEFORE.items():
        before = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        after = rf"(?:{_UNITS}\b|(?=\s*(?:[;,.)]|$)))" if form is Form.BY else ""
        found[form] = re.compile(rf"(?<!\w)(?:{before})\s+{_NUMBER}(?![\d.,]*\d){after}", re.IGNORECASE)
    return found


@cache
def _direction() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join((*_UP, *_DOWN))})(?!\w)", re.IGNORECASE)
