"""Whether a sentence in another language states the same facts as the English one, which is checked by itself.

Both are read as tokens: numbers, months, groups, and words that claim a direction, a side, a rank or a status.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.rules.oracle.claim_words import MONTHS, NOT_ASSIGNED, NUMBER_WORDS, WORDS
from tests.rules.oracle.printed import GROUP

# These may be said by the form of a sentence, or come along with another claim.
_CLAIMS = {
    *("off track", "at risk", "on track", "rise", "fall", "same", "above", "below", "just", "high", "low"),
    *("first", "last", "late", "early", "in time", "out of sight"),
}
# Counts up to two are said in words of many forms: the only one, both, none; four of five may be.
_SMALL = {"0", "1", "2", "4", "5"}


@dataclass(frozen=True)
class Said:
    """What a text states, in its order."""

    numbers: tuple[str, ...]
    months: tuple[str, ...]
    groups: tuple[str, ...]
    claims: tuple[str, ...]


def said(text: str, language: str) -> Said:
    """What a printed text states."""
    found: dict[str, list[str]] = {"number": [], "month": [], "group": [], "claim": []}
    for kind, token in _tokens(re.sub("[\u00a0\u202f\u2009]", " ", text), language):
        found[kind].append(token)
    return Said(*(tuple(found[kind]) for kind in ("number", "month", "group", "claim")))


def differences(english: Said, other: Said, known: set[str]) -> Iterator[str]:
    """What is stated in one only; `known` are the whole numbers of which the sentence was made."""
    mine, theirs = Counter(english.numbers), Counter(other.numbers)
    if lost := {number for number in mine - theirs if number not in _SMALL}:
        yield f"does not print {sorted(lost)}"
    if more := {number for number in theirs if number not in mine and number not in known | _SMALL}:
        yield f"prints {sorted(more)}"
    if Counter(english.months) != Counter(other.months):
        yield f"has the months {other.months}, not {english.months}"
    if Counter(english.groups) != Counter(other.groups):
        yield f"names {other.groups}, not {english.groups}"
    ours, others = ([one for one in it.claims if one in _CLAIMS] for it in (english, other))
    if Counter(ours) != Counter(others):
        yield f"claims {others}, not {ours}"
    if order := _order(english, other):
        yield order


def _order(english: Said, other: Said) -> str:
    """Two of a kind may change places, but then all kinds do: else one has what belongs to the other."""
    turned = {}
    for kind in ("numbers", "months", "groups", "claims"):
        pair = _pair(getattr(english, kind), kind)
        if pair and (mirrored := _pair(getattr(other, kind), kind)) and set(mirrored) == set(pair):
            turned[kind] = mirrored != pair
    return "" if len(set(turned.values())) < 2 else f"changes the places of {turned}"


def _pair(tokens: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """The two different tokens of a kind, where there are two; of numbers those that are no counts."""
    kept = [one for one in tokens if kind != "numbers" or "." in one or len(one) > 1]
    kept = [one for one in kept if kind != "claims" or one in _CLAIMS]
    return tuple(kept) if len(kept) == 2 == len(set(kept)) else ()


def _tokens(text: str, language: str) -> Iterator[tuple[str, str]]:
    for made in _lexer(language).finditer(text):
        kind = str(made.lastgroup)
        token = made[0]
        if kind == "group":
            yield "group", "not assigned" if made["nobody"] else token.lower()
        elif kind == "month":
            yield "month", f"{made['year']}-{_month(made['name'], language):02}"
        elif kind == "number":
            yield "number", token.replace(" ", "").replace(",", ".").lstrip("−+")
        elif kind == "word":
            yield "number", str(_counts(language)[token.lower()])
        elif kind.startswith("claim") and (name := WORDS[language][int(kind[5:])][0]):
            yield "claim", name


@cache
def _lexer(language: str) -> re.Pattern[str]:
    point = r"\." if language == "en" else ","
    kinds = [
        f"(?P<group>{GROUP}|(?P<nobody>(?i:{NOT_ASSIGNED[language]})))",
        "(?P<month>(?P<name>" + "|".join(MONTHS[language].split()) + r")\w*\.? (?P<year>\d{4}))",
        *(f"(?P<claim{at}>{pattern})" for at, (_, pattern) in enumerate(WORDS[language])),
        rf"(?P<number>\d{{1,3}}(?: \d{{3}})+(?:{point}\d+)?|\d+(?:{point}\d+)?)",
    ]
    if language in NUMBER_WORDS:
        kinds.append(rf"(?P<word>\b(?i:{'|'.join(NUMBER_WORDS[language].split()[2:])})\b)")
    return re.compile("|".join(kinds))


def _month(name: str, language: str) -> int:
    return next(at for at, one in enumerate(MONTHS[language].split(), 1) if re.fullmatch(one, name))


@cache
def _counts(language: str) -> dict[str, int]:
    return {word: at for at, word in enumerate(NUMBER_WORDS[language].split())}
