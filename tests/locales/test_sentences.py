"""The sentences of a language belong to the rules: none is missing, none is left over."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from reportgen.locales import locale_for

RULES = Path(__file__).resolve().parents[2] / "reportgen" / "rules"
EN = locale_for("en")


def asked_for() -> set[str]:
    code = "".join(path.read_text("utf-8") for path in sorted(RULES.rglob("*.py")))
    return set(re.findall(r'(?:say|phrase)\(\s*"(\w+)"', code))


def test_the_rules_ask_only_for_sentences_that_exist():
    assert asked_for() <= set(EN.sentences)
    assert len(asked_for()) > 50


def put_together() -> list[str]:
    """The names that the rules put together, such as f"matter_{state}", as patterns."""
    found = []
    for path in sorted(RULES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
                # A pattern of nothing but a name would match all.
                if any(isinstance(p, ast.Constant) and "_" in str(p.value) for p in node.values):
                    found.append("".join(parts))
    return found


def test_every_sentence_is_used():
    written = (EN.folder / "sentences.jinja").read_text("utf-8")
    code = "".join(path.read_text("utf-8") for path in sorted(RULES.rglob("*.py")))
    unused = [name for name in EN.sentences if f'"{name}"' not in code and len(re.findall(rf"\b{name}\(", written)) < 2]
    made = put_together()
    assert [name for name in unused if not any(re.fullmatch(pattern, name) for pattern in made)] == []


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [
        (0, 3, "No region is on track."),
        (1, 1, "The only region is on track."),
        (2, 2, "Both regions are on track."),
        (3, 3, "All three regions are on track."),
        (1, 20, "One of 20 regions is on track."),
        (12, 20, "12 of 20 regions are on track."),
    ],
)
def test_counts_of_groups_are_said_in_plain_english(count, of, text):
    phrase = EN.phrase("groups_sentence", count=count, of=of, noun="region", word="on track")
    assert phrase.text.replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("noun", "many"),
    [("municipality", "municipalities"), ("branch", "branches"), ("day", "days"), ("DG", "DGs"), ("box", "boxes")],
)
def test_nouns_have_their_plural(noun, many):
    phrase = EN.phrase("groups_sentence", count=3, of=5, noun=noun, word="off track")
    assert phrase.text.replace("\u00a0", " ") == f"Three of five {many} are off track."
