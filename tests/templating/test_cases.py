"""The cases of tests/cases/*.md: template, context and output, in every format where they mean something.

A case is a heading with fenced blocks: `template`, `context` (YAML) and `output`, or `problems` instead of an output;
a block for one format is named so (`output excel`), and `only:` names the formats. `documents` explains the notation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from reportgen.errors import TemplateError
from reportgen.templating import compile_template, render_template
from tests.templating.documents import FORMATS, PlainPlacer

CASES = Path(__file__).parent.parent / "cases"
_BLOCK = re.compile(r"^```([a-z ]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    name: str
    form: str
    template: str
    context: dict[str, object]
    output: str | None
    problems: str | None


def read_cases() -> list[Case]:
    cases = []
    for path in sorted(CASES.glob("*.md")):
        for section in path.read_text("utf-8").split("\n## ")[1:]:
            title = section.split("\n", 1)[0]
            blocks = dict(_BLOCK.findall(section))
            only = re.search(r"^only: (.*)$", section, re.MULTILINE)
            for form in only[1].split(", ") if only else FORMATS:
                texts = {
                    kind: blocks.get(f"{kind} {form}", blocks.get(kind)) for kind in ("template", "output", "problems")
                }
                context = yaml.safe_load(blocks.get("context", "")) or {}
                name = f"{path.stem}: {title} [{form}]"
                cases.append(Case(name, form, texts["template"] or "", context, texts["output"], texts["problems"]))
    return cases


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    form = FORMATS[case.form]
    if case.problems is None:
        assert case.output is not None, "a case has an output or problems"
        assert rendered(case).rstrip("\n") == case.output.rstrip("\n")
        return
    with pytest.raises(TemplateError) as caught:
        rendered(case)
    found = [str(problem) for problem in caught.value.problems]
    places = {"word": "", "powerpoint": "", "excel": ""}[case.form]
    assert "\n".join(found) == case.problems.strip() + places
    assert form is FORMATS[case.form]


def rendered(case: Case) -> str:
    form = FORMATS[case.form]
    titles = {name: f"part {name}" for name in form.parts(case.template)}
    template = compile_template(form.parts(case.template), form.dialect, "file", titles=titles)
    return form.read(render_template(template, case.context, PlainPlacer(form)))
