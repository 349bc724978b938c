"""Every sentence of random reports states the same facts in all languages as in English, which is checked by itself.

`REPORTS=1000 pytest tests/rules/test_oracle_languages.py` compares as many, from the report `FIRST_REPORT` on.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from functools import cache

import pytest

import reportgen.rules.assemble
from reportgen.locales import locale_for
from reportgen.locales.locale import LANGUAGES
from tests.rules.oracle.claim_words import WORDS
from tests.rules.oracle.same_facts import differences, said
from tests.rules.random_reports import Candidates, random_report, texts

_REPORTS = int(os.environ.get("REPORTS", "3"))
_FIRST = int(os.environ.get("FIRST_REPORT", "0"))
_OTHERS = [language for language in WORDS if language != "en"]
# These hold every claim that is turned round below.
_FEW = range(6)


@pytest.fixture
def candidates() -> Iterator[Candidates]:
    kept = Candidates()
    with pytest.MonkeyPatch.context() as patch:
        kept.patch(patch)
        yield kept


@cache
def _english(seed: int) -> tuple[tuple[str, str, str], ...]:
    kept = Candidates()
    with pytest.MonkeyPatch.context() as patch:
        kept.patch(patch)
        return tuple((block, place, text) for block, place, text, _ in texts(random_report(seed)[1], kept))


def _otherwise(seed: int, language: str, candidates: Candidates) -> list[str]:
    """What a report says otherwise than in English."""
    candidates.clear()
    found = [(block, place, text) for block, place, text, _ in texts(random_report(seed, language)[1], candidates)]
    english = _english(seed)
    assert [one[:2] for one in found] == [one[:2] for one in english]
    wrong = []
    for (block, place, text), (_, _, right) in zip(found, english, strict=True):
        # What is cut off ends at another word.
        if not text.endswith("…") and not right.endswith("…"):
            odd = differences(said(right, "en"), said(text, language), candidates.counts(text))
            wrong += [f"{language} {seed}, {block}, {place}: {text!r} ({right!r}) {one}" for one in odd]
    return wrong


def test_every_language_says_what_english_says(candidates):
    wrong = [
        one
        for seed in range(_FIRST, _FIRST + _REPORTS)
        for language in _OTHERS
        for one in _otherwise(seed, language, candidates)
    ]
    assert wrong == []


_TURNED = {
    "what moved": ("verb", r"change\.amount > 0", "change.amount < 0"),
    "beside the target": ("beside", r"figure\.gap\.amount > 0", "figure.gap.amount < 0"),
    "who is first": ("groups_range", r"top\.label", "bottom.label"),
    "whose number": ("entities_range", r"bottom_value", "top_value"),
    "when": ("range_over_time", r"low_when", "high_when"),
    "how many": ("groups_status", r"of, noun", "of + 7, noun"),
    "what is due": ("summary_goal", r"value\(goal\)|genitive\(goal\)|dative\(goal\)", "value(figure.value)"),
}


@pytest.mark.parametrize("language", _OTHERS)
@pytest.mark.parametrize(("macro", "pattern", "turned"), _TURNED.values(), ids=_TURNED)
def test_a_sentence_that_is_turned_round_is_seen(language, macro, pattern, turned, candidates, monkeypatch, tmp_path):
    shutil.copytree(LANGUAGES / language, tmp_path / language)
    shutil.copytree(LANGUAGES / "en", tmp_path / "en")
    path = tmp_path / language / "sentences.jinja"
    text = path.read_text(encoding="utf-8")
    made = re.search(rf"macro {macro}\([^)]*\) -%}}(.*?)endmacro", text, re.DOTALL)
    assert made
    changed = re.sub(pattern, turned, made[1])
    assert changed != made[1]
    path.write_text(text[: made.start(1)] + changed + text[made.end(1) :], encoding="utf-8")
    for seed in _FEW:
        _english(seed)
    monkeypatch.setattr(reportgen.rules.assemble, "locale_for", lambda name, style: locale_for(name, style, tmp_path))
    assert any(_otherwise(seed, language, candidates) for seed in _FEW), "no report held such a claim"
