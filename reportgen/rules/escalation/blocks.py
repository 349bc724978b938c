"""Matters for decision -> the table and the sentences that deck, report and annex print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.content.blocks import Block
from reportgen.content.kpis import Figure
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Cell, Column, Emphasis, Table
from reportgen.content.values import Aim, Days, NoData, Number, Quantity, Status, exact
from reportgen.dataset import Dataset
from reportgen.rules.blocks import Part, count, fact, listed, table
from reportgen.rules.conditions.syntax import (
    FactNumber,
    FieldNumber,
    KpiNumber,
    KpiStatus,
    Rule,
    Things,
    ToTarget,
)
from reportgen.rules.conditions.words import FACTS, THINGS
from reportgen.rules.escalation.states import Matter, State, Told, in_order, matters
from reportgen.rules.escalation.watch import Seen, Watch, watches
from reportgen.rules.setting import Setting, Subject, Titles

_FACTS = {
    "escalations_raised": (State.RAISED, "Raised for decision"),
    "escalations_open": (State.OPEN, "Still open for decision"),
    "escalations_cleared": (State.CLEARED, "Cleared"),
}


def escalation_blocks(
    rules: Sequence[Rule],
    subjects: Sequence[Subject],
    facts: Mapping[str, Figure],
    dataset: Dataset,
    setting: Setting,
    titles: Titles,
    owner: str = "",
    told: Told | None = None,
) -> tuple[Part, dict[str, str]]:
    """The blocks, and since when which matters are open; without rules nothing. `owner` is the report's, `told` what
    the last report said."""
    if not rules:
        return Part(), {}
    found: list[tuple[Watch, Matter]] = []
    for watch in watches(rules, subjects, facts, dataset, setting):
        found += [(watch, matter) for matter in matters(watch, setting.base, told)]
    order = {id(matter): at for at, matter in enumerate(in_order([matter for _, matter in found]))}
    found.sort(key=lambda pair: order[id(pair[1])])
    told_of = [(matter, _reason(watch, matter, setting)) for watch, matter in found]
    blocks: dict[str, Block] = {
        "escalations": _table(told_of, setting, titles, owner),
        "escalation_notes": _notes(told_of, setting),
    }
    numbers = Counter(matter.state for matter, _ in told_of)
    unknown = NoData("it counts what changed since the last period")
    counted = {
        name: fact(name, count(numbers[state]), unknown, setting, setting.locale.word(label))
        for name, (state, label) in _FACTS.items()
    }
    is_open = {matter.key: matter.since.id for matter, _ in told_of if matter.state is not State.CLEARED}
    return Part(blocks, counted), is_open


def _table(told_of: Sequence[tuple[Matter, Phrase]], setting: Setting, titles: Titles, owner: str) -> Table:
    word = setting.locale.word
    columns = (
        Column("state", word("State"), weight=1.9),
        Column("title", word("For decision"), weight=2.6, emphasis=Emphasis.STRONG),
        Column("reason", word("Why"), weight=3.2),
        Column("action", word("Proposed action"), weight=2.6),
        Column("owner", word("Owner"), weight=1.3),
        Column("due", word("Decide by"), weight=1.1),
    )
    cells = [(matter.key, _cells(matter, reason, setting, owner)) for matter, reason in told_of]
    numbers = Counter(matter.state for matter, _ in told_of)
    facts = {state.value: numbers[state] for state in State}
    headline = titles.pick(setting.locale.phrase("escalations_title", **facts)) if cells else Phrase()
    subtitle = setting.locale.phrase("since", period=setting.label, previous=setting.base_label).text
    shown = listed(columns, cells, "action", "owner", "due")
    over = {matter.key for matter, _ in told_of if matter.state is State.CLEARED}
    rows = [replace(row, emphasis=Emphasis.QUIET) if row.key in over else row for row in shown.rows]
    return table("escalations", "For decision", shown.columns, rows, setting, headline=headline, subtitle=subtitle)


def _cells(matter: Matter, reason: Phrase, setting: Setting, owner: str) -> dict[str, Cell]:
    cleared = matter.state is State.CLEARED
    return {
        "state": _state(matter, setting).text,
        "title": matter.rule.label,
        "reason": reason.text,
        "action": "" if cleared else matter.action,
        "owner": matter.owner or owner,
        "due": "" if cleared else matter.due or "",
    }


def _state(matter: Matter, setting: Setting) -> Phrase:
    late = matter.due is not None and matter.due < min(setting.period.end, setting.as_of)
    return setting.locale.phrase(
        f"matter_{matter.state}",
        since=setting.locale.period_label(matter.since),
        earlier=matter.earlier,
        late=late,
    )


def _notes(told_of: Sequence[tuple[Matter, Phrase]], setting: Setting) -> Narrative:
    """One remark for each matter: how it stands, what is to be decided, and why."""
    findings = tuple(
        Finding(
            Phrase(f"{reason.text}.", reason.spans),
            label=setting.locale.word("{state}: {title}", state=_state(matter, setting).text, title=matter.rule.label),
        )
        for matter, reason in told_of
    )
    return Narrative("escalation_notes", findings)


# ---- Reasons ----


def _reason(watch: Watch, matter: Matter, setting: Setting) -> Phrase:
    """What was seen in this period; where there is nothing to be seen any more, that."""
    say, seen, test = setting.locale.phrase, matter.now, watch.rule.condition.test
    if isinstance(test, Things):
        if seen is None or seen.thing is None:
            name = matter.then.name if matter.then else matter.item
            return say("watched_gone", name=name)
        return say("watched_row", name=seen.name, facts=[*_fields(seen, test, setting)], met=bool(seen.met))
    label = watch.subject.label if watch.subject else ""
    if isinstance(test, FactNumber):
        label = setting.locale.word(FACTS[test.fact].name or test.words)
    group = (seen.name if seen else matter.item) if watch.rule.condition.grouping else ""
    if seen is None or seen.met is None or not isinstance(seen.number, Quantity):
        stays = matter.state is State.OPEN and (seen is None or seen.met is None)
        status = seen.figure.status if seen and seen.figure and seen.figure.value else Status.NO_DATA
        why = setting.locale.word(status.value)
        return say("watched_silent", label=label, group=group, period=setting.label, why=why, stays=stays)
    facts: dict[str, object] = {
        "label": label,
        "group": group,
        "periods": watch.rule.condition.periods if matter.state is not State.CLEARED else 1,
        "kind": setting.period.kind.value,
        "met": bool(seen.met),
    }
    if isinstance(test, KpiStatus):
        assert seen.figure is not None
        facts |= {"status": setting.locale.word(seen.figure.status.value)}
        return say("watched_status", figure=seen.figure, **facts)
    limit, words = _limit(seen, test)
    part = test.part if isinstance(test, KpiNumber) else "value"
    # What prints like its limit and lies beyond it lies just beyond it.
    just = isinstance(limit, Quantity) and words.split()[0] != "at" and limit.rounded() == seen.number.rounded()
    facts |= {"words": f"just {words}" if just and seen.met else words, "limit": limit}
    return say("watched_number", figure=seen.figure, number=seen.number, part=part, **facts)


def _limit(seen: Seen, test: KpiNumber | FactNumber) -> tuple[Aim, str]:
    """The number with which is compared, printed like the number itself; and the comparison in words."""
    if isinstance(test.limit, ToTarget):
        assert seen.figure is not None
        return seen.figure.target, f"{test.limit.words} the target of"
    assert isinstance(seen.number, Quantity)
    return replace(seen.number, amount=exact(test.limit.amount), id=""), test.limit.words


def _fields(seen: Seen, test: Things, setting: Setting) -> Iterator[dict[str, object]]:
    """What was tested, as the row has it."""
    word, row = setting.locale.word, seen.thing
    assert row is not None
    for one in test.tests:
        if isinstance(one, FieldNumber):
            number = row.numbers.get(one.field)
            if number is not None:
                id = f"facts.{test.thing}s@{row.key}.{one.field}"
                kind = Days if THINGS[test.thing].numbers[one.field] == "days" else Number
                decimals = 0 if number.denominator == 1 else 1
                yield {"field": word(one.field), "value": kind(exact(number), decimals, id=id)}
        elif text := row.texts.get(one.field, ""):
            plain = one.field in ("current", "quadrant", "title", "name")
            yield {"field": "" if plain else word(one.field), "value": word(text)}
