"""Alternative texts of charts and tables."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.rules.oracle.counted import NO_GROUP
from tests.rules.oracle.printed import (
    BESIDE,
    COUNT,
    GROUP,
    LABEL,
    MONTH,
    RANGE,
    VALUE,
    UnreadError,
    need,
    number_of,
    read,
)
from tests.rules.oracle.reader import Made, Reader, claims
from tests.rules.oracle.shared import ahead_of, lacking_in, ranked


@claims(
    "alternative of a line",
    rf"(Line|Column) chart: (.+)\. From ({VALUE}) to ({VALUE})(?:; lowest ({VALUE}), highest ({VALUE}))?\.(?: (.+)\.)?",
)
def _(seen: Reader, made: Made) -> None:
    group = re.search(rf", ({GROUP})$", made[2])
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
    rf"Bar chart: ([^.]+(?:\. [a-z][^.]*)?)\."
    rf" (?:All at ({VALUE})|Highest ({GROUP}) with ({VALUE}), lowest ({GROUP}) with ({VALUE}))\."
    rf"(?: (\w+) (?:is|are) below the target of ({RANGE})\.)?",
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


@claims("alternative of entities", rf"Bar chart: (.+)\. From ({GROUP}) with ({VALUE}) to ({GROUP}) with ({VALUE})\.")
def _(seen: Reader, made: Made) -> None:
    missing = ", missing to 100 %" in made[1]
    values = {name: Fraction(number) for name, number in lacking_in(seen).items()} if missing else ranked(seen, "Unit")
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
    rf"Column chart: ({LABEL}) of (\d+) units, ranked, from ({GROUP}) with ({VALUE}) to ({GROUP}) with ({VALUE})\.(?:"
    rf" ({COUNT}) not reported\.)?",
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


@claims("alternative of gaps", rf"Bar chart of differences: (.+)\. ({GROUP}) does worst, ({BESIDE})\.")
def _(seen: Reader, made: Made) -> None:
    values = seen.named(rest=True)
    misses = {name: _margin(seen, value) for name, value in values.items()}
    need(misses[made[2]] == max(misses.values()), made[0], misses)
    seen.against(made[3], values[made[2]], seen.group_aim)


def _margin(seen: Reader, value: Fraction) -> Fraction:
    return seen.measure.missed(value, seen.group_aim)


@claims("alternative of statuses", rf"Stacked columns: (.+), monthly, ({MONTH}) to ({MONTH})\. (.+)\.")
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
        need(rows == len(ahead_of(seen)), made[0], len(ahead_of(seen)))
