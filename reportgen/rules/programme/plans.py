"""Actions, communications and costs -> what was performed and is planned, what was sent, what was spent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Table
from reportgen.content.values import Count, Money, Quantity, Status, exact
from reportgen.dataset import Dataset
from reportgen.rules.blocks import COUNT, SHARE, Part, count, listed, share, table, worst
from reportgen.rules.programme.schedule import actions
from reportgen.rules.registers.register import Register, register
from reportgen.rules.setting import Setting, Titles

_RIGHT = Align.RIGHT
_NUMBERS = ("delivered", "reach", "opens", "clicks")
# A forecast may exceed what was allocated by a tenth and be at risk only: the default tolerance of amounts.
_TOLERANCE = 0.1


def activity_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """Activities performed in the period and planned for the next one, from actions and communications: together,
    and each kind for itself."""
    performed, planned = _performed(dataset, setting), _planned(dataset, setting)
    if not performed and not planned:
        return Part()
    say, done, due = setting.locale.phrase, len(performed), len(planned)
    headlines = {
        "activities": say("activities_title", performed=done, planned=due),
        "activities_performed": say("activities_performed", performed=done, period=setting.label),
        "activities_planned": say("activities_planned", planned=due),
    }
    rows = {
        "activities": [*performed, *planned],
        "activities_performed": performed,
        "activities_planned": planned,
    }
    return Part({id: _activities(id, rows[id], titles.pick(title), setting) for id, title in headlines.items()})


def _activities(id: str, rows: Sequence[_Activity], headline: Phrase, setting: Setting) -> Table:
    word = setting.locale.word
    columns = (
        Column("kind", word("Activity"), weight=1.1),
        Column("title", word("What"), weight=4.4, emphasis=Emphasis.STRONG),
        Column("owner", word("Owner"), weight=1.4),
        Column("date", word("Date"), weight=1.1),
        Column("state", word("State"), weight=1.2),
        Column("remark", word("Progress"), weight=2.2),
    )
    cells = [(f"{kind}.{key}", {"kind": word(kind.capitalize()), **held}) for kind, _, key, held in rows]
    names = {"activities": "Activities", "activities_performed": "Activities performed"}
    name = names.get(id, "Activities planned")
    return table(id, name, *listed(columns, cells, "owner", "date", "remark"), setting, headline=headline)


def _next(setting: Setting) -> str:
    return setting.locale.period_label(setting.period.shift(1))


_Activity = tuple[str, date, str, dict[str, Cell]]


def _performed(dataset: Dataset, setting: Setting) -> list[_Activity]:
    """Complete in the period, or begun and still going on."""
    start, end, word = setting.period.start, min(setting.period.end, setting.as_of), setting.locale.word
    found: list[_Activity] = []
    for action in actions(register(dataset, "actions"), end):
        complete = action.closed is not None and start <= action.closed <= end
        ongoing = not action.done and action.started is not None and action.started <= end
        if complete or ongoing:
            day = (action.closed if complete else action.due) or end
            state = word("complete") if complete else word("ongoing")
            found.append(
                ("performed", day, action.key, _activity(action.title, action.owner, day, state, action.progress))
            )
    items = register(dataset, "communications")
    sent = items.dates("sent")
    for row, (title, owner) in enumerate(zip(items.texts("item"), items.texts("owner"), strict=True)):
        on = sent[row]
        if on is not None and start <= on <= end:
            key = items.texts("id")[row] or f"communication.{row}"
            found.append(("performed", on, key, _activity(title, owner, on, word("complete"), "")))
    # What still goes on is told before what is over.
    over = word("complete")
    return sorted(found, key=lambda item: (item[3]["state"] == over, *item[1:3]))


def _planned(dataset: Dataset, setting: Setting) -> list[_Activity]:
    """Actions not yet begun, and communications planned until the end of the next period."""
    end, last, word = min(setting.period.end, setting.as_of), setting.period.shift(1).end, setting.locale.word
    found: list[_Activity] = []
    for action in actions(register(dataset, "actions"), end):
        if not action.done and (action.started is None or action.started > end):
            day = action.due or last
            state = word("pending")
            found.append(
                ("planned", day, action.key, _activity(action.title, action.owner, action.due, state, action.progress))
            )
    items = register(dataset, "communications")
    planned, sent = items.dates("planned"), items.dates("sent")
    for row, (title, owner) in enumerate(zip(items.texts("item"), items.texts("owner"), strict=True)):
        day_planned, on = planned[row], sent[row]
        waiting = on is None or on > end
        if waiting and day_planned is not None and end < day_planned <= last:
            key = items.texts("id")[row] or f"communication.{row}"
            found.append(("planned", day_planned, key, _activity(title, owner, day_planned, word("pending"), "")))
    return sorted(found, key=lambda item: item[1:3])


def _activity(title: str, owner: str, day: date | None, state: str, progress: str) -> dict[str, Cell]:
    return {"title": title, "owner": owner, "date": day or "", "state": state, "remark": progress}


def communication_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """What was sent in the period with its reach, and what is planned until the end of the next one."""
    items = register(dataset, "communications")
    end, last = min(setting.period.end, setting.as_of), setting.period.shift(1).end
    rows = [*_items(items, setting.period.start, end, last, setting)]
    if not rows:
        return Part()
    word = setting.locale.word
    columns = (
        Column("item", word("Item"), weight=3.2, emphasis=Emphasis.STRONG),
        Column("audience", word("Audience"), weight=1.8),
        Column("channel", word("Channel"), weight=1.2),
        Column("owner", word("Owner"), weight=1.3),
        Column("date", word("Date"), weight=1.1),
        Column("state", word("State")),
        Column("delivered", word("Delivered"), _RIGHT, format=COUNT),
        Column("reach", word("Reach"), _RIGHT, format=COUNT),
        Column("opens", word("Opens"), _RIGHT, format=COUNT),
        Column("clicks", word("Clicks"), _RIGHT, format=COUNT),
        Column("open_rate", word("Open rate"), _RIGHT, format=SHARE),
        Column("click_rate", word("Click to open"), _RIGHT, format=SHARE),
        Column("result", word("Result"), weight=2.0),
    )
    optional = ("audience", "channel", "owner", *_NUMBERS, "open_rate", "click_rate", "result")
    rows.sort(key=lambda row: (row[0], row[1]))
    cells = [(key, held) for _, key, held in rows]
    sent = len([held for _, held in cells if held["sent"]])
    facts = {"sent": sent, "planned": len(cells) - sent, "next": _next(setting)}
    headline = titles.pick(setting.locale.phrase("communications_title", **facts))
    shown = table("communications", "Communications", *listed(columns, cells, *optional), setting, headline=headline)
    return Part({"communications": shown})


def _items(
    items: Register, start: date, end: date, last: date, setting: Setting
) -> Iterator[tuple[date, str, dict[str, Cell]]]:
    texts = {field: items.texts(field) for field in ("id", "item", "audience", "channel", "owner", "result")}
    numbers = {field: items.numbers(field).tolist() for field in _NUMBERS}
    planned, sent = items.dates("planned"), items.dates("sent")
    for row, key in enumerate(texts["id"]):
        on = sent[row] if (sent[row] or date.max) <= end else None
        day = on or planned[row]
        if day is None or not (start <= day <= last if on is None else start <= day <= end):
            continue
        key = key or f"{row + 1}"
        place = f"facts.communications@{key}"
        held = {
            field: int(values[row]) if on and values[row] == values[row] else None for field, values in numbers.items()
        }
        cells: dict[str, Cell] = {field: values[row] for field, values in texts.items()}
        cells |= {field: "" if n is None else count(n, f"{place}.{field}") for field, n in held.items()}
        late = on is None and day <= end
        state = "sent" if on else "not sent" if late else "planned"
        yield (
            day,
            key,
            cells
            | {
                "date": day,
                "sent": on or "",
                "state": setting.locale.word(state),
                "open_rate": _rate(held["opens"], held["delivered"], f"{place}.open_rate"),
                "click_rate": _rate(held["clicks"], held["opens"], f"{place}.click_rate"),
            },
        )


def _rate(part: int | None, whole: int | None, id: str) -> Cell:
    """A share of people; empty where either number is missing."""
    return share(part, whole, id, "none") if part is not None and whole else ""


def cost_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """The latest cost figures of each scope up to the period; without them none."""
    log = register(dataset, "costs")
    # A month as such lies at its end, so it belongs to the period also at an earlier cut-off.
    rows = log.latest("scope", "period", setting.period.end)
    if not len(rows):
        return Part()
    word = setting.locale.word
    columns = (
        Column("scope", word("Cost"), weight=2.0, emphasis=Emphasis.STRONG),
        Column("allocated_days", word("Allocated days"), _RIGHT),
        Column("spent_days", word("Spent days"), _RIGHT),
        Column("forecast_days", word("Forecast days"), _RIGHT),
        Column("allocated", word("Allocated"), _RIGHT, 1.2),
        Column("spent", word("Spent"), _RIGHT, 1.2),
        Column("forecast", word("Forecast"), _RIGHT, 1.2),
        Column("status", word("Status"), weight=1.3),
    )
    cells = [(scope, _costs(rows, row, scope)) for row, scope in enumerate(rows.texts("scope"))]
    statuses = [held["status"] for _, held in cells if isinstance(held["status"], Status)]
    optional = [column.key for column in columns[1:-1]]
    headline = titles.pick(setting.locale.phrase("costs_title", period=setting.label))
    shown = listed(columns, cells, *optional)
    return Part({"costs": table("costs", "Cost", *shown, setting, headline=headline, status=worst(statuses))})


def _costs(rows: Register, row: int, scope: str) -> dict[str, Cell]:
    place = f"facts.costs@{scope}"
    cells: dict[str, Cell] = {"scope": scope}
    for field in ("allocated_days", "spent_days", "forecast_days", "allocated", "spent", "forecast"):
        number = float(rows.numbers(field)[row])
        kind: type[Quantity] = Count if field.endswith("_days") else Money
        cells[field] = "" if number != number else kind(exact(number), id=f"{place}.{field}")
    pairs = [(cells[f"allocated{unit}"], cells[f"forecast{unit}"]) for unit in ("_days", "")]
    known = [(a, f) for a, f in pairs if isinstance(a, Quantity) and isinstance(f, Quantity)]
    return cells | {"status": worst((_cost_status(*pair) for pair in known), Status.NO_DATA)}


def _cost_status(allocated: Quantity, forecast: Quantity) -> Status:
    over = float(forecast.amount - allocated.amount)
    if over <= 0:
        return Status.ON_TRACK
    return Status.AT_RISK if over <= _TOLERANCE * float(allocated.amount) else Status.OFF_TRACK
