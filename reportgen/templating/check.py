"""Template + vocabulary -> what is wrong before there are any data."""

from __future__ import annotations

from reportgen.errors import Problem
from reportgen.kept import Kept
from reportgen.templating.compile import Template
from reportgen.templating.environment import TagEnvironment
from reportgen.templating.findings import Findings
from reportgen.templating.names import check_names
from reportgen.templating.source import written
from reportgen.templating.vocabulary import Vocabulary

# Templates of one process, each with the KPIs of a few projects.
_KEPT: Kept[tuple[Problem, ...]] = Kept(64)


def check_template(template: Template, vocabulary: Vocabulary) -> list[Problem]:
    """Every name, attribute, filter and test that the vocabulary does not know, each with a suggestion."""
    return list(_KEPT.get((template.key, vocabulary.key), lambda: tuple(_check(template, vocabulary))))


def _check(template: Template, vocabulary: Vocabulary) -> list[Problem]:
    findings = Findings()
    tree = TagEnvironment().parse(written(template.source.lines))
    check_names(tree, vocabulary, template.tag_at, findings)
    return findings.problems
