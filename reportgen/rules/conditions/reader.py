"""The text of a condition -> its tree; every mistake with its line and column, and the word that was meant.

The language is a few words, read from left to right by a parser of its own: nothing of it is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.content.values import Status
from reportgen.errors import Problem
from reportgen.locations import Passage
from reportgen.project import KpiSpec, Project, Unit
from reportgen.project.amounts import Amount, parse_amount
from reportgen.rules.conditions.syntax import (
    Condition,
    FactNumber,
    FieldNumber,
    FieldTest,
    FieldText,
    KpiNumber,
    KpiStatus,
    Limit,
    Rule,
    Test,
    Things,
    ToTarget,
)
from reportgen.rules.conditions.words import (
    COUNTED,
    FACTS,
    MOST_PERIODS,
    STATUSES,
    THINGS,
    ThingWords,
    fact_named,
    thing_named,
)
from reportgen.rules.formulas.names import suggestion
from reportgen.rules.formulas.reader import MAX_LENGTH, Findings

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<sign><=|>=|==|!=|=|<|>)
  | (?P<amount>[+\-\N{MINUS SIGN}]?\d[\d\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]*(?:\ \d{3}(?!\d))*(?:\.\d+)?
      \s*(?:%|(?:percent|points?|pp|days?)\b)?)
  | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
  | (?P<word>[^\s<>=!,'"]+)
  )""",
    re.VERBOSE,
)
_FORMS = "a condition such as: reach off track for 2 periods; reach < 80 % in any segment; risk level >= 20"
_END = "the end of the condition"
_JOINTS = ("where", "and", "for", "in")
_PARTS = ("change", "gap")
_EXAMPLES = {"percent": "80 %", "points": "5 points", "days": "10 days", "number": "5"}


