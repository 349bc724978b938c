"""pydantic's errors -> Problems in the words of a project file, at line and column, with a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from reportgen.contracts import ColumnSpec, DateSpec, TableSpec
from reportgen.errors import Problem, Severity
from reportgen.project.control import DocumentControl, Meeting, Person, Revision
from reportgen.project.escalation import EscalationSpec
from reportgen.project.goals import CurveSpec, OverallSpec, Sides
from reportgen.project.marks import Marks
from reportgen.project.model import Entities, KpiSpec, Project
from reportgen.project.plausibility import Plausibility, TotalSpec
from reportgen.project.story import EventSpec, Journey, Stage

# A key is a misspelling of another when this much of it agrees, in percent.
_ALIKE = 70
_EXPECTED = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "bool_parsing": "yes or no",
    "bool_type": "yes or no",
    "string_type": "a text",
    "tuple_type": "a list such as [a, b]",
    "mapping_type": "entries of the form key: value",
    "dict_type": "entries of the form key: value",
    "model_type": "entries of the form key: value",
    "model_attributes_type": "entries of the form key: value",
    "string_too_short": "a text that is not empty",
    "too_short": "at least one",
    "string_pattern_mismatch": "three capital letters such as EUR",
}


def nearest_name(name: str, names: list[str]) -> str:
    """The name that was probably meant; empty when none is alike."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(name, names, scorer=fuzz.ratio, processor=str.lower, score_cutoff=_ALIKE)
    return best[0] if best else ""


def suggestion(name: str, names: list[str]) -> str:
    """A sentence that proposes the name that was probably meant; empty when none is alike."""
    nearest = nearest_name(name, names)
    return f'Did you mean "{nearest}"?' if nearest else ""


def meant_key(path: Sequence[str | int]) -> str:
    """The known key that an unknown one at path was probably meant to be; empty when none is alike."""
    return nearest_name(str(path[-1]), keys_of(_model_at(tuple(path[:-1]))))


def explain(faults: Iterable[ErrorDetails], marks: Marks) -> list[Problem]:
    """Every fault as a Problem; consequences of the same fault at the same place are told once."""
    problems: dict[tuple[object, ...], Problem] = {}
    for fault in faults:
        problem = _problem(fault, marks)
        problems.setdefault((problem.location, problem.message), problem)
    return list(problems.values())


def _problem(fault: ErrorDetails, marks: Marks) -> Problem:
    kind, steps = fault["type"], fault["loc"]
    if kind == "extra_forbidden":
        return _unknown_key(steps, marks)
    if kind == "missing":
        return _missing_key(steps, marks)
    location = marks.where(*steps)
    if steps and steps[-1] == "[key]":
        location = marks.key(*steps[:-1])
    return Problem(
        Severity.ERROR,
        "project-value",
        f"The value of {_name(steps, marks)} cannot be used",
        location,
        found=_shown(fault["input"]),
        expected=_expected(fault),
    )


def _unknown_key(steps: tuple[str | int, ...], marks: Marks) -> Problem:
    known = keys_of(_model_at(steps[:-1]))
    key = str(steps[-1])
    hint = suggestion(key, known) or f"Known keys here: {', '.join(known)}."
    return Problem(Severity.ERROR, "unknown-key", f'There is no key "{key}" here', marks.key(*steps), hint=hint)


def _missing_key(steps: tuple[str | int, ...], marks: Marks) -> Problem:
    key = str(steps[-1])
    _, parent = marks.nearest(*steps[:-1])
    names = [step for step in parent if isinstance(step, str)]
    inside = f' in "{names[-1]}"' if names else ""
    location = marks.key(*parent)
    return Problem(
        Severity.ERROR, "missing-key", f'The key "{key}" is missing{inside}', location, expected=f"{key}: ..."
    )


def _name(steps: tuple[str | int, ...], marks: Marks) -> str:
    _, taken = marks.nearest(*steps)
    names = [step for step in taken if isinstance(step, str)]
    return f'"{".".join(names)}"' if names else "the project"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value if len(value) <= 60 else value[:57] + "..."}"'
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    return "a mapping" if value else "nothing"


def _expected(fault: ErrorDetails) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind in ("enum", "literal_error", "form"):
        # What may be left out is told as '' first.
        return str(context["expected"]).removeprefix("'', ").replace("'", "")
    if kind in ("greater_than_equal", "less_than_equal"):
        return (
            f"a number of at {'least' if kind.startswith('greater') else 'most'} {context.get('ge', context.get('le'))}"
        )
    return _EXPECTED.get(kind, fault["msg"])


def keys_of(model: type[BaseModel] | None) -> list[str]:
    """The keys of a part of the project file, as they are written there."""
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _model_at(steps: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The model of the part at a path; containers keyed by name (tables, kpis, columns) take one step more."""
    texts = [str(step) for step in steps]
    if not texts:
        return Project
    if texts[0] == "entities":
        return Entities
    if texts[0] == "control":
        return Person if "people" in texts else Revision if "history" in texts else DocumentControl
    if texts[0] == "plausibility":
        return TotalSpec if "totals" in texts else Plausibility
    if texts[0] == "meeting":
        return Meeting
    if texts[0] == "events":
        return EventSpec
    if texts[0] == "journeys":
        return Stage if "stages" in texts[2:] else Journey
    if texts[0] == "kpis":
        inside = texts[2] if len(texts) > 2 else ""
        return CurveSpec if inside.startswith("target") else Sides if inside == "tolerance" else KpiSpec
    if texts[0] == "overall":
        return OverallSpec
    if texts[0] == "escalation":
        return EscalationSpec
    if texts[0] == "tables":
        return ColumnSpec if "columns" in texts[2:] else DateSpec if "date" in texts[2:] else TableSpec
    return None


__all__ = ["explain", "keys_of", "meant_key", "suggestion"]
