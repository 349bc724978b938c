"""The names that a template takes from the report."""

from __future__ import annotations

from pathlib import Path

import docx

from reportgen.renderers import word
from reportgen.templating.used import names_used


def test_names_are_told_in_full_without_the_template_own_variables(tmp_path: Path) -> None:
    template = docx.Document()
    for text in (
        "{{ report.title }} {{ kpi.reach.by(groups[0]) }}",
        "{% set late = kpi.delay %}{% if late.status %}{{ late }}{% endif %}",
        "{%p for k in kpis %}",
        "{{ k.label | upper }}",
        "{%p endfor %}",
    ):
        template.add_paragraph(text)
    file = tmp_path / "report.docx"
    template.save(str(file))
    assert names_used(word.compiled(file)) == ("groups[0]", "kpi.delay", "kpi.reach.by(…)", "kpis", "report.title")
