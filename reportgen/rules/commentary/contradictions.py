"""What people wrote beside what the data say: numbers, months and directions in the commentary that cannot both be.

A claim is compared with the figure that its sentence is about: the group named last before it, else that of its text,
else the KPI; in the month that the sentence names, else the period. What the data do not know is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial

from reportgen.content.kpis import Figure
from reportgen.content.periods import Period, PeriodKind
from reportgen.content.values import Quantity, Value
from reportgen.errors import Problem
from reportgen.rules.commentary.claims import Claim, Form, claims, directions, sentences
from reportgen.rules.registers.register import Register
from reportgen.rules.setting import Setting, Subject

_LANGUAGES = ("en", "fr", "de", "it", "pl", "uk", "el")
_GAP = re.compile(r"\b(gap|écart|Abstand|Lücke|scarto|divario|luk[aię]|odstęp|розрив\w*|απόκλιση\w*)\b", re.IGNORECASE)
# More months than these are not kept of groups.
_PERIODS = 13


@dataclass(frozen=True, slots=True)
class Written:
    """A text of a person: where it stands, and the KPI and group that it says it is about."""

    row: int
    field: str
    text: str
    kpi: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Series:
    """A KPI, or a group of it, now and, when somebody asks, over the last periods."""

    now: Figure
    past: Callable[[], tuple[Figure, ...]]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The present figure last: it knows its change, those of the past do not."""
        return (*self.past()[:-1], self.now)


