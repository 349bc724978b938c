"""The outlook: the expected value, when a target is reached, and by which method."""

from __future__ import annotations

import re

from tests.rules.oracle.printed import COUNT, LABEL, MONTH, VALUE, need, number_of, read
from tests.rules.oracle.reader import Made, Reader, claims
from tests.rules.oracle.shared import ahead_of


@claims(
    "expected value",
    rf"Going on as over the last ({COUNT}) months, by ({VALUE}) a month,\s+({VALUE}) is expected in ({MONTH}), between"
    rf" ({VALUE}) and ({VALUE})\.",
)
def _(seen: Reader, made: Made) -> None:
    kpi, line, now, due = seen.measure, seen.line(), seen.now, seen.measure.due
    assert now is not None
    assert due is not None
    need(line.count == number_of(made[1]), made[0], f"{line.count} months")
    seen.month_is(made[4], due)
    steps = due - seen.truth.now
    centre, half = float(now + steps * line.slope), line.half(steps)
    least = 0.0 if kpi.unit in ("percent", "count") else float("-inf")
    most = 1.0 if kpi.unit == "percent" else float("inf")
    _near(seen, made[2], float(line.slope))
    for text, number in ((made[3], centre), (made[5], centre - half), (made[6], centre + half)):
        _near(seen, text, max(least, min(most, number)))


def _near(seen: Reader, text: str, number: float) -> None:
    """The printed number is this one but for how floats are rounded."""
    printed = read(text)
    off = abs(float(printed.number) - number * seen.measure.scale)
    need(off <= 0.5 * 10**-printed.decimals * (1 + 1e-6) + 1e-9 * abs(number), f"{text} is expected", number)


@claims("at this rate", rf"At this rate ({VALUE}) is (?:not in sight|reached in ({MONTH})(, .+))\.")
def _(seen: Reader, made: Made) -> None:
    seen.is_value(made[1], seen.goal)
    if made[2]:
        seen.late(made[3], seen.reached(made[2]))
        return
    assert seen.now is not None
    missing, speed = seen.measure.sign * (seen.goal - seen.now), seen.measure.sign * seen.line().slope
    need(missing > 0 and (speed <= 0 or missing / speed > 36), made[0], "in sight")


@claims(
    "method of the outlook",
    rf"A straight line through the last ({COUNT}) months(.*); the range holds four times of five\.",
)
def _(seen: Reader, made: Made) -> None:
    line = seen.line()
    need(line.count == number_of(made[1]), made[0], line.count)
    misses = [
        abs(number - line.numbers[at - 1] - type(line)(line.numbers[:at]).slope)
        for at, number in enumerate(line.numbers)
        if at >= 4
    ]
    tried = re.fullmatch(
        rf"; tried out on (?:(\w+) of them), it missed the next month by ({VALUE})( on average)?", made[2]
    )
    if not tried:
        need(made[2] == ", too few to try it out" and not misses, made[0], len(misses))
        return
    need(number_of(tried[1]) == len(misses) and (len(misses) > 1) == bool(tried[3]), made[0], len(misses))
    _near(seen, tried[2], float(sum(misses) / len(misses)))


@claims("prospects", r"(.+?) indicators? with a target ahead (reaches|reach) it in time at the present rate")
def _(seen: Reader, made: Made) -> None:
    ahead = ahead_of(seen)
    in_time = sum(_in_time(one) for one in ahead)
    seen.counted(f"{made[1]} indicators", in_time, len(ahead))


@claims("one is late", rf"({LABEL}) misses its date at the present rate; (.+) (?:keeps its own|keep theirs)")
def _(seen: Reader, made: Made) -> None:
    ahead = ahead_of(seen)
    late = [one for one in ahead if not _in_time(one)]
    names = [one.measure.label for one in late]
    need(names == [made[1]], made[0], names)
    seen.counted(made[2], len(ahead) - len(late), len(ahead))


@claims("no prospect", "The only indicator with a target ahead does not reach it in time at the present rate")
def _(seen: Reader, made: Made) -> None:
    ahead = ahead_of(seen)
    need(len(ahead) == 1 and not _in_time(ahead[0]), made[0])


@claims("no prospects", r"No forecast yet for (the indicator|any of (\w+) indicators) with a target ahead")
def _(seen: Reader, made: Made) -> None:
    ahead = ahead_of(seen)
    need(len(ahead) == (number_of(made[2]) if made[2] else 1), made[0], len(ahead))
    need(not any(_in_time(one) for one in ahead), made[0], "a forecast")


def _in_time(seen: Reader) -> bool:
    now, due = seen.now, seen.measure.due
    if now is None or due is None:
        return False
    missing, line = seen.measure.sign * (seen.goal - now), seen.line()
    if missing <= 0:
        return True
    steps = due - seen.truth.now
    return 4 <= line.count >= steps and seen.measure.sign * line.slope * steps >= missing
