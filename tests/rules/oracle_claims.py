"""What each sentence claims: one pattern and one check per form, by the words alone."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.rules.oracle import (
    _G,
    _L,
    _M,
    _N,
    _RANGE,
    _S,
    _V,
    NO_GROUP,
    ContradictionError,
    Reader,
    UnreadError,
    claims,
    need,
    number_of,
    read,
)

_MOVED = rf"(?:(?:rose|fell) by {_V} to {_V}|(?:rose to|fell to|stayed at|stood at) {_V})"
_BESIDE = rf"(?:{_V} (?:above|below)|on|within|just above|just below) (?:the )?target(?: of {_RANGE})?"
_HEAD = rf"(?:({_L}): )?"
Made = re.Match[str]


# ---- The move of the total, and what stands beside it


@claims("what moved, against target", rf"({_L}) ({_MOVED})(?:,? ({_BESIDE}))?\.?")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    if made[3]:
        kpi.against(made[3], kpi.now, kpi.aim)
    elif made[0].endswith("."):
        need(kpi.aim is None, made[0], "with a target")


@claims("what moved in the month", rf"({_L}) ({_MOVED}) in ({_M})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    kpi.month_is(made[3], seen.truth.now)


@claims("record", rf"({_L}) ({_MOVED}), the (highest|lowest) of ({_N}) months")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    past = kpi.measure.total
    kpi.moved(made[2], past, kpi.aim)
    recent: list[Fraction] = []
    for value in reversed(past[: seen.truth.now + 1]):
        if value is None:
            break
        recent.append(value)
    need(len(recent) == number_of(made[4]), made[0], f"{len(recent)} months without a gap")
    now, *others = recent
    need(now > max(others) if made[3] == "highest" else now < min(others), made[0], [float(one) for one in recent])


@claims("outlook title", rf"({_L}) ({_MOVED}); at this rate ({_V}) comes in ({_M})(, .+)")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    kpi.is_value(made[3], kpi.goal, "as the goal")
    kpi.late(made[5], kpi.reached(made[4]))


@claims("no data, last value", rf"({_L}): no data for ({_M}); the last value was ({_V}) in ({_M})")
def _(seen: Reader, made: Made) -> None:
    kpi, when = seen.of(made[1]), seen.truth.month(made[4])
    need(kpi.now is None, made[0], kpi.now)
    kpi.month_is(made[2], seen.truth.now)
    kpi.is_value(made[3], kpi.measure.total[when])
    need(
        not any(value is not None for value in kpi.measure.total[when + 1 : seen.truth.now + 1]), made[0], "later data"
    )


@claims("no data", rf"({_L}): no data(?: by (\w+))? for ({_M})(?:; ({_L}) ({_MOVED}))?")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    need(not kpi.named(rest=True) if made[2] else kpi.now is None, made[0], kpi.now)
    kpi.month_is(made[3], seen.truth.now)
    if made[4]:
        other = seen.of(made[4])
        other.moved(made[5], other.measure.total, other.aim)


@claims("no data because", rf"({_L}(?:(?:, {_L})* and {_L})?) (has|have) no data for ({_M})(?:: .+)?\.")
def _(seen: Reader, made: Made) -> None:
    labels = re.split(", | and ", made[1])
    need((made[2] == "has") == (len(labels) == 1), made[0])
    for label in labels:
        need(seen.of(label).now is None, made[0], seen.of(label).now)
    seen.month_is(made[3], seen.truth.now)


@claims("value alone", rf"({_L}): ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.is_value(made[2], kpi.now)


@claims("short of the goal", rf"({_L}) ({_MOVED}), ({_V}) (short of|above) the ({_V}) due in ({_M})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    assert kpi.now is not None
    missing = kpi.goal - kpi.now
    need(missing > 0 if made[4] == "short of" else missing < 0, made[0], float(missing))
    need(read(made[3]).number != 0, made[0], "nothing that is printed")
    kpi.is_value(made[3], abs(missing), "as what is missing", difference=True)
    kpi.is_value(made[5], kpi.goal, "as the goal")
    kpi.month_is(made[6], kpi.measure.due or 0)


@claims("goal and due month", rf"({_L}) ({_MOVED}); ({_V}) is due in ({_M})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    kpi.is_value(made[3], kpi.goal, "as the goal")
    kpi.month_is(made[4], kpi.measure.due or 0)


@claims("total and statuses of groups", rf"({_L}) ({_MOVED}); (.+ (?:is|are) {_S})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    kpi.groups_are(made[3])


@claims("total and the last group", rf"({_L}) ({_MOVED}); ({_G}) is last with ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    kpi.last(made[3], kpi.named())
    kpi.is_value(made[4], kpi.at(made[3]))


@claims("total and its status", rf"({_L}) ({_MOVED}) and is ({_S})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    need(kpi.measure.status(kpi.now, kpi.aim) == made[3], made[0], kpi.measure.status(kpi.now, kpi.aim))


@claims(
    "verdict",
    rf"({_V}) is (.+? the target of {_RANGE})(?:, (within|more than) the tolerance of ({_V})( of the"
    rf" target)?)?: ({_S})\.?",
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.measure
    seen.is_value(made[1], seen.now)
    need(kpi.status(seen.now, seen.aim) == made[6], made[0], kpi.status(seen.now, seen.aim))
    seen.against(made[2], seen.now, seen.aim)
    beyond = {"within": "at risk", "more than": "off track", None: "on track"}[made[3]]
    need(beyond == made[6], made[0])
    if made[4]:
        allowed = Fraction(1, 10) if kpi.tolerance is None else kpi.tolerance
        need(
            read(made[4]).number == allowed * 100 and bool(made[5]) == (kpi.tolerance is None), made[0], float(allowed)
        )


@claims("no verdict", r"No data(?:: .+)?")
def _(seen: Reader, made: Made) -> None:
    need(seen.now is None, made[0], seen.now)


# ---- Groups


@claims(
    "statuses of groups, the worst", rf"{_HEAD}(.+ (?:is|are) (off track|at risk))(?:;|,) ({_G}) (?:is )?({_BESIDE})"
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.groups_are(made[2])
    kpi.against(made[5], kpi.at(made[4]), kpi.group_aim)
    misses = {name: kpi.measure.missed(value, kpi.group_aim) for name, value in kpi.named().items()}
    need(misses[made[4]] == max(misses.values()), f"{made[4]} misses most", misses)


@claims("statuses of groups", rf"{_HEAD}([^;:]+ (?:is|are) {_S})\.?")
def _(seen: Reader, made: Made) -> None:
    if re.search("indicator", made[2]) or not re.search("region", made[2]):
        raise UnreadError(made[0])
    (seen.of(made[1]) if made[1] else seen.subject()).groups_are(made[2])


@claims("share of a group", rf"({_G}) accounts for ({_V})(?: of ({_L}))?(?:, the most of ({_N}) regions\.?|: ({_V})\.)")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[3]) if made[3] else seen.subject()
    values = kpi.named()
    assert kpi.now is not None
    kpi.is_share(made[2], kpi.at(made[1]) / kpi.now)
    kpi.highest(made[1], values)
    need(sum(kpi.named(rest=True).values()) == kpi.now, made[0], "not the sum of its parts")
    if made[4]:
        need(number_of(made[4]) == len(values), made[0], len(values))
    else:
        kpi.is_value(made[5], kpi.at(made[1]))


@claims("first and last group", rf"({_L}): ({_G}) leads with ({_V}), ({_G}) is last with ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.first(made[2], kpi.named())
    kpi.last(made[4], kpi.named())
    kpi.is_value(made[3], kpi.at(made[2]))
    kpi.is_value(made[5], kpi.at(made[4]))


@claims("from the highest to the lowest", rf"({_L}): from ({_V}) \(({_G})\) to ({_V}) \(({_G})\)")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = _ranked(kpi, made[3])
    kpi.highest(made[3], values)
    kpi.lowest(made[5], values)
    kpi.is_value(made[2], values[made[3]])
    kpi.is_value(made[4], values[made[5]])


def _ranked(seen: Reader, name: str) -> dict[str, Fraction]:
    """What a named group or unit is compared with: of units those that are large enough, as the subtitle says."""
    if not name.startswith("Unit"):
        return seen.named()
    least = re.search(r"with at least ([\d ]+) \w", seen.beside)
    if not least:
        return seen.known_units()
    parts = seen.measure.parts
    large = int(least[1].replace(" ", ""))
    return {
        unit: value
        for unit, value in seen.known_units().items()
        if (held := parts[unit][seen.truth.now]) is not None and held[1] >= large
    }


@claims("tied groups, the last", rf"({_L}): ({_N}) regions at ({_V}), ({_G}) is last with ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = kpi.named()
    best = kpi.measure.best(list(values.values()))
    need(number_of(made[2]) == list(values.values()).count(best), made[0], values)
    kpi.is_value(made[3], best)
    kpi.last(made[4], values)
    kpi.is_value(made[5], kpi.at(made[4]))


@claims("equal groups", rf"({_L}): all ({_N}) regions stand at ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = kpi.named()
    need(number_of(made[2]) == len(values) and len(set(values.values())) == 1, made[0], values)
    kpi.is_value(made[3], next(iter(values.values())))


@claims("span of groups", rf"({_L}): ({_V}) to ({_V}) over ({_N}) regions")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = kpi.named()
    kpi.is_value(made[2], min(values.values()))
    kpi.is_value(made[3], max(values.values()))
    need(number_of(made[4]) == len(values), made[0], len(values))


@claims("range of groups", rf"By region it ranges from ({_V})(?: \(({_G})\))?\s+to ({_V})(?: \(({_G})\))?\.")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.subject()
    values = kpi.named()
    kpi.is_value(made[1], min(values.values()))
    kpi.is_value(made[3], max(values.values()))
    if made[2]:
        kpi.lowest(made[2], values)
    if made[4]:
        kpi.highest(made[4], values)


@claims("furthest from target", rf"({_G}) is furthest from target in ({_L}): ({_V}), ({_BESIDE})\.")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[2])
    misses = {name: kpi.measure.missed(value, kpi.group_aim) for name, value in kpi.named().items()}
    need(list(misses.values()).count(misses[made[1]]) == 1, made[0], "shared")
    need(misses[made[1]] == max(misses.values()) > 0, made[0], misses)
    kpi.is_value(made[3], kpi.at(made[1]))
    kpi.against(made[4], kpi.at(made[1]), kpi.group_aim)


@claims(
    "last group against the total",
    rf"({_G}|(?:{_N}) regions) (?:is|are) last in ({_L}): ({_V}) against ({_V}) in total\.",
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[2])
    values = kpi.named()
    worst = kpi.measure.worst(list(values.values()))
    if made[1].endswith("regions"):
        need(number_of(made[1].split()[0]) == list(values.values()).count(worst), made[0], values)
    else:
        kpi.last(made[1], values)
    need(len(set(values.values())) > 1, made[0], "all are alike")
    kpi.is_value(made[3], worst)
    kpi.is_value(made[4], kpi.now)


# ---- Remarks


@claims(
    "pace",
    rf"Reaching ({_V}) in ({_M}) takes a (rise|fall) of ({_V}) (a month|in one month)"
    rf"(?:;\s+the last (?:({_N}) months|month) brought (no change|a (rise|fall) of ({_V}))( a month)?)?\.",
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


@claims("target met", rf"The target of ({_V}) for ({_M}) is met already\.")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.subject()
    assert kpi.now is not None
    kpi.is_value(made[1], kpi.goal)
    kpi.month_is(made[2], kpi.measure.due or 0)
    need(kpi.measure.sign * (kpi.now - kpi.goal) >= 0, made[0], float(kpi.now))


@claims(
    "largest move",
    rf"({_G}) ({_MOVED}) since ({_M})(?:; ({_G}) (?:({_MOVED})|(rose|fell) least, by ({_V}) to ({_V})))?\.",
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


@claims("year before", rf"({_V}) in ({_M}): (no change|a (rise|fall) of ({_V})) in a year\.")
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


@claims("lowest and highest of the past", rf"Lowest ({_V}) in ({_M}), highest ({_V}) in ({_M})\.")
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


# ---- Outlook


@claims(
    "expected value",
    rf"Going on as over the last ({_N}) months, by ({_V}) a month,\s+({_V}) is expected in ({_M}), between"
    rf" ({_V}) and ({_V})\.",
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


@claims("at this rate", rf"At this rate ({_V}) is (?:not in sight|reached in ({_M})(, .+))\.")
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
    rf"A straight line through the last ({_N}) months(.*); the range holds four times of five\.",
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
        rf"; tried out on (?:(\w+) of them), it missed the next month by ({_V})( on average)?", made[2]
    )
    if not tried:
        need(made[2] == ", too few to try it out" and not misses, made[0], len(misses))
        return
    need(number_of(tried[1]) == len(misses) and (len(misses) > 1) == bool(tried[3]), made[0], len(misses))
    _near(seen, tried[2], float(sum(misses) / len(misses)))


@claims("prospects", r"(.+?) indicators? with a target ahead (reaches|reach) it in time at the present rate")
def _(seen: Reader, made: Made) -> None:
    ahead = _ahead(seen)
    in_time = sum(_in_time(one) for one in ahead)
    seen.counted(f"{made[1]} indicators", in_time, len(ahead))


@claims("no prospect", "The only indicator with a target ahead does not reach it in time at the present rate")
def _(seen: Reader, made: Made) -> None:
    ahead = _ahead(seen)
    need(len(ahead) == 1 and not _in_time(ahead[0]), made[0])


@claims("no prospects", r"No forecast yet for (the indicator|any of (\w+) indicators) with a target ahead")
def _(seen: Reader, made: Made) -> None:
    ahead = _ahead(seen)
    need(len(ahead) == (number_of(made[2]) if made[2] else 1), made[0], len(ahead))
    need(not any(_in_time(one) for one in ahead), made[0], "a forecast")


def _ahead(seen: Reader) -> list[Reader]:
    return [seen.of(one.label) for one in seen.truth.measures if one.due is not None and one.due > seen.truth.now]


def _in_time(seen: Reader) -> bool:
    now, due = seen.now, seen.measure.due
    if now is None or due is None:
        return False
    missing, line = seen.measure.sign * (seen.goal - now), seen.line()
    if missing <= 0:
        return True
    steps = due - seen.truth.now
    return 4 <= line.count >= steps and seen.measure.sign * line.slope * steps >= missing


# ---- All indicators


@claims("indicators with data", rf"(.+) (?:has|have) data for ({_M})")
def _(seen: Reader, made: Made) -> None:
    seen.month_is(made[2], seen.truth.now)
    known = sum(seen.of(one.label).now is not None for one in seen.truth.measures)
    seen.counted(f"{made[1]} ", known, len(seen.truth.measures))


@claims("indicators without data", rf"(.+) (?:has|have) no data for ({_M})")
def _(seen: Reader, made: Made) -> None:
    if "indicator" not in made[1]:
        raise UnreadError(made[0])
    seen.month_is(made[2], seen.truth.now)
    missing = sum(seen.of(one.label).now is None for one in seen.truth.measures)
    seen.counted(f"{made[1]} ", missing, len(seen.truth.measures))


def _judged(seen: Reader) -> list[tuple[Reader, str]]:
    found = [(kpi := seen.of(one.label), one.status(kpi.now, kpi.aim)) for one in seen.truth.measures]
    return [(kpi, status) for kpi, status in found if status in ("on track", "at risk", "off track")]


@claims("indicators on track", rf"(.+ indicators? with a target) (?:is|are) on track(?:; ({_L}) is ({_BESIDE}))?")
def _(seen: Reader, made: Made) -> None:
    judged = _judged(seen)
    on_track = sum(status == "on track" for _, status in judged)
    seen.counted(made[1], on_track, len(judged))
    if made[2]:
        kpi = seen.of(made[2])
        kpi.against(made[3], kpi.now, kpi.aim)
        need(kpi.measure.status(kpi.now, kpi.aim) != "on track", made[0], "on track")


@claims(
    "one indicator judged", rf"({_L}) is ({_S})(?:, ({_BESIDE}))?(?:; ({_N}) other indicators? (?:has|have) no target)?"
)
def _(seen: Reader, made: Made) -> None:
    kpi, judged = seen.of(made[1]), _judged(seen)
    need(len(judged) == 1, made[0], f"{len(judged)} are judged")
    need(kpi.measure.status(kpi.now, kpi.aim) == made[2], made[0], kpi.measure.status(kpi.now, kpi.aim))
    if made[3]:
        kpi.against(made[3], kpi.now, kpi.aim)
    if made[4]:
        others = sum(
            one.total[seen.truth.now] is not None and one.aims[seen.truth.now] is None for one in seen.truth.measures
        )
        need(number_of(made[4]) == others, made[0], others)


@claims("what changed", rf"(.+) since ({_M})(; no status changed)?")
def _(seen: Reader, made: Made) -> None:
    parts = re.split(", | and ", made[1])
    pattern = re.compile(rf"({_N})(?: indicators?)? (rose|fell|stayed the same)")
    found = [pattern.fullmatch(part) for part in parts]
    if not all(found):
        raise UnreadError(made[0])
    seen.month_is(made[2], seen.truth.now - 1)
    steps: dict[str, int] = {"rose": 0, "fell": 0, "stayed the same": 0}
    for one in seen.truth.measures:
        change = seen.of(one.label).change(one.total)
        if change is not None:
            printed = one.rounded(change)
            steps["rose" if printed > 0 else "fell" if printed < 0 else "stayed the same"] += 1
    said = {part[2]: number_of(part[1]) for part in found if part}
    need(said == {name: count for name, count in steps.items() if count}, made[0], steps)
    if made[3]:
        need(not _changed(seen), made[0], _changed(seen))


def _changed(seen: Reader) -> dict[str, tuple[str, str]]:
    """The KPIs that were judged in both months, with another status."""
    found = {}
    for one in seen.truth.measures:
        then, now = (one.status(one.total[at], one.aims[at]) for at in (seen.truth.now - 1, seen.truth.now))
        if then != now and not {then, now} & {"no data", "no target"}:
            found[one.label] = (then, now)
    return found


@claims("a status changed", rf"({_L}) went from ({_S}) to ({_S}) since ({_M})")
def _(seen: Reader, made: Made) -> None:
    need(_changed(seen) == {made[1]: (made[2], made[3])}, made[0], _changed(seen))
    seen.month_is(made[4], seen.truth.now - 1)


@claims("statuses changed", rf"({_N}) indicators changed status since ({_M})")
def _(seen: Reader, made: Made) -> None:
    need(len(_changed(seen)) == number_of(made[1]), made[0], _changed(seen))
    seen.month_is(made[2], seen.truth.now - 1)


@claims("nothing to compare", rf"No indicator can be compared with ({_M})")
def _(seen: Reader, made: Made) -> None:
    seen.month_is(made[1], seen.truth.now - 1)
    need(all(seen.change(one.total) is None for one in seen.truth.measures), made[0], "one that can")


@claims("indicators counted", rf"({_N}) indicators? with what was counted in ({_M})")
def _(seen: Reader, made: Made) -> None:
    need(number_of(made[1]) == len(seen.truth.measures), made[0], len(seen.truth.measures))
    seen.month_is(made[2], seen.truth.now)


# ---- Units


@claims("highest and lowest unit", rf"({_L}): ({_G}) is highest with ({_V}), ({_G}) lowest with ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = _ranked(seen, made[2])
    kpi.highest(made[2], values)
    kpi.lowest(made[4], values)
    kpi.is_value(made[3], values[made[2]])
    kpi.is_value(made[5], values[made[4]])


def _lacking(seen: Reader) -> dict[str, int]:
    held = {unit: parts[seen.truth.now] for unit, parts in seen.measure.parts.items()}
    return {unit: one[1] - one[0] for unit, one in held.items() if one is not None and one[1] > one[0]}


@claims("share of what is missing", rf"({_L}): ({_N}) units? accounts? for ({_V}) of what is missing")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    ranked = sorted(_lacking(kpi).values(), reverse=True)
    count = number_of(made[2])
    need(count < len(ranked), made[0], len(ranked))
    kpi.is_share(made[3], Fraction(sum(ranked[:count]), sum(ranked)))


@claims("largest shortfall", rf"({_L}): ({_G}) lacks the most, ({_V}) of ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    lacking = _lacking(kpi)
    others = [number for unit, number in lacking.items() if unit != made[2]]
    need(all(lacking[made[2]] > other for other in others), made[0], lacking)
    held = kpi.measure.parts[made[2]][seen.truth.now]
    assert held is not None
    need([read(made[3]).number, read(made[4]).number] == [Fraction(lacking[made[2]]), Fraction(held[1])], made[0], held)


@claims("share of the largest", rf"({_L}): the ({_N}) units with the most account for ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    ranked = sorted(kpi.known_units().values(), reverse=True)
    count = number_of(made[2])
    assert kpi.now is not None
    need(count < len(ranked), made[0], len(ranked))
    kpi.is_share(made[3], sum(ranked[:count], Fraction(0)) / kpi.now)


@claims(
    "units that meet the target",
    rf"{_HEAD}((?:none|all|{_N}) (?:of )?\d+ units? meets? the target)(?:; ({_G}) is last with ({_V}))?",
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    _met(kpi, made[2])
    if made[3]:
        kpi.last(made[3], kpi.known_units())
        kpi.is_value(made[4], kpi.at(made[3]))


def _met(kpi: Reader, text: str) -> None:
    found = kpi.statuses(kpi.known_units())
    met, of = found["on track"], found.total()
    made = re.fullmatch(r"(?:all (\d+)|(\w+) of (\d+)) units? meets? the target", text, re.IGNORECASE)
    if not made:
        raise UnreadError(text)
    if made[1]:
        need(met == of == int(made[1]), text, f"{met} of {of}")
    else:
        said = 0 if made[2].lower() == "none" else number_of(made[2])
        need((said, int(made[3])) == (met, of), text, f"{met} of {of}")


@claims(
    "units of a group last",
    rf"(?:({_L}): the ({_N}) units of ({_G})|({_G}): (?:the|all) ({_N}))( with data)? are last(?:; (.+"
    rf" meets? the target))?",
)
def _(seen: Reader, made: Made) -> None:
    kpi, group = seen.of(made[1]), made[3] or made[4]
    values, places = kpi.known_units(), kpi.measure.places
    own = [value for unit, value in values.items() if places[unit] == group]
    others = [value for unit, value in values.items() if places[unit] != group]
    need(len(own) == number_of(made[2] or made[5]), made[0], len(own))
    need(
        all(kpi.measure.sign * (other - max(own, key=lambda one: kpi.measure.sign * one)) > 0 for other in others),
        made[0],
    )
    silent = sum(place == group for place in places.values()) - len(own)
    need(bool(made[6]) == bool(silent), made[0], f"{silent} without data")
    if made[7]:
        _met(kpi, made[7])


@claims("last of units", rf"({_L}): ({_G}) is last of (\d+) units with ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.last(made[2], kpi.known_units())
    need(int(made[3]) == len(kpi.known_units()), made[0], len(kpi.known_units()))
    kpi.is_value(made[4], kpi.at(made[2]))


@claims(
    "units beside their limit",
    r"([^.]+) (?:is|are) (up to|more than) ([^.]+?) (above|below) the (?:target(?: path)?|range)(: .+)?\.",
)
def _(seen: Reader, made: Made) -> None:
    kpi, word = seen.measure, {"up to": "at risk", "more than": "off track"}[made[2]]
    statuses = {unit: kpi.status(value, seen.group_aim) for unit, value in seen.known_units().items()}
    names, more = _names(made[1])
    for name in names:
        need(statuses[name] == word, f"{name} is {made[2]} {made[3]} from its target", statuses[name])
        gap = kpi.gap(seen.at(name), seen.group_aim)
        need(
            (gap > 0) == (made[4] == "above") or not isinstance(seen.group_aim, Fraction),
            made[0],
            f"{name}: {float(gap)}",
        )
        need((gap > 0) == (made[4] == "above"), made[0], f"{name}: {float(gap)}")
    need(len(names) + more <= list(statuses.values()).count(word), made[0], statuses)
    if missing := re.fullmatch(r": ([\d ]+) more would bring (?:it|all of them) to target", made[5] or ""):
        lacking = 0
        for name in names:
            held = kpi.parts[name][seen.truth.now]
            assert held is not None
            assert isinstance(seen.group_aim, Fraction)
            lacking += max(0, -(-(seen.group_aim * held[1] - held[0]) // 1))
        need(more or int(missing[1].replace(" ", "")) == lacking, made[0], lacking)


def _names(text: str) -> tuple[list[str], int]:
    """The names of a list, and how many more there are."""
    parts = re.split(", | and ", text)
    more = re.fullmatch(r"(\d+) more", parts[-1])
    return (parts[:-1], int(more[1])) if more else (parts, 0)


@claims("units without data", rf"No data for ({_M}) from (.+)\.")
def _(seen: Reader, made: Made) -> None:
    seen.month_is(made[1], seen.truth.now)
    names, more = _names(made[2])
    silent = set(seen.measure.units) - set(seen.known_units())
    need(set(names) <= silent and len(names) + more == len(silent), made[0], silent)


# ---- Panels, contributions, shades


@claims(
    "one went the other way",
    rf"{_HEAD}({_G}) (gained|lost) ({_V}) in ({_M}); ({_G}), at ({_V}), is the only region that (fell|rose)",
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    steps = _steps(kpi)
    _gained(kpi, made[2], made[3], made[4])
    kpi.month_is(made[5], seen.truth.now)
    way = 1 if made[8] == "rose" else -1
    need(
        [name for name, step in steps.items() if step * way > 0 and kpi.measure.rounded(step)] == [made[6]],
        made[0],
        steps,
    )
    kpi.is_value(made[7], kpi.at(made[6]))
    need(all(-way * steps[made[2]] > -way * step for name, step in steps.items() if name != made[2]), made[0], steps)


def _steps(kpi: Reader) -> dict[str, Fraction]:
    steps = {name: kpi.change(kpi.scope(name)) for name in kpi.named()}
    need(None not in steps.values(), "all groups can be compared", steps)
    return {name: step for name, step in steps.items() if step is not None}


def _gained(kpi: Reader, name: str, verb: str, much: str) -> None:
    step = kpi.change(kpi.scope(name))
    need(step is not None and step != 0 and (step > 0) == (verb == "gained"), f"{name} {verb} {much}", step)
    assert step is not None
    kpi.is_value(much, abs(step), difference=True)


@claims("all went one way", rf"{_HEAD}([Bb]oth|[Aa]ll {_N}) regions (rose|fell) in ({_M}), ({_G}) most, by ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi, way = seen.of(made[1]), 1 if made[3] == "rose" else -1
    steps = _steps(kpi)
    kpi.counted(f"{made[2]} regions", sum(step * way > 0 for step in steps.values()), len(steps))
    kpi.month_is(made[4], seen.truth.now)
    need(all(way * steps[made[5]] > way * step for name, step in steps.items() if name != made[5]), made[0], steps)
    kpi.is_value(made[6], abs(steps[made[5]]), difference=True)


@claims("both ends of the moves", rf"{_HEAD}({_G}) gained ({_V}) in ({_M}), ({_G}) lost ({_V})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    steps = _steps(kpi)
    kpi.month_is(made[4], seen.truth.now)
    _gained(kpi, made[2], "gained", made[3])
    _gained(kpi, made[5], "lost", made[6])
    need(steps[made[2]] == max(steps.values()) and steps[made[5]] == min(steps.values()), made[0], steps)


def _contributions(kpi: Reader) -> dict[str, tuple[Fraction, Fraction]]:
    """What own rate and weight of each group brought (of sums all is own)."""
    at, measure = seen_now(kpi), kpi.measure
    groups = {name: _sums(kpi, name) for name in measure.groups}
    if not measure.is_ratio:
        return {name: (Fraction(held[at][0] - held[at - 1][0]), Fraction(0)) for name, held in groups.items()}
    wholes = [
        (sum(held[m][0] for held in groups.values()), sum(held[m][1] for held in groups.values())) for m in (at - 1, at)
    ]
    middle = sum((Fraction(*whole) for whole in wholes), Fraction(0)) / 2
    found = {}
    for name, held in groups.items():
        (n0, d0), (n1, d1) = held[at - 1], held[at]
        w0, w1 = Fraction(d0, wholes[0][1]), Fraction(d1, wholes[1][1])
        if d0 and d1:
            r0, r1 = Fraction(n0, d0), Fraction(n1, d1)
            found[name] = ((w0 + w1) / 2 * (r1 - r0), (w1 - w0) * ((r0 + r1) / 2 - middle))
        else:
            found[name] = (Fraction(0), Fraction(n1, wholes[1][1]) - Fraction(n0, wholes[0][1]) - (w1 - w0) * middle)
    return found


def seen_now(kpi: Reader) -> int:
    return kpi.truth.now


def _sums(kpi: Reader, group: str) -> list[tuple[int, int]]:
    """Numerator and denominator of a group in every month."""
    held = [past for unit, past in kpi.measure.parts.items() if kpi.measure.places[unit] == group]
    months = range(kpi.truth.now + 1)
    return [tuple(sum(one[at][part] for one in held if one[at]) for part in (0, 1)) for at in months]  # type: ignore[misc,index]


@claims(
    "part in a change",
    rf"{_HEAD}({_G}) (brought|took) ({_V}) of the (?:({_V}) (gained|lost)|(rise|fall) of ({_V})) since"
    rf" ({_M})(?:; ({_V}) still missing)?",
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    parts = {name: part[0] + part[1] for name, part in _contributions(kpi).items()}
    change = kpi.change(kpi.measure.total)
    assert change is not None
    rose = made[6] == "gained" or made[7] == "rise"
    need((change > 0) == rose and change != 0, made[0], float(change))
    need(made[3] == "brought" if rose or made[7] else made[3] == "took", made[0])
    kpi.is_value(made[5] or made[8], abs(change), difference=True)
    part = parts[made[2]]
    need(part != 0 and (part > 0) == rose and abs(part) <= abs(change), made[0], float(part))
    need(
        all(abs(part) > abs(other) for name, other in parts.items() if name != made[2] and (other > 0) == rose),
        made[0],
        parts,
    )
    kpi.is_value(made[4], abs(part), difference=True)
    kpi.month_is(made[9], seen.truth.now - 1)
    if made[10]:
        assert kpi.now is not None
        missing = kpi.measure.missed(kpi.now, kpi.aim)
        need(missing > 0, made[0], float(missing))
        kpi.is_value(made[10], missing, difference=True)


@claims("parts against each other", rf"({_L}) ({_MOVED}): ({_V}) from ({_G}), ({_V}) from ({_G})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    parts = {name: Fraction(sum(part)) for name, part in _contributions(kpi).items()}
    for value, name in ((made[3], made[4]), (made[5], made[6])):
        kpi.is_value(value, parts[name], difference=True)
    rose = parts[made[4]] > 0
    ends = (max, min) if rose else (min, max)
    need((parts[made[4]], parts[made[6]]) == (ends[0](parts.values()), ends[1](parts.values())), made[0], parts)


@claims("rates and weights", rf"({_V}) from the regions' own rates, ({_V}) from the shift of their weights\.")
def _(seen: Reader, made: Made) -> None:
    parts = _contributions(seen)
    seen.is_value(made[1], sum((rate for rate, _ in parts.values()), Fraction(0)), difference=True)
    seen.is_value(made[2], sum((mix for _, mix in parts.values()), Fraction(0)), difference=True)


@claims("neither rates nor weights", r"Neither the regions' own rates nor their weights moved the total\.")
def _(seen: Reader, made: Made) -> None:
    parts = _contributions(seen)
    for at in (0, 1):
        total = sum((part[at] for part in parts.values()), Fraction(0))
        need(seen.measure.rounded(total) == 0, made[0], float(total))


@claims(
    "data came or went",
    rf"(.+) (?:(?:has|have) data for ({_M}) and had none for ({_M})|had data for ({_M}) and (?:has|have)"
    rf" none for ({_M}))\.",
)
def _(seen: Reader, made: Made) -> None:
    names, more = _names(made[1])
    at, came = seen.truth.now, bool(made[2])
    seen.month_is(made[2] or made[5], at)
    seen.month_is(made[3] or made[4], at - 1)
    found = {
        unit
        for unit, past in seen.measure.units.items()
        if (past[at] is None, past[at - 1] is None) == (not came, came)
    }
    need(set(names) <= found and len(names) + more == len(found), made[0], found)


@claims("contribution chart", rf"Contribution chart: ({_L}) from ({_V}) in ({_M}) to ({_V}) in ({_M}): (.+)\.")
def _(seen: Reader, made: Made) -> None:
    kpi, at = seen.of(made[1]), seen.truth.now
    kpi.month_is(made[3], at - 1)
    kpi.month_is(made[5], at)
    kpi.is_value(made[2], kpi.measure.total[at - 1])
    kpi.is_value(made[4], kpi.now)
    parts = _contributions(kpi)
    for one in made[6].split(", "):
        step = re.fullmatch(rf"({_G}) ({_V})", one)
        if not step:
            raise UnreadError(made[0])
        kpi.is_value(step[2], Fraction(sum(parts[step[1]])), difference=True)


@claims("ends of the shades", rf"({_L}): from ({_V}) \(({_G}), (.+?)\) to ({_V}) \(({_G}), (.+?)\)")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    scopes = kpi.measure.units if made[3].startswith("Unit") else kpi.measure.groups
    known = [value for name, past in scopes.items() if name != NO_GROUP for value in past if value is not None]
    for value, name, month, end in ((made[2], made[3], made[4], min(known)), (made[5], made[6], made[7], max(known))):
        kpi.is_value(value, end)
        when = month if re.fullmatch(_M, month) else _long(month)
        need(scopes[name][seen.truth.month(when)] == end, made[0], float(end))


def _long(month: str) -> str:
    from tests.rules.oracle import _MONTHS

    name, year = month.split()
    return f"{next(one for one in _MONTHS if one.startswith(name))} {year}"


# ---- Alternative texts


@claims(
    "alternative of a line",
    rf"(Line|Column) chart: (.+)\. From ({_V}) to ({_V})(?:; lowest ({_V}), highest ({_V}))?\.(?: (.+)\.)?",
)
def _(seen: Reader, made: Made) -> None:
    group = re.search(rf", ({_G})$", made[2])
    past = seen.scope(group[1]) if group else seen.measure.total
    aim = seen.group_aim if group else seen.aim
    known = [value for value in past if value is not None]
    seen.is_value(made[3], known[0])
    seen.is_value(made[4], known[-1])
    if made[5]:
        seen.is_value(made[5], min(known))
        seen.is_value(made[6], max(known))
    if made[7]:
        seen.against(made[7][:1].lower() + made[7][1:], past[seen.truth.now], aim)


@claims(
    "alternative of bars",
    rf"Bar chart: ([^.]+(?:\. [a-z][^.]*)?)\. (?:All at ({_V})|Highest ({_G}) with ({_V}), lowest ({_G}) with ({_V}))\."
    rf"(?: (\w+) (?:is|are) below the target of ({_RANGE})\.)?",
)
def _(seen: Reader, made: Made) -> None:
    units = ", ranked" in made[1] or "by unit" in made[1]
    values = seen.known_units() if units else seen.named(rest=True)
    if made[2]:
        seen.is_value(made[2], next(iter(values.values())))
        need(len({seen.measure.rounded(value) for value in values.values()}) == 1, made[0], values)
    else:
        seen.highest(made[3], values, alone=False)
        seen.lowest(made[5], values, alone=False)
        seen.is_value(made[4], values[made[3]])
        seen.is_value(made[6], values[made[5]])
    if made[7]:
        aim = seen.group_aim
        below = sum(seen.measure.gap(value, aim) < 0 for value in values.values())
        said = 0 if made[7] == "None" else number_of(made[7])
        need(said == below, made[0], below)
        seen.is_target(made[8], aim)


@claims("alternative of entities", rf"Bar chart: (.+)\. From ({_G}) with ({_V}) to ({_G}) with ({_V})\.")
def _(seen: Reader, made: Made) -> None:
    missing = ", missing to 100 %" in made[1]
    values = {name: Fraction(number) for name, number in _lacking(seen).items()} if missing else _ranked(seen, "Unit")
    need(values[made[2]] == max(values.values()), made[0], values)
    for value, name in ((made[3], made[2]), (made[5], made[4])):
        if missing:
            need(read(value).number == values[name], made[0], values)
        else:
            seen.is_value(value, values[name])
    if not missing and "with the most" not in made[1]:
        seen.lowest(made[4], values, alone=False)


@claims(
    "alternative of a strip",
    rf"Column chart: ({_L}) of (\d+) units, ranked, from ({_G}) with ({_V}) to ({_G}) with ({_V})\.(?:"
    rf" ({_N}) not reported\.)?",
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = kpi.known_units()
    need(int(made[2]) == len(kpi.measure.units), made[0], len(kpi.measure.units))
    kpi.highest(made[3], values, alone=False)
    kpi.lowest(made[5], values, alone=False)
    kpi.is_value(made[4], values[made[3]])
    kpi.is_value(made[6], values[made[5]])
    silent = len(kpi.measure.units) - len(values)
    need((number_of(made[7]) if made[7] else 0) == silent, made[0], silent)


@claims("alternative of gaps", rf"Bar chart of differences: (.+)\. ({_G}) does worst, ({_BESIDE})\.")
def _(seen: Reader, made: Made) -> None:
    values = seen.named(rest=True)
    misses = {name: _margin(seen, value) for name, value in values.items()}
    need(misses[made[2]] == max(misses.values()), made[0], misses)
    seen.against(made[3], values[made[2]], seen.group_aim)


def _margin(seen: Reader, value: Fraction) -> Fraction:
    return seen.measure.missed(value, seen.group_aim)


@claims("alternative of statuses", rf"Stacked columns: (.+), monthly, ({_M}) to ({_M})\. (.+)\.")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.measure
    for one in made[4].split(", "):
        part = re.fullmatch(r"([A-Z][a-z ]+) from (\d+) to (\d+)", one)
        if not part:
            raise UnreadError(made[0])
        for month, said in ((made[2], part[2]), (made[3], part[3])):
            at = seen.truth.month(month)
            aim = kpi.aims[at] if kpi.is_ratio else None
            count = sum(kpi.status(past[at], aim) == part[1].lower() for past in kpi.units.values())
            need(count == int(said), f"{one} ({month})", count)


@claims("alternative of a table", r"Table: (.+)\. (\w+) rows?: .+\.")
def _(seen: Reader, made: Made) -> None:
    rows, measures = number_of(made[2]), seen.truth.measures
    if seen.block in ("scorecard", "indicators", "changes"):
        need(rows == len(measures), made[0], len(measures))
    elif re.fullmatch(r"kpi\.\w+\.by\.region", seen.block):
        rest = seen.measure.groups.get(NO_GROUP)
        shown = len(seen.measure.groups) - (rest is not None and rest[seen.truth.now] is None)
        need(rows == shown + 1, made[0], shown + 1)
    elif seen.block.endswith(".ranking"):
        need(rows == len(seen.measure.units), made[0], len(seen.measure.units))
    elif seen.block == "outlook":
        need(rows == len(_ahead(seen)), made[0], len(_ahead(seen)))


# ---- Sentences that claim nothing

_NOTHING = (
    rf"{_L} by (?:region|unit)(?:, ranked)?(?:, {_M})?",
    rf"{_L}: how each region moved",
    rf"{_L}: what moved it from {_M} to {_M}",
    rf"{_L} by (?:region|unit), period by period",
    rf"{_L}: how the status of the units? moved",
    "All indicators by region",
    "Numbers are rounded once, when printed.+",
    r"No files, data to .+",
    r"(?:Line|Column|Bar) chart.+…|Table: .+…|Contribution chart.+…|Stacked columns.+…",
)


@claims("nothing", "|".join(_NOTHING))
def _(seen: Reader, made: Made) -> None:
    """Names, months and methods only, or cut off."""


__all__ = ["NO_GROUP", "ContradictionError"]
