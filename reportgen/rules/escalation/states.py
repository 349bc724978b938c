"""What a rule watches -> matters for decision: raised, still open or cleared against the last period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reportgen.content.periods import Period
from reportgen.rules.conditions.syntax import Rule
from reportgen.rules.escalation.watch import HORIZON, Seen, Watch


class State(StrEnum):
    """How a matter stands against the last period."""

    RAISED = "raised"
    OPEN = "open"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Told:
    """What an earlier report said: the period it was about, the rules it watched, and since when which matters were
    open, by their keys."""

    period: Period
    rules: frozenset[str]
    open: Mapping[str, Period]


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter for decision. `since` is the period in which it was raised, `earlier` true when it may have been
    before; `now` and `then` are what was seen in this period and the last one."""

    rule: Rule
    item: str
    state: State
    since: Period
    earlier: bool
    now: Seen | None
    then: Seen | None
    owner: str = ""
    action: str = ""
    due: date | None = None

    @property
    def key(self) -> str:
        """By which the matter is recognised in another report."""
        return key_of(self.rule, self.item)

    @property
    def seen(self) -> Seen | None:
        """The matter as it is now, or was last."""
        return self.now or self.then


def key_of(rule: Rule, item: str) -> str:
    """The key of a matter: its rule, and the group or row that it is about."""
    return f"{rule.key} | {item}" if item else rule.key


def matters(watch: Watch, last: Period, told: Told | None) -> Iterator[Matter]:
    """The matters of a rule in the order of what it watches; `told` counts where it is about the last period."""
    rule, period = watch.rule, watch.setting.period
    told = told if told is not None and told.period == last and rule.key in told.rules else None
    seen, before = watch.seen(period), watch.seen(last)
    for item in dict.fromkeys([*seen, *before]):
        was = key_of(rule, item) in told.open if told else watch.holds(last, item)
        # What was open and has no data now stays open, also where only the earlier report says that it was open.
        silent = was and item in seen and seen[item].met is None
        holds = silent or watch.holds(period, item)
        if not holds and not was:
            continue
        state = State.CLEARED if not holds else State.OPEN if was else State.RAISED
        since, earlier = _since(watch, item, state, last, told)
        yield _matter(watch, item, state, (since, earlier), (seen.get(item), before.get(item)))


def _since(watch: Watch, item: str, state: State, last: Period, told: Told | None) -> tuple[Period, bool]:
    if told and state is not State.RAISED:
        return told.open[key_of(watch.rule, item)], False
    first = last if state is State.CLEARED else watch.setting.period
    limit = last if state is State.RAISED else None
    while first.previous != limit and watch.holds(first.previous, item):
        first = first.previous
    return first, watch.setting.period.steps_since(first) >= HORIZON


def _matter(
    watch: Watch, item: str, state: State, start: tuple[Period, bool], seen: tuple[Seen | None, Seen | None]
) -> Matter:
    rule, held = watch.rule, seen[0] or seen[1]
    thing = held.thing if held else None
    owner = rule.owner or (thing.owner if thing else "") or (watch.subject.kpi.owner if watch.subject else "")
    action = rule.action or (thing.action if thing else "")
    due = thing.due if thing else None
    if rule.within is not None:
        due = start[0].end + timedelta(days=rule.within)
    return Matter(rule, item, state, *start, *seen, owner, action, due)


_ORDER = tuple(State)


def in_order(found: Sequence[Matter]) -> list[Matter]:
    """Raised first, then open, then cleared; within them by rule."""
    return sorted(found, key=lambda matter: (_ORDER.index(matter.state), matter.rule.number))
