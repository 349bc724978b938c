"""The rule that gave a status, as a sentence: the same one in every document."""

from __future__ import annotations

from reportgen.content.kpis import Figure
from reportgen.content.phrases import Phrase, Span
from reportgen.content.values import NoData, Quantity, Status
from reportgen.rules.setting import Setting, Subject
from reportgen.rules.targets.tolerances import tolerance_value

_BEYOND = {Status.AT_RISK: "within", Status.OFF_TRACK: "more than"}


def verdict(figure: Figure, subject: Subject, setting: Setting) -> Phrase:
    """Value, target, distance, tolerance and status in one sentence without a full stop; empty without a target.

    Several blocks say it of the same figure, which is put into words once.
    """
    told = setting.verdicts.get(figure.id)
    if told is None or told[0] is not figure:
        told = setting.verdicts[figure.id] = figure, _verdict(figure, subject, setting)
    return told[1]


def _verdict(figure: Figure, subject: Subject, setting: Setting) -> Phrase:
    say, status = setting.locale.phrase, setting.locale.word(figure.status.value)
    match figure.status:
        case Status.TOO_FEW:
            return say("verdict_few", figure=figure, least=subject.terms.least_n if subject.terms else 0)
        case Status.NO_DATA:
            reason = figure.value.reason if isinstance(figure.value, NoData) else ""
            return say("verdict_none", reason=setting.locale.told(reason))
        case Status.NOT_YET:
            return say("verdict_grace", figure=figure, status=status, **_grace(subject, setting))
        case Status.ON_TRACK | Status.AT_RISK | Status.OFF_TRACK if isinstance(figure.gap, Quantity):
            beyond = _BEYOND.get(figure.status, "")
            return say("verdict", figure=figure, status=status, beyond=beyond, **_tolerance(figure, subject))
    return Phrase()


def sentence(verdict: Phrase) -> Phrase:
    """The verdict with its full stop, for where it stands among sentences."""
    return Phrase(f"{verdict.text}.", verdict.spans)


def joined(separator: str, *phrases: Phrase) -> Phrase:
    """The phrases that say something as one, each number still known."""
    text, spans = "", list[Span]()
    for phrase in filter(None, phrases):
        start = len(text) + (len(separator) if text else 0)
        text = f"{text}{separator}{phrase.text}" if text else phrase.text
        spans += [Span(span.id, span.start + start, span.end + start) for span in phrase.spans]
    return Phrase(text, tuple(spans))


def _grace(subject: Subject, setting: Setting) -> dict[str, object]:
    terms = subject.terms
    until = setting.locale.period_label(terms.until) if terms and terms.until else ""
    return {"until": until, "periods": terms.grace if terms else 0, "kind": setting.period.kind.value}


def _tolerance(figure: Figure, subject: Subject) -> dict[str, object]:
    """The tolerance of the side on which the value lies, as a number; none where it does not matter or is not known."""
    if subject.spec is None or figure.status not in _BEYOND or not isinstance(figure.gap, Quantity):
        return {"width": None, "relative": False}
    tolerance = subject.spec.allowance_on("below" if figure.gap.amount < 0 else "above")
    return {"width": tolerance_value(tolerance, subject.spec), "relative": tolerance.relative}
