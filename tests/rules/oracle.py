"""An oracle: reads the printed English sentences and checks every claim against what was counted.

It knows nothing of the rules that write them. A sentence that it cannot read is an error too, so that a new sentence
needs its check here. Numbers are exact fractions; a printed one has to be the exact one, rounded half away from zero.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt

NO_GROUP = "not assigned"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
Aim = Fraction | tuple[Fraction, Fraction] | None
Series = Sequence[Fraction | None]


class ContradictionError(AssertionError):
    """What a sentence says is not so."""


class UnreadError(AssertionError):
    """A sentence for which there is no check."""


@dataclass(frozen=True)
class Measure:
    """What was counted for one KPI: a number a month in total, by group and by unit; None is no data. `aims` are the
    targets from the first month on, `due` the month of the final one where it moves; `tolerance` None is a tenth of
    the target. `parts` are numerator and denominator."""

    id: str
    label: str
    unit: str
    decimals: int
    better: str
    tolerance: Fraction | None
    aims: Sequence[Aim]
    due: int | None
    is_ratio: bool
    total: Series
    groups: Mapping[str, Series]
    units: Mapping[str, Series]
    parts: Mapping[str, Sequence[tuple[int, int] | None]]
    places: Mapping[str, str]

    @property
    def sign(self) -> int:
        return 1 if self.better == "higher" else -1

    @property
    def scale(self) -> int:
        return 100 if self.unit in ("percent", "points") else 1

    def rounded(self, number: Fraction, decimals: int | None = None) -> Fraction:
        """The number as it is printed."""
        return half_up(number * self.scale, self.decimals if decimals is None else decimals)

    def best(self, values: Sequence[Fraction]) -> Fraction:
        return max(values) if self.sign > 0 else min(values)

    def worst(self, values: Sequence[Fraction]) -> Fraction:
        return min(values) if self.sign > 0 else max(values)

    def missed(self, value: Fraction, aim: Aim) -> Fraction:
        """By how much a value misses its target; 0 or less where it does not."""
        assert aim is not None
        if isinstance(aim, tuple):
            return max(aim[0] - value, value - aim[1], Fraction(0))
        return self.sign * (aim - value)

    def gap(self, value: Fraction, aim: Aim) -> Fraction:
        """The signed way from the target, or from the nearer end of a range, to the value."""
        assert aim is not None
        if isinstance(aim, tuple):
            return min(value - aim[0], Fraction(0)) + max(value - aim[1], Fraction(0))
        return value - aim

    def status(self, value: Fraction | None, aim: Aim) -> str:
        if value is None:
            return "no data"
        if aim is None:
            return "no target"
        missed = self.missed(value, aim)
        if missed <= 0:
            return "on track"
        nearest = aim if not isinstance(aim, tuple) else aim[0] if value < aim[0] else aim[1]
        allowed = abs(nearest) / 10 if self.tolerance is None else self.tolerance
        return "at risk" if missed <= allowed else "off track"


def half_up(number: Fraction, decimals: int) -> Fraction:
    """Rounded half away from zero."""
    size = int(abs(number) * 10**decimals + Fraction(1, 2))
    return Fraction(size if number >= 0 else -size, 10**decimals)


@dataclass(frozen=True)
class Truth:
    """What was counted for a report: the months start with `first` (year, month), the last reported one is `now`."""

    first: tuple[int, int]
    now: int
    measures: tuple[Measure, ...]
    grouping: str
    entity: str

    def month(self, text: str) -> int:
        """The position of a month such as October 2024."""
        name, year = text.split()
        return (int(year) - self.first[0]) * 12 + _MONTHS.index(name) + 1 - self.first[1]


# ---- Reading

_V = r"[−+]?(?:€|EUR )?\d{1,3}(?: \d{3})*(?:\.\d+)?(?: (?:%|points?|days?))?"
_RANGE = rf"{_V}(?: to {_V})?"
_N = r"[A-Za-z]+|\d+"
_M = rf"(?:{'|'.join(_MONTHS)}) \d{{4}}"
_G = r"(?:North|South|East|West|Centre|Isles|[nN]ot assigned|Unit \d+)"
_L = r"(?:[A-Z][a-z]+(?: [a-z]+)+)"
_S = r"(?:on track|at risk|off track)"


@dataclass(frozen=True)
class Printed:
    """A number as it stands in a sentence."""

    number: Fraction
    unit: str
    decimals: int


def read(text: str) -> Printed:
    unit = next(
        (
            name
            for name, sign in (("percent", "%"), ("points", "point"), ("days", "day"), ("money", "€"))
            if sign in text
        ),
        "",
    )
    digits = re.sub(r"[^\d.−-]", "", text).replace("−", "-")
    return Printed(Fraction(digits), unit, len(digits.partition(".")[2]))


def number_of(word: str) -> int:
    """A count in letters or digits."""
    word = word.lower()
    if word in ("both",):
        return 2
    return _NUMBERS.index(word) if word in _NUMBERS else int(word.replace(" ", ""))


def need(holds: object, said: str, found: object = "") -> None:
    if not holds:
        raise ContradictionError(f"{said}, but it is {found}" if found != "" else said)


@dataclass
class Reader:
    """Checks the sentences of one report; `measure` is the KPI that the block is of."""

    truth: Truth
    measure: Measure
    block: str = ""
    beside: str = ""

    # ---- Numbers

    def is_value(self, text: str, number: Fraction | None, what: str = "", difference: bool = False) -> None:
        """The printed text is this number; a difference of shares is in points."""
        need(number is not None, f"{text} is printed {what}", "unknown")
        assert number is not None
        seen, kpi = read(text), self.measure
        expected = kpi.rounded(number, max(seen.decimals, kpi.decimals))
        need(seen.number == expected, f"{text} is printed {what}", f"{float(number * kpi.scale)}")
        unit = {
            "percent": "points" if difference else "percent",
            "points": "points" if difference else "",
            "days": "days",
        }
        need(
            seen.unit in (unit.get(kpi.unit, kpi.unit if kpi.unit == "money" else ""), *([""] if difference else [])),
            f"{text} has its unit",
        )

    def is_share(self, text: str, share: Fraction) -> None:
        need(read(text).number == half_up(share * 100, 1), f"the share is {text}", float(share * 100))

    def of(self, label: str | None) -> Reader:
        """The reader for the KPI that a sentence names."""
        if not label:
            return self
        name = label.removesuffix(f" by {self.truth.grouping}")
        for one in self.truth.measures:
            if name in (one.label, one.label[:1].lower() + one.label[1:]):
                return Reader(self.truth, one, self.block, self.beside)
        raise ContradictionError(f"there is no KPI {label}")

    def subject(self) -> Reader:
        """The reader for the KPI of a finding: the summary is about several."""
        labels = [one.label for one in self.truth.measures]
        return self.of(self.beside) if self.block == "summary" and self.beside in labels else self

    # ---- What is known

    @property
    def now(self) -> Fraction | None:
        return self.measure.total[self.truth.now]

    @property
    def aim(self) -> Aim:
        return self.measure.aims[self.truth.now]

    @property
    def goal(self) -> Fraction:
        assert self.measure.due is not None
        goal = self.measure.aims[self.measure.due]
        assert isinstance(goal, Fraction)
        return goal

    def scope(self, name: str) -> Series:
        kpi = self.measure
        return kpi.groups[name] if name in kpi.groups else kpi.units[name]

    def at(self, name: str, month: int | None = None) -> Fraction:
        found = self.scope(name)[self.truth.now if month is None else month]
        need(found is not None, f"{name} has a number", "missing")
        assert found is not None
        return found

    def named(self, rest: bool = False) -> dict[str, Fraction]:
        """The groups with a number now; the rows without a group are none."""
        found = {name: past[self.truth.now] for name, past in self.measure.groups.items() if rest or name != NO_GROUP}
        return {name: value for name, value in found.items() if value is not None}

    def known_units(self) -> dict[str, Fraction]:
        found = {name: past[self.truth.now] for name, past in self.measure.units.items()}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def group_aim(self) -> Aim:
        """The target of a group: sums and counts of groups are not judged."""
        return self.aim if self.measure.is_ratio else None

    def statuses(self, values: Mapping[str, Fraction]) -> Counter[str]:
        return Counter(self.measure.status(value, self.group_aim) for value in values.values())

    def change(self, past: Series) -> Fraction | None:
        before, now = past[self.truth.now - 1], past[self.truth.now]
        return None if before is None or now is None else now - before

    # ---- Parts of sentences

    def moved(self, text: str, past: Series, aim: Aim = None) -> None:
        """rose by 3.8 points to 66.4 %, fell to 7 days, stayed at ..., stood at ..."""
        change, now = self.change(past), past[self.truth.now]
        if made := re.fullmatch(rf"(rose|fell) by ({_V}) to ({_V})", text):
            verb, much, value = made.groups()
            need(change is not None and (change > 0) == (verb == "rose") and change != 0, f"it {text}", change)
            assert change is not None
            self.is_value(much, abs(change), "as the change", difference=True)
            need(read(much).number != 0, f"it {text}", "no move that is printed")
        elif made := re.fullmatch(rf"(rose to|fell to|stayed at|stood at) ({_V})", text):
            verb, value = made.groups()
            if verb == "stood at":
                need(change is None, f"it {text}", "known how it moved")
            else:
                assert change is not None, text
                printed = self.measure.rounded(change)
                right = {"rose to": change > 0, "fell to": change < 0 and printed != 0, "stayed at": printed == 0}
                need(right[verb], f"it {text}", float(change))
                crossed = (
                    aim is not None and not isinstance(aim, tuple) and now is not None and now >= aim > now - change
                )
                need(verb != "rose to" or printed != 0 or crossed, f"it {text}", float(change))
        else:
            raise UnreadError(text)
        self.is_value(value, now, "as the value")

    def against(self, text: str, value: Fraction | None, aim: Aim) -> None:
        """3.6 points below target, on target, just above the target of 70 %, within the target of 2 to 6."""
        need(value is not None and aim is not None, f"it is {text}", "without a target")
        assert value is not None
        gap = self.measure.gap(value, aim)
        made = re.fullmatch(
            rf"(?:({_V}) (above|below)|(on|within|just above|just below)) (?:the )?target(?: of ({_RANGE}))?", text
        )
        if not made:
            raise UnreadError(text)
        much, side, word, target = made.groups()
        if much:
            need(gap != 0 and (gap > 0) == (side == "above"), f"it is {text}", float(gap))
            self.is_value(much, abs(gap), "as the gap", difference=True)
            need(read(much).number != 0, f"it is {text}", "no gap that is printed")
        elif word in ("on", "within"):
            need(self.measure.rounded(gap) == 0, f"it is {text}", float(gap))
            need(self.measure.status(value, aim) == "on track", f"it is {text}", self.measure.status(value, aim))
        else:
            need(
                self.measure.rounded(gap) == 0 and (gap > 0) == (word == "just above") and gap,
                f"it is {text}",
                float(gap),
            )
        if target:
            self.is_target(target, aim)

    def is_target(self, text: str, aim: Aim) -> None:
        ends = text.split(" to ")
        if isinstance(aim, tuple):
            need(len(ends) == 2, f"the target is {text}", aim)
            for printed, end in zip(ends, aim, strict=True):
                need(read(printed).number == self.measure.rounded(end), f"the target is {text}", float(end))
        else:
            self.is_value(text, aim, "as the target")

    def counted(self, text: str, count: int, of: int) -> None:
        """both regions, all three regions, one of two regions, none of ..., the only region, no region."""
        text = text[:1].lower() + text[1:]
        if made := re.match(r"(both|all (\w+)) ", text):
            need(count == of == number_of(made[2] or made[1]), f'"{text}"', f"{count} of {of}")
        elif text.startswith("the only "):
            need(count == of == 1, f'"{text}"', f"{count} of {of}")
        elif made := re.match(r"(\w+) of (\w+) ", text):
            said = 0 if made[1] == "none" else number_of(made[1])
            need((said, number_of(made[2])) == (count, of), f'"{text}"', f"{count} of {of}")
        elif text.startswith("no "):
            need(count == 0, f'"{text}"', f"{count} of {of}")
        else:
            raise UnreadError(text)

    def groups_are(self, text: str) -> None:
        """One of two regions is off track."""
        made = re.fullmatch(rf"(.+?) (?:is|are) ({_S})", text)
        if not made:
            raise UnreadError(text)
        found = self.statuses(self.named())
        self.counted(made[1] + " ", found[made[2]], sum(found.values()))

    def late(self, text: str, reached: int) -> None:
        """, two months late"""
        late = reached - (self.measure.due or 0)
        if made := re.fullmatch(r", (\w+) months? (late|early)", text):
            need(number_of(made[1]) * (1 if made[2] == "late" else -1) == late, f'"{text}"', late)
        else:
            need(text == ", in time" and late == 0, f'"{text}"', late)

    def reached(self, text: str) -> int:
        """The month in which a straight line from the present value meets the target."""
        when = self.truth.month(text)
        line, value = self.line(), self.now
        assert value is not None
        missing, speed = self.measure.sign * (self.goal - value), self.measure.sign * line.slope
        need(missing > 0 and speed > 0, f"the target is reached in {text}", "not in sight")
        steps = -(-missing // speed)
        need(when - self.truth.now == steps, f"the target is reached in {text}", f"{steps} months away")
        return when

    def line(self) -> Line:
        """The straight line through the last unbroken months with a target, twelve at most."""
        numbers: list[Fraction] = []
        for at in range(self.truth.now, -1, -1):
            value = self.measure.total[at]
            if value is None or not isinstance(self.measure.aims[at], Fraction) or len(numbers) == 12:
                break
            numbers.insert(0, value)
        return Line(numbers)

    def last(self, name: str, values: Mapping[str, Fraction]) -> None:
        """Alone in the last place."""
        others = [value for one, value in values.items() if one != name]
        need(name in values and others, f"{name} is last", "not compared")
        worst = self.measure.worst([values[name], *others])
        need(values[name] == worst and worst not in others, f"{name} is last", values)

    def first(self, name: str, values: Mapping[str, Fraction]) -> None:
        others = [value for one, value in values.items() if one != name]
        best = self.measure.best([values[name], *others])
        need(values[name] == best and best not in others, f"{name} leads", values)

    def highest(self, name: str, values: Mapping[str, Fraction], alone: bool = True) -> None:
        others = [value for one, value in values.items() if one != name]
        need(all(values[name] > o if alone else values[name] >= o for o in others), f"{name} is highest", values)

    def lowest(self, name: str, values: Mapping[str, Fraction], alone: bool = True) -> None:
        others = [value for one, value in values.items() if one != name]
        need(all(values[name] < o if alone else values[name] <= o for o in others), f"{name} is lowest", values)

    def month_is(self, text: str, month: int) -> None:
        need(self.truth.month(text) == month, f"the month is {text}", month)

    def check_all(self, text: str) -> list[str]:
        """Checks a text of one or more sentences, as a whole where that can be read; the names of their kinds."""
        try:
            return [self.check(text)]
        except UnreadError:
            parts = re.split(r"(?<=\.) (?=[A-Z])", text)
            if len(parts) == 1:
                raise
            return [self.check(part) for part in parts]

    def check(self, text: str) -> str:
        """Checks one printed text; the name of its kind. ContradictionError or UnreadError where it does not hold."""
        text = re.sub("[\u00a0\u202f\u2009]", " ", text).strip()
        text = re.sub("^Not assigned", NO_GROUP, text)
        for name, pattern, claim in CLAIMS:
            if made := pattern.fullmatch(text):
                try:
                    claim(self, made)
                except UnreadError:
                    continue
                return name
        raise UnreadError(text)


@dataclass(frozen=True)
class Line:
    """A straight line by least squares."""

    numbers: Sequence[Fraction]
    # Student's t, 80 % between both ends, by degrees of freedom (tables of the distribution).
    student: Mapping[int, str] = field(
        default_factory=lambda: dict(
            zip(
                range(2, 11),
                ["1.886", "1.638", "1.533", "1.476", "1.440", "1.415", "1.397", "1.383", "1.372"],
                strict=True,
            )
        )
    )

    @property
    def count(self) -> int:
        return len(self.numbers)

    @property
    def slope(self) -> Fraction:
        middle, mean = Fraction(self.count - 1, 2), sum(self.numbers, Fraction(0)) / self.count
        top = sum((at - middle) * (number - mean) for at, number in enumerate(self.numbers))
        return Fraction(top) / self.squares

    @property
    def squares(self) -> Fraction:
        return sum(((at - Fraction(self.count - 1, 2)) ** 2 for at in range(self.count)), Fraction(0))

    def half(self, steps: int) -> float:
        middle, mean = Fraction(self.count - 1, 2), sum(self.numbers, Fraction(0)) / self.count
        misses = sum((n - mean - self.slope * (at - middle)) ** 2 for at, n in enumerate(self.numbers))
        away = middle + steps
        spread = sqrt(misses / (self.count - 2))
        width = sqrt(1 + Fraction(1, self.count) + away**2 / self.squares)
        return float(self.student[self.count - 2]) * spread * width


Claim = Callable[[Reader, "re.Match[str]"], None]
CLAIMS: list[tuple[str, re.Pattern[str], Claim]] = []


def claims(name: str, pattern: str) -> Callable[[Claim], Claim]:
    """Registers what checks texts of this form."""

    def register(claim: Claim) -> Claim:
        CLAIMS.append((name, re.compile(pattern, re.DOTALL), claim))
        return claim

    return register
