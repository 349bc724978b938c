"""Named methods: what is said in one word and has a definition of its own, such as nps(recommend) or growth(x).

Each becomes the same tree that a formula would give where there is one: nps() is counts over counts.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportgen.rules.formulas.names import HISTORIES, NUMBERS, PEOPLE, SURVEYS, TARGETS, Vocabulary, suggestion
from reportgen.rules.formulas.reader import MAX_WINDOW, Findings
from reportgen.rules.formulas.sources import (
    Source,
    percentage,
    refused_options,
    source_of,
    whole_number,
    wrong_arguments,
)
from reportgen.rules.formulas.syntax import (
    Aggregate,
    Aggregation,
    Applied,
    Arithmetic,
    Check,
    Comparison,
    Constant,
    DaysBetween,
    Earlier,
    EntityCount,
    Followed,
    Following,
    Goal,
    History,
    Junction,
    Kind,
    Literal,
    Margin,
    Overall,
    PeriodDays,
    Reference,
    Row,
)

# A line through fewer points is no trend (domain practice: k >= 4).
LEAST_POINTS = 4
# Two years of weeks.
MAX_WEEKS = 104
_FORMS = {
    "change": "change(x) or change(x, 12)",
    "growth": "growth(x) or growth(x, 12)",
    "cagr": "cagr(x, 12)",
    "average": "average(x, 3)",
    "slope": "slope(x, 6)",
    "forecast": "forecast(kpi.name, 6)",
    "periods_to_goal": "periods_to_goal(kpi.name, 6)",
    "score": "score(x, 0, 1)",
    "entities": "entities(kpi.name >= 0.8) or entities(kpi.name)",
    "newcomers": "newcomers(column, on=date)",
    "reactivated": "reactivated(column, on=date)",
    "lapsed": "lapsed(column, on=date)",
    "stickiness": "stickiness(column, on=date)",
    "retention": "retention(column, on=date, after=3)",
    "habitual": "habitual(column, on=date, least=3, weeks=4)",
    "days_within": "days_within(start, end, 90)",
}
_ORDER: dict[type[ast.AST], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


@dataclass(frozen=True, slots=True)
class MethodReader:
    """Reads the calls of named methods; `number` reads what stands inside as one number."""

    findings: Findings
    names: Vocabulary
    number: Callable[[ast.expr], Aggregate | None]

    def read(self, node: ast.Call, name: str) -> Aggregate | None:
        """The method as a tree; None when it has problems, which are added to the findings."""
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            self._wrong(node, name)
            return None
        if name in SURVEYS:
            return self._survey(node, name)
        if name in PEOPLE:
            return self._people(node, name)
        if name == "days_within":
            return self._days_within(node)
        if refused_options(self.findings, node, name, ()):
            return None
        if name in HISTORIES:
            return self._history(node, name)
        if name in TARGETS:
            return self._target(node, name)
        assert name in NUMBERS
        return self._number(node, name)

    def _wrong(self, node: ast.Call, name: str) -> None:
        known = f"{name}(kpi.name)" if name in TARGETS else f"{name}(column)" if name in SURVEYS else f"{name}(x)"
        wrong_arguments(self.findings, node, name, _FORMS.get(name, known))

    def _history(self, node: ast.Call, name: str) -> Aggregate | None:
        fewest = 1 if name in ("change", "growth") else 2
        if not fewest <= len(node.args) <= 2:
            self._wrong(node, name)
            return None
        operand = self.number(node.args[0])
        least = LEAST_POINTS if name == "slope" else 1
        periods = whole_number(self.findings, node.args[1], least, MAX_WINDOW) if len(node.args) > 1 else 1
        if operand is None or periods is None:
            return None
        return History(name, operand, periods, self.findings.offset(node))

    def _target(self, node: ast.Call, name: str) -> Aggregate | None:
        needed = 2 if name in ("forecast", "periods_to_goal") else 1
        if len(node.args) != needed:
            self._wrong(node, name)
            return None
        kpi = self._kpi(node, name)
        points = whole_number(self.findings, node.args[1], LEAST_POINTS, MAX_WINDOW) if needed > 1 else 0
        if kpi is None or points is None:
            return None
        at = self.findings.offset(node)
        if name in ("target", "goal", "periods_left"):
            return Goal(kpi, name, at)
        value = Reference(kpi, self.findings.offset(node.args[0]))
        if name == "attainment":
            sides: tuple[Aggregate, Aggregate] = (value, Goal(kpi, "target", at))
            left, right = sides if kpi not in self.names.falling else (sides[1], sides[0])
            return Arithmetic("/", left, right)
        slope = History("slope", value, points, at)
        if name == "forecast":
            return Arithmetic("+", value, Arithmetic("*", slope, Goal(kpi, "periods_left", at)))
        direction = Constant(-1.0 if kpi in self.names.falling else 1.0)
        return Applied("periods_to", (value, Goal(kpi, "goal", at), slope, direction))

    def _kpi(self, node: ast.Call, name: str) -> str | None:
        """The KPI that is named, because only KPIs have targets."""
        argument = node.args[0]
        named = isinstance(argument, ast.Attribute) and isinstance(argument.value, ast.Name)
        if not (isinstance(argument, ast.Attribute) and named and getattr(argument.value, "id", "") == "kpi"):
            self.findings.add(
                "formula-arguments",
                f"{name}() takes a KPI, because only KPIs have targets",
                self.findings.offset(argument),
                found=self.findings.source(argument)[:60],
                expected=_FORMS.get(name, f"{name}(kpi.name)"),
            )
            return None
        if argument.attr in self.names.kpis:
            return argument.attr
        self.findings.add(
            "formula-unknown-kpi",
            f'There is no KPI "{argument.attr}"',
            self.findings.offset(argument) + len("kpi."),
            hint=suggestion(argument.attr, self.names.kpis),
        )
        return None

    def _number(self, node: ast.Call, name: str) -> Aggregate | None:
        if len(node.args) != (3 if name == "score" else 1):
            self._wrong(node, name)
            return None
        if name == "entities":
            return self._entities(node)
        operands = [self.number(argument) for argument in node.args]
        known = tuple(operand for operand in operands if operand is not None)
        if len(known) < len(operands):
            return None
        if name == "margin":
            return Margin(known[0], self.findings.offset(node))
        return Overall(known[0]) if name == "overall" else Applied(name, known)

    def _entities(self, node: ast.Call) -> Aggregate | None:
        argument = node.args[0]
        if not self.names.master:
            self.findings.add(
                "formula-entities",
                "entities() counts entities, and the project has no entity table",
                self.findings.offset(node),
                hint="Name it under entities:, or count the rows of a table with count(table, where=...).",
            )
            return None
        asks = isinstance(argument, ast.Compare | ast.BoolOp) or (
            isinstance(argument, ast.UnaryOp) and isinstance(argument.op, ast.Not)
        )
        inner = self._condition(argument) if asks else self.number(argument)
        return None if inner is None else EntityCount(inner)

    def _condition(self, node: ast.expr) -> Aggregate | None:
        if isinstance(node, ast.BoolOp):
            parts = [self._condition(value) for value in node.values]
            known = tuple(part for part in parts if part is not None)
            word = "and" if isinstance(node.op, ast.And) else "or"
            return Check(word, known) if len(known) == len(parts) else None
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self._condition(node.operand)
            return None if inner is None else Check("not", (inner,))
        operator = _ORDER.get(type(node.ops[0])) if isinstance(node, ast.Compare) and len(node.ops) == 1 else None
        if not isinstance(node, ast.Compare) or operator is None:
            self.findings.add(
                "formula-kind",
                "entities() takes a comparison of numbers",
                self.findings.offset(node),
                found=self.findings.source(node)[:60],
                expected="for example kpi.name >= 0.8",
                hint="Write and between two comparisons." if isinstance(node, ast.Compare) else "",
            )
            return None
        left, right = self.number(node.left), self.number(node.comparators[0])
        return None if left is None or right is None else Check(operator, (left, right))

    def _survey(self, node: ast.Call, name: str) -> Aggregate | None:
        """Counts and means of the answers that lie on the scale: 0 to 10 for NPS, 1 to 5 for CSAT, 1 to 7 for CES."""
        refused = refused_options(self.findings, node, name, ("where", "on"))
        if len(node.args) != 1:
            self._wrong(node, name)
            return None
        source = source_of(self.findings, self.names, node, node.args)
        answer = source.rows.number(node.args[0]) if source is not None else None
        if source is None or answer is None or refused or not source.sound:
            return None
        if name == "ces":
            return _reduced("mean", source, answer, (1, 7))
        if name == "csat":
            return Arithmetic("/", _reduced("count", source, answer, (4, 5)), _reduced("count", source, answer, (1, 5)))
        promoters, detractors = (_reduced("count", source, answer, scale) for scale in ((9, 10), (0, 6)))
        return Arithmetic("/", Arithmetic("-", promoters, detractors), _reduced("count", source, answer, (0, 10)))

    def _people(self, node: ast.Call, name: str) -> Aggregate | None:
        own = {"retention": ("after",), "habitual": ("least", "weeks")}.get(name, ())
        refused = refused_options(self.findings, node, name, ("where", "on", *own))
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if len(node.args) != 1 or any(option not in given for option in ("on", *own)):
            self._wrong(node, name)
            return None
        source = source_of(self.findings, self.names, node, node.args)
        value = source.rows.read(node.args[0]) if source is not None else None
        limits = {"after": (1, MAX_WINDOW), "least": (1, MAX_WEEKS), "weeks": (1, MAX_WEEKS)}
        what = {"after": "periods"}
        counts = [whole_number(self.findings, given[key], *limits[key], what.get(key, "weeks")) for key in own]
        if source is None or value is None or refused or not source.sound or None in counts:
            return None
        if not self._can_be_followed(node, source, value):
            return None
        numbers = [count for count in counts if count is not None]
        return self._followed(source, value, name, numbers, node)

    def _can_be_followed(self, node: ast.Call, source: Source, value: Row) -> bool:
        if value.kind in (Kind.TEXT, Kind.NUMBER):
            return True
        self.findings.add(
            "formula-kind",
            "People are told apart by a text or a number",
            self.findings.offset(node.args[0]),
            found=f"{value.kind.value} ({self.findings.source(node.args[0])[:60]})",
        )
        return False

    def _followed(
        self, source: Source, value: Row, name: str, numbers: Sequence[int], node: ast.Call
    ) -> Aggregate | None:
        def count(kind: Following, after: int = 0, least: int = 0, weeks: int = 0) -> Aggregation:
            among = Followed(kind, after, least, weeks)
            return Aggregation("distinct", source.table, value, source.where, source.on, 0.0, source.condition, among)

        if name == "retention":
            (after,) = numbers
            return Arithmetic("/", count(Following.RETAINED, after), Earlier(count(Following.NEW), after))
        if name == "habitual":
            least, weeks = numbers
            if least > weeks:
                self._wrong(node, name)
                return None
            return Arithmetic("/", count(Following.HABITUAL, 0, least, weeks), count(Following.RECENT, 0, 0, weeks))
        if name == "stickiness":
            active = Aggregation("distinct", source.table, value, source.where, source.on, 0.0, source.condition)
            return Arithmetic("/", Arithmetic("/", count(Following.DAILY), PeriodDays()), active)
        return count({"newcomers": Following.NEW}.get(name) or Following(name))

    def _days_within(self, node: ast.Call) -> Aggregate | None:
        refused = refused_options(self.findings, node, "days_within", ("where", "on"))
        if len(node.args) != 3:
            self._wrong(node, "days_within")
            return None
        source = source_of(self.findings, self.names, node, node.args[:2])
        share = percentage(self.findings, node.args[2])
        if source is None:
            return None
        start, end = (source.rows.date(argument) for argument in node.args[:2])
        if start is None or end is None or share is None or refused or not source.sound:
            return None
        days = DaysBetween(start, end)
        return Aggregation("within", source.table, days, source.where, source.on, share, source.condition)


def _reduced(function: str, source: Source, answer: Row, scale: tuple[int, int]) -> Aggregation:
    """A reduction of the answers between two points of a scale, both included."""
    low, high = (Literal(float(end), Kind.NUMBER) for end in scale)
    on_scale = (Comparison("<=", low, answer), Comparison("<=", answer, high))
    where = Junction("and", on_scale if source.where is None else (source.where, *on_scale))
    words = f"answer {scale[0]} to {scale[1]}"
    condition = f"{source.condition} and {words}" if source.condition else words
    return Aggregation(function, source.table, answer, where, source.on, 0.0, condition)
