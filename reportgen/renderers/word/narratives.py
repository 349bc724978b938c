"""Narrative -> paragraphs in the style of the paragraph it replaces."""

from __future__ import annotations

from reportgen.content.blocks import Finding, Narrative
from reportgen.ooxml import Xml, el
from reportgen.renderers.word.frame import Paragraph, Styles
from reportgen.renderers.word.runs import run


def place_narrative(narrative: Narrative, paragraph: Paragraph, styles: Styles) -> Xml:
    """One paragraph per finding: its label in bold, its statement, its consequence."""
    last = len(narrative.findings) - 1
    paragraphs = [
        el("w:p", paragraph.properties if index == last else paragraph.plain, *_runs(finding, styles))
        for index, finding in enumerate(narrative.findings)
    ]
    return Xml("".join(paragraphs))


def _runs(finding: Finding, styles: Styles) -> list[Xml]:
    runs = [run(f"{finding.label}: ", styles.strong)] if finding.label else []
    sentences = [phrase.text for phrase in (finding.statement, finding.consequence) if phrase]
    return [*runs, run(" ".join(sentences))]
