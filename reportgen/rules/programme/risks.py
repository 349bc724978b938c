"""The PM² Risk Log -> the active risks by level, and the whole log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Table
from reportgen.content.values import Count, NoData, Status, Value, exact
from reportgen.dataset import Dataset
from reportgen.errors import Problem, Severity
from reportgen.rules.blocks import COUNT, Part, count, fact, listed, table, worst
from reportgen.rules.programme.standing import is_over, off_scale, risk_status, unknown_states
from reportgen.rules.registers.register import Register, register
from reportgen.rules.setting import Setting, Titles

STATES = ("Proposed", "Assessing", "Waiting for Approval", "Approved", "Rejected", "Closed")
_OVER = ("Rejected", "Closed")
# The status report names the five highest (domain reference: top risks).
_TOP = 5
_TEXTS = ("category", "title", "status", "strategy", "action", "owner")


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk; `level` is likelihood times impact without sign, None where either is missing or off its scale."""

    key: str
    texts: dict[str, str]
    likelihood: int | None
    impact: int | None
    level: int | None
    threat: bool
    active: bool
    due: date | None
    identified: date | None

    @property
    def status(self) -> Status:
        """The colour of the level; an opportunity has none."""
        return risk_status(self.level) if self.threat else Status.NO_TARGET


def risk_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """Top risks and risk log; without a log none."""
    log = register(dataset, "risks")
    end = min(setting.period.end, setting.as_of)
    rows = log.known("identified", end)
    if not len(log):
        return Part()
    reversed_signs = _all_positive(log)
    now = _risks(rows, end, reversed_signs)
    active = [risk for risk in now if risk.active and risk.threat]
    before: Value = NoData("the log has no dates of identification")
    if log.holds("identified"):
        then = setting.period.previous.end
        earlier = _risks(log.known("identified", then), then, reversed_signs)
        before = count(len([risk for risk in earlier if risk.active and risk.threat]))
    number = fact("risks_active", count(len(active)), before, setting, setting.locale.word("Active risks"))
    blocks = {"top_risks": _top(active, number.value, setting, titles), "risks": _log(now, setting, titles)}
    return Part(blocks, {"risks_active": number}, [*_problems(log, reversed_signs)])


def threats(dataset: Dataset, end: date) -> list[Risk]:
    """The active threats that were known at the end of a day, the highest level first."""
    log = register(dataset, "risks")
    found = _risks(log.known("identified", end), end, _all_positive(log))
    return [risk for risk in found if risk.active and risk.threat]


def _all_positive(log: Register) -> bool:
    """True for a log that writes the impact of threats from 1 to 5: PM² writes it from -5 to -1."""
    impacts = log.numbers("impact")
    return bool((impacts > 0).any()) and not bool((impacts < 0).any())


def _risks(rows: Register, end: date, reversed_signs: bool) -> list[Risk]:
    texts = {field: rows.texts(field) for field in _TEXTS}
    likelihood, impact = rows.numbers("likelihood").tolist(), rows.numbers("impact").tolist()
    closed, due, identified = (rows.dates(field) for field in ("closed", "due", "identified"))
    found = []
    for row, key in enumerate(rows.texts("id")):
        chance = int(likelihood[row]) if 1 <= likelihood[row] <= 5 else None
        effect = int(impact[row]) if 1 <= abs(impact[row]) <= 5 else None
        level = None if chance is None or effect is None else chance * abs(effect)
        over = is_over(texts["status"][row], _OVER, closed[row], end)
        found.append(
            Risk(
                key,
                {field: held[row] for field, held in texts.items()},
                chance,
                effect,
                level,
                reversed_signs or effect is None or effect < 0,
                not over,
                due[row],
                identified[row],
            )
        )
    return sorted(found, key=lambda risk: (not risk.active, not risk.threat, -(risk.level or 0), risk.key))


