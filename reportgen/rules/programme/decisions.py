"""The PM² Decision Log -> the decisions that are asked for, and those taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Table
from reportgen.content.values import NoData
from reportgen.dataset import Dataset
from reportgen.errors import Problem
from reportgen.rules.blocks import Part, count, fact, listed, table
from reportgen.rules.registers.register import Register, register
from reportgen.rules.setting import Setting, Titles

_REQUESTED, _TAKEN, _SETTLED = "requested", "taken", ("rejected", "postponed")
_STATES = (_REQUESTED, _TAKEN, *_SETTLED)
_TEXTS = (
    "id",
    "title",
    "description",
    "status",
    "identified_by",
    "options",
    "recommendation",
    "effect",
    "if_not",
    "owner",
    "communicated_to",
)
_Cells = Mapping[str, Cell]


def decision_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """Decisions asked for and taken; without a log none."""
    log = register(dataset, "decisions")
    if not len(log):
        return Part()
    asked, taken = _split(log, setting)
    before = NoData("a log does not tell when a decision was first asked for")
    number = fact("decisions_asked", count(len(asked)), before, setting, setting.locale.word("Decisions requested"))
    blocks = {"decisions_asked": _asked(asked, setting, titles), "decisions": _taken(taken, setting, titles)}
    return Part(blocks, {"decisions_asked": number}, [*log.repeated("id"), *_unknown(log)])


def _split(log: Register, setting: Setting) -> tuple[list[tuple[str, _Cells]], list[tuple[str, _Cells]]]:
    """Asked, by the day by which they must be taken; and taken, the latest first."""
    end = min(setting.period.end, setting.as_of)
    # What has been decided since was asked then only if it was for the next period: a log keeps no earlier states.
    horizon = setting.period.shift(1).end
    texts = {field: log.texts(field) for field in _TEXTS}
    due, decided, applied = (log.dates(field) for field in ("due", "decided", "applied"))
    asked, taken = [], []
    for row, key in enumerate(texts["id"]):
        state = texts["status"][row].casefold()
        cells: dict[str, Cell] = {field: values[row] for field, values in texts.items()}
        cells |= {"due": due[row] or "", "date": decided[row] or "", "applied": applied[row] or ""}
        on = decided[row]
        if on is not None and on <= end:
            taken.append((on, key, cells))
        elif state in _SETTLED and on is None:
            continue
        elif on is None and state != _TAKEN:
            asked.append((due[row] or date.max, key, cells))
        elif on is not None and (due[row] or on) <= horizon:
            asked.append((due[row] or on, key, cells))
    asked.sort(key=lambda item: item[:2])
    taken.sort(key=lambda item: (-item[0].toordinal(), item[1]))
    for index, (_, _, cells) in enumerate(asked, start=1):
        cells["number"] = index
    return [(key, cells) for _, key, cells in asked], [(key, cells) for _, key, cells in taken]


def _unknown(log: Register) -> Iterator[Problem]:
    for row, text in enumerate(log.texts("status")):
        if text and text.casefold() not in _STATES:
            expected = ", ".join(state.capitalize() for state in _STATES)
            message = "The status is not one of this log"
            hint = "Without a known word the decision date tells whether it was taken."
            yield log.problem(row, "status", "unknown-status", message, text, expected, hint)


def _asked(asked: list[tuple[str, _Cells]], setting: Setting, titles: Titles) -> Table:
    word, say = setting.locale.word, setting.locale.phrase
    columns = (
        Column("number", word("No."), Align.RIGHT, 0.4, Emphasis.QUIET),
        Column("id", word("Decision"), weight=0.8),
        Column("title", word("Decision requested"), weight=3.6, emphasis=Emphasis.STRONG),
        Column("effect", word("Effect"), weight=2.4),
        Column("if_not", word("If not"), weight=2.4),
        Column("options", word("Options"), weight=2.4),
        Column("recommendation", word("Recommendation"), weight=2.0),
        Column("identified_by", word("Proposed by"), weight=1.3),
        Column("owner", word("Owner"), weight=1.3),
        Column("due", word("Decide by")),
    )
    optional = ("effect", "if_not", "options", "recommendation", "identified_by", "owner", "due")
    shown = listed(columns, asked, *optional)
    days = sorted(cells["due"] for _, cells in asked if isinstance(cells["due"], date))
    until = setting.locale.date(days[0]) if days else ""
    number = count(len(asked), "facts.decisions_asked")
    headline: Phrase = titles.pick(say("decisions_title", count=len(asked), until=until))
    tally = say("tally_asked", number=number)
    return table("decisions_asked", "Decisions requested", *shown, setting, headline=headline, tally=tally)


def _taken(taken: list[tuple[str, _Cells]], setting: Setting, titles: Titles) -> Table:
    word, say = setting.locale.word, setting.locale.phrase
    columns = (
        Column("date", word("Date"), weight=1.1),
        Column("id", word("Decision"), weight=0.8, emphasis=Emphasis.QUIET),
        Column("title", word("Title"), weight=4.0, emphasis=Emphasis.STRONG),
        Column("owner", word("Owner"), weight=1.3),
        Column("applied", word("Applies from")),
        Column("communicated_to", word("Communicated to"), weight=1.6),
    )
    shown = listed(columns, taken, "owner", "applied", "communicated_to")
    headline = titles.pick(say("decisions_taken", count=len(taken), until=setting.label))
    return table("decisions", "Decisions", *shown, setting, headline=headline)
