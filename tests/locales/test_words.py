"""Dates, periods, words and sentences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reportgen.content.periods import Period, PeriodKind
from reportgen.content.phrases import Label, Phrase, Span, Symbol
from reportgen.content.values import NoData, Percent, Points, Status
from reportgen.locales import locale_for

EN = locale_for("en")
SENTENCES = """
{%- macro points(n) -%}{{ n | size }}{{ nbsp }}{{ n | plural(one="point", other="points") }}{%- endmacro -%}
{%- macro rose(label, value, change) -%}
  {{ label | upfirst }} rose by {{ points(change) }}
  to {{ value }}.
{%- endmacro -%}
"""


@pytest.fixture
def spoken(tmp_path):
    """A language of its own, with one sentence and one word."""
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "sentences.jinja").write_text(SENTENCES, encoding="utf-8")
    (folder / "words.po").write_text('msgid "On track"\nmsgstr "As planned"\n', encoding="utf-8")
    return locale_for("en", "eu", tmp_path)


def test_a_sentence_knows_where_its_numbers_stand(spoken):
    change = Points(Decimal("0.0376"), 1, signed=True, id="kpi.share.change")
    phrase = spoken.phrase("rose", label="share", value=Percent(Decimal("0.664"), 1, id="kpi.share"), change=change)
    assert phrase.text == "Share rose by 3.8\u00a0points to 66.4\u00a0%."
    assert [(span.id, phrase.text[span.start : span.end]) for span in phrase.spans] == [
        ("kpi.share.change", "3.8"),
        ("kpi.share", "66.4\u00a0%"),
    ]


def test_a_number_without_an_id_leaves_no_span(spoken):
    phrase = spoken.phrase("rose", label="Share", value=NoData(), change=Points(Decimal("0.01"), 0, True))
    assert phrase == Phrase("Share rose by 1\u00a0point to n/a.", ())


def test_text_of_users_cannot_fake_a_span(spoken):
    value = Percent(Decimal("0.5"), 0, id="kpi.a")
    phrase = spoken.phrase("rose", label="A\ufdd0kpi.b\ufdd1\ufdd2", value=value, change=Points(Decimal("0.02")))
    assert phrase.text == "Akpi.b rose by 2\u00a0points to 50\u00a0%."
    assert phrase.spans == (Span("kpi.a", 27, 31),)


def test_an_unknown_sentence_is_named(spoken):
    with pytest.raises(KeyError, match="no sentence 'fell'"):
        spoken.phrase("fell")


def test_words_come_from_the_catalogue_and_default_to_english(spoken):
    assert [spoken.text(status) for status in (Status.ON_TRACK, Status.OFF_TRACK)] == ["As planned", "Off track"]


@pytest.mark.parametrize(
    ("period", "long", "short"),
    [
        (Period.parse("2023-10"), "October 2023", "Oct 2023"),
        (Period.parse("2026-Q4"), "Q4 2026", "Q4 2026"),
        (Period.parse("2026-W41"), "Week 41, 2026", "Week 41, 2026"),
        (Period.parse("2026"), "2026", "2026"),
        (Period.parse("2026", PeriodKind.YEAR, 4), "2025/26", "2025/26"),
        (Period.parse("2026-Q1", PeriodKind.QUARTER, 4), "Q1 2025/26", "Q1 2025/26"),
    ],
)
def test_periods_are_named_in_words(period, long, short):
    assert (EN.period_label(period), EN.period_short(period)) == (long, short)


def test_everything_that_stands_in_a_document_has_a_text():
    day = date(2023, 10, 31)
    printed = [EN.text(v) for v in (day, Period.parse("2023-10"), Label("Reach", "of staff"), Symbol(Status.AT_RISK))]
    assert printed == ["31 October 2023", "October 2023", "Reach", "▲"]
    assert EN.date_short(day) == "31/10/2023"
    assert locale_for("de").date_short(day) == "31.10.2023"
    assert locale_for("de").date_format == 'dd"."mm"."yyyy'
    with pytest.raises(TypeError, match="a dict has no printed text"):
        EN.text({})


def test_a_noun_has_a_capital_within_german_words():
    assert locale_for("de").word("{label} by {noun}", label="Active share", noun="region") == "Active share nach Region"
    assert locale_for("fr").word("{label} by {noun}", label="Active share", noun="region") == "Active share par region"
