"""Answers to a survey -> CSAT, NPS and CES with definition, n, margin and response rate; and what they are about.

Definitions (they differ from house to house, so the documents print them): CSAT is the share of ratings 4 and 5 of
five; NPS the share of 9 and 10 less the share of 0 to 6 on a scale of 0 to 10, in points without %; CES the mean on
the scale of 1 to 7 on which 7 is easy. The margin is half the 95 % interval.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.content.blocks import Block
from reportgen.content.kpis import Figure
from reportgen.content.periods import Period
from reportgen.content.phrases import Label, Phrase
from reportgen.content.tables import Align, Column, Emphasis, Row, Table
from reportgen.content.values import NoData, Number, Percent, Points, Quantity, Value, exact
from reportgen.dataset import Dataset
from reportgen.rules.blocks import COUNT, SHARE, Part, count, fact, share, table
from reportgen.rules.registers.register import Register, register
from reportgen.rules.setting import Setting, Titles

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of fewer answers the margin is wider than most changes (usual practice for surveys).
LEAST = 30
_Z = 1.96
_THEMES = 7
_RIGHT = Align.RIGHT


@dataclass(frozen=True, slots=True)
class Score:
    """What answers give: the number (None without answers) and half its 95 % interval, both unrounded."""

    number: Fraction | None
    margin: float
    n: int


@dataclass(frozen=True, slots=True)
class _Method:
    """A way to make one number of answers: the field, what it is called and how it is printed."""

    name: str
    field: str
    label: str
    definition: str
    made: Callable[[Sequence[int]], Score]
    value: Callable[[Fraction], Quantity]


def csat(ratings: Sequence[int]) -> Score:
    """The share of ratings 4 and 5."""
    n = len(ratings)
    if not n:
        return Score(None, math.nan, 0)
    part = Fraction(sum(rating >= 4 for rating in ratings), n)
    return Score(part, _Z * math.sqrt(part * (1 - part) / n), n)


def nps(answers: Sequence[int]) -> Score:
    """The share of 9 and 10 less the share of 0 to 6."""
    n = len(answers)
    if not n:
        return Score(None, math.nan, 0)
    for_it, against = Fraction(sum(a >= 9 for a in answers), n), Fraction(sum(a <= 6 for a in answers), n)
    net = for_it - against
    return Score(net, _Z * math.sqrt((for_it + against - net * net) / n), n)


def ces(answers: Sequence[int]) -> Score:
    """The mean; of one answer no margin is known."""
    n = len(answers)
    if not n:
        return Score(None, math.nan, 0)
    mean = Fraction(sum(answers), n)
    # Fractions are slow, and there are seven answers to choose from.
    spread = sum(times * (answer - mean) ** 2 for answer, times in Counter(answers).items())
    return Score(mean, _Z * math.sqrt(spread / (n - 1) / n) if n > 1 else math.nan, n)


def _share(number: Fraction) -> Quantity:
    return Percent(exact(number), 1)


def _net(number: Fraction) -> Quantity:
    return Points(exact(number), 0, signed=True)


def _mean(number: Fraction) -> Quantity:
    return Number(exact(number), 1)


METHODS = (
    _Method("csat", "rating", "Satisfied users", "Ratings 4 and 5 of five, of all ratings", csat, _share),
    _Method("nps", "recommend", "Net promoter score", "9 and 10 less 0 to 6, of answers from 0 to 10", nps, _net),
    _Method("ces", "effort", "Ease of use", "Mean of answers from 1 to 7; 7 is easy", ces, _mean),
)


def feedback_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """The scores and themes of a survey; without answers none."""
    answers, rounds = register(dataset, "survey"), register(dataset, "survey_rounds")
    if not len(answers):
        return Part()
    made = _Answers(answers, rounds, setting)
    facts = made.facts()
    blocks: dict[str, Block] = {"feedback": made.scores(facts, titles)}
    themes = made.themes()
    if themes is not None:
        blocks["feedback_themes"] = themes
    return Part(blocks, facts)


class _Answers:
    """The answers of a project, period by period."""

    def __init__(self, answers: Register, rounds: Register, setting: Setting) -> None:
        self.answers, self.rounds, self.setting = answers, rounds, setting
        self.days, self.closes = answers.days("answered"), rounds.days("closes")
        self.used = [method for method in METHODS if answers.holds(method.field)]
        self.now = {method.name: self._score(method, setting.period) for method in self.used}

    def _score(self, method: _Method, period: Period) -> Score:
        numbers = self.answers.numbers(method.field)[_within(self.days, period, self._end(period))]
        return method.made([int(number) for number in numbers if not math.isnan(number)])

    def _end(self, period: Period) -> date:
        return min(period.end, self.setting.as_of) if period == self.setting.period else period.end

    def facts(self) -> dict[str, Figure]:
        """The scores beside those of the period before, how many answered, and of how many."""
        word, previous = self.setting.locale.word, self.setting.period.previous
        found = {
            method.name: fact(
                method.name,
                _value(method, self.now[method.name]),
                _value(method, self._score(method, previous)),
                self.setting,
                word(method.label),
            )
            for method in self.used
        }
        rates = [self._response(period) for period in (self.setting.period, previous)]
        found["response_rate"] = fact("response_rate", rates[0], rates[1], self.setting, word("Response rate"))
        return found

    def _answered(self, period: Period) -> int:
        return int(np.count_nonzero(_within(self.days, period, self._end(period))))

    def _invited(self, period: Period) -> int:
        """How many were asked in the rounds that closed in the period."""
        return int(np.nansum(self.rounds.numbers("invited")[_within(self.closes, period, period.end)]))

    def _response(self, period: Period) -> Value:
        return share(self._answered(period), self._invited(period), "", "nobody is known to have been asked")

    def scores(self, facts: dict[str, Figure], titles: Titles) -> Table:
        """One row for each score, with n, margin and definition; few answers are grey."""
        word, locale = self.setting.locale.word, self.setting.locale
        columns = (
            Column("indicator", word("Indicator"), weight=2.6, emphasis=Emphasis.STRONG),
            Column("actual", locale.period_short(self.setting.period), _RIGHT, emphasis=Emphasis.STRONG),
            Column("margin", word("Margin"), _RIGHT),
            Column("n", word("Answers"), _RIGHT, format=COUNT),
            Column("previous", locale.period_short(self.setting.period.previous), _RIGHT, emphasis=Emphasis.QUIET),
            Column("change", word("Change"), _RIGHT),
        )
        rows = []
        for method in self.used:
            figure, score = facts[method.name], self.now[method.name]
            few = 0 < score.n < LEAST
            cells = (
                Label(figure.label, word(method.definition)),
                figure.value,
                _margin(method, score),
                count(score.n, f"{figure.id}.n"),
                figure.previous,
                figure.change,
            )
            rows.append(Row(method.name, cells, Emphasis.QUIET if few else Emphasis.NONE))
        response = self._response_line()
        headline = titles.pick(*self._titles(facts))
        return table(
            "feedback", "Voice of the users", columns, rows, self.setting, headline=headline, subtitle=response
        )

    def _response_line(self) -> str:
        asked, answered = self._invited(self.setting.period), self._answered(self.setting.period)
        facts = {
            "answered": count(answered, "facts.response_rate.numerator"),
            "asked": count(asked, "facts.response_rate.denominator"),
            "rate": share(answered, asked, "facts.response_rate", "none"),
            "least": LEAST if any(0 < score.n < LEAST for score in self.now.values()) else 0,
            "period": self.setting.label,
        }
        return self.setting.locale.phrase("feedback_scope", **facts).text

    def _titles(self, facts: dict[str, Figure]) -> Iterator[Phrase]:
        say = self.setting.locale.phrase
        for method in self.used:
            figure, score = facts[method.name], self.now[method.name]
            if isinstance(figure.value, Quantity):
                moved = figure.change.amount if isinstance(figure.change, Quantity) else None
                # A change within the margin says nothing of the users.
                clear = moved is not None and abs(float(moved)) > score.margin
                yield say("feedback_title", figure=figure, n=count(score.n, f"{figure.id}.n"), clear=clear)
        yield say("feedback_none", period=self.setting.label)

    def themes(self) -> Table | None:
        """What the answers of the period are about, the most frequent first; None where nobody says."""
        inside = _within(self.days, self.setting.period, self._end(self.setting.period))
        stated = Counter(theme for theme in self.answers.at(inside).texts("theme") if theme)
        if not stated:
            return None
        word, whole = self.setting.locale.word, stated.total()
        ranked = sorted(stated.items(), key=lambda pair: (-pair[1], pair[0]))
        kept, rest = ranked[:_THEMES], ranked[_THEMES:]
        named = [(theme, theme, number) for theme, number in kept]
        if rest:
            named.append(("other", word("Other ({count})", count=len(rest)), sum(number for _, number in rest)))
        columns = (
            Column("theme", word("Theme"), weight=2.4),
            Column("answers", word("Answers"), _RIGHT, emphasis=Emphasis.STRONG, format=COUNT),
            Column("share", word("Share"), _RIGHT, format=SHARE),
        )
        rows = [
            Row(
                key,
                (label, count(number, f"facts.themes@{key}"), share(number, whole, f"facts.themes@{key}.share", "")),
            )
            for key, label, number in named
        ]
        first = share(kept[0][1], whole, f"facts.themes@{kept[0][0]}.share", "")
        headline = self.setting.locale.phrase("themes_title", theme=kept[0][0], share=first, of=count(whole))
        return table("feedback_themes", "Themes of the answers", columns, rows, self.setting, headline=headline)


def _within(days: NDArray[Any], period: Period, end: date) -> NDArray[np.bool_]:
    held: NDArray[np.bool_] = (days >= np.datetime64(period.start)) & (days <= np.datetime64(end))
    return held


def _value(method: _Method, score: Score) -> Value:
    return NoData("no answers") if score.number is None else method.value(score.number)


def _margin(method: _Method, score: Score) -> Value:
    """Half the 95 % interval in the unit of the score: of shares in points."""
    id = f"facts.{method.name}.margin"
    if score.number is None or math.isnan(score.margin):
        return NoData("too few answers", id)
    if method.name == "ces":
        return Number(exact(score.margin), 1, id=id)
    return Points(exact(score.margin), 1, id=id)
