"""Problems of a template, collected with the place of their tag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportgen.errors import Problem, Severity
from reportgen.templating.placing import Tag


@dataclass(slots=True)
class Findings:
    """The problems found so far, each once."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, tag: Tag, code: str, message: str, *, found: str = "", expected: str = "", hint: str = "") -> None:
        """Note a problem of a tag; the same one at the same place is noted once."""
        problem = Problem(Severity.ERROR, code, message, tag.place, found, expected, hint)
        if problem not in self.problems:
            self.problems.append(problem)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest known name, or with the known names when they are few; "" otherwise."""
    from difflib import get_close_matches

    names = sorted(set(known))
    near = get_close_matches(name, names, 1, 0.6) or get_close_matches(name.lower(), names, 1, 0.6)
    if near:
        return f'Did you mean "{near[0]}"?'
    return f"There is {', '.join(names)}." if 0 < len(names) <= _FEW else ""


_FEW = 12
