"""Groups: their statuses, the first and the last, what they make of the total."""

from __future__ import annotations

import re

from tests.rules.oracle.printed import BESIDE, COUNT, GROUP, HEAD, LABEL, STATUS, VALUE, UnreadError, need, number_of
from tests.rules.oracle.reader import Made, Reader, claims
from tests.rules.oracle.shared import ranked


@claims(
    "statuses of groups, the worst", rf"{HEAD}(.+ (?:is|are) (off track|at risk))(?:;|,) ({GROUP}) (?:is )?({BESIDE})"
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.groups_are(made[2])
    kpi.against(made[5], kpi.at(made[4]), kpi.group_aim)
    misses = {name: kpi.measure.missed(value, kpi.group_aim) for name, value in kpi.named().items()}
    need(misses[made[4]] == max(misses.values()), f"{made[4]} misses most", misses)


@claims("groups off track, the worst", rf"{HEAD}([^;:]+) off track, ({GROUP}) ({VALUE} (?:above|below))")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.groups_are(f"{made[2]} are off track")
    kpi.against(f"{made[4]} target", kpi.at(made[3]), kpi.group_aim)
    misses = {name: kpi.measure.missed(value, kpi.group_aim) for name, value in kpi.named().items()}
    need(misses[made[3]] == max(misses.values()), f"{made[3]} misses most", misses)


@claims("statuses of groups", rf"{HEAD}([^;:]+ (?:is|are) {STATUS})\.?")
def _(seen: Reader, made: Made) -> None:
    if re.search("indicator", made[2]) or not re.search("region", made[2]):
        raise UnreadError(made[0])
    (seen.of(made[1]) if made[1] else seen.subject()).groups_are(made[2])


@claims(
    "share of a group",
    rf"({GROUP}) accounts for ({VALUE})(?: of ({LABEL}))?(?:, the most of ({COUNT}) regions\.?|: ({VALUE})\.)",
)
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


@claims("first and last group", rf"({LABEL}): ({GROUP}) leads with ({VALUE}), ({GROUP}) is last with ({VALUE})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.first(made[2], kpi.named())
    kpi.last(made[4], kpi.named())
    kpi.is_value(made[3], kpi.at(made[2]))
    kpi.is_value(made[5], kpi.at(made[4]))


@claims("from the highest to the lowest", rf"({LABEL}): from ({VALUE}) \(({GROUP})\) to ({VALUE}) \(({GROUP})\)")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = ranked(kpi, made[3])
    kpi.highest(made[3], values)
    kpi.lowest(made[5], values)
    kpi.is_value(made[2], values[made[3]])
    kpi.is_value(made[4], values[made[5]])


@claims("tied groups, the last", rf"({LABEL}): ({COUNT}) regions at ({VALUE}), ({GROUP}) is last with ({VALUE})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = kpi.named()
    best = kpi.measure.best(list(values.values()))
    need(number_of(made[2]) == list(values.values()).count(best), made[0], values)
    kpi.is_value(made[3], best)
    kpi.last(made[4], values)
    kpi.is_value(made[5], kpi.at(made[4]))


@claims("equal groups", rf"({LABEL}): all ({COUNT}) regions stand at ({VALUE})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = kpi.named()
    need(number_of(made[2]) == len(values) and len(set(values.values())) == 1, made[0], values)
    kpi.is_value(made[3], next(iter(values.values())))


@claims("span of groups", rf"({LABEL}): ({VALUE}) to ({VALUE}) over ({COUNT}) regions")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = kpi.named()
    kpi.is_value(made[2], min(values.values()))
    kpi.is_value(made[3], max(values.values()))
    need(number_of(made[4]) == len(values), made[0], len(values))


@claims(
    "range of groups", rf"By region it ranges from ({VALUE})(?: \(({GROUP})\))?\s+to ({VALUE})(?: \(({GROUP})\))?\."
)
def _(seen: Reader, made: Made) -> None:
    kpi = seen.subject()
    values = kpi.named()
    kpi.is_value(made[1], min(values.values()))
    kpi.is_value(made[3], max(values.values()))
    if made[2]:
        kpi.lowest(made[2], values)
    if made[4]:
        kpi.highest(made[4], values)


@claims("furthest from target", rf"({GROUP}) is furthest from target in ({LABEL}): ({VALUE}), ({BESIDE})\.")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[2])
    misses = {name: kpi.measure.missed(value, kpi.group_aim) for name, value in kpi.named().items()}
    need(list(misses.values()).count(misses[made[1]]) == 1, made[0], "shared")
    need(misses[made[1]] == max(misses.values()) > 0, made[0], misses)
    kpi.is_value(made[3], kpi.at(made[1]))
    kpi.against(made[4], kpi.at(made[1]), kpi.group_aim)


@claims(
    "last group against the total",
    rf"({GROUP}|(?:{COUNT}) regions) (?:is|are) last in ({LABEL}): ({VALUE}) against ({VALUE}) in total\.",
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
