"""The overall status: the worst of the must-win KPIs, else that of the first one; a person's judgement beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportgen.content.kpis import Figure
from reportgen.content.phrases import Phrase
from reportgen.content.report import Overall
from reportgen.content.values import Status
from reportgen.errors import Problem, Severity
from reportgen.project import OverallSpec, Project
from reportgen.rules.blocks import worst
from reportgen.rules.indicators.verdicts import joined, verdict
from reportgen.rules.overview.scorecard import relative_gap
from reportgen.rules.setting import Setting, Subject


def overall(project: Project, subjects: Sequence[Subject], setting: Setting) -> tuple[Overall, list[Problem]]:
    """The status of the period and of the one before, where it comes from in words, and who judged otherwise."""
    must_win = [subject for subject in subjects if subject.spec is not None and subject.spec.must_win]
    counted = must_win or list(subjects[:1])
    computed = worst([subject.total.status for subject in counted], _nothing(counted))
    before = [_before(subject, setting) for subject in counted]
    previous = worst([figure.status for figure in before if figure], Status.NO_DATA)
    decides = _deciding(counted, computed)
    basis = _basis(must_win, computed, setting) if must_win else _of_one(counted[0], setting)
    colon = setting.locale.word(": ")
    brief = f"{decides.label}{colon}{decides.total.rule}" if must_win and decides else counted[0].total.rule
    said, problems = _said(project, setting)
    if said is None:
        return Overall(computed, computed, previous, basis, brief=brief), problems
    status = Status(said.status)
    return Overall(status, computed, previous, basis, _judged_by(said, computed, setting), brief), problems


def _nothing(subjects: Sequence[Subject]) -> Status:
    """The status where nothing was judged: that of the first KPI."""
    return subjects[0].total.status if subjects else Status.NO_TARGET


def _before(subject: Subject, setting: Setting) -> Figure | None:
    return next((figure for figure in subject.kpi.history if figure.period == setting.period.previous), None)


def _of_one(subject: Subject, setting: Setting) -> Phrase:
    return joined(setting.locale.word(": "), Phrase(subject.label), verdict(subject.total, subject, setting))


def _deciding(subjects: Sequence[Subject], computed: Status) -> Subject | None:
    """The KPI that gives the status: of several the one that misses its target by most."""
    return min((one for one in subjects if one.total.status is computed), key=relative_gap, default=None)


def _basis(must_win: Sequence[Subject], computed: Status, setting: Setting) -> Phrase:
    """The KPI that gives the status, the one that misses its target by most, and those that could not be judged."""
    decides = _deciding(must_win, computed)
    if decides is None:
        return Phrase()
    unjudged = [subject.label for subject in must_win if subject.total.status in (Status.NO_DATA, Status.NO_TARGET)]
    decided = setting.locale.phrase("overall_worst", label=decides.label, count=len(must_win))
    basis = joined(setting.locale.word(": "), decided, verdict(decides.total, decides, setting))
    return (
        joined(setting.locale.word("; "), basis, setting.locale.phrase("overall_unjudged", labels=unjudged))
        if unjudged
        else basis
    )


def _judged_by(said: OverallSpec, computed: Status, setting: Setting) -> Phrase:
    facts = {
        "status": setting.locale.word(said.status),
        "computed": setting.locale.word(computed.value),
        "name": said.name,
        "when": setting.locale.date(said.date),
        "reason": said.reason.rstrip("."),
    }
    return setting.locale.phrase("overall_judged", **facts)


def _said(project: Project, setting: Setting) -> tuple[OverallSpec | None, list[Problem]]:
    """The judgement that holds for the period; one for another period is not used, and that is told."""
    said = project.overall
    if said is None:
        return None, []
    if project.period_named(said.period) == setting.period if said.period else _near(said.date, setting):
        return said, []
    message = f"The judgement of the overall status is for another period than {setting.period.id}, so it is not used"
    hint = "Take it out, or say the period it holds for."
    found = said.period or said.date.isoformat()
    return None, [Problem(Severity.NOTICE, "judgement-not-used", message, project.where("overall"), found, hint=hint)]


def _near(day: date, setting: Setting) -> bool:
    """True for a day of the period or of the next one: a period is judged when it is over, or nearly so."""
    return setting.period.start <= day <= setting.period.shift(1).end
