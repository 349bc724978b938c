"""The PM² Issue and Change Logs -> urgent issues, active changes, and the issue log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Table
from reportgen.content.values import NoData, Status, Value
from reportgen.dataset import Dataset
from reportgen.rules.blocks import COUNT, Part, count, fact, listed, table, worst
from reportgen.rules.programme.standing import is_over, off_scale, unknown_states, urgency_status
from reportgen.rules.registers.register import Register, register
from reportgen.rules.setting import Setting, Titles

ISSUE_STATES = ("Open", "Postponed", "Resolved", "Closed")
_ISSUE_OVER = ("Resolved", "Closed")
CHANGE_STATES = (
    "Submitted",
    "Assessing",
    "Waiting for Approval",
    "Approved",
    "Rejected",
    "Postponed",
    "Merged",
    "Implemented",
)
_CHANGE_OVER = ("Rejected", "Merged", "Implemented")
# On the scale from 1 to 5 of PM² logs.
_URGENT, _SEVERE = 4, 5
_Rows = list[tuple[str, Mapping[str, Cell]]]


# ---- Issues ----


def issue_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """Urgent issues and issue log; without a log none."""
    log = register(dataset, "issues")
    if not len(log):
        return Part()
    now = _issues(log, min(setting.period.end, setting.as_of))
    urgent = _urgent(now)
    before: Value = NoData("the log has no dates of identification")
    if log.holds("identified"):
        before = count(len(_urgent(_issues(log, setting.period.previous.end))))
    number = fact("issues_urgent", count(len(urgent)), before, setting, setting.locale.word("Urgent issues"))
    problems = [
        *log.repeated("id"),
        *unknown_states(log, ISSUE_STATES),
        *off_scale(log, ("urgency", "impact", "size", "severity")),
    ]
    blocks = {
        "urgent_issues": _urgent_table(urgent, number.value, setting, titles),
        "issues": _issue_log(now, setting, titles),
    }
    return Part(blocks, {"issues_urgent": number}, problems)


def active_issues(dataset: Dataset, end: date) -> _Rows:
    """The issues that were known and active at the end of a day, with their cells."""
    return [(key, cells) for key, cells in _issues(register(dataset, "issues"), end) if cells["active"]]


def _issues(log: Register, end: date) -> _Rows:
    """The issues known at the end of a day: active ones first, by urgency and severity."""
    rows = log.known("identified", end)
    texts = {field: rows.texts(field) for field in ("id", "category", "title", "status", "action", "owner")}
    scales = {field: _scale(rows, field) for field in ("urgency", "size", "impact", "severity")}
    closed, due = rows.dates("closed"), rows.dates("due")
    found: _Rows = []
    for row, key in enumerate(texts["id"]):
        held = {field: values[row] for field, values in scales.items()}
        state = texts["status"][row]
        cells: dict[str, Cell] = {
            **{field: values[row] for field, values in texts.items()},
            **held,
            # The status report asks for a severity that the log of the method does not have.
            "severity": held["impact"] if held["severity"] is None else held["severity"],
            "state": state,
            "active": not is_over(state, _ISSUE_OVER, closed[row], end),
            "status": urgency_status(held["urgency"]),
            "due": due[row] or "",
        }
        found.append((key, cells))
    return sorted(found, key=_issue_order)


def _issue_order(item: tuple[str, Mapping[str, Cell]]) -> tuple[bool, int, int, str]:
    key, cells = item
    return not cells["active"], -_whole(cells["urgency"]), -_whole(cells["severity"]), key


def _urgent(issues: _Rows) -> _Rows:
    return [(key, cells) for key, cells in issues if cells["active"] and _whole(cells["urgency"]) >= _URGENT]


_ISSUE_COLUMNS = (
    ("id", "Issue", Align.LEFT, 0.8),
    ("category", "Category", Align.LEFT, 1.3),
    ("title", "Title", Align.LEFT, 3.2),
    ("state", "State", Align.LEFT, 1.1),
    ("urgency", "Urgency", Align.RIGHT, 0.8),
    ("size", "Size", Align.RIGHT, 0.7),
    ("severity", "Severity", Align.RIGHT, 0.8),
    ("status", "Status", Align.LEFT, 1.3),
    ("action", "Action", Align.LEFT, 3.0),
    ("owner", "Owner", Align.LEFT, 1.3),
    ("due", "Due", Align.LEFT, 1.1),
)


def _urgent_table(urgent: _Rows, number: Value, setting: Setting, titles: Titles) -> Table:
    say = setting.locale.phrase
    columns = _columns(_ISSUE_COLUMNS, setting, ("category", "state"))
    shown = listed(columns, urgent, "size", "severity", "action", "owner", "due")
    return table(
        "urgent_issues",
        "Urgent issues",
        *shown,
        setting,
        headline=titles.pick(*_issue_titles(urgent, number, setting)),
        subtitle=say("issue_scope", least=_URGENT).text,
        status=worst((cells["status"] for _, cells in urgent if isinstance(cells["status"], Status)), Status.ON_TRACK),
        tally=say("tally_urgent", number=number),
    )


def _issue_titles(urgent: _Rows, number: Value, setting: Setting) -> Iterator[Phrase]:
    say = setting.locale.phrase
    if urgent:
        yield say("issues_first", number=number, title=str(urgent[0][1]["title"]))
    yield say("issues_plain", number=number, period=setting.label)


def _issue_log(now: _Rows, setting: Setting, titles: Titles) -> Table:
    columns = _columns(_ISSUE_COLUMNS, setting)
    shown = listed(columns, now, "category", "size", "severity", "action", "owner", "due")
    active = [cells for _, cells in now if cells["active"]]
    status = worst((cells["status"] for cells in active if isinstance(cells["status"], Status)), Status.ON_TRACK)
    headline = titles.pick(setting.locale.phrase("issue_log", count=len(now), active=len(active)))
    tally = setting.locale.phrase("tally_open", number=count(len(active)))
    return table("issues", "Issue log", *shown, setting, headline=headline, status=status, tally=tally)


# ---- Changes ----


def change_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """The change requests that are active or were settled in the period; without a log none."""
    log = register(dataset, "changes")
    if not len(log):
        return Part()
    end = min(setting.period.end, setting.as_of)
    now = _changes(log, setting.period.start, end)
    severe = [cells for _, cells in now if cells["severe"]]
    before: Value = NoData("the log has no dates of identification")
    if log.holds("identified"):
        previous = setting.period.previous
        earlier = _changes(log, previous.start, previous.end)
        before = count(len([cells for _, cells in earlier if cells["severe"]]))
    number = fact("changes_severe", count(len(severe)), before, setting, setting.locale.word("Severe changes"))
    problems = [*log.repeated("id"), *unknown_states(log, CHANGE_STATES), *off_scale(log, ("size", "priority"))]
    shown = _change_table(now, number.value, setting, titles)
    return Part({"project_changes": shown}, {"changes_severe": number}, problems)


def active_changes(dataset: Dataset, end: date) -> _Rows:
    """The change requests that were known and active at the end of a day, with their cells."""
    return [(key, cells) for key, cells in _changes(register(dataset, "changes"), end, end) if cells["active"]]


def _changes(log: Register, start: date, end: date) -> _Rows:
    rows = log.known("identified", end)
    texts = {field: rows.texts(field) for field in ("id", "category", "title", "status", "decision", "requested_by")}
    size, priority = _scale(rows, "size"), _scale(rows, "priority")
    due, decided, delivered = (rows.dates(field) for field in ("due", "decided", "delivered"))
    found: _Rows = []
    for row, key in enumerate(texts["id"]):
        state = texts["status"][row]
        rejected = decided[row] if state.casefold() in ("rejected", "merged") else None
        settled = delivered[row] or rejected
        active = not is_over(state, _CHANGE_OVER, settled, end)
        if not active and not (settled and settled >= start):
            continue
        severe = active and max(size[row] or 0, priority[row] or 0) >= _SEVERE
        cells: dict[str, Cell] = {
            **{field: values[row] for field, values in texts.items()},
            "state": state,
            "size": size[row],
            "priority": priority[row],
            "severe": severe,
            "active": active,
            "due": due[row] or "",
        }
        found.append((key, cells))
    return sorted(found, key=lambda item: (not item[1]["severe"], -_whole(item[1]["priority"]), item[0]))


_CHANGE_COLUMNS = (
    ("id", "Change", Align.LEFT, 0.8),
    ("title", "Title", Align.LEFT, 3.2),
    ("category", "Category", Align.LEFT, 1.5),
    ("state", "State", Align.LEFT, 1.5),
    ("size", "Size", Align.RIGHT, 0.7),
    ("priority", "Priority", Align.RIGHT, 0.8),
    ("decision", "Decision", Align.LEFT, 2.0),
    ("requested_by", "Requested by", Align.LEFT, 1.3),
    ("due", "Due", Align.LEFT, 1.1),
)


def _change_table(now: _Rows, number: Value, setting: Setting, titles: Titles) -> Table:
    say = setting.locale.phrase
    shown = listed(
        _columns(_CHANGE_COLUMNS, setting), now, "category", "size", "priority", "decision", "requested_by", "due"
    )
    severe = any(cells["severe"] for _, cells in now)
    return table(
        "project_changes",
        "Project changes",
        *shown,
        setting,
        headline=titles.pick(say("changes_title", count=len(now), number=number)),
        subtitle=say("change_scope", severe=_SEVERE).text,
        status=Status.AT_RISK if severe else Status.ON_TRACK,
        tally=say("tally_severe", number=number),
    )


def _columns(
    described: tuple[tuple[str, str, Align, float], ...], setting: Setting, without: tuple[str, ...] = ()
) -> list[Column]:
    word = setting.locale.word
    looks = {"id": Emphasis.QUIET, "title": Emphasis.STRONG}
    return [
        Column(key, word(label), align, weight, looks.get(key, Emphasis.NONE), COUNT if align is Align.RIGHT else None)
        for key, label, align, weight in described
        if key not in without
    ]


def _scale(rows: Register, field: str) -> list[int | None]:
    """Whole numbers from 1 to 5, None for anything else."""
    return [int(number) if 1 <= number <= 5 else None for number in rows.numbers(field).tolist()]


def _whole(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
