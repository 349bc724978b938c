"""The stakeholder register: fourteen stakeholders, assessed at every month's end. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from scripts.samples.crm_usage import MONTHS, month_end


@dataclass(frozen=True)
class Stakeholder:
    """A stakeholder as assessed: power and interest from 0 to 10, current and desired engagement."""

    number: int
    name: str
    role: str
    organisation: str
    segment: str
    power: float
    interest: float
    current: str
    desired: str
    owner: str
    action: str = ""
    due: date | None = None
    comment: str = ""

    @property
    def claim(self) -> tuple[str, str]:
        """Whether the claim is a rightful one, and whether it cannot wait."""
        return tuple("yes" if self.number in held else "no" for held in (_LEGITIMATE, _URGENT))  # type: ignore[return-value]

    @property
    def adkar(self) -> tuple[int | None, ...]:
        """Awareness, desire, knowledge, ability and reinforcement from 1 to 5, for those who have to change."""
        return _ADKAR.get(self.number, (None,) * 5)

    @property
    def contacts(self) -> tuple[int, int, date]:
        """Contacts planned and made in October, and the day of the last one."""
        return _CONTACTS[self.number]


_U, _R, _N, _S, _L = "Unaware", "Resistant", "Neutral", "Supportive", "Leading"
_NOW = (
    Stakeholder(1, "Executive Director", "Sponsor", "Executive office", "", 9.3, 6.2, _S, _L, "M. Keller",
                "Open the January all-staff session with the field offices", date(2026, 11, 20)),
    Stakeholder(2, "Heads of field offices", "Line managers", "Field offices", "Field offices", 7.4, 2.4, _R, _S,
                "P. Sousa", "Visit the six offices; μία επίσκεψη ανά γραφείο, δύο ημερομηνίες κλεισμένες",
                date(2026, 11, 27), "Slow lines and a second system: „na razie zostajemy przy dyskach”"),
    Stakeholder(3, "Staff committee", "Consulted", "Staff committee", "", 6.3, 8.1, _N, _S, "K. Vasiliou",
                "Présenter les réglages de notification et le suivi des usages, sans données nominatives",
                date(2026, 12, 4)),
    Stakeholder(4, "IT operations", "Solution provider", "IT operations", "Operations", 7.2, 9.2, _S, _S,
                "K. Vasiliou"),
    Stakeholder(5, "Directors, Policy", "Steering committee", "Policy", "Policy", 8.6, 7.1, _S, _S, "M. Keller"),
    Stakeholder(6, "Directors, Operations", "Steering committee", "Operations", "Operations", 7.8, 6.2, _S, _S,
                "M. Keller"),
    Stakeholder(7, "Head of Support", "Business manager", "Support", "Support", 6.6, 6.3, _S, _S, "I. Marten",
                comment="Supportive since the coaching in September"),
    Stakeholder(8, "Data protection officer", "Consulted", "Executive office", "", 8.5, 3.2, _N, _N, "H. Lind"),
    Stakeholder(9, "Internal audit", "Informed", "Internal audit", "", 6.1, 1.4, _N, _N, "H. Lind"),
    Stakeholder(10, "Champions network", "Multipliers", "All segments", "", 3.3, 8.7, _L, _L, "I. Marten"),
    Stakeholder(11, "Field office staff", "Users", "Field offices", "Field offices", 2.2, 6.4, _R, _S, "P. Sousa",
                "Szkolenia w biurach terenowych: 42 sesje, 9 odbytych", date(2026, 12, 18),
                "Повільний доступ є головною причиною скарг"),
    Stakeholder(12, "Member-state experts", "External users", "Member states", "", 3.9, 2.9, _U, _N, "H. Lind",
                "Надіслати запрошення до гостьового доступу українською та англійською", date(2027, 1, 15)),
    Stakeholder(13, "Contractors", "External users", "Contractors", "", 1.8, 1.6, _U, _N, "H. Lind",
                "Guide d’accueil en deux pages", date(2027, 1, 15)),
    Stakeholder(14, "Helpdesk", "Support", "IT operations", "Operations", 4.2, 7.3, _S, _S, "K. Vasiliou"),
)  # fmt: skip
_LEGITIMATE = (1, 2, 3, 4, 5, 6, 7, 8, 9, 11)
_URGENT = (2, 3, 7, 11)
_ADKAR = {
    2: (4, 2, 4, 4, 2), 3: (5, 3, 3, 4, 3), 7: (5, 5, 4, 4, 4), 11: (4, 3, 2, 2, 1), 12: (2, 3, 2, 2, 1),
    13: (1, 2, 1, 2, 1), 14: (5, 5, 5, 4, 4),
}  # fmt: skip
_CONTACTS = {
    1: (2, 2, date(2026, 10, 21)), 2: (6, 2, date(2026, 10, 8)), 3: (2, 2, date(2026, 10, 14)),
    4: (4, 4, date(2026, 10, 28)), 5: (1, 1, date(2026, 10, 15)), 6: (1, 1, date(2026, 10, 15)),
    7: (3, 3, date(2026, 10, 29)), 8: (1, 1, date(2026, 10, 6)), 9: (1, 0, date(2026, 7, 2)),
    10: (4, 5, date(2026, 10, 27)), 11: (6, 3, date(2026, 10, 22)), 12: (2, 0, date(2026, 6, 11)),
    13: (1, 0, date(2026, 5, 19)), 14: (2, 2, date(2026, 10, 20)),
}  # fmt: skip
# What was different until a month: number -> (last month it held, changes), the earliest first.
_EARLIER: dict[int, tuple[tuple[date, dict[str, object]], ...]] = {
    2: ((date(2026, 9, 1), {"current": _N, "interest": 3.9, "comment": ""}),),
    7: ((date(2026, 8, 1), {"current": _R, "interest": 3.6, "comment": ""}),
        (date(2026, 9, 1), {"current": _N, "interest": 4.1, "comment": "Asked for coaching"}),),
    10: ((date(2026, 1, 1), {"current": _S, "interest": 7.9}),),
    11: ((date(2026, 6, 1), {"current": _N, "interest": 5.0, "comment": ""}),),
    14: ((date(2026, 4, 1), {"current": _N, "interest": 6.4}),),
}  # fmt: skip


def assessments() -> Iterator[tuple[date, Stakeholder]]:
    """Every stakeholder as assessed on the last Friday or so of every month; next actions stand in the last one."""
    for month in MONTHS:
        last = month == MONTHS[-1]
        day = date(2026, 10, 30) if last else month_end(month).replace(day=28)
        for one in _NOW:
            seen = one if last else replace(one, action="", due=None)
            for until, changes in _EARLIER.get(one.number, ()):
                if month <= until:
                    seen = replace(seen, **changes)  # type: ignore[arg-type]
                    break
            yield day, seen
