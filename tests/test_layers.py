"""Imports point down only: the order of the rooms is read from the code's own import statements."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "reportgen"

# From the ground up; rooms of one floor never import each other, unless they are named together as a pair below.
FLOORS: list[set[str]] = [
    {"errors", "kept", "kept_on_disk", "locations", "shipped"},
    {"content"},
    {"contracts"},
    {"dataset"},
    {"project"},
    {"ooxml", "brand", "locales"},
    {"charts", "templating"},
    {"loaders", "rules", "renderers", "workbooks"},
    {"quality", "faces"},
    {"operations"},
    {"batch", "executors"},
    {"cli", "web"},
    {"__main__"},
]
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
SAME_FLOOR = {("errors", "locations")}


# The rules are one room with floors of its own: from formulas over figures to the blocks of a report.
RULES: list[set[str]] = [
    {"alternative", "entities", "formulas", "registers", "targets"},
    {"conditions"},
    {"planning"},
    {"evaluation"},
    {"figures", "plausibility"},
    {"setting"},
    {"blocks"},
    {"cases", "indicators", "stakeholders"},
    {"programme"},
    {"escalation", "overview"},
    {"brief", "commentary"},
    {"assemble"},
]
RULE_LEVEL = {name: level for level, names in enumerate(RULES) for name in names}


def room_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imported_rooms(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            names = [f"reportgen.{name}" for name in names] if node.module == "reportgen" else [node.module or ""]
        for name in names:
            parts = name.split(".")
            if parts[0] == "reportgen" and len(parts) > 1 and parts[1] != "__version__":
                yield parts[1], node.lineno


SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    room = room_of(path)
    assert room in LEVEL, f"{room} has no place in the house: name its floor here"
    for target, line in imported_rooms(path):
        if target == room:
            continue
        allowed = LEVEL[target] < LEVEL[room] or (room, target) in SAME_FLOOR
        assert allowed, f"{path.name}:{line}: {room} may not import {target}"


RULE_SOURCES = [path for path in SOURCES if room_of(path) == "rules" and path != PACKAGE / "rules" / "__init__.py"]


def imported_rules(path: Path) -> Iterator[tuple[str, int]]:
    """Also what is imported within functions and for the checker only."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reportgen.rules"):
            parts = (node.module or "").split(".")[2:]
            for name in parts[:1] or [alias.name for alias in node.names]:
                yield name, node.lineno


@pytest.mark.parametrize("path", RULE_SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_rules_build_on_each_other_in_one_order(path: Path) -> None:
    own = path.relative_to(PACKAGE / "rules").parts[0].removesuffix(".py")
    assert own in RULE_LEVEL, f"{own} has no place among the rules: name its floor here"
    for target, line in imported_rules(path):
        allowed = target == own or RULE_LEVEL[target] < RULE_LEVEL[own]
        assert allowed, f"{path.name}:{line}: {own} may not import {target}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_relative_imports_are_not_used(path: Path) -> None:
    nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
    assert not [node.lineno for node in nodes if node.level]


def imported_modules(path: Path, known: set[str]) -> set[str]:
    """The modules of the package that a module takes names from, also within functions and for the checker only."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            found |= {module if module in known else node.module for module in inner.values()}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & known


# A formula's functions look at other periods, which are evaluated in turn: one recursion in two files.
CIRCLES = {frozenset({"reportgen.rules.evaluation.evaluate", "reportgen.rules.evaluation.functions"})}


def test_no_two_modules_import_each_other() -> None:
    names = {".".join(("reportgen", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in SOURCES}
    modules = {name.removesuffix(".__init__"): path for name, path in names.items()}
    imports = {name: imported_modules(path, set(modules)) - {name} for name, path in modules.items()}
    pairs = {frozenset({one, other}) for one, others in imports.items() for other in others if one in imports[other]}
    assert pairs == CIRCLES


def test_every_room_exists() -> None:
    rooms = {room_of(path) for path in SOURCES} | {"web"}
    assert set(LEVEL) <= rooms | {"__main__"}


def test_help_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from reportgen.cli import app\n"
        "result = CliRunner().invoke(app, ['build', '--help'])\n"
        "assert result.exit_code == 0, result.output\n"
        "heavy = {'pandas', 'matplotlib', 'pptx', 'docx', 'openpyxl', 'xlsxwriter', 'lxml', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
