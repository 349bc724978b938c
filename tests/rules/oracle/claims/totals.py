"""The move of a total, and what stands beside it."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.rules.oracle.printed import (
    BESIDE,
    COUNT,
    GROUP,
    LABEL,
    MONTH,
    MOVED,
    RANGE,
    STATUS,
    VALUE,
    need,
    number_of,
    read,
)
from tests.rules.oracle.reader import Made, Reader, claims


@claims("what moved, against target", rf"({LABEL}) ({MOVED})(?:,? ({BESIDE}))?\.?")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    if made[3]:
        kpi.against(made[3], kpi.now, kpi.aim)
    elif made[0].endswith("."):
        need(kpi.aim is None, made[0], "with a target")


@claims("what moved in the month", rf"({LABEL}) ({MOVED}) in ({MONTH})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    kpi.month_is(made[3], seen.truth.now)


@claims("record", rf"({LABEL}) ({MOVED}), the (highest|lowest) of ({COUNT}) months")
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


@claims("outlook title", rf"({LABEL}) ({MOVED}); at this rate ({VALUE}) comes in ({MONTH})(, .+)")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    kpi.is_value(made[3], kpi.goal, "as the goal")
    kpi.late(made[5], kpi.reached(made[4]))


@claims("no data, last value", rf"({LABEL}): no data for ({MONTH}); the last value was ({VALUE}) in ({MONTH})")
def _(seen: Reader, made: Made) -> None:
    kpi, when = seen.of(made[1]), seen.truth.month(made[4])
    need(kpi.now is None, made[0], kpi.now)
    kpi.month_is(made[2], seen.truth.now)
    kpi.is_value(made[3], kpi.measure.total[when])
    need(
        not any(value is not None for value in kpi.measure.total[when + 1 : seen.truth.now + 1]), made[0], "later data"
    )


@claims("no data", rf"({LABEL}): no data(?: by (\w+))? for ({MONTH})(?:; ({LABEL}) ({MOVED}))?")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    need(not kpi.named(rest=True) if made[2] else kpi.now is None, made[0], kpi.now)
    kpi.month_is(made[3], seen.truth.now)
    if made[4]:
        other = seen.of(made[4])
        other.moved(made[5], other.measure.total, other.aim)


@claims("no data because", rf"({LABEL}(?:(?:, {LABEL})* and {LABEL})?) (has|have) no data for ({MONTH})(?:: .+)?\.")
def _(seen: Reader, made: Made) -> None:
    labels = re.split(", | and ", made[1])
    need((made[2] == "has") == (len(labels) == 1), made[0])
    for label in labels:
        need(seen.of(label).now is None, made[0], seen.of(label).now)
    seen.month_is(made[3], seen.truth.now)


@claims("value alone", rf"({LABEL}): ({VALUE})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.is_value(made[2], kpi.now)


@claims("short of the goal", rf"({LABEL}) ({MOVED}), ({VALUE}) (short of|above) the ({VALUE}) due in ({MONTH})")
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


@claims("goal and due month", rf"({LABEL}) ({MOVED}); ({VALUE}) is due in ({MONTH})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    kpi.is_value(made[3], kpi.goal, "as the goal")
    kpi.month_is(made[4], kpi.measure.due or 0)


@claims("total and statuses of groups", rf"({LABEL}) ({MOVED}); (.+ (?:is|are) {STATUS})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    kpi.groups_are(made[3])


@claims("total and the last group", rf"({LABEL}) ({MOVED}); ({GROUP}) is last with ({VALUE})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    kpi.last(made[3], kpi.named())
    kpi.is_value(made[4], kpi.at(made[3]))


@claims("total and its status", rf"({LABEL}) ({MOVED}) and is ({STATUS})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    need(kpi.measure.status(kpi.now, kpi.aim) == made[3], made[0], kpi.measure.status(kpi.now, kpi.aim))


@claims(
    "verdict",
    rf"({VALUE}) is (.+? the target of {RANGE})(?:, (within|more than) the tolerance of ({VALUE})( of the"
    rf" target)?)?: ({STATUS})\.?",
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


@claims(
    "target just missed",
    rf"A status compares numbers before rounding: ({LABEL}(?:(?:, {LABEL})* and {LABEL})?) just missed the target of"
    rf" ({RANGE}) in ({MONTH})\.",
)
def _(seen: Reader, made: Made) -> None:
    month = seen.truth.month(made[3])
    need(month in (seen.truth.now, seen.truth.now - 1), made[0], "a month that is not shown")
    for label in re.split(", | and ", made[1]):
        kpi = seen.of(label)
        value, aim = kpi.measure.total[month], kpi.measure.aims[month]
        need(value is not None and aim is not None and kpi.measure.missed(value, aim) > 0, made[0], "not missed")
        assert value is not None
        kpi.is_value(made[2], value, "as the value that is printed like its target")
