"""What to say beside a KPI's trend: pace, position against the target, the largest move. At most three remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.content.kpis import Figure
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Phrase
from reportgen.content.values import Quantity
from reportgen.rules.formulas.method_words import counts_open
from reportgen.rules.indicators.forecast import forecast, outlook_sentence
from reportgen.rules.indicators.prospects import needed_step, pace
from reportgen.rules.indicators.verdicts import sentence, verdict
from reportgen.rules.setting import Setting, Subject, amount, step

_MOST = 3


def remarks(subject: Subject, setting: Setting) -> Narrative:
    """The remarks the data bear out, the most useful first; without data the reason for that."""
    found = list(_remarks(subject, setting)) if subject.total.value else [("No data", no_data((subject,), setting))]
    findings = tuple(Finding(phrase, label=setting.locale.word(heading)) for heading, phrase in found[:_MOST])
    return Narrative(f"kpi.{subject.id}.remarks", findings)


def no_data(subjects: Sequence[Subject], setting: Setting) -> Phrase:
    """That KPIs have no data for the period, and why; they must share the reason."""
    reason = setting.locale.told(getattr(subjects[0].total.value, "reason", ""))
    labels = [subject.label for subject in subjects]
    return setting.locale.phrase("no_data_because", labels=labels, period=setting.label, reason=reason)


def _remarks(subject: Subject, setting: Setting) -> Iterator[tuple[str, Phrase]]:
    total, say = subject.total, setting.locale.phrase
    against = verdict(total, subject, setting)
    if against:
        yield "Against target", sentence(against)
    pace = pace_sentence(subject, setting)
    if pace:
        yield "Pace", pace
    expected = forecast(subject, setting)
    if expected:
        yield "Outlook", outlook_sentence(expected, subject, setting)
    move = _largest_move(subject, setting)
    if move:
        yield "Largest move", move
    earlier = year_before(subject, setting)
    if earlier:
        yield "A year ago", earlier
    extremes = _range(subject, setting)
    if extremes:
        yield "Range", extremes
    if total.reported is None or total.expected is None or total.reported >= total.expected:
        return
    if counts_open(subject.kpi.formula):
        yield "Still open", say("still_open", open=total.expected - total.reported, of=total.expected)
    else:
        nouns = setting.reporters(total.expected)
        facts = {"reported": total.reported, "expected": total.expected, "nouns": nouns}
        facts |= {"owed": setting.owes(total.expected)}
        yield "Reported", say("reported", **facts)


def year_before(subject: Subject, setting: Setting) -> Phrase | None:
    """The change since the same period of the year before; None without a number for it."""
    total = subject.total
    if not isinstance(total.year_ago, Quantity) or not isinstance(total.value, Quantity):
        return None
    change = step(total.value, total.year_ago, f"{total.id}.year_change")
    when = setting.locale.period_label(setting.period.year_ago)
    return setting.locale.phrase("year_before", figure=total, change=change, when=when)


def pace_sentence(subject: Subject, setting: Setting) -> Phrase | None:
    """What the final target takes per period beside what the last periods brought; None without a target ahead."""
    goal, value = subject.goal, subject.total.value
    if goal is None or not isinstance(value, Quantity):
        return None
    steps = goal.due.steps_since(setting.period)
    if steps <= 0:
        return None
    say, due = setting.locale.phrase, setting.locale.period_label(goal.due)
    needed = needed_step(subject, setting)
    if not isinstance(needed, Quantity):
        return say("goal_met", goal=goal.value, due=due)
    if needed.rounded() == 0:
        # What is missing is less than is printed: that it takes no change would be wrong.
        return None
    facts = {
        "goal": goal.value,
        "due": due,
        "needed": needed,
        "steps": steps,
        "kind": setting.period.kind.value,
    }
    brought = pace(subject)
    return say("pace", brought=brought[0], over=brought[1], **facts) if brought else say("pace_only", **facts)


def _largest_move(subject: Subject, setting: Setting) -> Phrase | None:
    """The group that moved most since the period before, and the one that moved least or the other way."""
    grouping = next(iter(setting.groups), "")
    moved = [figure for figure in subject.compared(grouping) if figure.change]
    if len(moved) < 2:
        return None
    ranked = sorted(moved, key=lambda figure: (-amount(figure.change), figure.label))
    most, least = ranked[0], ranked[-1]
    if abs(amount(least.change)) > abs(amount(most.change)):
        most, least = least, most
    if not isinstance(most.change, Quantity) or most.change.rounded() == 0:
        return None
    steps = [amount(figure.change) for figure in moved]
    if steps.count(amount(most.change)) > 1:
        return None
    other = least if steps.count(amount(least.change)) == 1 else None
    return setting.locale.phrase("largest_move", most=most, least=other, previous=setting.previous)


def _range(subject: Subject, setting: Setting) -> Phrase | None:
    """The lowest and highest value of the history, when there are at least three different ones."""
    known = [figure for figure in subject.past() if figure.value]
    if len({amount(figure.value) for figure in known}) < 3:
        return None
    low = min(known, key=lambda figure: amount(figure.value))
    high = max(known, key=lambda figure: amount(figure.value))
    when: dict[str, str] = {"low_when": _when(low, setting), "high_when": _when(high, setting)}
    return setting.locale.phrase("range_over_time", low=low.value, high=high.value, **when)


def _when(figure: Figure, setting: Setting) -> str:
    return setting.locale.period_label(figure.period)
