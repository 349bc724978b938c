"""Journeys -> funnels: what is left from stage to stage, the biggest drop, and stages that are not part of the one
before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.content.blocks import Block
from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import Count, NoData, Percent, Quantity, Value, difference, exact
from reportgen.errors import Problem, Severity
from reportgen.project import Journey, Project
from reportgen.project.model import in_words
from reportgen.rules.alternative import shortened
from reportgen.rules.blocks import COUNT, SHARE, filled, table
from reportgen.rules.figures.journeys import StageCount
from reportgen.rules.setting import Setting, Titles


@dataclass(frozen=True)
class Funnel:
    """A journey with its counts in the period."""

    id: str
    label: str
    note: str
    stages: tuple[StageCount, ...]
    setting: Setting
    least_n: int = 0

    @property
    def numbers(self) -> list[Value]:
        return [stage.now for stage in self.stages]

    def drop(self) -> int | None:
        """The stage of which the smallest part of the one before is left; None when nested stages do not say so."""
        shares = [_part(now, before) for before, now in zip(self.numbers, self.numbers[1:], strict=False)]
        known = [share for share in shares if share is not None]
        if len(known) < len(shares) or len(known) < 2 or max(known) > 1 or known.count(min(known)) > 1:
            return None
        return shares.index(min(known)) + 1


def _part(value: Value, whole: Value) -> Fraction | None:
    if not isinstance(value, Quantity) or not isinstance(whole, Quantity) or whole.amount <= 0:
        return None
    return Fraction(value.amount) / Fraction(whole.amount)


def _share(value: Value, whole: Value, id: str) -> Value:
    part = _part(value, whole)
    return NoData("no number for the stage", id) if part is None else Percent(exact(part), 1, id=id)


def funnel_blocks(
    project: Project, counts: dict[str, tuple[StageCount, ...]], setting: Setting, titles: Titles
) -> tuple[dict[str, Block], list[Problem]]:
    """For each journey its table with the funnel and its table by group; and the stages that are not nested."""
    blocks: dict[str, Block] = {}
    problems: list[Problem] = []
    for id, stages in counts.items():
        spec = project.journeys[id]
        made = Funnel(id, spec.label or in_words(id), spec.note, stages, setting, project.minimum_n)
        blocks[f"journey.{id}"] = funnel_table(made, titles)
        by_group = group_table(made, titles)
        if by_group:
            blocks[f"journey_groups.{id}"] = by_group
        problems += _not_nested(project, id, spec, made)
    return blocks, problems


def _not_nested(project: Project, id: str, spec: Journey, made: Funnel) -> Iterator[Problem]:
    for number in range(1, len(made.stages)):
        earlier, stage = made.stages[number - 1], made.stages[number]
        places = [(made.setting.label, earlier.now, stage.now)]
        places += [(name, earlier.groups.get(name, NoData()), held) for name, held in stage.groups.items()]
        wrong = [(name, before, now) for name, before, now in places if (part := _part(now, before)) and part > 1]
        if wrong:
            text = made.setting.locale.text
            yield Problem(
                Severity.WARNING,
                "journey-not-nested",
                f'In the journey "{id}" the stage "{stage.label}" is larger than "{earlier.label}" before it',
                project.where("journeys", id, "stages", number, "formula"),
                found="; ".join(f"{name}: {text(now)} after {text(before)}" for name, before, now in wrong),
                expected="each stage counts some of those in the stage before",
                hint="Its conversion is above 100 %: check the formulas, or take the stage out.",
            )


def funnel_table(made: Funnel, titles: Titles) -> Table:
    """One row per stage: how many, which part of the stage before and of the first, how many were lost."""
    setting, word, id = made.setting, made.setting.locale.word, f"journey.{made.id}"
    columns = [
        Column("stage", word("Stage"), weight=2.4),
        Column("number", word("Number"), Align.RIGHT, 1, Emphasis.STRONG, COUNT),
        Column("of_before", word("Of the stage before"), Align.RIGHT, 1.2, format=SHARE),
        Column("of_first", word("Of the first stage"), Align.RIGHT, 1.2, Emphasis.QUIET, SHARE),
        Column("lost", word("Lost"), Align.RIGHT, format=COUNT),
        Column("previous", setting.locale.period_short(setting.period.previous), Align.RIGHT, 1, Emphasis.QUIET, COUNT),
    ]
    numbers, cells = made.numbers, []
    for at, stage in enumerate(made.stages):
        before: Value = numbers[at - 1] if at else NoData()
        row: dict[str, Cell] = {
            "stage": stage.label,
            "number": stage.now,
            "of_before": _share(stage.now, before, f"{id}.{at + 1}.of_before") if at else "",
            "of_first": _share(stage.now, numbers[0], f"{id}.{at + 1}.of_first") if at else "",
            "lost": _lost(before, stage.now, f"{id}.{at + 1}.lost") if at else "",
            "previous": stage.before,
        }
        cells.append(row)
    kept = filled(columns, cells, ["previous"])
    drop = made.drop()
    rows = [
        Row(str(at + 1), tuple(row[column.key] for column in kept), Emphasis.EXCEPTION if at == drop else Emphasis.NONE)
        for at, row in enumerate(cells)
    ]
    known = any(isinstance(number, Quantity) for number in numbers)
    subtitle = setting.locale.phrase("journey_scope", label=made.label, note=made.note, period=setting.label).text
    headline = titles.pick(*_titles(made)) if known else Phrase()
    chart = _funnel(made, headline, subtitle) if known else None
    return table(
        id, made.label, kept, rows if known else [], setting, headline=headline, subtitle=subtitle, chart=chart
    )


def _lost(before: Value, now: Value, id: str) -> Value:
    lost = difference(before, now)
    return Count(lost.amount, id=id) if isinstance(lost, Quantity) else NoData("no number for the stage", id)


def _titles(made: Funnel) -> Iterator[Phrase]:
    say, stages, drop = made.setting.locale.phrase, made.stages, made.drop()
    if drop is not None:
        before, now = stages[drop - 1], stages[drop]
        lost = _lost(before.now, now.now, f"journey.{made.id}.{drop + 1}.lost")
        facts = {"lost": lost, "of": before.now, "first": before.label, "second": now.label, "label": made.label}
        yield say("journey_drop", **facts)
        yield say("journey_drop_short", **facts)
    yield say("journey_plain", label=made.label, period=made.setting.label)


def _funnel(made: Funnel, headline: Phrase, subtitle: str) -> Chart:
    word, numbers, setting = made.setting.locale.word, made.numbers, made.setting
    parts: list[Value] = [NoData()]
    parts += [
        _share(numbers[at], numbers[at - 1], f"journey.{made.id}.{at + 1}.of_before") for at in range(1, len(numbers))
    ]
    drop = made.drop()
    labels = tuple(stage.label for stage in made.stages)
    alt = setting.locale.phrase("alt_funnel", title=made.label, labels=labels, numbers=tuple(numbers))
    return Chart(
        f"journey.{made.id}.chart",
        ChartKind.FUNNEL,
        labels,
        (
            Series(word("Number"), tuple(numbers)),
            Series(word("of the stage before"), tuple(parts), Role.CONTEXT),
        ),
        COUNT,
        made.label,
        headline,
        subtitle,
        setting.source,
        shortened(alt.text),
        tuple(str(at + 1) for at in range(len(labels))),
        (str(drop + 1),) if drop is not None else (),
    )


def group_table(made: Funnel, titles: Titles) -> Table | None:
    """One row per group: how many in each stage, and which part of the first is left at the end."""
    groups = sorted({name for stage in made.stages for name in stage.groups})
    if len(groups) < 2 or not all(stage.groups for stage in made.stages):
        return None
    setting, word = made.setting, made.setting.locale.word
    grouping = next(iter(setting.groups), "")
    columns = [Column("group", setting.groups.get(grouping, word("Group")), weight=2)]
    columns += [
        Column(f"stage_{at + 1}", stage.label, Align.RIGHT, 1, format=COUNT) for at, stage in enumerate(made.stages)
    ]
    columns.append(Column("left", word("Left at the end"), Align.RIGHT, 1.2, Emphasis.STRONG, SHARE))
    rows = []
    for name in groups:
        held: list[Value] = [stage.groups.get(name, NoData("no number for the stage")) for stage in made.stages]
        left = _share(held[-1], held[0], f"journey.{made.id}@{grouping}={name}.left")
        few = 0 <= _amount(held[0]) < made.least_n
        rows.append(Row(name, (name, *held, left), Emphasis.QUIET if few else Emphasis.NONE))
    rows.sort(key=lambda row: (-_amount(row.cells[-1]), row.key))
    headline = titles.pick(
        *_group_titles(made, rows),
        setting.locale.phrase("journey_groups", label=made.label, noun=setting.group_noun(grouping)),
    )
    return table(f"journey_groups.{made.id}", made.label, columns, rows, setting, headline=headline)


def _amount(cell: Cell) -> float:
    return float(cell.amount) if isinstance(cell, Quantity) else -1.0


def _group_titles(made: Funnel, rows: Sequence[Row]) -> Iterator[Phrase]:
    # A group of too few is neither.
    rows = [row for row in rows if row.emphasis is not Emphasis.QUIET]
    if len(rows) < 2:
        return
    first, last = rows[0], rows[-1]
    top, bottom = first.cells[-1], last.cells[-1]
    # Only one that stands alone at an end is called first or last.
    alone = rows[1].cells[-1] != top and rows[-2].cells[-1] != bottom
    if alone and isinstance(top, Quantity) and isinstance(bottom, Quantity) and top != bottom:
        yield made.setting.locale.phrase(
            "journey_ends", label=made.label, top=top, top_name=first.key, bottom=bottom, bottom_name=last.key
        )
