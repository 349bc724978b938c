"""What the data say and do not say: coverage, missing KPIs, stand-in dates, corrections, sources, rounding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from reportgen.content.kpis import Figure
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.periods import Period
from reportgen.content.phrases import Phrase
from reportgen.content.report import Source
from reportgen.content.values import Aim, Status
from reportgen.errors import Problem, Severity
from reportgen.rules.figures.kpis import HISTORY
from reportgen.rules.formulas.method_words import counts_open
from reportgen.rules.indicators.stand_in_words import stand_in_notes
from reportgen.rules.indicators.verdicts import joined
from reportgen.rules.overview.remarks import no_data
from reportgen.rules.programme.also_new import silent
from reportgen.rules.setting import Setting, Subject, Titles

_HEADINGS = {
    "snapshot-stands-for": "Stand-in date",
    "snapshot-other-day": "Stand-in date",
    "counter-fell": "Correction",
    "on-the-line": "Stakeholders",
}
_BY_SEVERITY = {
    Severity.ERROR: "Left out",
    Severity.WARNING: "Uncertain",
    Severity.NOTICE: "Please note",
}
# What is named one by one, because each has to be looked at.
_LISTED = ("on-the-line",)
_DATED = ("snapshot-stands-for",)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"(?<![\w-])\d{4}-\d{2}(?![\w-])")


def notes(
    subjects: Sequence[Subject],
    problems: Sequence[Problem],
    files: Sequence[Source],
    attribution: str,
    setting: Setting,
    titles: Titles,
    answers: str = "",
) -> Narrative:
    """One note per matter, those that change how numbers are read first; `answers` says who was asked."""
    findings = (
        *_missing(subjects, setting),
        *_coverage(subjects, setting),
        *(silent(subjects[0], setting) if _owing(subjects, setting) else ()),
        *([_note("Voice of the users", Phrase(answers), setting)] if answers else ()),
        *(_note("Last value", said, setting) for said in stand_in_notes(subjects, setting)),
        *_found(problems, setting),
        _note("Sources", _sources(files, attribution, setting), setting),
        _note("Rounding", setting.locale.phrase("note_rounding"), setting),
        *(_note("Status", said, setting) for said in _just_missed(subjects, setting)),
    )
    return Narrative("notes", findings, titles.pick(_title(subjects, setting)))


def _note(heading: str, statement: Phrase, setting: Setting) -> Finding:
    return Finding(statement, label=setting.locale.word(heading))


def _title(subjects: Sequence[Subject], setting: Setting) -> Phrase:
    missing = len([subject for subject in subjects if not subject.total.value])
    if missing:
        return setting.locale.phrase("notes_missing", missing=missing, of=len(subjects), period=setting.label)
    every = setting.locale.phrase("notes_all", of=len(subjects), period=setting.label)
    owing = _owing(subjects, setting)
    if owing is None:
        return every
    facts = {"expected": owing.expected, "nouns": setting.nouns}
    missing = (owing.expected or 0) - (owing.reported or 0)
    return joined(setting.locale.word("; "), every, setting.locale.phrase("unreported", missing=missing, **facts))


def _owing(subjects: Sequence[Subject], setting: Setting) -> Figure | None:
    """The figure of the first KPI where entities that owe a report have sent none."""
    total = subjects[0].total
    if not total.value or total.reported is None or not total.expected or total.reported >= total.expected:
        return None
    return total if setting.owes(total.expected) else None


def _missing(subjects: Sequence[Subject], setting: Setting) -> Iterator[Finding]:
    """The KPIs without data, those with the same reason together."""
    reasons: dict[str, list[Subject]] = {}
    for subject in subjects:
        if not subject.total.value:
            reasons.setdefault(getattr(subject.total.value, "reason", ""), []).append(subject)
    for found in reasons.values():
        yield _note("No data", no_data(found, setting), setting)


def _coverage(subjects: Sequence[Subject], setting: Setting) -> Iterator[Finding]:
    """How many entities reported, for KPIs where some did not; one note when all did."""
    say = setting.locale.phrase
    coverage: dict[tuple[int, int], list[str]] = {}
    for subject in subjects:
        total = subject.total
        if total.value and total.reported is not None and total.expected:
            coverage.setdefault((total.reported, total.expected), []).append(subject.label)
    partial = {key: labels for key, labels in coverage.items() if key[0] < key[1]}
    lasting = {subject.label for subject in subjects if counts_open(subject.kpi.formula)}
    for (reported, expected), labels in partial.items():
        waiting = [label for label in labels if label in lasting]
        if waiting:
            open = {"open": expected - reported, "of": expected}
            yield _note("Still open", say("note_still_open", labels=waiting, **open), setting)
        labels = [label for label in labels if label not in lasting]
        if not labels:
            continue
        facts = {"reported": reported, "expected": expected, "nouns": setting.reporters(expected)}
        facts |= {"owed": setting.owes(expected)}
        yield _note("Coverage", say("note_reported", labels=labels, **facts), setting)
    everyone = (setting.entity_count, setting.entity_count)
    if setting.entity_count > 1 and everyone in coverage and not partial:
        yield _note("Coverage", say("note_complete", expected=setting.entity_count, nouns=setting.nouns), setting)


def _just_missed(subjects: Sequence[Subject], setting: Setting) -> Iterator[Phrase]:
    """Totals of this period and the one compared with that print as their target and yet miss it."""
    printed = setting.locale.text
    missed: dict[tuple[Period, str], list[tuple[str, Aim]]] = {}
    for subject in subjects:
        shown = [figure for figure in subject.kpi.history if figure.period in (setting.base, setting.period)]
        for figure in shown:
            target = printed(figure.target)
            if figure.status in (Status.AT_RISK, Status.OFF_TRACK) and printed(figure.value) == target:
                missed.setdefault((figure.period, target), []).append((subject.label, figure.target))
    for (period, _), found in sorted(missed.items(), key=lambda item: item[0][0].end):
        labels, targets = zip(*found, strict=True)
        yield setting.locale.phrase("note_just_missed", labels=labels, target=targets[0], period=period)


def _found(problems: Sequence[Problem], setting: Setting) -> Iterator[Finding]:
    """Findings in the data that concern the report's numbers, those of one kind together."""
    told = setting.locale.told
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if _concerns(problem, setting):
            kinds.setdefault((problem.code, problem.message), []).append(problem)
    for (code, message), found in kinds.items():
        heading = _HEADINGS.get(code) or _BY_SEVERITY[found[0].severity]
        if code in _LISTED:
            names = [problem.found for problem in found]
            yield _note(heading, setting.locale.phrase("note_listed", message=told(message), names=names), setting)
            continue
        statement = setting.locale.phrase(
            "note_finding", message=_dated(told(message), setting), hint=told(found[0].hint), more=len(found) - 1
        )
        yield _note(heading, statement, setting)


def _dated(text: str, setting: Setting) -> str:
    """The text with its days and months as the language writes them."""
    locale = setting.locale
    text = _DAY.sub(lambda day: locale.date(date.fromisoformat(day[0])), text)
    return _MONTH.sub(lambda month: locale.period_label(Period.parse(month[0])), text)


def _concerns(problem: Problem, setting: Setting) -> bool:
    """False for a snapshot outside the time that the report shows, and for what is said with the names anyway."""
    if problem.code == "last-period":
        return False
    days = [date.fromisoformat(day) for day in _DAY.findall(problem.message)] if problem.code in _DATED else []
    first = setting.period.shift(1 - HISTORY).start
    return not days or any(first <= day <= setting.period.end for day in days)


def _sources(files: Sequence[Source], attribution: str, setting: Setting) -> Phrase:
    count = len({source.file for source in files})
    until = setting.locale.date(setting.as_of)
    return setting.locale.phrase("note_sources", source=attribution.rstrip("."), files=count, until=until)
