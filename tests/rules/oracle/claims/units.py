"""Units: the highest and the lowest, what they lack, who meets the target."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.rules.oracle.printed import COUNT, GROUP, HEAD, LABEL, MONTH, VALUE, UnreadError, need, number_of, read
from tests.rules.oracle.reader import Made, Reader, claims
from tests.rules.oracle.shared import lacking_in, names_of, ranked


@claims("highest and lowest unit", rf"({LABEL}): ({GROUP}) is highest with ({VALUE}), ({GROUP}) lowest with ({VALUE})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    values = ranked(seen, made[2])
    kpi.highest(made[2], values)
    kpi.lowest(made[4], values)
    kpi.is_value(made[3], values[made[2]])
    kpi.is_value(made[5], values[made[4]])


@claims("share of what is missing", rf"({LABEL}): ({COUNT}) units? accounts? for ({VALUE}) of what is missing")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    ranked = sorted(lacking_in(kpi).values(), reverse=True)
    count = number_of(made[2])
    need(count < len(ranked), made[0], len(ranked))
    kpi.is_share(made[3], Fraction(sum(ranked[:count]), sum(ranked)))


@claims("largest shortfall", rf"({LABEL}): ({GROUP}) lacks the most, ({VALUE}) of ({VALUE})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    lacking = lacking_in(kpi)
    others = [number for unit, number in lacking.items() if unit != made[2]]
    need(all(lacking[made[2]] > other for other in others), made[0], lacking)
    held = kpi.measure.parts[made[2]][seen.truth.now]
    assert held is not None
    need([read(made[3]).number, read(made[4]).number] == [Fraction(lacking[made[2]]), Fraction(held[1])], made[0], held)


@claims("share of the largest", rf"({LABEL}): the ({COUNT}) units with the most account for ({VALUE})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    ranked = sorted(kpi.known_units().values(), reverse=True)
    count = number_of(made[2])
    assert kpi.now is not None
    need(count < len(ranked), made[0], len(ranked))
    kpi.is_share(made[3], sum(ranked[:count], Fraction(0)) / kpi.now)


@claims(
    "units that meet the target",
    rf"{HEAD}((?:none|all|{COUNT}) (?:of )?\d+ units? meets? the target)(?:; ({GROUP}) is last with ({VALUE}))?",
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
    rf"(?:({LABEL}): the ({COUNT}) units of ({GROUP})|({GROUP}): (?:(?:the|all) ({COUNT})|both))"
    r"( with data)? are last(?:; (.+ meets? the target))?",
)
def _(seen: Reader, made: Made) -> None:
    kpi, group = seen.of(made[1]), made[3] or made[4]
    values, places = kpi.known_units(), kpi.measure.places
    own = [value for unit, value in values.items() if places[unit] == group]
    others = [value for unit, value in values.items() if places[unit] != group]
    need(len(own) == number_of(made[2] or made[5] or "both"), made[0], len(own))
    need(
        all(kpi.measure.sign * (other - max(own, key=lambda one: kpi.measure.sign * one)) > 0 for other in others),
        made[0],
    )
    silent = sum(place == group for place in places.values()) - len(own)
    need(bool(made[6]) == bool(silent), made[0], f"{silent} without data")
    if made[7]:
        _met(kpi, made[7])


@claims("last of units", rf"({LABEL}): ({GROUP}) is last of (\d+) units with ({VALUE})")
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
    names, more = names_of(made[1])
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


@claims("units without data", rf"No data for ({MONTH}) from (.+)\.")
def _(seen: Reader, made: Made) -> None:
    seen.month_is(made[1], seen.truth.now)
    names, more = names_of(made[2])
    silent = set(seen.measure.units) - set(seen.known_units())
    need(set(names) <= silent and len(names) + more == len(silent), made[0], silent)
