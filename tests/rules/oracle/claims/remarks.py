"""Remarks: pace, the largest moves, a year ago, the range of the past, who did not report."""

from __future__ import annotations

import re

from tests.rules.oracle.printed import COUNT, GROUP, MONTH, MOVED, VALUE, need, number_of, read
from tests.rules.oracle.reader import Made, Reader, claims


@claims(
    "pace",
    rf"Reaching ({VALUE}) in ({MONTH}) takes a (rise|fall) of ({VALUE}) (a month|in one month)"
    rf"(?:;\s+the last (?:({COUNT}) months|month) brought (no change|a (rise|fall) of ({VALUE}))( a month)?)?\.",
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.subject()
    now, due = kpi.now, kpi.measure.due
    assert now is not None
    assert due is not None
    left, missing = due - seen.truth.now, kpi.goal - now
    kpi.is_value(made[1], kpi.goal, "as the goal")
    kpi.month_is(made[2], due)
    need(kpi.measure.sign * missing > 0, made[0], "met")
    need((missing > 0) == (made[3] == "rise") and (left > 1) == (made[5] == "a month"), made[0], float(missing))
    need(read(made[4]).number != 0, made[0], "no move that is printed")
    kpi.is_value(made[4], abs(missing) / left, "as what it takes", difference=True)
    if not made[7]:
        return
    over = number_of(made[6]) if made[6] else 1
    before = kpi.measure.total[seen.truth.now - over]
    need(before is not None and None not in kpi.measure.total[seen.truth.now - over : seen.truth.now], made[0], "a gap")
    assert before is not None
    brought = (now - before) / over
    if made[8]:
        need((brought > 0) == (made[8] == "rise") and brought != 0, made[0], float(brought))
        need((over > 1) == bool(made[10]), made[0])
        kpi.is_value(made[9], abs(brought), "as what was brought", difference=True)
    else:
        need(
            kpi.measure.rounded(brought, max(kpi.measure.decimals, 1 if over > 1 else 0)) == 0, made[0], float(brought)
        )


@claims("target met", rf"The target of ({VALUE}) for ({MONTH}) is met already\.")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.subject()
    assert kpi.now is not None
    kpi.is_value(made[1], kpi.goal)
    kpi.month_is(made[2], kpi.measure.due or 0)
    need(kpi.measure.sign * (kpi.now - kpi.goal) >= 0, made[0], float(kpi.now))


@claims(
    "largest move",
    rf"({GROUP}) ({MOVED}) since ({MONTH})"
    rf"(?:; ({GROUP}) (?:({MOVED})|(rose|fell) least, by ({VALUE}) to ({VALUE})))?\.",
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.subject()
    seen.month_is(made[3], seen.truth.now - 1)
    steps = {name: step for name in kpi.named() if (step := kpi.change(kpi.scope(name))) is not None}
    kpi.moved(made[2], kpi.scope(made[1]), kpi.group_aim)
    need(abs(steps[made[1]]) == max(map(abs, steps.values())), f"{made[1]} moved most", steps)
    if not made[4]:
        return
    step = steps[made[4]]
    if made[5]:
        kpi.moved(made[5], kpi.scope(made[4]), kpi.group_aim)
    else:
        need((step > 0) == (made[6] == "rose") and step != 0, made[0], float(step))
        need(abs(step) == min(map(abs, steps.values())), f"{made[4]} moved least", steps)
        kpi.is_value(made[7], abs(step), difference=True)
        kpi.is_value(made[8], kpi.at(made[4]))


@claims("year before", rf"({VALUE}) in ({MONTH}): (no change|a (rise|fall) of ({VALUE})) in a year\.")
def _(seen: Reader, made: Made) -> None:
    kpi, year = seen.subject(), seen.truth.now - 12
    seen.month_is(made[2], year)
    before = kpi.measure.total[year]
    kpi.is_value(made[1], before)
    assert before is not None
    assert kpi.now is not None
    change = kpi.now - before
    if made[4]:
        need((change > 0) == (made[4] == "rise") and change != 0, made[0], float(change))
        kpi.is_value(made[5], abs(change), difference=True)
    else:
        need(kpi.measure.rounded(change) == 0, made[0], float(change))


@claims("lowest and highest of the past", rf"Lowest ({VALUE}) in ({MONTH}), highest ({VALUE}) in ({MONTH})\.")
def _(seen: Reader, made: Made) -> None:
    known = [value for value in seen.measure.total if value is not None]
    for value, month, end in ((made[1], made[2], min(known)), (made[3], made[4], max(known))):
        seen.is_value(value, end)
        need(seen.measure.total[seen.truth.month(month)] == end, made[0], float(end))


@claims(
    "who did not report",
    r"(?:(.+): )?(\d+) of (\d+) units did not report(?: and are left out|; they are left out, not counted as 0)\.",
)
def _(seen: Reader, made: Made) -> None:
    for label in re.split(", | and ", made[1]) if made[1] else [""]:
        kpi = seen.of(label)
        silent, of = len(kpi.measure.units) - len(kpi.known_units()), len(kpi.measure.units)
        need((int(made[2]), int(made[3])) == (silent, of), made[0], f"{silent} of {of}")


@claims("everybody reported", r"Every indicator that is counted by entity has data for all (\d+) units\.")
def _(seen: Reader, made: Made) -> None:
    for one in seen.truth.measures:
        known = seen.of(one.label).known_units()
        need(len(known) == len(one.units) == int(made[1]), made[0], len(known))
