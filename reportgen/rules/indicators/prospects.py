"""What reaching a target takes, what the last periods brought, and what is expected: numbers of a KPI, and a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reportgen.content.kpis import Prospect
from reportgen.content.phrases import Label, Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Table
from reportgen.content.values import NoData, Number, Quantity, Range, Value, exact
from reportgen.rules.blocks import listed, table
from reportgen.rules.indicators.forecast import LEAST_PERIODS, forecast, unbroken
from reportgen.rules.setting import Setting, Subject, Titles, divided, step

# The pace is the mean of up to this many of the last steps (domain practice: the last three).
_STEPS = 3
_RIGHT = Align.RIGHT


def prospect(subject: Subject, setting: Setting) -> Prospect:
    """Where a KPI is heading; false without a target ahead."""
    goal, value, id = subject.goal, subject.total.value, subject.total.id
    if goal is None or goal.due.steps_since(setting.period) <= 0:
        return Prospect()
    needed, brought = needed_step(subject, setting), pace(subject)
    achieved: Value = brought[0] if brought else NoData("fewer than two periods without a gap", f"{id}.pace")
    made = forecast(subject, setting)
    met = isinstance(needed, NoData) and isinstance(value, Quantity)
    reason = _no_forecast(subject, setting) if made is None else Phrase()
    words: dict[str, object] = {"kind": setting.period.kind.value}
    method = Phrase()
    if made is not None:
        words |= {"points": made.points, "error": made.error, "trials": made.trials}
        method = setting.locale.phrase("outlook_method", **words)
    return Prospect(
        goal=goal.value,
        due=goal.due,
        needed=needed,
        achieved=achieved,
        over=brought[1] if brought else 0,
        ratio=_ratio(achieved, needed, f"{id}.pace_ratio"),
        expected=made.last.value if made else NoData(reason.text, f"{id}.forecast"),
        range=Range(made.last.low, made.last.high, f"{id}.forecast.range") if made else NoData(reason.text),
        reached=made.reached if made else None,
        met=met,
        points=made.points if made else 0,
        error=made.error if made and made.error else NoData("too few periods to try it out"),
        trials=made.trials if made else 0,
        method=method or reason,
    )


def needed_step(subject: Subject, setting: Setting) -> Value:
    """What the final target takes per period that is left; no data where it is met already, or there is no value."""
    goal, value, id = subject.goal, subject.total.value, f"{subject.total.id}.needed"
    if goal is None or not isinstance(value, Quantity):
        return NoData("no data", id)
    missing = step(goal.value, value, id)
    if missing.amount * (1 if subject.higher_is_better else -1) <= 0:
        return NoData("met already", id)
    return divided(missing, goal.due.steps_since(setting.period))


def pace(subject: Subject) -> tuple[Quantity, int] | None:
    """The mean step over the last (up to three) periods without a gap in the data, and over how many."""
    known: list[Quantity] = []
    for figure in reversed(subject.past()):
        if not isinstance(figure.value, Quantity) or len(known) > _STEPS:
            break
        known.append(figure.value)
    if len(known) < 2:
        return None
    over = len(known) - 1
    return divided(step(known[0], known[-1], f"{subject.total.id}.pace"), over), over


def _ratio(achieved: Value, needed: Value, id: str) -> Value:
    """What the last periods brought per what is needed: 1 is just enough."""
    if not isinstance(achieved, Quantity) or not isinstance(needed, Quantity):
        return NoData("met already" if isinstance(achieved, Quantity) else "no pace", id)
    return Number(exact(Fraction(achieved.amount) / Fraction(needed.amount)), 1, id=id)


def _no_forecast(subject: Subject, setting: Setting) -> Phrase:
    """Why there is no forecast: never a silent gap."""
    say, kind, past = setting.locale.phrase, setting.period.kind.value, subject.past()
    points, goal = len(unbroken(past)), subject.goal
    if not isinstance(subject.total.value, Quantity):
        return say("no_forecast_now", period=setting.label)
    if points >= LEAST_PERIODS and goal is not None:
        return say("no_forecast_far", ahead=goal.due.steps_since(setting.period), points=points, kind=kind)
    gap = past[-points - 1] if points < len(past) else None
    if gap is not None and not isinstance(gap.value, Quantity):
        missing = setting.locale.period_label(gap.period)
        return say("no_forecast_gap", missing=missing, since=points, least=LEAST_PERIODS, kind=kind)
    return say("no_forecast_few", points=points, least=LEAST_PERIODS, kind=kind)


def prospects(subjects: Sequence[Subject], made: Sequence[Prospect], setting: Setting, titles: Titles) -> Table:
    """Every KPI with a target ahead: needed, achieved, expected with its range, reached when, how, how well."""
    word, locale = setting.locale.word, setting.locale
    ahead = [(subject, one) for subject, one in zip(subjects, made, strict=True) if one]
    columns = (
        Column("indicator", word("Indicator"), weight=2.4),
        Column("actual", word("Actual"), _RIGHT, 1.0, Emphasis.STRONG),
        Column("goal", word("Target"), _RIGHT, 1.0),
        Column("due", word("Due"), weight=1.1),
        Column("needed", word("Needed"), _RIGHT, 1.0),
        Column("achieved", word("Achieved"), _RIGHT, 1.0),
        Column("ratio", word("Achieved per needed"), _RIGHT, 1.0, Emphasis.QUIET),
        Column("expected", word("Expected"), _RIGHT, 1.1, Emphasis.STRONG),
        Column("range", word("Range"), _RIGHT, 1.9, Emphasis.QUIET),
        Column("reached", word("Reached"), weight=1.2),
        Column("error", word("Past miss"), _RIGHT, 0.9, Emphasis.QUIET),
        Column("method", word("Method"), weight=3.4, emphasis=Emphasis.QUIET),
    )
    cells = [(subject.id, _cells(subject, one, setting)) for subject, one in ahead]
    found = listed(columns, cells, "needed", "achieved", "ratio", "expected", "range", "error")
    on_time = sum(_in_time(one) for _, one in ahead)
    unknown = sum(not one.met and one.points == 0 for _, one in ahead)
    late = [subject.label for subject, one in ahead if one.points and not _in_time(one)]
    headline = titles.pick(*_titles(on_time, len(ahead), unknown, late, setting)) if ahead else Phrase()
    scope = locale.phrase("prospects_scope", period=setting.label, kind=setting.period.kind.value)
    return table("outlook", word("Outlook"), found.columns, found.rows, setting, headline=headline, subtitle=scope.text)


def _titles(on_time: int, of: int, unknown: int, late: Sequence[str], setting: Setting) -> Iterator[Phrase]:
    if len(late) == 1 and on_time and not unknown:
        yield setting.locale.phrase("prospects_late", label=late[0], on_time=on_time, of=of)
    yield setting.locale.phrase("prospects_title", on_time=on_time, of=of, unknown=unknown)


def _in_time(one: Prospect) -> bool:
    """True for a target that is met, or reached by its date at the present rate."""
    return one.met or (one.reached is not None and one.due is not None and one.reached <= one.due)


def _cells(subject: Subject, one: Prospect, setting: Setting) -> dict[str, Cell]:
    short, word = setting.locale.period_short, setting.locale.word
    reached = word("met") if one.met else short(one.reached) if one.reached else word("not in sight")
    return {
        "indicator": Label(subject.label, subject.kpi.note),
        "actual": subject.total.value,
        "goal": one.goal,
        "due": short(one.due) if one.due else "",
        "needed": one.needed,
        "achieved": one.achieved,
        "ratio": one.ratio,
        "expected": one.expected,
        "range": one.range,
        "reached": reached if one.met or one.points else word("no forecast"),
        "error": one.error,
        "method": one.method.text,
    }
