"""Complaints about the suite: how many came, were closed, closed late and stayed overdue, and the cases behind that.

A complaint is to be closed within 30 days. All figures and texts are invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from scripts.samples.crm_usage import MONTHS, apportion, month_end

STANDARD = timedelta(days=30)
# A month: received, closed, of these late, and open beyond 30 days at its end.
FLOWS = (
    (58, 60, 3, 6),
    (57, 56, 3, 5),
    (47, 45, 2, 5),
    (64, 62, 2, 6),
    (66, 64, 3, 6),
    (67, 66, 3, 6),
    (70, 68, 4, 7),
    (72, 70, 4, 7),
    (80, 74, 4, 9),
    (66, 68, 3, 9),
    (58, 55, 2, 9),
    (101, 84, 5, 14),
    (118, 97, 6, 25),
)
# Open before the first month: days in August and September 2025.
_OLD = tuple(date(2025, 8, day) for day in (4, 8, 12, 19, 22, 27))
_RECENT = tuple(date(2025, 9, day) for day in range(3, 27))
# The last month by age at its end: up to 7 days, and 8 to 30 days.
_YOUNG, _MIDDLE = 31, 29
_SLOW, _PERMISSIONS, _LINKS = "Slow access, field offices", "Missing permissions", "Lost links after the move"
_MANY, _SEARCH, _OTHER = "Too many notifications", "Search results", "Other"
CAUSES = (_SLOW, _PERMISSIONS, _LINKS, _MANY, _SEARCH, _OTHER)
# Weights of the causes: before the field offices joined, since then, since the move of the libraries, now.
_BEFORE, _JOINED = (0, 40, 8, 24, 18, 10), (22, 34, 8, 18, 11, 7)
_MOVED, _NOW = (24, 26, 22, 14, 8, 6), (46, 27, 19, 12, 8, 6)
_STAFF = ("P01", "P02", "P03", "P04", "P05", "P06", "P07", "O01", "O02", "O03", "O04", "O05", "O06", "S01", "S02")
_MOVED_LIBRARIES = ("P02", "P03", "P04", "P06", "P05", "P01", "O02")
_FIELD = ("F03", "F04", "F02", "F05", "F03", "F04", "F01", "F02")
_CHANNELS = ("Portal", "E-mail", "Portal", "Telephone", "Portal", "Champion")
_REMARKS = {
    _SLOW: (
        "Opening a 20 MB file takes four minutes.",
        "Otwarcie pliku trwa kilka minut, łącze jest zbyt wolne.",
        "Відкриття спільного документа триває надто довго.",
        "Η πρόσβαση στα αρχεία είναι πολύ αργή μετά τις 10:00.",
        "L’accès aux dossiers partagés est trop lent l’après-midi.",
    ),
    _PERMISSIONS: (
        "Brak uprawnień do przestrzeni wydziału.",
        "Droits d’accès manquants après le changement d’équipe.",
        "Access request open for ten days.",
    ),
    _LINKS: (
        "Links in the manual lead nowhere since the move.",
        "Посилання в довіднику більше не працюють.",
        "Οι σύνδεσμοι στο εγχειρίδιο δεν λειτουργούν.",
    ),
    _MANY: ("Trop de notifications, réglage par défaut à revoir.", "Forty messages a day from one space."),
    _SEARCH: ("Wyniki wyszukiwania pokazują stare wersje.", "Search does not find scanned letters."),
    _OTHER: ("Question about the retention period.",),
}


@dataclass
class Case:
    """A complaint; `closed` is None while it is open."""

    opened: date
    closed: date | None = None
    cause: str = ""
    department: str = ""
    channel: str = ""
    remark: str = ""
    number: int = field(default=0)

    @property
    def due(self) -> date:
        return self.opened + STANDARD


def cases() -> list[Case]:
    """Every complaint that was open in October 2025 or came until October 2026, by opening day."""
    waiting = [Case(day) for day in (*_OLD, *_RECENT)]
    found = list(waiting)
    for step, flow in enumerate(FLOWS):
        arrived = [Case(day) for day in _opening_days(step, flow[0])]
        found += arrived
        waiting = _run_month(step, waiting, arrived, flow)
    found.sort(key=lambda case: case.opened)
    _describe(found)
    return found


def _opening_days(step: int, count: int) -> list[date]:
    """The days on which the complaints of a month came in, evenly over the days whose 30 days end next month."""
    month = MONTHS[step]
    last = month_end(month)
    if step == len(MONTHS) - 1:
        # Those that stay open are the young ones; the others came until the 9th and were closed within the month.
        days = [*_spread(1, 9, count - _YOUNG - _MIDDLE), *_spread(10, 23, _MIDDLE), *_spread(24, 31, _YOUNG)]
    else:
        days = _spread(2, 26 if month.month == 1 else min(last.day, 29) - 1, count)
    return [month.replace(day=day) for day in days]


def _spread(first: int, last: int, count: int) -> list[int]:
    return [first + index * (last - first + 1) // count for index in range(count)]


def _run_month(
    step: int, waiting: Sequence[Case], arrived: Sequence[Case], flow: tuple[int, int, int, int]
) -> list[Case]:
    """Close what was closed in a month; the cases that are open at its end."""
    _, closed, late, overdue = flow
    start, end = MONTHS[step], month_end(MONTHS[step])
    old = [case for case in waiting if case.due < start]
    carried = sorted((case for case in waiting if case.due >= start), key=lambda case: case.opened)
    becoming = overdue - len(old) + late
    stays, on_time = carried[:becoming], carried[becoming:]
    for case, day in zip(on_time, _workdays(start, end), strict=False):
        case.closed = min(day, case.due)
    for case in on_time:
        case.closed = case.closed or _workdays(start, min(case.due, end))[-1]
    for index, case in enumerate(_late(step, old, stays, late)):
        case.closed = _workday(max(start, case.due + timedelta(days=1)) + timedelta(days=2 + 2 * index), end)
    fresh = closed - late - len(on_time)
    assert 0 <= fresh <= len(arrived)
    assert becoming >= 0
    for index, case in enumerate(arrived[:fresh]):
        case.closed = _workday(case.opened + timedelta(days=1 + index * 5 % 11), end)
    return [case for case in (*waiting, *arrived) if case.closed is None]


def _late(step: int, old: Sequence[Case], stays: Sequence[Case], late: int) -> list[Case]:
    """Which cases are closed late: the oldest; in the last two months mostly newer ones, so that six wait for long."""
    if step == len(MONTHS) - 2:
        return [*old[:3], *stays[: late - 3]]
    if step == len(MONTHS) - 1:
        return list(old[-8 : late - 8])
    return [*old, *stays][:late]


def _workdays(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=index) for index in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5] or [last]


def _workday(day: date, end: date) -> date:
    """The day or the next working day, within the month."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    while day > end or day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def _describe(found: Sequence[Case]) -> None:
    """Give every case a number, a cause, a department, a channel and now and then a remark."""
    causes = _causes(found)
    counts = dict.fromkeys(CAUSES, 0)
    for number, case in enumerate(found, start=1):
        case.number, case.cause = number, next(causes)
    _slow_ones_wait(found)
    for number, case in enumerate(found, start=1):
        turn = counts[case.cause]
        counts[case.cause] += 1
        pool = {_SLOW: _FIELD, _LINKS: _MOVED_LIBRARIES}.get(case.cause, _STAFF)
        case.department = pool[turn % len(pool)]
        case.channel = _CHANNELS[number % len(_CHANNELS)]
        if number % 3 == 0:
            remarks = _REMARKS[case.cause]
            case.remark = remarks[turn // 3 % len(remarks)]


def _slow_ones_wait(found: Sequence[Case]) -> None:
    """Let two of three complaints that miss the standard since the move be about slow access: causes are exchanged
    within a month, so that their numbers stay."""
    for month in ((2026, 8), (2026, 9)):
        here = [case for case in found if (case.opened.year, case.opened.month) == month]
        missed = [case for case in here if case.closed is None or case.closed > case.due]
        quick = [case for case in here if case not in missed and case.cause == _SLOW]
        wanted = len(missed) * 2 // 3 - sum(case.cause == _SLOW for case in missed)
        for case, other in zip([case for case in missed if case.cause != _SLOW][: max(0, wanted)], quick, strict=False):
            case.cause, other.cause = other.cause, case.cause


def _causes(found: Sequence[Case]) -> Iterator[str]:
    """The causes in the order of the cases: the share of each is set by month, and they come evenly mixed."""
    for month in sorted({(case.opened.year, case.opened.month) for case in found}):
        count = sum((case.opened.year, case.opened.month) == month for case in found)
        weights = _BEFORE if month < (2026, 4) else _JOINED if month < (2026, 8) else _MOVED
        parts = apportion(count, _NOW if month == (2026, 10) else weights)
        left = dict(zip(CAUSES, parts, strict=True))
        for _ in range(count):
            cause = max(CAUSES, key=lambda one: left[one] / max(1, parts[CAUSES.index(one)]))
            left[cause] -= 1
            yield cause
