"""Every KPI then and now: values, targets, statuses with their rules, and which groups moved it most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reportgen.content.kpis import Figure
from reportgen.content.phrases import Label, Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Table
from reportgen.content.values import NoData, Percent, Points, Quantity, Status, Value, exact
from reportgen.rules.blocks import listed, table
from reportgen.rules.indicators.contribution import Contributions, contributions
from reportgen.rules.setting import Setting, Subject, Titles, judged

_RIGHT = Align.RIGHT
_EFFECT = Points(exact(0), 1, signed=True)
# As many groups as a cell can name.
_MOVERS = 2


def changes(subjects: Sequence[Subject], setting: Setting, titles: Titles) -> Table:
    """Each KPI against the period of the change brief. Rates and weights of the groups are told apart where the KPI is
    a share; `moved_by` names the groups that brought most."""
    word, locale = setting.locale.word, setting.locale
    columns = (
        Column("indicator", word("Indicator"), weight=2.9),
        Column("previous", locale.period_short(setting.base), _RIGHT, 1.2, Emphasis.QUIET),
        Column("actual", locale.period_short(setting.period), _RIGHT, 1.2, Emphasis.STRONG),
        Column("change", word("Change"), _RIGHT, 1.1, Emphasis.STRONG),
        Column("change_percent", word("Change, %"), _RIGHT, 1.0),
        Column("target_before", word("Target before"), _RIGHT, 1.1, Emphasis.QUIET),
        Column("target", word("Target"), _RIGHT, 1.1),
        Column("status_before", word("Status before"), weight=1.4, emphasis=Emphasis.QUIET),
        Column("rule_before", word("Rule before"), weight=2.2, emphasis=Emphasis.QUIET),
        Column("status", word("Status"), weight=1.4),
        Column("rule", word("Rule"), weight=2.2),
        Column("moved_by", word("Moved most by"), weight=2.6),
        Column("rates", word("Own rates"), _RIGHT, 1.0, format=_EFFECT),
        Column("weights", word("Weights"), _RIGHT, 1.0, format=_EFFECT),
        Column("restated", word("Restated"), weight=2.0),
    )
    cells = [(subject.id, _cells(subject, setting)) for subject in subjects]
    optional = ("change_percent", "target_before", "target", "rule_before", "rule", "moved_by", "restated")
    shown = listed(columns, cells, *optional, "rates", "weights")
    subtitle = locale.phrase("since", period=setting.label, previous=setting.base_label).text
    headline = titles.pick(*_titles(subjects, setting))
    return table("changes", "Changes", *shown, setting, headline=headline, subtitle=subtitle)


def earlier(subject: Subject, setting: Setting) -> Figure | None:
    """The total of the period of the change brief."""
    return next((figure for figure in subject.kpi.history if figure.period == setting.base), None)


def _cells(subject: Subject, setting: Setting) -> dict[str, Cell]:
    total, then = subject.total, earlier(subject, setting)
    held = {
        "indicator": Label(subject.label, subject.kpi.note),
        "previous": then.value if then else NoData("no earlier period"),
        "actual": total.value,
        "change": subject.shift(setting),
        "change_percent": _relative(subject, then, setting),
        "target_before": then.target if then and not isinstance(then.target, NoData) else "",
        "target": "" if isinstance(total.target, NoData) else total.target,
        "status_before": then.status if then else Status.NO_DATA,
        "rule_before": then.rule if then else "",
        "status": total.status,
        "rule": total.rule,
        "restated": "; ".join(sign for sign in (total.restated, subject.signs.get(setting.base, "")) if sign),
    }
    return held | _moved(subject, setting)


def _relative(subject: Subject, then: Figure | None, setting: Setting) -> Cell:
    """The change as a part of the value before, for what is no share: a change of shares in % misleads."""
    moved = subject.shift(setting)
    before = then.value if then else None
    if not isinstance(moved, Quantity) or not isinstance(before, Quantity) or subject.prototype.scale != 1:
        return ""
    if before.amount <= 0:
        return ""
    part = Fraction(moved.amount) / Fraction(before.amount)
    return Percent(exact(part), 1, signed=True, id=f"{moved.id}.percent")


def _moved(subject: Subject, setting: Setting) -> dict[str, Cell]:
    """The groups that brought most, and what own rates and weights brought."""
    grouping = next((grouping for grouping in setting.groups if grouping in subject.kpi.groups), "")
    made = contributions(subject, grouping, setting) if grouping else None
    if made is None:
        return {"moved_by": "", "rates": "", "weights": ""}
    effects = {"rates": made.effect("rate"), "weights": made.effect("mix")} if made.is_ratio else {}
    return {"moved_by": _movers(made, setting), "rates": "", "weights": "", **effects}


def _movers(made: Contributions, setting: Setting) -> str:
    """The largest contributions, whatever their sign: "Support +3.1, Field offices -0.4"."""
    steps = [(part.now.label, made.of(part)) for part in made.parts]
    told = [(name, step) for name, step in steps if step.rounded()]
    told.sort(key=lambda step: (-abs(step[1].amount), step[0]))
    text = setting.locale.text
    return ", ".join(f"{name} {text(step)}" for name, step in told[:_MOVERS])


def _titles(subjects: Sequence[Subject], setting: Setting) -> Iterator[Phrase]:
    say, word = setting.locale.phrase, setting.locale.word
    pairs = [(subject, earlier(subject, setting)) for subject in subjects]
    compared = [(subject, then) for subject, then in pairs if then and judged([then]) and judged([subject.total])]
    moved = [(subject, then) for subject, then in compared if then.status is not subject.total.status]
    previous = setting.base_label
    if len(moved) == 1:
        subject, then = moved[0]
        words = {"before": word(then.status.value), "now": word(subject.total.status.value)}
        yield say("changed_status", label=subject.label, previous=previous, **words)
    elif moved:
        yield say("changed_statuses", count=len(moved), previous=previous)
    shifts: list[Value] = [subject.shift(setting) for subject in subjects]
    steps = [shift.rounded() for shift in shifts if isinstance(shift, Quantity)]
    if steps:
        rose, fell = len([s for s in steps if s > 0]), len([s for s in steps if s < 0])
        facts = {"rose": rose, "fell": fell, "same": len(steps) - rose - fell, "previous": previous}
        yield say("changed_values", steady=bool(compared) and not moved, **facts)
    else:
        yield say("changed_nothing", previous=previous)
