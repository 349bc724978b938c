"""What the data say and do not say: coverage, missing KPIs, stand-in dates, corrections, sources, rounding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.content.blocks import Finding, Narrative, Phrase
from reportgen.content.report import Source
from reportgen.errors import Problem, Severity
from reportgen.rules.setting import Setting, Subject, Titles


def notes(
    subjects: Sequence[Subject],
    problems: Sequence[Problem],
    files: Sequence[Source],
    attribution: str,
    setting: Setting,
    titles: Titles,
) -> Narrative:
    """One note per matter, those that change how numbers are read first."""
    findings = (
        *_missing(subjects, setting),
        *_coverage(subjects, setting),
        *_found(problems, setting),
        _note("Sources", _sources(files, attribution, setting), setting),
        _note("Rounding", setting.locale.phrase("note_rounding"), setting),
    )
    return Narrative("notes", findings, titles.pick(_title(subjects, setting)))


def _note(heading: str, statement: Phrase, setting: Setting) -> Finding:
    return Finding(statement, label=setting.locale.word(heading))


def _title(subjects: Sequence[Subject], setting: Setting) -> Phrase:
    missing = len([subject for subject in subjects if not subject.total.value])
    if missing:
        return setting.locale.phrase("notes_missing", missing=missing, of=len(subjects), period=setting.label)
    return setting.locale.phrase("notes_all", of=len(subjects), period=setting.label)


def _missing(subjects: Sequence[Subject], setting: Setting) -> Iterator[Finding]:
    for subject in subjects:
        if not subject.total.value:
            reason = getattr(subject.total.value, "reason", "")
            facts = {"label": subject.label, "period": setting.label, "reason": reason}
            yield _note("No data", setting.locale.phrase("no_data_because", **facts), setting)


def _coverage(subjects: Sequence[Subject], setting: Setting) -> Iterator[Finding]:
    """How many entities reported, per KPI where some did not; one note when all did."""
    say = setting.locale.phrase
    known = [s.total for s in subjects if s.total.value and s.total.expected]
    complete = True
    for subject in subjects:
        reported, expected = subject.total.reported, subject.total.expected
        if not subject.total.value or reported is None or expected is None or reported >= expected:
            continue
        complete = False
        facts = {"reported": reported, "expected": expected, "nouns": setting.reporters(expected)}
        yield _note("Coverage", say("note_reported", label=subject.label, **facts), setting)
    if complete and known and all(total.expected == setting.entity_count for total in known):
        yield _note("Coverage", say("note_complete", expected=setting.entity_count, nouns=setting.nouns), setting)


def _found(problems: Sequence[Problem], setting: Setting) -> Iterator[Finding]:
    """Findings in the data, those of one kind together: the message, the first place and how many more."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.code, problem.message), []).append(problem)
    for (_, message), found in kinds.items():
        heading = "Please note" if found[0].severity is Severity.NOTICE else "Left out or uncertain"
        first = str(found[0].location) + (f" ({found[0].found})" if found[0].found else "")
        yield _note(
            heading, setting.locale.phrase("note_findings", count=len(found), message=message, first=first), setting
        )


def _sources(files: Sequence[Source], attribution: str, setting: Setting) -> Phrase:
    count = len({source.file for source in files})
    until = setting.locale.date(setting.as_of)
    return setting.locale.phrase("note_sources", source=attribution.rstrip("."), files=count, until=until)
