"""Template + vocabulary -> what is wrong before there are any data."""

from __future__ import annotations

from jinja2 import nodes

from reportgen.errors import Problem
from reportgen.kept import Kept
from reportgen.templating.findings import Findings
from reportgen.templating.names import check_names
from reportgen.templating.source import Source, read_tags
from reportgen.templating.stored import is_sound, note_sound
from reportgen.templating.template import Template
from reportgen.templating.vocabulary import Vocabulary

# Templates of one process, each with the KPIs of a few projects.
_KEPT: Kept[tuple[Problem, ...]] = Kept(64)


def check_template(template: Template, vocabulary: Vocabulary) -> list[Problem]:
    """Every name, attribute, filter and test that the vocabulary does not know, each with a suggestion."""
    return list(_KEPT.get((template.key, vocabulary.key), lambda: _check(template, vocabulary)))


def check_tree(key: bytes, stored: bytes, tree: nodes.Template, source: Source, vocabulary: Vocabulary) -> None:
    """Look at the names of a template while its tree is at hand, so that `check_template` need not read it again.

    `key` and `stored` are those of the template."""
    _KEPT.get((key, vocabulary.key), lambda: _found(stored, tree, source, vocabulary))


def _check(template: Template, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    if is_sound(template.stored, vocabulary):
        return ()
    return _found(template.stored, read_tags(template.source), template.source, vocabulary)


def _found(stored: bytes, tree: nodes.Template, source: Source, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    findings = Findings()
    check_names(tree, vocabulary, source.tag_at, findings)
    if not findings.problems:
        note_sound(stored, vocabulary)
    return tuple(findings.problems)