class MisreadError(Exception):
    """Stops the reading of a condition at its first mistake, which has been noted."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int

    @property
    def low(self) -> str:
        return self.text.casefold()


def escalation_rules(project: Project) -> tuple[tuple[Rule, ...], list[Problem]]:
    """The rules that can be watched, in the project's order, and every mistake in the others.

    A condition over a part of the file that had to be set aside is not looked at."""
    rules: list[Rule] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, spec in enumerate(project.escalation):
        passage = project.passage("escalation", number, "when")
        condition, found = read_condition(spec.when, project, passage)
        problems += found
        if condition is None:
            continue
        rule = Rule(number, condition, spec.label, spec.owner, spec.action, spec.within)
        if rule.key in seen:
            findings = Findings(spec.when, passage)
            hint = "Leave one of them out."
            findings.add(
                "condition-twice", f"Rule {seen[rule.key] + 1} has this condition", 0, str(condition), hint=hint
            )
            problems += findings.problems
            continue
        seen[rule.key] = number
        rules.append(rule)
    return tuple(rules), problems


def read_condition(text: str, project: Project, passage: Passage) -> tuple[Condition | None, list[Problem]]:
    """The condition; None with what is wrong, or without a problem where it waits for what was set aside."""
    findings = Findings(text, passage)
    try:
        reader = _Reader(_tokens(findings), project, findings)
        return reader.condition(), []
    except MisreadError:
        return None, findings.problems


def _tokens(findings: Findings) -> list[_Token]:
    text = findings.text
    if len(text) > MAX_LENGTH:
        findings.add("condition-syntax", "The condition is too long", 0, f"{len(text)} characters", f"{MAX_LENGTH}")
        raise MisreadError
    found: list[_Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            findings.add("condition-syntax", "The condition cannot be read", at, text[at : at + 20], _FORMS)
            raise MisreadError
        kind = match.lastgroup or ""
        held = match[kind]
        quoted = kind in ("single", "double")
        found.append(_Token("quoted" if quoted else kind, held.strip() if not quoted else held, match.start(kind)))
        at = match.end()
    return found


class _Reader:
    """Reads one condition from left to right."""

    def __init__(self, tokens: Sequence[_Token], project: Project, findings: Findings) -> None:
        self.tokens = tokens
        self.project = project
        self.findings = findings
        self.at = 0

    # ---- Tokens ----

    @property
    def next(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    @property
    def place(self) -> int:
        return self.next.start if self.next else len(self.findings.text.rstrip())

    def said(self, *words: str) -> bool:
        """True, and read, when these words come next."""
        held = self.tokens[self.at : self.at + len(words)]
        if [token.low for token in held if token.kind == "word"] != list(words):
            return False
        self.at += len(words)
        return True

    def wrong(
        self, code: str, message: str, expected: str = "", hint: str = "", token: _Token | None = None
    ) -> MisreadError:
        found = token or self.next
        place = found.start if found else self.place
        shown = found.text if found else _END
        self.findings.add(code, message, place, shown, expected, hint)
        return MisreadError()

    # ---- The condition ----

    def condition(self) -> Condition:
        """Test, periods and grouping, to the end of the text."""
        if self.next is None:
            raise self.wrong("condition-syntax", "The condition is empty", _FORMS)
        test = self._test()
        periods, grouping = 1, ""
        while self.next is not None:
            if self.said("for") and periods == 1:
                periods = self._periods()
            elif isinstance(test, KpiStatus | KpiNumber) and not grouping and self.said("in"):
                grouping = self._grouping(test.kpi)
            else:
                over_kpi = isinstance(test, KpiStatus | KpiNumber)
                expected = "for 2 periods, in any GROUPING, or nothing" if over_kpi else "for 2 periods, or nothing"
                raise self.wrong("condition-syntax", "This does not belong here", expected)
        return Condition(test, periods, grouping)

    def _test(self) -> Test:
        first = self.next
        assert first is not None
        if first.kind != "word":
            raise self.wrong("condition-syntax", "A condition begins with a name", _FORMS)
        name = first.text.removeprefix("kpi.")
        if name in self.project.kpis:
            self.at += 1
            return self._of_kpi(name)
        if self.project.aside.has("kpis", name):
            raise MisreadError
        fact = self._fact()
        if fact is not None:
            return fact
        thing = thing_named(first.text)
        if thing is not None:
            self.at += 1
            self._has_table(THINGS[thing].contract, first)
            return Things(thing, tuple(self._field_tests(THINGS[thing])))
        known = [*self.project.kpis, *(fact.words for fact in FACTS.values()), *THINGS]
        message = f'There is no KPI, number or register of the name "{first.text}"'
        raise self._unknown(message, first, known, self._until_sign())

    def _unknown(self, message: str, token: _Token, known: Iterable[str], said: str) -> MisreadError:
        names = list(known)
        hint = suggestion(said, names) if said else ""
        near = hint if hint.startswith("Did") else suggestion(token.text, names)
        self.findings.add("condition-name", message, token.start, "", "", near)
        return MisreadError()

    # ---- KPIs ----

    def _of_kpi(self, name: str) -> KpiStatus | KpiNumber:
        statuses = tuple(self._statuses())
        if statuses:
            return KpiStatus(name, statuses)
        spec = self.project.kpis[name]
        part = next((part for part in _PARTS if self.said(part)), "value")
        if self.next is None or self.next.kind != "sign":
            known = [*STATUSES, *_PARTS]
            hint = suggestion(" ".join(token.low for token in self.tokens[self.at : self.at + 2]), known)
            expected = "a status (on track, at risk, off track, no data) or a comparison such as < 80 %"
            raise self.wrong("condition-syntax", "After a KPI stands a status or a comparison", expected, hint)
        operator = self._operator()
        if part == "value" and self.said("target"):
            return KpiNumber(name, part, ToTarget(operator))
        return KpiNumber(name, part, self._limit(operator, _units(spec, part)))

    def _statuses(self) -> Iterator[Status]:
        negated = self.said("not")
        first = self.at
        found: list[Status] = []
        while True:
            status = next((status for words, status in STATUSES.items() if self.said(*words.split())), None)
            if status is None:
                break
            found.append(status)
            if not self.said("or"):
                break
        if negated and found:
            # Without data nothing can be said of the status.
            judged = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
            yield from (status for status in judged if status not in found)
            return
        if negated or (found and self.tokens[self.at - 1].low == "or"):
            known = ", ".join(STATUSES)
            raise self.wrong("condition-syntax", "This is no status", known, suggestion(self._rest(), STATUSES))
        if not found:
            self.at = first
        yield from (status for status in STATUSES.values() if status in found)

    def _rest(self) -> str:
        return " ".join(token.low for token in self.tokens[self.at :])

    # ---- Numbers of registers ----

    def _until_sign(self) -> str:
        words: list[str] = []
        for token in self.tokens[self.at :]:
            if token.kind != "word":
                return " ".join(words)
            words.append(token.text)
        return ""

    def _fact(self) -> FactNumber | None:
        said = self._until_sign()
        name = fact_named(said) if said else None
        if name is None:
            return None
        first = self.next
        assert first is not None
        self._has_table(FACTS[name].contract, first)
        self.at += len(said.split())
        return FactNumber(name, FACTS[name].words, self._limit(self._operator(), _of_unit(FACTS[name].unit)))

    def _has_table(self, contract: str, token: _Token) -> None:
        """Nothing, or an error where no table of the project brings what is named."""
        if any(spec.contract == contract for spec in self.project.tables.values()):
            return
        if self.project.aside.touches("tables"):
            raise MisreadError
        message = f"The project has no table of the contract {contract}"
        raise self.wrong("condition-name", message, f"a table with contract: {contract}", token=token)

    # ---- Rows of registers ----

    def _field_tests(self, words: ThingWords) -> Iterator[FieldTest]:
        while True:
            self.said("where")
            yield self._field_test(words)
            if self.next is None or self.next.low not in ("and", "where"):
                return
            self.at += 1

    def _field_test(self, words: ThingWords) -> FieldTest:
        token = self.next
        fields = [*words.numbers, *words.texts]
        if token is None or token.kind != "word":
            raise self.wrong("condition-syntax", "Here stands the name of a field", ", ".join(fields))
        levels = words.values.get("current", ())
        level = next((level for level in levels if level.casefold() == token.low), None)
        if level is not None:
            self.at += 1
            return FieldText("current", level.casefold())
        if token.low not in fields:
            message = f'There is no field "{token.text}" here'
            raise self._unknown(message, token, [*fields, *(level.casefold() for level in levels)], token.low)
        self.at += 1
        if token.low in words.numbers:
            return FieldNumber(token.low, self._limit(self._operator(), _of_unit(words.numbers[token.low])))
        return self._text_test(token.low, words)

    def _text_test(self, field: str, words: ThingWords) -> FieldText:
        negated = False
        if self.said("is"):
            negated = self.said("not")
        elif self.next is not None and self.next.kind == "sign" and self.next.text in ("=", "==", "!="):
            negated = self.next.text == "!="
            self.at += 1
        else:
            raise self.wrong("condition-syntax", "A text is compared with: is, is not", f"{field} is TEXT")
        first = self.next
        if first is None or (first.kind != "quoted" and first.low in _JOINTS):
            raise self.wrong("condition-syntax", "Here stands a text", f"{field} is TEXT")
        text = self._text()
        known = words.values.get(field)
        if known and text.casefold() not in [value.casefold() for value in known]:
            hint = suggestion(text.casefold(), [value.casefold() for value in known])
            self.findings.add("condition-value", f"This is no {field}", first.start, text, ", ".join(known), hint)
            raise MisreadError
        return FieldText(field, text.casefold(), negated)

    def _text(self) -> str:
        """A text in quotation marks, or the words to the next joint."""
        if self.next is not None and self.next.kind == "quoted":
            self.at += 1
            return self.tokens[self.at - 1].text
        held = []
        while self.next is not None and self.next.kind in ("word", "amount") and self.next.low not in _JOINTS:
            held.append(self.next.text)
            self.at += 1
        return " ".join(held)

    # ---- Parts ----

    def _operator(self) -> str:
        token = self.next
        if token is None or token.kind != "sign":
            raise self.wrong("condition-syntax", "Here stands a comparison", "one of < <= > >= == !=")
        self.at += 1
        return "==" if token.text == "=" else token.text

    def _limit(self, operator: str, units: tuple[str, ...]) -> Limit:
        token = self.next
        example = _EXAMPLES[units[0]]
        if token is None or token.kind != "amount":
            raise self.wrong("condition-syntax", "Here stands a number", f"an amount such as {example}")
        amount = parse_amount(token.text)
        assert isinstance(amount, Amount)
        if amount.unit not in units:
            raise self.wrong("condition-value", "The number has another unit", f"an amount such as {example}")
        self.at += 1
        return Limit(operator, Fraction(amount.value), amount.text)

    def _periods(self) -> int:
        token = self.next
        kind = self.project.period.value
        expected = f"a number from 1 to {MOST_PERIODS} and the word periods"
        number = COUNTED.get(token.low) if token else None
        if token is not None and token.kind == "amount" and token.text.isdecimal():
            number = int(token.text)
        if number is None or not 1 <= number <= MOST_PERIODS:
            raise self.wrong("condition-value", "This is no number of periods", expected)
        self.at += 1
        if not any(self.said(word) for word in ("periods", "period", f"{kind}s", kind)):
            raise self.wrong("condition-syntax", "This does not belong here", expected)
        self.said("running")
        return number

    def _grouping(self, kpi: str) -> str:
        self.said("any")
        token = self.next
        entities = self.project.entities
        groups = entities.groups if entities else ()
        if token is None or token.kind != "word":
            raise self.wrong("condition-syntax", "Here stands a grouping", ", ".join(groups))
        if token.text not in groups:
            if self.project.aside.touches("entities"):
                raise MisreadError
            raise self._unknown(f'"{token.text}" is no grouping', token, groups, token.text)
        self.at += 1
        return token.text


def _units(spec: KpiSpec, part: str) -> tuple[str, ...]:
    """The units in which a part of a KPI is compared: changes and gaps of shares are points."""
    if spec.unit is Unit.POINTS or (spec.unit is Unit.PERCENT and part != "value"):
        return ("points",)
    return _of_unit({Unit.PERCENT: "percent", Unit.DAYS: "days"}.get(spec.unit, "number"))


def _of_unit(unit: str) -> tuple[str, ...]:
    return (unit, "number") if unit == "days" else (unit,)
