"""Spellings of one text: made one where only the eye's limits tell them apart, told where a slip of the pen may be.

What is compared has no double or no-break blanks, straight apostrophes and dashes, no footnote mark, and Latin letters
where Greek and Cyrillic ones look the same. Of several spellings the one with the plainest signs stands for all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from reportgen.loaders.cells import Typed, note

# Letters that cannot be told apart in print (Unicode TR 39, confusables), Cyrillic and Greek to Latin.
_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЫаеѕіјорсухԁһ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXЫaesijopcyxdh" + "ABEZHIKMNOPTYXo",
)
_APOSTROPHES = (
    "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{ACUTE ACCENT}`"
)
_QUOTES = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_DASHES = "\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}\N{HYPHEN}"
_SIGNS = str.maketrans({
    **dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_QUOTES, '"'), **dict.fromkeys(_DASHES, "-"),
})  # fmt: skip
_MARK = re.compile(r"(?<=\S)\s*(?:[¹²³\u2070-\u2079]+|\*{1,3}|[†‡])$")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Beyond so many different texts a column holds names or remarks, not categories.
_CATEGORIES = 200
_LONG, _LONGEST = 15, 80
# One letter in 25; "North-East" and "North-West" agree less.
_NEARLY = 96


# In texts that are joined by line breaks.
_ODD = ("  ", "`", "\t", "*\n")


def unify(typed: Typed) -> None:
    """Make spellings one that look alike, in place; say so, and where a word mixes alphabets."""
    values: list[str | None] = typed.values
    together = "\n".join([text for text in values if text]) + "\n"
    plain = together.isascii() and not any(sign in together for sign in _ODD)
    folds = {} if plain else {index: fold(text) for index, text in enumerate(values) if text and _is_odd(text)}
    if folds:
        _merge(typed, folds)
    for index in folds:
        text = values[index]
        if text and not text.isascii() and any(_mixes(word) for word in _WORD.findall(text)):
            note(typed.notes, "mixed-alphabets", [index], "It was read as it stands. Type the word again.")
    _tell_similar(typed)


def _is_odd(text: str) -> bool:
    """True when a text may look like another one of the column."""
    return not text.isascii() or text[-1] == "*" or any(sign in text for sign in ("  ", "`", "\t"))


def fold(text: str) -> str:
    """What the eye reads: plain blanks, apostrophes and dashes, no footnote mark, one alphabet for twins."""
    text = unicodedata.normalize("NFC", text).translate(_SIGNS)
    return " ".join(_MARK.sub("", text).translate(_TWINS).split())


def _merge(typed: Typed, folds: dict[int, str]) -> None:
    values: list[str | None] = typed.values
    wanted = set(folds.values())
    groups: dict[str, list[int]] = {}
    for index, text in enumerate(values):
        fold = folds.get(index, text)
        if fold in wanted:
            groups.setdefault(str(fold), []).append(index)
    for group in groups.values():
        spellings = {str(values[index]) for index in group}
        if len(spellings) > 1:
            best = " ".join(min(spellings, key=_oddity).split())
            for index in group:
                if values[index] != best:
                    note(typed.notes, "spelling", [index], f'It was read as "{best}".')
                    values[index] = best


def _oddity(text: str) -> tuple[object, ...]:
    """Sorts the spelling first that a person would type: one alphabet, plain blanks, no mark."""
    words = _WORD.findall(text)
    return (
        sum(map(_mixes, words)),
        text.count("\N{NO-BREAK SPACE}") + text.count("  "),
        _MARK.search(text) is not None,
        len(text),
        text,
    )


def _mixes(word: str) -> bool:
    """True when a word has letters of two alphabets."""
    if word.isascii():
        return False
    return len({unicodedata.name(sign, "").split(" ", 1)[0] for sign in word} & _ALPHABETS) > 1


_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK"}


def _tell_similar(typed: Typed) -> None:
    """Name categories that differ by a letter or two; they stay apart, because the difference may be meant."""
    if len(typed.values) > 10 * _CATEGORIES:
        return
    texts = list(dict.fromkeys(text for text in typed.values if text))
    if len(texts) > _CATEGORIES or len(texts) < 2:
        return
    for first, second in similar_pairs(texts):
        index = typed.values.index(second)
        note(typed.notes, "similar-texts", [index], f'It stays apart from "{first}". Correct one if they are the same.')


def similar_pairs(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of texts that differ by case, by the s of a plural, or by a letter in a long text; same numbers in both."""
    stems: dict[str, str] = {}
    for text in texts:
        stem = " ".join(word.rstrip("s") for word in text.casefold().split())
        if stem in stems:
            yield stems[stem], text
        else:
            stems[stem] = text
    yield from _misspelt(list(stems.values()))


def _misspelt(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    from rapidfuzz import fuzz, process

    long = [text for text in texts if _LONG <= len(text) <= _LONGEST]
    if len(long) < 2:
        return
    plain = [text.casefold() for text in long]
    digits = [re.sub(r"\D", "", text) for text in long]
    scores = process.cdist(plain, plain, scorer=fuzz.ratio, score_cutoff=_NEARLY)
    for row in range(len(long)):
        for column in range(row + 1, len(long)):
            if scores[row, column] and digits[row] == digits[column]:
                yield long[row], long[column]
