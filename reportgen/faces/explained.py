"""What stands behind a number, as text for a terminal: `reportgen explain`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reportgen.faces.catalogue import Code, Section

if TYPE_CHECKING:
    from rich.console import Console

# Ranges of cells beyond this many are counted on a terminal; --json has them all.
_RANGES = 8


def print_number(facts: Mapping[str, Any], console: Console) -> None:
    """The number with its formula, parts, cells, target and rounding."""
    scope = facts["scope"]
    where = f", {scope['label']}" if "label" in scope else ""
    _line(console, f"{facts['label']}{where}, {facts['period_label']}", "", style="bold")
    for heading, text in _about(facts):
        _line(console, heading, text)
    for step in facts["steps"]:
        console.print()
        _print_step(step, console)
    if facts["files"]:
        console.print()
        for file, digest in facts["files"].items():
            _line(console, "sha256", f"{digest[:16]}  {file}")


def _about(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "printed", facts["text"] + (f" ({facts['reason']})" if facts.get("reason") else "")
    if "numerator" in facts and "denominator" in facts:
        factor = f" x {facts['factor']:g}" if facts.get("factor") else ""
        yield "divided", f"{facts['numerator']} / {facts['denominator']}{factor}"
    if "unrounded" in facts:
        yield "unrounded", facts["unrounded"]
        yield "rounded", facts["rounding"]
    yield "formula", facts["formula"]
    for key in ("definition", "target", "gap"):
        if key in facts:
            yield key, facts[key]
    yield "status", facts["status"] + (f": {facts['rule']}" if facts.get("rule") else "")
    if "previous" in facts:
        yield "before", facts["previous"] + (f", change {facts['change']}" if "change" in facts else "")
    if "expected" in facts:
        yield "reported", f"{facts['reported']} of {facts['expected']}"
    yield "known at", facts["as_of"]
    yield "fact", facts["id"]


def _print_step(step: Mapping[str, Any], console: Console) -> None:
    _line(console, step.get("side") or "part", step["formula"], style="bold")
    _line(console, "in", step["period"])
    number = step.get("number")
    _line(console, "gives", f"{number:.15g}" if number is not None else f"no data: {step['reason']}")
    if step.get("divided") is False:
        _line(console, "", "its rows name no entity, so they are not told apart by group")
    left = f"; {step['left_out']} more lack the other side and are left out" if "left_out" in step else ""
    _line(console, "rows", f"{step['rows']}{left}")
    for held in step["cells"]:
        sheet = f"{held['sheet']}!" if held["sheet"] else ""
        shown = ", ".join(held["ranges"][:_RANGES])
        more = len(held["ranges"]) - _RANGES
        _line(console, "cells", f"{held['file']} {sheet}{shown}{f' and {more} more ranges' if more > 0 else ''}")


def print_places(facts: Mapping[str, Any], console: Console) -> None:
    """The facts that a document prints as one number, each with its places and the command that explains it."""
    if not facts["facts"]:
        console.print(f"{facts['document']} prints no {facts['number']} that comes from data.", highlight=False)
        return
    for index, fact in enumerate(facts["facts"]):
        if index:
            console.print()
        _line(console, fact["id"], "", style="bold")
        for held in fact["places"]:
            _line(console, "", held["place"] + (f': "{held["context"]}"' if held["context"] else ""))
        if "kpi" in fact:
            words = ["reportgen", "explain", fact["kpi"]]
            words += ["--period", fact["period"]] if "period" in fact else []
            words += ["--group", fact["group"]] if "group" in fact else []
            _line(console, "", f"-> {shlex.join(words)}")


def print_code(section: Section, code: Code, console: Console) -> None:
    """What a code of a problem means, and what to do."""
    _line(console, code.name, "", style="bold")
    _line(console, "means", code.meaning)
    _line(console, "to do", code.remedy)
    _line(console, "group", section.title)


def _line(console: Console, heading: str, text: str, style: str = "") -> None:
    from rich.text import Text

    line = Text(heading, style) if not text else Text.assemble(f"  {heading:<13}", (text, style))
    console.print(line, highlight=False, soft_wrap=True)
