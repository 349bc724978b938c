"""Contacts with stakeholders: how many of those planned took place, by owner, and whom to talk to next and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import Count, exact
from reportgen.rules.blocks import SHARE, count, listed, share, table
from reportgen.rules.registers.engagement import CUT, LEVELS, Stakeholder
from reportgen.rules.registers.register import Register
from reportgen.rules.setting import Setting
from reportgen.rules.stakeholders.adkar import ELEMENTS, barrier_point, scores_of

_RIGHT = Align.RIGHT
_COUNT = Count(exact(0))
# More than so many names is a list nobody works through before the next meeting.
_MOST = 8


def contact_coverage(rows: Register, people: Sequence[Stakeholder], setting: Setting) -> Table | None:
    """Contacts planned and made, by owner and together; None where the register does not count them.
    A stakeholder without a planned number is not counted on either side."""
    planned, made = rows.numbers("contacts_planned"), rows.numbers("contacts_made")
    owners = rows.texts("owner")
    held = [one for one in people if not np.isnan(planned[one.row])]
    if not held:
        return None
    word = setting.locale.word
    columns = (
        Column("owner", word("Owner"), weight=2.0, emphasis=Emphasis.STRONG),
        Column("planned", word("Planned"), _RIGHT, format=_COUNT),
        Column("made", word("Took place"), _RIGHT, format=_COUNT),
        Column("coverage", word("Coverage"), _RIGHT, emphasis=Emphasis.STRONG, format=SHARE),
    )
    names = sorted({owners[one.row] for one in held})
    scopes = [(name, [one for one in held if owners[one.row] == name]) for name in names]
    body = [_coverage_row(name or word("Not stated"), name, of, planned, made) for name, of in scopes]
    total = _coverage_row(word("Total"), "total", held, planned, made, Emphasis.TOTAL)
    known = total.cells
    headline = setting.locale.phrase("contacts_title", made=known[2], planned=known[1], share=known[3])
    return table("contacts", "Planned contacts", columns, [*body, total], setting, headline=headline)


def _coverage_row(
    label: str, key: str, held: Sequence[Stakeholder], planned: object, made: object, emphasis: Emphasis = Emphasis.NONE
) -> Row:
    assert isinstance(planned, np.ndarray)
    assert isinstance(made, np.ndarray)
    wanted = int(sum(planned[one.row] for one in held))
    # A contact beyond the plan of one stakeholder does not stand for one that another missed.
    done = int(sum(min(np.nan_to_num(made[one.row]), planned[one.row]) for one in held))
    id = f"facts.contacts@{key}"
    part = share(done, wanted, f"{id}.coverage", "nothing planned")
    cells: tuple[Cell, ...] = (label, count(wanted, f"{id}.planned"), count(done, f"{id}.made"), part)
    return Row(key, cells, emphasis)


@dataclass(frozen=True, slots=True)
class Talk:
    """Why to talk to somebody: `weight` orders the list, `reasons` are what is printed."""

    one: Stakeholder
    weight: int
    reasons: tuple[Phrase, ...] = field(default_factory=tuple)


def next_talks(
    rows: Register, people: Sequence[Stakeholder], before: dict[str, Stakeholder], setting: Setting
) -> list[Talk]:
    """Who needs a talk, the most pressing first.

    Each missing level, each level lost since the period before, an action past its date and planned contacts that did
    not take place weigh one; with power above the middle all weigh double. Nobody without a reason is listed."""
    due, scores = rows.dates("due"), scores_of(rows)
    planned, made = rows.numbers("contacts_planned"), np.nan_to_num(rows.numbers("contacts_made"))
    end = min(setting.period.end, setting.as_of)
    found = []
    for one in people:
        missed = 0 if np.isnan(planned[one.row]) else max(0, int(planned[one.row] - made[one.row]))
        talk = _talk(one, before.get(one.key), due[one.row], missed, barrier_point(scores[one.row]), end, setting)
        if talk.weight:
            found.append(talk)
    return sorted(found, key=lambda talk: (-talk.weight, -(talk.one.power or 0), talk.one.number))[:_MOST]


def _talk(
    one: Stakeholder,
    earlier: Stakeholder | None,
    due: date | None,
    missed: int,
    barrier: str,
    end: date,
    setting: Setting,
) -> Talk:
    say, word = setting.locale.phrase, setting.locale.word
    weight, reasons = 0, list[Phrase]()
    lost = (earlier.current or 0) - one.current if earlier and earlier.current and one.current is not None else 0
    if lost > 0 and one.current is not None:
        weight += lost
        reasons.append(say("talk_fell", level=word(LEVELS[one.current]), previous=setting.previous))
    if one.lacks and one.desired is not None:
        weight += one.gap or 0
        reasons.append(say("talk_gap", gap=one.gap or 0, level=word(LEVELS[one.desired])))
    if due is not None and due <= end:
        weight += 1
        reasons.append(say("talk_overdue", due=due))
    if missed:
        weight += 1
        reasons.append(say("talk_missed", missed=missed))
    if weight and barrier in ELEMENTS:
        reasons.append(say("talk_barrier", element=word(barrier)))
    return Talk(one, weight * (2 if (one.power or 0) > CUT else 1), tuple(reasons))


def talk_table(rows: Register, talks: Sequence[Talk], setting: Setting) -> Table | None:
    """Whom to talk to next and why, with owner, action and date; None where nobody has to be talked to."""
    if not talks:
        return None
    word = setting.locale.word
    owners, actions, due, last = (
        rows.texts("owner"),
        rows.texts("next_action"),
        rows.dates("due"),
        rows.dates("last_contact"),
    )
    columns = [
        Column("stakeholder", word("Stakeholder"), weight=2.0, emphasis=Emphasis.STRONG),
        Column("why", word("Why"), weight=3.6),
        Column("owner", word("Owner"), weight=1.2),
        Column("next_action", word("Next action"), weight=3.0),
        Column("due", word("Due"), weight=1.1),
        Column("last_contact", word("Last contact"), weight=1.1),
    ]
    cells: list[tuple[str, dict[str, Cell]]] = [
        (
            talk.one.key,
            {
                "stakeholder": talk.one.name,
                "why": setting.locale.word("; ").join(str(reason) for reason in talk.reasons),
                "owner": owners[talk.one.row],
                "next_action": actions[talk.one.row],
                "due": due[talk.one.row] or "",
                "last_contact": last[talk.one.row] or "",
            },
        )
        for talk in talks
    ]
    made = listed(columns, cells, "owner", "next_action", "due", "last_contact")
    headline = setting.locale.phrase("talks_title", name=talks[0].one.name, count=len(talks))
    return table("next_talks", "Whom to talk to next", made.columns, made.rows, setting, headline=headline)
