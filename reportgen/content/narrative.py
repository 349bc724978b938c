"""Sentences with a message, in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.content.phrases import Phrase
from reportgen.content.values import Value


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement with the number that carries it: "66.4 %" / "Active share" / sentence / consequence.
    A remark under a heading has `label` and `statement` only."""

    statement: Phrase
    number: Value | None = None
    label: str = ""
    consequence: Phrase = Phrase()


@dataclass(frozen=True, slots=True)
class Narrative:
    """Sentences with a message: an executive summary, a column of remarks, a list of notes."""

    id: str
    findings: tuple[Finding, ...]
    headline: Phrase = Phrase()

    def __bool__(self) -> bool:
        return bool(self.findings)

    def without(self, said: Phrase) -> Narrative:
        """The same narrative without the finding that says this: for where it stands beside it already."""
        kept = (one for one in self.findings if not said or not one.statement.text.startswith(said.text))
        return replace(self, findings=tuple(kept))

    def head(self, count: int) -> Narrative:
        """The same narrative with its first findings only."""
        return replace(self, findings=self.findings[:count])
