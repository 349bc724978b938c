"""Narrative -> paragraphs in the style of the paragraph it replaces."""

from __future__ import annotations

from reportgen.content.blocks import Finding, Narrative
from reportgen.ooxml import Xml, el
from reportgen.ooxml.markup import join
from reportgen.renderers.word.frame import Styles
from reportgen.renderers.word.runs import run


def place_narrative(narrative: Narrative, properties: Xml, styles: Styles) -> Xml:
    """One paragraph per finding, with the given w:pPr: its label in bold, its statement, its consequence."""
    return join(*(el("w:p", properties, *_runs(finding, styles)) for finding in narrative.findings))


def _runs(finding: Finding, styles: Styles) -> list[Xml]:
    runs = [run(f"{finding.label}: ", styles.strong)] if finding.label else []
    sentences = [phrase.text for phrase in (finding.statement, finding.consequence) if phrase]
    return [*runs, run(" ".join(sentences))]
