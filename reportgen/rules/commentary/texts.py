"""What the specialist wrote for a period -> texts that take the place of the generated sentences.

Numbers inside stay the person's text. What was written for another period is not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.content.kpis import Figure
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Row
from reportgen.content.values import Value
from reportgen.dataset import Dataset
from reportgen.errors import Problem
from reportgen.rules.commentary.contradictions import Written, contradictions
from reportgen.rules.overview.summary import summary
from reportgen.rules.registers.register import Register, register
from reportgen.rules.setting import Setting, Subject, Titles

# The kinds that are notes of their own, and the narratives that print them.
NOTES = {
    "stakeholders": "engagement_notes",
    "cases": "case_notes",
    "changes": "change_notes",
    "risks": "risk_notes",
    "decisions": "decision_notes",
    "next_steps": "next_steps",
    "lessons": "lessons",
}
_SUMMARY, _FINDING, _KPI, _GROUP = "summary", "finding", "kpi", "group"
_KINDS = (_SUMMARY, _FINDING, _KPI, _GROUP, *NOTES)
_NUMBERS = ("value", "change", "gap", "target", "none")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a person; `row` is its row in the register, `show` says which number stands beside it."""

    row: int
    kind: str
    kpi: str
    group: str
    heading: str
    text: str
    consequence: str
    author: str
    show: str

    @property
    def statement(self) -> Phrase:
        return Phrase(self.text)


