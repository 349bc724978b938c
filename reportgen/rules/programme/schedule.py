"""Actions and milestones with their dates -> what is done, late or on its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Table
from reportgen.content.values import Days, NoData, Status, Value, exact
from reportgen.dataset import Dataset
from reportgen.errors import Problem
from reportgen.rules.blocks import DAYS, Part, count, fact, listed, table, worst
from reportgen.rules.programme.standing import (
    MILESTONE_DAYS,
    action_status,
    milestone_status,
    said_status,
    unknown_words,
)
from reportgen.rules.registers.register import Register, register
from reportgen.rules.setting import Setting, Titles


@dataclass(frozen=True, slots=True)
class Action:
    """One action as it stands at the end of a day; `late` counts the days since it was due, 0 for one in time."""

    key: str
    title: str
    owner: str
    progress: str
    source: str
    status: Status
    started: date | None
    due: date | None
    closed: date | None
    late: int

    @property
    def done(self) -> bool:
        return self.status is Status.DONE


def actions(log: Register, end: date) -> list[Action]:
    """The actions at the end of a day, by the day by which they are due."""
    texts = {field: log.texts(field) for field in ("title", "owner", "progress", "source", "status")}
    started, due, closed = (log.dates(field) for field in ("started", "due", "closed"))
    found = []
    for row, key in enumerate(log.texts("id")):
        status = action_status(said_status(texts["status"][row]), started[row], due[row], closed[row], end)
        by = due[row]
        late = (end - by).days if by is not None and by < end and status is not Status.DONE else 0
        found.append(
            Action(
                key,
                texts["title"][row],
                texts["owner"][row],
                texts["progress"][row],
                texts["source"][row],
                status,
                started[row],
                by,
                closed[row],
                late,
            )
        )
    return sorted(found, key=lambda action: (action.due or date.max, action.key))


def action_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """The actions that are open or were done in the period, and the overdue ones; without actions none."""
    log = register(dataset, "actions")
    if not len(log):
        return Part()
    end, word = min(setting.period.end, setting.as_of), setting.locale.word
    found = actions(log, end)
    shown = [action for action in found if not action.done or _within(action.closed, setting.period.start, end)]
    opened, overdue = ([action for action in found if held(action)] for held in (_is_open, _is_overdue))
    before: tuple[Value, Value] = (NoData("the actions have no closing days"),) * 2
    if log.holds("closed"):
        earlier = actions(log, setting.period.previous.end)
        before = count(sum(map(_is_open, earlier))), count(sum(map(_is_overdue, earlier)))
    facts = {
        "actions_open": fact("actions_open", count(len(opened)), before[0], setting, word("Open actions")),
        "actions_overdue": fact("actions_overdue", count(len(overdue)), before[1], setting, word("Overdue actions")),
    }
    numbers = facts["actions_open"].value, facts["actions_overdue"].value
    blocks = {
        "actions": _action_table("actions", "Actions", shown, numbers, setting, titles),
        "overdue_actions": _action_table("overdue_actions", "Overdue actions", overdue, numbers, setting, titles),
    }
    return Part(blocks, facts, [*log.repeated("id"), *unknown_words(log)])


def _is_open(action: Action) -> bool:
    return not action.done


def _is_overdue(action: Action) -> bool:
    return action.late > 0


def _within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def _action_table(
    id: str, name: str, shown: Sequence[Action], numbers: tuple[Value, Value], setting: Setting, titles: Titles
) -> Table:
    word, say = setting.locale.word, setting.locale.phrase
    columns = (
        Column("number", word("No."), Align.RIGHT, 0.4, Emphasis.QUIET),
        Column("title", word("Action"), weight=4.2),
        Column("owner", word("Owner"), weight=1.4),
        Column("due", word("Due"), weight=1.1),
        Column("status", word("Status"), weight=1.3),
        Column("late", word("Days late"), Align.RIGHT, 0.8, format=DAYS),
        Column("remark", word("Progress"), weight=2.2),
        Column("id", word("Id"), weight=0.7, emphasis=Emphasis.QUIET),
        Column("source", word("For"), weight=0.8, emphasis=Emphasis.QUIET),
    )
    cells = [(action.key, _action_cells(index, action)) for index, action in enumerate(shown, start=1)]
    headline = titles.pick(*_action_titles(id, shown, numbers, setting))
    return table(
        id,
        name,
        *listed(columns, cells, "owner", "late", "remark", "source"),
        setting,
        headline=headline,
        status=worst(action.status for action in shown),
        tally=say("tally_overdue", number=numbers[1]),
    )


def _action_cells(number: int, action: Action) -> dict[str, Cell]:
    return {
        "number": number,
        "id": action.key,
        "title": action.title,
        "owner": action.owner,
        "due": action.due or "",
        "status": action.status,
        "late": Days(exact(action.late), id=f"facts.actions@{action.key}.late") if action.late else "",
        "remark": action.progress,
        "source": action.source,
    }


def _action_titles(
    id: str, shown: Sequence[Action], numbers: tuple[Value, Value], setting: Setting
) -> Iterator[Phrase]:
    say, (opened, overdue) = setting.locale.phrase, numbers
    latest = max((action.due for action in shown if action.due and not action.done), default=None)
    facts = {"opened": opened, "overdue": overdue}
    late = [action for action in shown if action.late]
    if id == "overdue_actions" and late:
        yield say("actions_latest", **facts, title=late[0].title, days=late[0].late)
    if latest:
        yield say("actions_until", **facts, until=setting.locale.date(latest))
    yield say("actions_plain", **facts, period=setting.label)


# ---- Milestones ----


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone as it stands at the end of a day; `actual` only where it was reached by then."""

    key: str
    title: str
    owner: str
    comment: str
    baseline: date | None
    forecast: date | None
    actual: date | None
    status: Status

    @property
    def behind(self) -> int:
        """The days by which it is reached, or expected, after its baseline."""
        day = self.actual or self.forecast
        return (day - self.baseline).days if day and self.baseline else 0

    @property
    def day(self) -> date:
        """The day under which it is listed: when it was reached, is expected, or was agreed."""
        return self.actual or self.forecast or self.baseline or date.max


