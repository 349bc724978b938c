"""All indicators together: how many are on track, what changed."""

from __future__ import annotations

import re

from tests.rules.oracle.printed import BESIDE, COUNT, LABEL, MONTH, STATUS, UnreadError, need, number_of
from tests.rules.oracle.reader import Made, Reader, claims


@claims("indicators with data", rf"(.+) (?:has|have) data for ({MONTH})(?:; (\d+) of (\d+) units did not report)?")
def _(seen: Reader, made: Made) -> None:
    if made[3]:
        units = seen.of(seen.truth.measures[0].label)
        silent, of = len(units.measure.units) - len(units.known_units()), len(units.measure.units)
        need((int(made[3]), int(made[4])) == (silent, of), made[0], f"{silent} of {of}")
    seen.month_is(made[2], seen.truth.now)
    known = sum(seen.of(one.label).now is not None for one in seen.truth.measures)
    seen.counted(f"{made[1]} ", known, len(seen.truth.measures))


@claims("indicators without data", rf"(.+) (?:has|have) no data for ({MONTH})")
def _(seen: Reader, made: Made) -> None:
    if "indicator" not in made[1]:
        raise UnreadError(made[0])
    seen.month_is(made[2], seen.truth.now)
    missing = sum(seen.of(one.label).now is None for one in seen.truth.measures)
    seen.counted(f"{made[1]} ", missing, len(seen.truth.measures))


def _judged(seen: Reader) -> list[tuple[Reader, str]]:
    found = [(kpi := seen.of(one.label), one.status(kpi.now, kpi.aim)) for one in seen.truth.measures]
    return [(kpi, status) for kpi, status in found if status in ("on track", "at risk", "off track")]


@claims("indicators on track", rf"(.+ indicators? with a target) (?:is|are) on track(?:; ({LABEL}) is ({BESIDE}))?")
def _(seen: Reader, made: Made) -> None:
    judged = _judged(seen)
    on_track = sum(status == "on track" for _, status in judged)
    seen.counted(made[1], on_track, len(judged))
    if made[2]:
        kpi = seen.of(made[2])
        kpi.against(made[3], kpi.now, kpi.aim)
        need(kpi.measure.status(kpi.now, kpi.aim) != "on track", made[0], "on track")


@claims("indicators on track, the worst", rf"(.+ indicators?) on track; ({LABEL}) ({BESIDE})")
def _(seen: Reader, made: Made) -> None:
    judged = _judged(seen)
    seen.counted(made[1], sum(status == "on track" for _, status in judged), len(judged))
    need(len(judged) == len(seen.truth.measures), made[0], f"{len(judged)} have a target")
    kpi = seen.of(made[2])
    kpi.against(made[3], kpi.now, kpi.aim)
    need(kpi.measure.status(kpi.now, kpi.aim) != "on track", made[0], "on track")


@claims(
    "one indicator judged",
    rf"({LABEL}) is ({STATUS})(?:, ({BESIDE}))?(?:; ({COUNT}) other indicators? (?:has|have) no target)?",
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


@claims("what changed", rf"(.+) since ({MONTH})(; no status changed)?")
def _(seen: Reader, made: Made) -> None:
    parts = re.split(", | and ", made[1])
    pattern = re.compile(rf"({COUNT})(?: indicators?)? (rose|fell|stayed the same)")
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


@claims("a status changed", rf"({LABEL}) went from ({STATUS}) to ({STATUS}) since ({MONTH})")
def _(seen: Reader, made: Made) -> None:
    need(_changed(seen) == {made[1]: (made[2], made[3])}, made[0], _changed(seen))
    seen.month_is(made[4], seen.truth.now - 1)


@claims("statuses changed", rf"({COUNT}) indicators changed status since ({MONTH})")
def _(seen: Reader, made: Made) -> None:
    need(len(_changed(seen)) == number_of(made[1]), made[0], _changed(seen))
    seen.month_is(made[2], seen.truth.now - 1)


@claims("nothing to compare", rf"No indicator can be compared with ({MONTH})")
def _(seen: Reader, made: Made) -> None:
    seen.month_is(made[1], seen.truth.now - 1)
    need(all(seen.change(one.total) is None for one in seen.truth.measures), made[0], "one that can")


@claims("indicators counted", rf"({COUNT}) indicators? with what was counted in ({MONTH})")
def _(seen: Reader, made: Made) -> None:
    need(number_of(made[1]) == len(seen.truth.measures), made[0], len(seen.truth.measures))
    seen.month_is(made[2], seen.truth.now)
