"""What is said of last values that stand for wrong ones: below charts, beside tables, in the notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportgen.content.periods import Period
from reportgen.content.phrases import Phrase
from reportgen.rules.figures.stand_ins import SIGN, marked
from reportgen.rules.setting import Setting, Subject

# More names than this are counted, not listed.
_NAMED = 6


def with_sign_note(subtitle: str, subject: Subject, setting: Setting, shown: Iterable[int] | None = None) -> str:
    """The subtitle of what names entities, and what the sign behind some of them means; `shown` are the positions of
    those it names, None for all."""
    held = subject.entities.stand_ins if subject.entities is not None else {}
    named = held if shown is None else set(shown)
    return _noted(subtitle, {period for position, period in held.items() if position in named}, setting)


def names_of_all(subjects: Sequence[Subject], names: Sequence[str]) -> list[str]:
    """The names of all entities, with the sign where a number of any KPI is an earlier one."""
    held = {position for subject in subjects if subject.entities for position in subject.entities.stand_ins}
    return [marked(name, position in held) for position, name in enumerate(names)]


def with_sign_notes(subtitle: str, subjects: Sequence[Subject], setting: Setting) -> str:
    """The subtitle of what shows all KPIs by entity."""
    periods = {period for subject in subjects if subject.entities for period in subject.entities.stand_ins.values()}
    return _noted(subtitle, periods, setting)


def _noted(subtitle: str, periods: set[Period], setting: Setting) -> str:
    if not periods:
        return subtitle
    labels = [setting.locale.period_label(period) for period in sorted(periods, key=lambda one: one.start)]
    sign = setting.locale.phrase("stand_in_sign", sign=SIGN, periods=labels)
    return f"{subtitle}; {sign.text}"


def stand_in_notes(subjects: Sequence[Subject], setting: Setting) -> Iterator[Phrase]:
    """A sentence for the KPIs that have the same last values in them."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for subject in subjects:
        names = tuple(_names(subject, setting))
        if names:
            alike.setdefault(names, []).append(subject.label)
    for names, labels in alike.items():
        yield setting.locale.phrase("note_stand_in", labels=labels, names=list(names), sign=SIGN)


def _names(subject: Subject, setting: Setting) -> list[str]:
    figures = subject.entities
    if figures is None:
        return []
    found = sorted(figures.stand_ins.items(), key=lambda one: str(figures.names[one[0]]))
    names = [f"{figures.names[position]} ({setting.locale.period_label(period)})" for position, period in found]
    more = setting.locale.word("{count} more", count=len(names) - _NAMED + 1)
    return names if len(names) <= _NAMED else [*names[: _NAMED - 1], more]
