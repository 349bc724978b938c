"""Every sentence of random reports is so: an oracle that knows nothing of the rules re-checks it.

`REPORTS=10000 pytest tests/rules/test_oracle.py` checks as many, from the report `FIRST_REPORT` on.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportgen.rules.assemble
from reportgen.locales import locale_for
from reportgen.locales.locale import LANGUAGES
from tests.rules import oracle
from tests.rules.oracle.claims import KINDS
from tests.rules.oracle.printed import ContradictionError, UnreadError
from tests.rules.oracle.reader import Reader
from tests.rules.random_reports import Candidates, random_report, texts

_REPORTS = int(os.environ.get("REPORTS", "25"))
_FIRST = int(os.environ.get("FIRST_REPORT", "0"))
# These hold every claim that is turned round below; the first two when a target is reached.
_FEW = (225, 49, *range(30))


@pytest.fixture
def candidates() -> Iterator[Candidates]:
    kept = Candidates()
    with pytest.MonkeyPatch.context() as patch:
        kept.patch(patch)
        yield kept


def found_in(seed: int, candidates: Candidates) -> tuple[Counter[str], list[str]]:
    """How many claims of which kind a report makes, and which do not hold or cannot be read."""
    candidates.clear()
    truth, report = random_report(seed)
    measures = {one.id: one for one in truth.measures}
    kinds: Counter[str] = Counter()
    wrong = []
    for block, place, text, beside in texts(report, candidates):
        if not text:
            continue
        id = block.split(".")[1] if block.startswith("kpi.") else truth.measures[0].id
        try:
            kinds.update(Reader(truth, measures[id], block, beside).check_all(text))
        except (ContradictionError, UnreadError) as error:
            wrong.append(f"report {seed}, {block}, {place}: {text!r}: {type(error).__name__}: {error}")
    return kinds, wrong


def test_no_sentence_of_random_reports_contradicts_what_was_counted(candidates, capsys):
    kinds: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in range(_FIRST, _FIRST + _REPORTS):
        said, contradictions = found_in(seed, candidates)
        kinds.update(said)
        wrong += contradictions
    if "REPORTS" in os.environ:
        with capsys.disabled():
            print(f"\n{_REPORTS} reports, {kinds.total()} texts, {len(wrong)} that are not so")
            print("\n".join(f"{count:8} {kind}" for kind, count in kinds.most_common()))
    assert wrong == []
    # Most of what is printed says something that can be wrong.
    assert kinds["nothing"] < kinds.total() / 4
    assert len(kinds) > (40 if _REPORTS >= 25 else 10)


_TURNED = [
    ("verb", '"rose to" if change.amount > 0 else "fell to"', '"fell to" if change.amount > 0 else "rose to"'),
    (
        "side",
        '"above" if figure.gap.amount > 0 else "below" }} {{ target }}{%- endif',
        '"below" if figure.gap.amount > 0 else "above" }} {{ target }}{%- endif',
    ),
    ("size", "by {{ much(figure.change) }} to", "by {{ much(figure.value) }} to"),
    ("record", '"highest" if highest else "lowest"', '"lowest" if highest else "highest"'),
    ("months of the record", "of {{ counted(periods, kind) }}\n", "of {{ counted(periods + 1, kind) }}\n"),
    ("rise", '"rise" if difference.amount > 0 else "fall"', '"fall" if difference.amount > 0 else "rise"'),
    (
        "first and last",
        "{{ top.label }} leads with {{ value(top.value) }}, {{ bottom.label }}",
        "{{ bottom.label }} leads with {{ value(bottom.value) }}, {{ top.label }}",
    ),
    (
        "highest and lowest",
        "from {{ value(top.value) }} ({{ top.label }})",
        "from {{ value(top.value) }} ({{ bottom.label }})",
    ),
    (
        "how many",
        '{{ spelled(count) if count else "none" }} of {{ spelled(of) }}',
        "{{ spelled(count + 1) }} of {{ spelled(of) }}",
    ),
    (
        "share",
        "accounts for {{ share }} of {{ label }}, the most of {{ counted(others",
        "accounts for {{ share }} of {{ label }}, the most of {{ counted(others + 1",
    ),
    ("rank", "is last of {{ of }}", "is last of {{ of + 1 }}"),
    ("month", "highest {{ value(high) }} in {{ high_when }}", "highest {{ value(high) }} in {{ low_when }}"),
    (
        "since",
        "{{ most.label }} {{ moved_by(most) }} since {{ previous }}",
        "{{ most.label }} {{ moved_by(least or most) }} since {{ previous }}",
    ),
    ("gained", '"gained" if figure.change.amount > 0 else "lost"', '"lost" if figure.change.amount > 0 else "gained"'),
    (
        "range",
        "lowest {{ value(low) }}, highest {{ value(high) }}",
        "lowest {{ value(high) }}, highest {{ value(low) }}",
    ),
    (
        "status",
        "{{ moved_to(figure) }} and is {{ status }}",
        "{{ moved_to(figure) }} and is {{ 'off track' if status == 'on track' else 'on track' }}",
    ),
    (
        "not reported",
        "{{ missing }} of {{ expected }} {{ nouns }} did not report",
        "{{ missing + 1 }} of {{ expected }} {{ nouns }} did not report",
    ),
    (
        "brought",
        '"brought" if change.amount > 0 or neutral else "took"',
        '"took" if change.amount > 0 or neutral else "brought"',
    ),
    ("late", "{{ counted(late, kind) }} late", "{{ counted(late, kind) }} early"),
    ("in time", "in time{%- endif -%}", "one{{ nbsp }}month late{%- endif -%}"),
    ("a new sentence", "is furthest from target in", "does worst of all in"),
]


@pytest.mark.parametrize(
    ("turned", "upright"), [(turned, right) for _, right, turned in _TURNED], ids=[name for name, _, _ in _TURNED]
)
def test_the_oracle_sees_a_claim_that_is_turned_round(turned, upright, candidates, monkeypatch, tmp_path):
    shutil.copytree(LANGUAGES / "en", tmp_path / "en")
    sentences = tmp_path / "en" / "sentences.jinja"
    text = sentences.read_text(encoding="utf-8")
    assert upright in text
    sentences.write_text(text.replace(upright, turned), encoding="utf-8")
    monkeypatch.setattr(
        reportgen.rules.assemble, "locale_for", lambda language, style: locale_for(language, style, tmp_path)
    )
    assert any(found_in(seed, candidates)[1] for seed in _FEW), "no report held such a claim"


def test_the_oracle_does_not_know_the_rules():
    modules = sorted(Path(oracle.__file__).parent.rglob("*.py"))
    assert {module.stem for module in modules} > set(KINDS)
    assert [module.name for module in modules if "reportgen" in module.read_text(encoding="utf-8")] == []
