"""Entities whose data came or went between the two periods of the change brief."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from reportgen.content.blocks import Block
from reportgen.content.phrases import Phrase
from reportgen.content.reported import Reported
from reportgen.content.tables import Cell, Column, Emphasis, Table
from reportgen.content.values import Quantity
from reportgen.rules.blocks import listed, table
from reportgen.rules.setting import Setting, Subject, Titles


def entity_changes(
    subjects: Sequence[Subject], last: Reported | None, setting: Setting, titles: Titles
) -> dict[str, Block]:
    """Who has data now and had none then, and the other way round; with a last report also whom the entity table has
    or no longer has. Only KPIs for which every entity is asked are looked at: who had no case is not lost."""
    asked = [subject for subject in subjects if _asks_everyone(subject, setting)]
    if not asked:
        return {}
    new: dict[str, list[str]] = {}
    lost: dict[str, list[str]] = {}
    first = asked[0].entities
    assert first is not None
    keys = [str(key) for key in first.keys.tolist()]
    names = dict(zip(keys, map(str, first.names.tolist()), strict=True))
    for subject in asked:
        now, then = _has_data(subject, setting)
        for places, found in ((now & ~then, new), (then & ~now, lost)):
            for place in np.flatnonzero(places).tolist():
                found.setdefault(keys[place], []).append(subject.label)
    word = setting.locale.word
    if last is not None and last.entities:
        for key in keys:
            if key not in last.entities:
                new.setdefault(key, []).append(word("new in the list"))
        for key, name in last.entities.items():
            if key not in names:
                lost.setdefault(key, []).append(word("no longer in the list"))
                names[key] = name
    groups = _groups(asked[0], keys, setting)
    return {
        "entities_new": _table("entities_new", "New in the data", new, names, groups, setting, titles),
        "entities_lost": _table("entities_lost", "No longer in the data", lost, names, groups, setting, titles),
    }


def _asks_everyone(subject: Subject, setting: Setting) -> bool:
    total = subject.total
    known = subject.entities is not None and subject.detail is not None and total.expected == setting.entity_count
    # Where a period has no data at all nobody in particular is lost.
    return (
        known
        and isinstance(total.value, Quantity)
        and any(figure.period == setting.base and isinstance(figure.value, Quantity) for figure in subject.kpi.history)
    )


def _has_data(subject: Subject, setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    """Which entities have a number now, and which had one then; who says that there is none has reported."""
    figures, detail = subject.entities, subject.detail
    assert figures is not None
    assert detail is not None
    now = np.isfinite(figures.values)
    if figures.declared is not None:
        now |= figures.declared
    if setting.base == setting.period.previous:
        return now, np.array(detail.entities_before(), np.bool_)
    back = setting.period.steps_since(setting.base)
    return now, np.isfinite(detail.past_numbers(back + 1)[0].values)


def _groups(subject: Subject, keys: Sequence[str], setting: Setting) -> Mapping[str, Mapping[str, str]]:
    """The groups of every entity, by grouping and key."""
    assert subject.detail is not None
    return {
        grouping: dict(zip(keys, subject.detail.entity_groups(grouping), strict=True)) for grouping in setting.groups
    }


def _table(
    id: str,
    name: str,
    found: Mapping[str, Iterable[str]],
    names: Mapping[str, str],
    groups: Mapping[str, Mapping[str, str]],
    setting: Setting,
    titles: Titles,
) -> Table:
    word, say = setting.locale.word, setting.locale.phrase
    columns = [
        Column("entity", word(setting.noun.capitalize()), weight=2.4, emphasis=Emphasis.STRONG),
        *(Column(f"group.{grouping}", setting.groups[grouping], weight=1.6) for grouping in groups),
        Column("indicators", word("Indicators"), weight=4.0),
    ]
    order = sorted(found, key=lambda key: (names[key], key))
    cells: list[tuple[str, dict[str, Cell]]] = [
        (
            key,
            {
                "entity": names[key],
                **{f"group.{grouping}": held.get(key, "") for grouping, held in groups.items()},
                "indicators": ", ".join(found[key]),
            },
        )
        for key in order
    ]
    facts = {
        "count": len(cells),
        "nouns": setting.nouns,
        "noun": setting.noun,
        "names": [names[key] for key in order[:4]],
    }
    headline = titles.pick(say(f"{id}_title", **facts)) if cells else Phrase()
    subtitle = say("since", period=setting.label, previous=setting.base_label).text
    shown = listed(columns, cells, *(f"group.{grouping}" for grouping in groups))
    return table(id, name, *shown, setting, headline=headline, subtitle=subtitle)
