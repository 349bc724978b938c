"""The definition of the named methods that a formula uses, in words: the documents print it with the KPI."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportgen.locales import Locale
from reportgen.locations import Passage
from reportgen.rules.formulas.reader import Findings, read_expression

# Each sentence with the names of the written numbers that it says, in the order of the arguments.
_WORDS = {
    "growth": ("Growth: change since {periods} before, divided by the number then.", ("", "periods")),
    "change": ("Change since {periods} before.", ("", "periods")),
    "cagr": ("Compound growth a period over {periods}.", ("", "periods")),
    "average": ("Mean of the last {count} periods; none where one is missing.", ("", "count")),
    "slope": ("Move a period of the straight line through the last {count} periods (least squares).", ("", "count")),
    "attainment": ("Attainment: value / target; target / value where less is better.", ()),
    "forecast": (
        "Forecast: value + slope of the line through the last {count} periods * periods left.",
        ("", "count"),
    ),
    "periods_to_goal": (
        "Periods until the goal is reached at the slope of the last {count} periods.",
        ("", "count"),
    ),
    "score": ("Score: position between the fixed ends {low} and {high}, 0 to 1.", ("", "low", "high")),
    "margin": ("Margin: half the 95 % interval of a share, 1.96 * sqrt(p * (1 - p) / n).", ()),
    "nps": ("NPS: share of answers 9 and 10 less share of 0 to 6, on 0 to 10; -100 to +100.", ()),
    "csat": ("CSAT: share of answers 4 and 5, on 1 to 5.", ()),
    "ces": ("CES: mean of the answers, on 1 to 7, 7 is easy.", ()),
    "newcomers": ("Newcomers: there in the period and never before.", ()),
    "reactivated": ("Reactivated: there in the period and before, but not in the period before.", ()),
    "lapsed": ("Lapsed: there in the period before, not in this one.", ()),
    "retention": (
        "Retention: of those there for the first time {periods} before, the share there in this period.",
        ("", "periods"),
    ),
    "stickiness": ("Stickiness: mean of distinct people a day / distinct people of the period.", ()),
    "habitual": (
        "Habitual: of those there in the last {weeks} weeks, the share there in {least} of them or more.",
        ("", "least", "weeks"),
    ),
    "days_within": (
        "Days within which {share} % came to an end; what is still open counts as lasting longer (Kaplan-Meier).",
        ("", "", "share"),
    ),
}
SENTENCES = {sentence for sentence, _ in _WORDS.values()}
_KEYWORDS = {"after": "periods", "least": "least", "weeks": "weeks"}


@dataclass(frozen=True, slots=True)
class _Use:
    method: str
    numbers: dict[str, float]


def definition(written: str, formula: str, locale: Locale) -> str:
    """The definition that was written, and after it that of each named method of the formula."""
    sentences = [_sentence(use, locale) for use in _uses(formula)]
    return " ".join(part for part in (written, *dict.fromkeys(sentences)) if part)


def counts_open(formula: str) -> bool:
    """True when what has not come to an end counts, so that rows without an end are no gap in the data."""
    return any(use.method == "days_within" for use in _uses(formula))


def _sentence(use: _Use, locale: Locale) -> str:
    message, _ = _WORDS[use.method]
    facts: dict[str, object] = dict(use.numbers)
    if "{periods}" in message:
        count = int(use.numbers.get("periods", 1))
        facts["periods"] = locale.word("{count} periods", count=count) if count > 1 else locale.word("one period")
    return locale.word(message, **facts)


@lru_cache(maxsize=256)
def _uses(formula: str) -> tuple[_Use, ...]:
    """The named methods in reading order, with the numbers written among their arguments."""
    return tuple(_read(formula))


def _read(formula: str) -> Iterator[_Use]:
    tree = read_expression(Findings(formula, Passage("", ((0, 0, 0),))))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)] if tree is not None else []
    for call in sorted(calls, key=lambda node: node.col_offset):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name not in _WORDS:
            continue
        named = [(label, node) for label, node in zip(_WORDS[name][1], call.args, strict=False) if label]
        named += [(_KEYWORDS[word.arg], word.value) for word in call.keywords if word.arg in _KEYWORDS]
        yield _Use(name, {label: _number(node) for label, node in named})


def _number(node: ast.expr) -> float:
    value = ast.literal_eval(node)
    return value if isinstance(value, int | float) else 0
