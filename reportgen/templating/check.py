"""skeleton"""

from __future__ import annotations

from reportgen.errors import Problem
from reportgen.templating.compile import Template
from reportgen.templating.vocabulary import Vocabulary


def check_template(template: Template, vocabulary: Vocabulary) -> list[Problem]:
    """Every name, attribute, filter and test that the vocabulary does not know, each with a suggestion."""
    raise NotImplementedError