class _Known:
    """The groups of one KPI by name; their past is computed for a sentence that names a month, and then kept."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.kpi = subject.kpi
        self.total = _Series(subject.kpi.total, lambda: subject.kpi.history)
        self.groups = {
            figure.label.casefold(): _Series(figure, partial(self._past, grouping, figure.key))
            for grouping, figures in subject.kpi.groups.items()
            for figure in figures
        }
        self._held: dict[str, Mapping[str, tuple[Figure, ...]]] = {}

    def _past(self, grouping: str, key: str) -> tuple[Figure, ...]:
        if grouping not in self._held:
            detail = self.subject.detail
            self._held[grouping] = detail.past(grouping, _PERIODS) if detail is not None else {}
        return self._held[grouping].get(key, ())


def contradictions(
    rows: Register, texts: Sequence[Written], subjects: Mapping[str, Subject], setting: Setting
) -> Iterator[Problem]:
    """A warning at the cell for each claim that the figures of its KPI contradict."""
    known: dict[str, _Known] = {}
    for text in texts:
        for sentence in sentences(text.text):
            subject = subjects.get(text.kpi) or _named(sentence, subjects)
            if subject is not None and subject.kpi:
                about = known.setdefault(subject.id, _Known(subject))
                yield from _Sentence(rows, text, sentence, about, setting).problems()


def _named(sentence: str, subjects: Mapping[str, Subject]) -> Subject | None:
    """The one KPI whose name stands in a sentence."""
    found = [subject for subject in subjects.values() if subject.kpi.label.casefold() in sentence.casefold()]
    return found[0] if len(found) == 1 else None


class _Sentence:
    """One sentence about one KPI."""

    def __init__(self, rows: Register, text: Written, sentence: str, known: _Known, setting: Setting) -> None:
        self.rows, self.text, self.sentence, self.setting = rows, text, sentence, setting
        self.known, self.kpi, self.groups = known, known.kpi, known.groups
        self.month = _month(sentence, setting.period)

    def problems(self) -> Iterator[Problem]:
        if self.month is _SEVERAL:
            return
        for claim in claims(self.sentence):
            yield from self._judged(claim)
        if self.month is None or self.month == self.setting.period:
            yield from self._directed()

    def _series(self, place: int) -> _Series | None:
        """Whom a place of the sentence is about; None when a name is near that the KPI does not have."""
        before = self.sentence[:place].casefold()
        named = [(before.rfind(key), series) for key, series in self.groups.items() if key in before]
        if named:
            return max(named, key=lambda pair: pair[0])[1]
        if self.text.group:
            return self.groups.get(self.text.group.casefold())
        return self.known.total

    def _judged(self, claim: Claim) -> Iterator[Problem]:
        series = self._series(claim.start)
        if series is None:
            return
        if claim.form is Form.AT:
            figure = self._at(series)
            if figure is not None and claim.share == _is_share(figure.value) and not _prints(claim, figure.value):
                yield self._problem(claim.text, figure, figure.value)
        elif claim.form is Form.FROM and self.month is None:
            earlier = [figure.value for figure in series.figures[:-1]]
            known = [value for value in earlier if _is_share(value)]
            if known and not any(_prints(claim, value) for value in known):
                yield self._problem(claim.text, series.now, series.now.previous)
        elif claim.form is Form.BY and self.month in (None, self.setting.period):
            yield from self._stepped(claim, series)

    def _stepped(self, claim: Claim, series: _Series) -> Iterator[Problem]:
        """A step that a word of direction before it calls a move of the KPI."""
        change = series.now.change
        word = next(iter(directions(self.sentence[: claim.start])), None)
        if word is None or not self._is_said_of_it(word.start):
            return
        if isinstance(change, Quantity) and change.unit == "points" and not claim.share and not _prints(claim, change):
            yield self._problem(claim.text, series.now, change)

    def _directed(self) -> Iterator[Problem]:
        """The first word of direction after a name; a second one in the sentence may be about something else."""
        for word in list(directions(self.sentence))[:1]:
            series = self._series(word.start) if self._is_said_of_it(word.start) else None
            change = series.now.change if series else None
            if series and isinstance(change, Quantity) and change.rounded() * word.sign < 0:
                yield self._problem(word.text, series.now, change)

    def _is_said_of_it(self, place: int) -> bool:
        """True when a move is that of the KPI or a group: it is named before it, or the sentence begins with the move.
        A gap may fall while the KPI rises."""
        before = self.sentence[:place].casefold()
        named = self.kpi.label.casefold() in before or any(name in before for name in self.groups)
        return (named or not before.strip()) and not _GAP.search(self.sentence)

    def _at(self, series: _Series) -> Figure | None:
        if self.month is None or self.month == self.setting.period:
            return series.now
        wanted = self.month
        return next((figure for figure in series.figures if figure.period == wanted), None)

    def _problem(self, found: str, figure: Figure, value: Value) -> Problem:
        locale = self.setting.locale
        whom = f"{self.kpi.label}{f', {figure.label}' if figure.key else ''}, {locale.period_label(figure.period)}"
        return self.rows.problem(
            self.text.row,
            self.text.field,
            "commentary-differs",
            "What is written here is not what the data say",
            found,
            f"{locale.text(value)} ({whom})",
            "Correct the text, or the data; the text is printed as it stands.",
        )


def _is_share(value: Value) -> bool:
    return isinstance(value, Quantity) and value.unit == "percent"


def _prints(claim: Claim, value: Value) -> bool:
    """True when the number reads like the value at as many decimals as were written, whatever their signs."""
    if not isinstance(value, Quantity):
        return True
    step = Decimal(1).scaleb(-min(claim.decimals, value.decimals))
    printed = (value.amount * value.scale).quantize(step, ROUND_HALF_UP)
    return abs(printed) == claim.number.quantize(step, ROUND_HALF_UP)


# A sentence about several months is not judged: which number belongs to which is the reader's to see.
_SEVERAL = Period.parse("1900-01")


def _month(sentence: str, period: Period) -> Period | None:
    """The month that a sentence names, the latest of that name up to the period, or that of the year beside it; None
    where it names none, and in projects that do not report by month."""
    if period.kind is not PeriodKind.MONTH:
        return None if not _month_names().search(sentence) else _SEVERAL
    found = {_period(match, period) for match in _month_names().finditer(sentence)}
    if len(found) > 1:
        return _SEVERAL
    return next(iter(found), None)


def _period(match: re.Match[str], period: Period) -> Period:
    number, year = _months()[match[1].casefold()], match[2]
    if year:
        return Period.parse(f"{year}-{number:02}")
    held = period.start.year if number <= period.start.month else period.start.year - 1
    return Period.parse(f"{held}-{number:02}")


@cache
def _months() -> Mapping[str, int]:
    from babel.dates import get_month_names

    return {
        str(name).casefold(): number
        for language in _LANGUAGES
        for form in ("format", "stand-alone")
        for number, name in get_month_names("wide", form, language).items()
    }


@cache
def _month_names() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    # A month after a day is a date: "until 27 November" says nothing of the month.
    return re.compile(rf"(?<!\d )(?<!\w)({names})(?!\w)(?: (\d{{4}}))?", re.IGNORECASE)
