"""Targets as series of a chart: one line, or the two ends of a range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.content.charts import Role, Series
from reportgen.content.values import Aim, NoData, Range, Value
from reportgen.locales import Locale


def goal_series(targets: Sequence[Aim], locale: Locale) -> Iterator[Series]:
    """The targets as lines over their categories; none where there is no target."""
    if any(isinstance(target, Range) for target in targets):
        for name, ends in (("Target, from", _ends(targets, low=True)), ("Target, to", _ends(targets, low=False))):
            yield Series(locale.word(name), tuple(ends), Role.TARGET)
    elif any(targets):
        yield Series(locale.word("Target"), tuple(_ends(targets)), Role.TARGET)


def _ends(targets: Sequence[Aim], low: bool = True) -> Iterator[Value]:
    for target in targets:
        if isinstance(target, Range):
            yield target.low if low else target.high
        else:
            yield target if target else NoData()
