"""Cases -> how old the open ones are, and why those of the period came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Column, Emphasis, Row, Table
from reportgen.content.values import Quantity
from reportgen.rules.blocks import NOTHING, SHARE, count, share, table
from reportgen.rules.cases.counts import AGES, by_age
from reportgen.rules.cases.facts import CountedCases
from reportgen.rules.cases.parts import Slice, part_bars, part_columns, part_rows
from reportgen.rules.setting import Titles

_CAUSES = 7


def age_table(made: CountedCases, titles: Titles) -> Table:
    """The open cases by age; a total closes the table."""
    setting, word = made.setting, made.setting.locale.word
    parts = _ages(made)
    headline = titles.pick(*_age_titles(made, parts))
    subtitle = _age_scope(made).text
    title = word("Age of open cases")
    # What is older than a month stands out: most standards ask for an answer by then.
    old = [part.key for part in parts[2:]]
    chart = part_bars("case_age.chart", parts, title, headline, subtitle, old, setting)
    columns = part_columns("age", word("Age"), "cases", setting)
    whole = made.facts["cases_open"].value
    total = Row("total", (word("Total"), whole, share(1, 1, "", "")), Emphasis.TOTAL)
    rows = [*part_rows(parts), total] if any(part.number for part in parts) else []
    return table("case_age", title, columns, rows, setting, headline=headline, subtitle=subtitle, chart=chart)


def _ages(made: CountedCases) -> list[Slice]:
    word = made.setting.locale.word
    lows = (0, *(age + 1 for age in AGES))
    keys = [f"{low}-{high}" for low, high in zip(lows, AGES, strict=False)] + [f"{lows[-1]}+"]
    labels = [word("{low} to {high} days", low=low, high=high) for low, high in zip(lows, AGES, strict=False)]
    labels.append(word("Over {days} days", days=AGES[-1]))
    numbers = by_age(made.dates, made.end)
    return [
        Slice(key, label, number, f"facts.cases_open@age={key}")
        for key, label, number in zip(keys, labels, numbers, strict=True)
    ]


def _age_scope(made: CountedCases) -> Phrase:
    locale = made.setting.locale
    return locale.phrase("cases_age_scope", nouns=made.nouns, day=locale.date(made.end))


def _age_titles(made: CountedCases, parts: Sequence[Slice]) -> Iterator[Phrase]:
    say, overdue = made.setting.locale.phrase, made.facts["cases_overdue"]
    old = count(sum(part.number for part in parts[2:]), f"facts.cases_open@age={AGES[1] + 1}+")
    facts = {"nouns": made.nouns, "open": made.facts["cases_open"].value}
    if isinstance(overdue.value, Quantity):
        yield say("cases_overdue_of", overdue=overdue, **facts, previous=made.setting.previous)
    yield say("cases_old", old=old, days=AGES[1], **facts)
    yield _age_scope(made)


def cause_table(made: CountedCases, titles: Titles) -> Table:
    """The cases received in the period by cause, the most frequent first, with their cumulative share."""
    setting, word = made.setting, made.setting.locale.word
    parts = _causes(made)
    subtitle = setting.locale.phrase("cases_cause_scope", nouns=made.nouns, period=setting.label).text
    headline = titles.pick(*_cause_titles(made)) if parts else NOTHING
    title = word("Causes")
    first = [part.key for part in parts[:1]]
    chart = part_bars("case_causes.chart", parts, title, headline, subtitle, first, setting)
    columns = (
        *part_columns("cause", word("Cause"), "cases", setting),
        Column("cumulative", word("Cumulative"), Align.RIGHT, emphasis=Emphasis.QUIET, format=SHARE),
    )
    received, running, rows = sum(part.number for part in parts), 0, []
    for row, part in zip(part_rows(parts), parts, strict=True):
        running += part.number
        rows.append(Row(row.key, (*row.cells, share(running, received, f"{part.id}.cumulative", ""))))
    return table("case_causes", title, columns, rows, setting, headline=headline, subtitle=subtitle, chart=chart)


def _causes(made: CountedCases) -> list[Slice]:
    """The causes; those beyond the most frequent ones together, unstated ones last."""
    word = made.setting.locale.word
    stated = [(cause, cause, number) for cause, number in made.causes if cause]
    none = [("not stated", word("Not stated"), number) for cause, number in made.causes if not cause]
    if len(stated) + len(none) > _CAUSES:
        kept = _CAUSES - 1 - len(none)
        rest = sum(number for _, _, number in stated[kept:])
        stated = [*stated[:kept], ("other", word("Other ({count} causes)", count=len(stated) - kept), rest)]
    return [Slice(key, label, number, f"facts.cases_received@cause={key}") for key, label, number in [*stated, *none]]


def _cause_titles(made: CountedCases) -> Iterator[Phrase]:
    say = made.setting.locale.phrase
    facts = {"nouns": made.nouns, "received": made.facts["cases_received"].value}
    first = made.first_cause()
    if first:
        yield say("cases_cause_first", cause=first[0], share=first[1], **facts)
    yield say("cases_cause_plain", period=made.setting.label, **facts)
