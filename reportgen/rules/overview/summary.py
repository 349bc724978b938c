"""The executive summary: a title with number and consequence, and up to three findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Phrase
from reportgen.content.values import Quantity, Status
from reportgen.rules.indicators.groups import share_of_total
from reportgen.rules.overview.remarks import no_data, pace_sentence, year_before
from reportgen.rules.overview.scorecard import relative_gap
from reportgen.rules.setting import Setting, Subject, Titles, alone, furthest, judged, step, with_status

_MOST = 3


def summary(subjects: Sequence[Subject], setting: Setting, titles: Titles) -> Narrative:
    """What a committee should know: the leading KPI, where it lags, and what else stands out."""
    findings = tuple(_findings(subjects, setting))[:_MOST]
    return Narrative("summary", findings, titles.pick(*_titles(subjects, setting)))


def _titles(subjects: Sequence[Subject], setting: Setting) -> Iterator[Phrase]:
    say, lead = setting.locale.phrase, subjects[0]
    total, label = lead.total, lead.label
    if not isinstance(total.value, Quantity):
        other = next((subject for subject in subjects if subject.total.value), None)
        if other:
            yield say("summary_without", label=label, other=other.label, figure=other.total, period=setting.label)
        yield say("no_data_for", label=label, period=setting.label)
        return
    if lead.goal and lead.goal.due.steps_since(setting.period) > 0:
        missing = step(lead.goal.value, total.value, f"{total.id}.to_goal")
        if (missing.amount > 0) == lead.higher_is_better and missing.rounded() != 0:
            due = setting.locale.period_label(lead.goal.due)
            facts = {"missing": missing, "goal": lead.goal.value, "due": due}
            yield say("summary_goal", label=label, figure=total, **facts)
            yield say("summary_goal_short", label=label, figure=total, **facts)
    grouping = next(iter(setting.groups), "")
    ranked = lead.compared(grouping)
    compared = judged(ranked)
    off_track = with_status(compared, Status.OFF_TRACK)
    shared = off_track or with_status(compared, Status.ON_TRACK)
    if off_track or (shared and len(shared) == len(compared)):
        facts = {"count": len(shared), "of": len(compared), "noun": setting.group_noun(grouping)}
        word = setting.locale.word(shared[0].status.value)
        yield say("summary_groups", label=label, figure=total, word=word, **facts)
    if len(ranked) > 1 and alone(lead.last(ranked), ranked):
        yield say("summary_last", label=label, figure=total, group=lead.last(ranked))
    if judged([total]):
        yield say("summary_status", label=label, figure=total, status=setting.locale.word(total.status.value))
    yield say("trend_move", label=label, figure=total, period=setting.label)
    yield say("label_and_value", label=label, figure=total)


def _findings(subjects: Sequence[Subject], setting: Setting) -> Iterator[Finding]:
    lead, *others = subjects
    if lead.total.value:
        yield _total_finding(lead, setting, _consequence(lead, setting, leads=True))
        lagging = _group_finding(lead, setting)
        if lagging:
            yield lagging
    else:
        others.append(lead)
    with_data = [subject for subject in others if subject.total.value]
    # sorted is stable: KPIs that miss their target come first, the rest as the project lists them.
    for subject in sorted(with_data, key=lambda subject: min(relative_gap(subject), 0.0)):
        yield _total_finding(subject, setting, _consequence(subject, setting))
    for subject in others:
        if not subject.total.value:
            yield _missing_finding(subject, setting)


def _total_finding(subject: Subject, setting: Setting, consequence: Phrase | None) -> Finding:
    statement = setting.locale.phrase("finding_total", label=subject.label, figure=subject.total)
    return Finding(statement, subject.total.value, subject.label, consequence or Phrase())


def _missing_finding(subject: Subject, setting: Setting) -> Finding:
    return Finding(no_data((subject,), setting), subject.total.value, subject.label)


def _group_finding(subject: Subject, setting: Setting) -> Finding | None:
    """The group of the first grouping that needs attention: furthest from its target, else the last one."""
    grouping = next(iter(setting.groups), "")
    ranked = subject.compared(grouping)
    if len(ranked) < 2 or ranked[0].value == ranked[-1].value:
        return None
    say, noun = setting.locale.phrase, setting.group_noun(grouping)
    compared = judged(ranked)
    worst = furthest(compared, subject.higher_is_better)
    if worst and worst.status in (Status.OFF_TRACK, Status.AT_RISK) and alone(worst, compared):
        off_track = with_status(compared, Status.OFF_TRACK)
        behind = off_track or with_status(compared, Status.AT_RISK)
        word = setting.locale.word(behind[0].status.value)
        consequence = say("groups_sentence", count=len(behind), of=len(compared), noun=noun, word=word)
        return Finding(
            say("finding_furthest", label=subject.label, figure=worst), worst.value, worst.label, consequence
        )
    share = share_of_total(ranked[0], subject)
    if share and alone(ranked[0], ranked):
        statement = say("finding_first", label=subject.label, figure=ranked[0], share=share)
        return Finding(statement, ranked[0].value, ranked[0].label)
    last = subject.last(ranked)
    if not alone(last, ranked):
        count = sum(figure.value == last.value for figure in ranked)
        facts = {"label": subject.label, "count": count, "noun": noun, "figure": last, "total": subject.total}
        return Finding(say("finding_last_many", **facts), last.value, say("group_count", count=count, noun=noun).text)
    statement = say("finding_last", label=subject.label, figure=last, total=subject.total)
    return Finding(statement, last.value, last.label)


def _consequence(subject: Subject, setting: Setting, leads: bool = False) -> Phrase | None:
    """What follows: the pace to the target, that all groups are on track, or how far the groups lie apart.

    Of the leading KPI the groups have a finding of their own, so it is compared with the year before.
    """
    pace = pace_sentence(subject, setting)
    if pace:
        return pace
    grouping = next(iter(setting.groups), "")
    ranked = subject.compared(grouping)
    compared = judged(ranked)
    if len(compared) > 1 and len(with_status(compared, Status.ON_TRACK)) == len(compared):
        facts = {"count": len(compared), "of": len(compared), "noun": setting.group_noun(grouping)}
        return setting.locale.phrase("groups_sentence", word=setting.locale.word(Status.ON_TRACK.value), **facts)
    if leads:
        return year_before(subject, setting)
    if len(ranked) < 2 or ranked[0].value == ranked[-1].value:
        return None
    top, bottom = ranked[0], ranked[-1]
    share = share_of_total(top, subject)
    noun = setting.group_noun(grouping)
    if share and alone(top, ranked):
        return setting.locale.phrase("share_sentence", group=top, share=share, noun=noun, of=len(ranked))
    names = {"name_bottom": alone(bottom, ranked), "name_top": alone(top, ranked)}
    return setting.locale.phrase("range_sentence", bottom=bottom, top=top, noun=noun, **names)