def _problems(log: Register, reversed_signs: bool) -> Iterator[Problem]:
    yield from log.repeated("id")
    yield from unknown_states(log, STATES)
    yield from off_scale(log, ("likelihood",))
    yield from off_scale(log, ("impact",), -5)
    likelihood, impact, level = (log.numbers(field).tolist() for field in ("likelihood", "impact", "level"))
    for row, said in enumerate(level):
        computed = likelihood[row] * impact[row]
        if said == said and computed == computed and abs(said) != abs(computed):
            message = "The level is not likelihood times impact"
            hint = "The computed level is used."
            yield log.problem(row, "level", "other-level", message, f"{said:g}", f"{abs(computed):g}", hint)
    if reversed_signs:
        yield log.problem(
            0,
            "impact",
            "positive-impacts",
            "No impact in the risk log is negative, so all risks are read as threats",
            expected="-5 to -1 for threats, 1 to 5 for opportunities",
            severity=Severity.NOTICE,
        )


def _top(active: list[Risk], number: Value, setting: Setting, titles: Titles) -> Table:
    say, word = setting.locale.phrase, setting.locale.word
    columns = (
        Column("id", word("Risk"), weight=0.8, emphasis=Emphasis.QUIET),
        Column("title", word("Title"), weight=3.2, emphasis=Emphasis.STRONG),
        Column("level", word("Level"), Align.RIGHT, 0.7, format=COUNT),
        Column("status", word("Status"), weight=1.3),
        Column("action", word("Action"), weight=3.2),
        Column("owner", word("Owner"), weight=1.3),
        Column("due", word("Due"), weight=1.1),
    )
    shown = listed(columns, [(risk.key, _cells(risk)) for risk in active[:_TOP]], "action", "owner", "due")
    return table(
        "top_risks",
        "Top risks",
        *shown,
        setting,
        headline=titles.pick(*_titles(active, number, setting)),
        subtitle=say("risk_scope", shown=len(shown.rows), number=number).text,
        status=worst((risk.status for risk in active), Status.ON_TRACK),
        tally=say("tally_active", number=number),
    )


def _titles(active: list[Risk], number: Value, setting: Setting) -> Iterator[Phrase]:
    say = setting.locale.phrase
    if active and active[0].level and (len(active) == 1 or active[1].level != active[0].level):
        level = Count(exact(active[0].level), id=f"facts.risks@{active[0].key}.level")
        yield say("risks_first", number=number, title=active[0].texts["title"], level=level)
    yield say("risks_plain", number=number, period=setting.label)


def _log(now: list[Risk], setting: Setting, titles: Titles) -> Table:
    word = setting.locale.word
    columns = (
        Column("id", word("Risk"), weight=0.8),
        Column("category", word("Category"), weight=1.4),
        Column("title", word("Title"), weight=3.0, emphasis=Emphasis.STRONG),
        Column("state", word("State"), weight=1.2),
        Column("likelihood", word("Likelihood"), Align.RIGHT, 0.9, format=COUNT),
        Column("impact", word("Impact"), Align.RIGHT, 0.8, format=COUNT),
        Column("level", word("Level"), Align.RIGHT, 0.7, format=COUNT),
        Column("status", word("Status"), weight=1.2),
        Column("strategy", word("Response"), weight=1.1),
        Column("action", word("Action"), weight=3.0),
        Column("owner", word("Owner"), weight=1.3),
        Column("due", word("Due")),
        Column("identified", word("Identified")),
    )
    optional = ("category", "strategy", "action", "owner", "due", "identified")
    shown = listed(columns, [(risk.key, _cells(risk)) for risk in now], *optional)
    headline = titles.pick(setting.locale.phrase("risk_log", count=len(now)))
    return table("risks", "Risk log", *shown, setting, headline=headline)


def _cells(risk: Risk) -> dict[str, Cell]:
    level = None if risk.level is None else count(risk.level, f"facts.risks@{risk.key}.level")
    return {
        "id": risk.key,
        **risk.texts,
        "state": risk.texts["status"],
        "likelihood": risk.likelihood,
        "impact": risk.impact,
        "level": level,
        "status": risk.status,
        "due": risk.due or "",
        "identified": risk.identified or "",
    }