class Commentary:
    """The texts for one period, in their order. Without any, everything is generated."""

    def __init__(self, dataset: Dataset, subjects: Sequence[Subject], setting: Setting) -> None:
        self.rows = register(dataset, "commentary")
        self.subjects = {subject.id: subject for subject in subjects}
        self.setting = setting
        self.texts = [text for text in _texts(self.rows, setting) if text.text or text.heading]
        self.problems = [*self._problems()]

    def of(self, *kinds: str, kpi: str = "") -> list[Text]:
        """The texts of these kinds, on one KPI where that is said."""
        return [text for text in self.texts if text.kind in kinds and (not kpi or text.kpi == kpi)]

    def summary(self, titles: Titles) -> Narrative:
        """The executive summary: title and findings of the person where there are any."""
        written = next((Phrase(text.heading) for text in self.of(_SUMMARY) if text.heading), None)
        generated = summary([*self.subjects.values()], self.setting, Titles() if written else titles)
        headline = titles.pick(written) if written else generated.headline
        findings = tuple(self._finding(text) for text in self.of(_FINDING))
        return Narrative("summary", findings or generated.findings, headline)

    def status_summary(self, generated: Narrative) -> Narrative:
        """The status in running text: the person's paragraph, else the statements of the summary."""
        written = [text for text in self.of(_SUMMARY) if text.text]
        findings = [Finding(text.statement) for text in written]
        findings = findings or [Finding(finding.statement) for finding in generated.findings]
        return Narrative("status_summary", tuple(findings))

    def remarks(self, kpi: str) -> Narrative | None:
        """The person's remarks on a KPI and its groups; None when there are none."""
        found = [Finding(text.statement, label=text.heading or text.group) for text in self.of(_KPI, _GROUP, kpi=kpi)]
        return Narrative(f"kpi.{kpi}.remarks", tuple(found)) if found else None

    def notes(self) -> dict[str, Narrative]:
        """The notes of their own kinds, by the name of their narrative."""
        found = {}
        for kind, name in NOTES.items():
            notes = [
                Finding(text.statement, label=text.heading, consequence=Phrase(text.consequence))
                for text in self.of(kind)
            ]
            if notes:
                found[name] = Narrative(name, tuple(notes))
        return found

    def lineage(self) -> Iterator[Row]:
        """One row of the lineage for each text: what it is about, who wrote it and where it stands."""
        word = self.setting.locale.word
        for text in self.texts:
            subject = self.subjects.get(text.kpi)
            place = self.rows.place(text.row, "text")
            author = word("Written by {author}", author=text.author) if text.author else word("Written by a person")
            cells = (
                subject.label if subject else word(text.kind.replace("_", " ").capitalize()),
                text.group or text.heading,
                author,
                None,
                None,
                self.rows.table(text.row),
                place.file,
                f"{place.cell}; {self.setting.period.id}",
                1,
                f"{place.file} {place.sheet}!{place.cell}" if place.sheet else f"{place.file} {place.cell}",
                None,
                None,
                "",
            )
            yield Row(f"commentary.{text.row}", cells)

    def _finding(self, text: Text) -> Finding:
        figure = self._figure(text)
        number: Value | None = None
        if figure and text.show != "none":
            number = getattr(figure, text.show)
        label = text.heading or text.group or (self.subjects[text.kpi].label if text.kpi in self.subjects else "")
        return Finding(text.statement, number, label, Phrase(text.consequence))

    def _figure(self, text: Text) -> Figure | None:
        """The figure that a text is about: a KPI in total or in a group."""
        subject = self.subjects.get(text.kpi)
        if subject is None or not text.group:
            return subject.total if subject else None
        wanted = text.group.casefold()
        groups = (figure for figures in subject.kpi.groups.values() for figure in figures)
        return next((figure for figure in groups if wanted in (figure.key.casefold(), figure.label.casefold())), None)

    def _problems(self) -> Iterator[Problem]:
        for text in self.texts:
            if text.kind not in _KINDS:
                yield self._unknown(text, "kind", "unknown-kind", "The kind of text is not known", text.kind, _KINDS)
            if text.show not in _NUMBERS:
                message = "The number of a finding is not known"
                yield self._unknown(text, "show", "unknown-number", message, text.show, _NUMBERS)
            if text.kpi and text.kpi not in self.subjects:
                message = "The text is about a KPI that the project does not have"
                yield self._unknown(text, "kpi", "unknown-kpi", message, text.kpi, tuple(self.subjects))
            elif text.kind in (_KPI, _GROUP) and not text.kpi:
                message = "The remark does not say which KPI it is about"
                yield self._unknown(text, "kpi", "unknown-kpi", message, "nothing", tuple(self.subjects))
            elif text.group and text.kpi and self._figure(text) is None:
                groups = self.subjects[text.kpi].kpi.groups.values()
                known = tuple(figure.label for figures in groups for figure in figures)
                message = "The text is about a group that the KPI does not have"
                yield self._unknown(text, "group", "unknown-group", message, text.group, known)

        yield from contradictions(self.rows, [*self._written()], self.subjects, self.setting)

    def _written(self) -> Iterator[Written]:
        """Every text with its cell, and the heading of the summary: the other headings are names."""
        for text in self.texts:
            yield Written(text.row, "text", text.text, text.kpi, text.group)
            yield Written(text.row, "heading", text.heading if text.kind == _SUMMARY else "")

    def _unknown(self, text: Text, field: str, code: str, message: str, found: str, known: tuple[str, ...]) -> Problem:
        from rapidfuzz import process

        close = process.extractOne(found, known, score_cutoff=60) if known else None
        hint = f"Did you mean {close[0]}?" if close else ""
        return self.rows.problem(text.row, field, code, message, found, ", ".join(known) or "no group", hint)


def _texts(rows: Register, setting: Setting) -> list[Text]:
    fields = ("kind", "kpi", "group", "heading", "text", "consequence", "author", "show")
    held = {field: [text.strip() for text in rows.texts(field)] for field in fields}
    order = rows.numbers("order").tolist()
    days: list[date | None] = rows.dates("period")
    mine = [row for row, day in enumerate(days) if day is not None and day in setting.period]
    # Texts without an order follow those that have one, as they stand.
    mine.sort(key=lambda row: (order[row] != order[row], order[row] if order[row] == order[row] else 0, row))
    return [
        Text(
            row,
            held["kind"][row].casefold().replace(" ", "_"),
            held["kpi"][row],
            held["group"][row],
            held["heading"][row],
            held["text"][row],
            held["consequence"][row],
            held["author"][row],
            held["show"][row].casefold() or "value",
        )
        for row in mine
    ]
