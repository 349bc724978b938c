"""The reader of one report: what is known of its KPIs, and checks of the parts that sentences share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.rules.oracle.counted import NO_GROUP, Aim, Measure, Series, Truth, half_up
from tests.rules.oracle.printed import RANGE, STATUS, VALUE, ContradictionError, UnreadError, need, number_of, read
from tests.rules.oracle.straight_line import Line


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
        if made := re.fullmatch(rf"(rose|fell) by ({VALUE}) to ({VALUE})", text):
            verb, much, value = made.groups()
            need(change is not None and (change > 0) == (verb == "rose") and change != 0, f"it {text}", change)
            assert change is not None
            self.is_value(much, abs(change), "as the change", difference=True)
            need(read(much).number != 0, f"it {text}", "no move that is printed")
        elif made := re.fullmatch(rf"(rose to|fell to|stayed at|stood at|arrived at) ({VALUE})", text):
            verb, value = made.groups()
            if verb == "stood at":
                need(change is None, f"it {text}", "known how it moved")
            else:
                assert change is not None, text
                printed = self.measure.rounded(change)
                crossed = (
                    aim is not None and not isinstance(aim, tuple) and now is not None and now >= aim > now - change
                )
                right = {
                    "rose to": change > 0 and printed != 0,
                    "fell to": change < 0 and printed != 0,
                    "stayed at": printed == 0,
                    "arrived at": change > 0 and printed == 0 and crossed,
                }
                need(right[verb], f"it {text}", float(change))
        else:
            raise UnreadError(text)
        self.is_value(value, now, "as the value")

    def against(self, text: str, value: Fraction | None, aim: Aim) -> None:
        """3.6 points below target, on target, just above the target of 70 %, within the target of 2 to 6."""
        need(value is not None and aim is not None, f"it is {text}", "without a target")
        assert value is not None
        gap = self.measure.gap(value, aim)
        made = re.fullmatch(
            rf"(?:({VALUE}) (above|below)|(on|within|just above|just below)) (?:the )?target(?: of ({RANGE}))?", text
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
        made = re.fullmatch(rf"(.+?) (?:is|are) ({STATUS})", text)
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


Made = re.Match[str]
Claim = Callable[[Reader, "re.Match[str]"], None]
CLAIMS: list[tuple[str, re.Pattern[str], Claim]] = []


def claims(name: str, pattern: str) -> Callable[[Claim], Claim]:
    """Registers what checks texts of this form."""

    def register(claim: Claim) -> Claim:
        CLAIMS.append((name, re.compile(pattern, re.DOTALL), claim))
        return claim

    return register
