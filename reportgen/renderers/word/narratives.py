"""Narrative -> paragraphs in the style of the paragraph it replaces."""

from __future__ import annotations

from reportgen.content.narrative import Narrative
from reportgen.ooxml import Xml, el
from reportgen.ooxml.markup import join
from reportgen.renderers.word.controls import control
from reportgen.renderers.word.runs import run
from reportgen.renderers.word.styles import Styles


def place_narrative(narrative: Narrative, properties: Xml, styles: Styles, hidden: bool) -> Xml:
    """One paragraph per finding, with the given w:pPr: its label in bold, its statement, its consequence."""
    paragraphs = []
    for index, finding in enumerate(narrative.findings):
        label = run(f"{finding.label}: ", styles.strong) if finding.label else None
        if index == 0 and label is not None:
            # LibreOffice 7.4 forgets the look of the first run of a block's control, unless the run has its own.
            label = control(f"{narrative.id}.label", label, hidden=hidden)
        sentences = [phrase.text for phrase in (finding.statement, finding.consequence) if phrase]
        paragraphs.append(el("w:p", properties, label, run(" ".join(sentences))))
    return join(*paragraphs)