def milestone_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """The milestones with the status that their dates give; without milestones none."""
    log = register(dataset, "milestones")
    if not len(log):
        return Part()
    found = milestones(log, min(setting.period.end, setting.as_of))
    late = [one for one in found if one.status is Status.OFF_TRACK]
    before = NoData("a plan keeps no earlier forecasts")
    number = fact("milestones_late", count(len(late)), before, setting, setting.locale.word("Milestones off track"))
    shown = _milestone_table(found, number.value, setting, titles)
    problems: list[Problem] = [*log.repeated("id"), *unknown_words(log)]
    return Part({"milestones": shown}, {"milestones_late": number}, problems)


def milestones(log: Register, end: date) -> list[Milestone]:
    """The milestones at the end of a day, by the day under which they are listed."""
    texts = {field: log.texts(field) for field in ("title", "owner", "comment", "status")}
    baseline, forecast, actual = (log.dates(field) for field in ("baseline", "forecast", "actual"))
    found = []
    for row, key in enumerate(log.texts("id")):
        # A day after the end is not known yet: then it was a forecast at best.
        known = actual[row] if (actual[row] or date.max) <= end else None
        expected = forecast[row] or (actual[row] if known is None else None)
        said = said_status(texts["status"][row]) if actual[row] == known else None
        status = milestone_status(said, baseline[row], expected, known, end)
        found.append(
            Milestone(
                key,
                texts["title"][row],
                texts["owner"][row],
                texts["comment"][row],
                baseline[row],
                expected,
                known,
                status,
            )
        )
    return sorted(found, key=lambda one: (one.day, one.key))


def _milestone_table(found: list[Milestone], number: Value, setting: Setting, titles: Titles) -> Table:
    word, say = setting.locale.word, setting.locale.phrase
    columns = (
        Column("date", word("Date"), weight=1.1),
        Column("id", word("Id"), weight=0.7, emphasis=Emphasis.QUIET),
        Column("title", word("Milestone"), weight=4.0, emphasis=Emphasis.STRONG),
        Column("baseline", word("Baseline"), weight=1.1),
        Column("forecast", word("Forecast"), weight=1.1),
        Column("actual", word("Reached"), weight=1.1),
        Column("variance", word("Days behind"), Align.RIGHT, 0.9, format=Days(exact(0), signed=True)),
        Column("status", word("Status"), weight=1.4),
        Column("owner", word("Owner"), weight=1.3),
        Column("comment", word("Comment"), weight=2.2),
    )
    cells = [(one.key, _milestone_cells(one)) for one in found]
    return table(
        "milestones",
        "Milestones",
        *listed(columns, cells, "forecast", "actual", "owner", "comment"),
        setting,
        headline=titles.pick(*_milestone_titles(found, number, setting)),
        subtitle=say("milestone_scope", days=MILESTONE_DAYS).text,
        status=worst(one.status for one in found),
        tally=say("tally_of", number=number, of=len(found)),
    )


def _milestone_cells(one: Milestone) -> dict[str, Cell]:
    expected = one.actual or one.forecast
    variance: Cell = ""
    if expected and one.baseline:
        days = exact((expected - one.baseline).days)
        variance = Days(days, signed=True, id=f"facts.milestones@{one.key}.variance")
    return {
        "date": one.day if one.day != date.max else "",
        "id": one.key,
        "title": one.title,
        "baseline": one.baseline or "",
        "forecast": one.forecast or "",
        "actual": one.actual or "",
        "variance": variance,
        "status": one.status,
        "owner": one.owner,
        "comment": one.comment,
    }


def _milestone_titles(found: list[Milestone], number: Value, setting: Setting) -> Iterator[Phrase]:
    say = setting.locale.phrase
    late = [one for one in found if one.status is Status.OFF_TRACK]
    done = len([one for one in found if one.status is Status.DONE])
    if late:
        yield say("milestones_late", number=number, of=len(found), title=late[0].title)
    yield say("milestones_done", done=done, of=len(found))
