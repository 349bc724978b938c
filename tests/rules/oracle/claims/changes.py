"""What moved the total: panels, contributions, shades."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.rules.oracle.counted import MONTHS, NO_GROUP
from tests.rules.oracle.printed import BESIDE, COUNT, GROUP, HEAD, LABEL, MONTH, MOVED, VALUE, UnreadError, need
from tests.rules.oracle.reader import Made, Reader, claims
from tests.rules.oracle.shared import names_of


@claims(
    "one went the other way",
    rf"{HEAD}({GROUP}) (gained|lost) ({VALUE}) in ({MONTH});"
    rf" ({GROUP}), at ({VALUE}), is the only region that (fell|rose)",
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


@claims(
    "all went one way",
    rf"{HEAD}([Bb]oth|[Aa]ll {COUNT}) regions (rose|fell) in ({MONTH}), ({GROUP}) most, by ({VALUE})",
)
def _(seen: Reader, made: Made) -> None:
    kpi, way = seen.of(made[1]), 1 if made[3] == "rose" else -1
    steps = _steps(kpi)
    kpi.counted(f"{made[2]} regions", sum(step * way > 0 for step in steps.values()), len(steps))
    kpi.month_is(made[4], seen.truth.now)
    need(all(way * steps[made[5]] > way * step for name, step in steps.items() if name != made[5]), made[0], steps)
    kpi.is_value(made[6], abs(steps[made[5]]), difference=True)


@claims("both ends of the moves", rf"{HEAD}({GROUP}) gained ({VALUE}) in ({MONTH}), ({GROUP}) lost ({VALUE})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    steps = _steps(kpi)
    kpi.month_is(made[4], seen.truth.now)
    _gained(kpi, made[2], "gained", made[3])
    _gained(kpi, made[5], "lost", made[6])
    need(steps[made[2]] == max(steps.values()) and steps[made[5]] == min(steps.values()), made[0], steps)


@claims("the largest move, the worst", rf"{HEAD}({GROUP}) gained ({VALUE}) in ({MONTH}); ({GROUP}) ({BESIDE})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    steps = _steps(kpi)
    kpi.month_is(made[4], seen.truth.now)
    _gained(kpi, made[2], "gained", made[3])
    need(steps[made[2]] == max(steps.values()), made[0], steps)
    kpi.against(made[6], kpi.at(made[5]), kpi.group_aim)
    misses = {name: kpi.measure.missed(value, kpi.group_aim) for name, value in kpi.named().items()}
    need(misses[made[5]] == max(misses.values()), f"{made[5]} misses most", misses)


def _contributions(kpi: Reader) -> dict[str, tuple[Fraction, Fraction]]:
    """What own rate and weight of each group brought (of sums all is own)."""
    at, measure = kpi.truth.now, kpi.measure
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


def _sums(kpi: Reader, group: str) -> list[tuple[int, int]]:
    """Numerator and denominator of a group in every month."""
    held = [past for unit, past in kpi.measure.parts.items() if kpi.measure.places[unit] == group]
    months = range(kpi.truth.now + 1)
    return [tuple(sum(one[at][part] for one in held if one[at]) for part in (0, 1)) for at in months]  # type: ignore[misc,index]


@claims(
    "part in a change",
    rf"{HEAD}({GROUP}) (brought|took) ({VALUE}) of the (?:({VALUE}) (gained|lost)|(rise|fall) of ({VALUE})) since"
    rf" ({MONTH})(?:; ({VALUE}) still missing)?",
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


@claims("parts against each other", rf"({LABEL}) ({MOVED}): ({VALUE}) from ({GROUP}), ({VALUE}) from ({GROUP})")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    kpi.moved(made[2], kpi.measure.total, kpi.aim)
    parts = {name: Fraction(sum(part)) for name, part in _contributions(kpi).items()}
    for value, name in ((made[3], made[4]), (made[5], made[6])):
        kpi.is_value(value, parts[name], difference=True)
    rose = parts[made[4]] > 0
    ends = (max, min) if rose else (min, max)
    need((parts[made[4]], parts[made[6]]) == (ends[0](parts.values()), ends[1](parts.values())), made[0], parts)


@claims("rates and weights", rf"({VALUE}) from the regions' own rates, ({VALUE}) from the shift of their weights\.")
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
    rf"(.+) (?:(?:has|have) data for ({MONTH}) and had none for ({MONTH})|had data for ({MONTH}) and (?:has|have)"
    rf" none for ({MONTH}))\.",
)
def _(seen: Reader, made: Made) -> None:
    names, more = names_of(made[1])
    at, came = seen.truth.now, bool(made[2])
    seen.month_is(made[2] or made[5], at)
    seen.month_is(made[3] or made[4], at - 1)
    found = {
        unit
        for unit, past in seen.measure.units.items()
        if (past[at] is None, past[at - 1] is None) == (not came, came)
    }
    need(set(names) <= found and len(names) + more == len(found), made[0], found)


@claims(
    "contribution chart",
    rf"Contribution chart: ({LABEL}) from ({VALUE}) in ({MONTH}) to ({VALUE}) in ({MONTH}): (.+)\.",
)
def _(seen: Reader, made: Made) -> None:
    kpi, at = seen.of(made[1]), seen.truth.now
    kpi.month_is(made[3], at - 1)
    kpi.month_is(made[5], at)
    kpi.is_value(made[2], kpi.measure.total[at - 1])
    kpi.is_value(made[4], kpi.now)
    parts = _contributions(kpi)
    for one in made[6].split(", "):
        step = re.fullmatch(rf"({GROUP}) ({VALUE})", one)
        if not step:
            raise UnreadError(made[0])
        kpi.is_value(step[2], Fraction(sum(parts[step[1]])), difference=True)


@claims("ends of the shades", rf"({LABEL}): from ({VALUE}) \(({GROUP}), (.+?)\) to ({VALUE}) \(({GROUP}), (.+?)\)")
def _(seen: Reader, made: Made) -> None:
    kpi = seen.of(made[1])
    scopes = kpi.measure.units if made[3].startswith("Unit") else kpi.measure.groups
    known = [value for name, past in scopes.items() if name != NO_GROUP for value in past if value is not None]
    for value, name, month, end in ((made[2], made[3], made[4], min(known)), (made[5], made[6], made[7], max(known))):
        kpi.is_value(value, end)
        when = month if re.fullmatch(MONTH, month) else _long(month)
        need(scopes[name][seen.truth.month(when)] == end, made[0], float(end))


def _long(month: str) -> str:
    name, year = month.split()
    return f"{next(one for one in MONTHS if one.startswith(name))} {year}"
