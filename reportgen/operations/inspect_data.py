"""inspect FILE, for workbooks and text tables: what is in them, and the lines of a project file that read it.

What is proposed has been tried: the lines are put into a small project and loaded before they are shown. A column
that does not load as it looks is proposed as text, and said so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.errors import Problem, ReportgenError, Severity, has_errors
from reportgen.loaders import load
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import column_letter
from reportgen.loaders.readers import Form, table_form
from reportgen.loaders.shape import MOST_COLUMNS
from reportgen.loaders.unknown.columns import ColumnGuess
from reportgen.loaders.unknown.matching import Match, best_match
from reportgen.loaders.unknown.proposal import Proposal, beginning, propose, table_name
from reportgen.loaders.unknown.raw import RawFile, RawSheet, cell_place, read_raw, unseen_in
from reportgen.loaders.unknown.snapshots import as_snapshots, pattern_of
from reportgen.loaders.unknown.systems import is_system, system_match, without_persons
from reportgen.loaders.unknown.tables import Role, TableGuess, guess_tables
from reportgen.locations import CellLocation
from reportgen.project import read_project

# Larger files and tables are shown but not loaded for a trial: that would take more than a few seconds.
_TRIED_UP_TO = 30_000_000
_CELLS_TRIED = 1_500_000
_ROUNDS = 3
# More tables of one file are hardly meant to be read all.
_MOST_TABLES = 20


@dataclass(frozen=True, slots=True)
class _Trial:
    """What came of loading a proposal: None for `rows` when it was not tried or could not be loaded."""

    proposal: Proposal
    rows: int | None
    notices: tuple[Problem, ...] = ()
    tried: bool = True


def inspect_data(path: Path, file: InputFile, form: Form) -> tuple[dict[str, Any], list[Problem]]:
    """The facts about a workbook or text table, for JSON and faces; and what is wrong with it."""
    raw, problems = read_raw(file, form)
    if raw is None:
        return {}, problems
    pattern, others = pattern_of(path)
    guessed = [(sheet, guess_tables(sheet, path.name)) for sheet in raw.sheets]
    if others:
        known = _tables_of(others[-1])
        guessed = [(sheet, [as_snapshots(table, known) for table in tables]) for sheet, tables in guessed]
    files = _as_said(path.parent / pattern if pattern else path)
    proposals: list[Proposal] = []
    sheets = []
    several = len(raw.sheets) > 1
    for sheet, tables in guessed:
        facts = []
        for table in tables[:_MOST_TABLES]:
            span = range(table.block.left, table.block.right)
            problems += unseen_in(file.name, raw, sheet, table.block.first, span)
            wanted = not sheet.hidden and len(proposals) < _MOST_TABLES
            alone = sum(len(each) for one, each in guessed if not one.hidden) == 1
            facts.append(_table_facts(path, file, raw, table, files, proposals, several, alone, wanted))
        sheets.append(_sheet_facts(sheet, facts))
    found = {
        "file": file.name,
        "kind": "text table" if form is Form.TEXT else form.value,
        "bytes": len(file.data),
        "encoding": raw.encoding or ("utf-8" if form is Form.TEXT else ""),
        "delimiter": raw.delimiter,
        "like_it": [other.name for other in others],
        "sheets": sheets,
        "proposal": "\n".join(["tables:", *(each.as_yaml() for each in proposals)]) if proposals else "",
        "beginning": beginning(_first_proposed(guessed), proposals[0]) if proposals else "",
    }
    return {key: value for key, value in found.items() if value not in ("", [])}, problems


def _first_proposed(guessed: Sequence[tuple[RawSheet, Sequence[TableGuess]]]) -> TableGuess:
    return next(table for sheet, tables in guessed if not sheet.hidden for table in tables if table.rows)


def _tables_of(path: Path) -> list[TableGuess]:
    """The tables of a file beside the one that is asked about; none when it cannot be read."""
    try:
        if path.stat().st_size > _TRIED_UP_TO:
            return []
        file = InputFile(path.name, path.read_bytes())
        form, refused = table_form(file)
        raw = read_raw(file, form)[0] if refused is None else None
    except OSError:
        return []
    return [table for sheet in raw.sheets for table in guess_tables(sheet, path.name)] if raw else []


def _as_said(path: Path) -> str:
    """The path as a project file says it: relative to the nearest project above, else to the folder one stands in."""
    absolute = path.absolute()
    project = next((folder for folder in absolute.parents if (folder / "report.yaml").is_file()), None)
    for base in (project, Path.cwd()):
        if base is not None and absolute.is_relative_to(base):
            return absolute.relative_to(base).as_posix()
    return absolute.as_posix()


def _table_facts(
    path: Path,
    file: InputFile,
    raw: RawFile,
    table: TableGuess,
    files: str,
    proposals: list[Proposal],
    several: bool,
    alone: bool,
    wanted: bool,
) -> dict[str, Any]:
    match = system_match(table) or best_match(table)
    settings = {"several": "yes" if several else "", "encoding": raw.encoding}
    if raw.delimiter == "|":
        settings["delimiter"] = "|"
    trial = None
    if wanted and table.rows:
        name = table_name(table, file.name, {each.name for each in proposals}, alone)
        trial = _tried(path, table, name, files, match if match and match.fits else None, settings, len(file.data))
        proposals.append(trial.proposal)
    if match is not None and is_system(match.contract):
        table = without_persons(table, match)
    return _facts(file.name, table, match, trial)


def _tried(
    path: Path, table: TableGuess, name: str, files: str, match: Match | None, settings: dict[str, str], size: int
) -> _Trial:
    """The proposal, changed until it loads: columns with wrong cells become texts, a contract that misfits goes."""
    doubted: frozenset[int] = frozenset()
    if size > _TRIED_UP_TO or table.rows * len(table.columns) > _CELLS_TRIED:
        return _Trial(propose(table, name, files, match, settings, doubted), None, tried=False)
    rows: int | None = None
    problems: list[Problem] = []
    for _ in range(_ROUNDS):
        trial = propose(table, name, path.absolute().as_posix(), match, settings, doubted)
        rows, problems = _load(trial)
        if rows is not None:
            break
        # What a system exports is of its contract, whatever has to be settled first.
        if match is not None and is_system(match.contract):
            break
        wrong = frozenset(_columns_with_errors(problems, table))
        if wrong <= doubted and match is None:
            break
        # A contract's column cannot become a text: then the table is read without the contract.
        match = None if match and (wrong & set(match.columns.values()) or not wrong) else match
        doubted |= wrong
    return _Trial(propose(table, name, files, match, settings, doubted), rows, tuple(problems))


def _load(proposal: Proposal) -> tuple[int | None, list[Problem]]:
    """How many rows a proposal loads, None when it does not; and what is said about it."""
    text = f"title: A trial\ntables:\n{proposal.as_yaml()}\nkpis: {{rows: {{formula: count({proposal.name})}}}}\n"
    with tempfile.TemporaryDirectory() as folder:
        project_file = Path(folder) / "report.yaml"
        project_file.write_text(text, "utf-8")
        try:
            dataset, problems = load(read_project(project_file))
        except ReportgenError as error:
            return None, list(error.problems)
    if has_errors(problems) or proposal.name not in dataset.tables:
        return None, problems
    return len(dataset.tables[proposal.name].frame), problems


def _columns_with_errors(problems: Sequence[Problem], table: TableGuess) -> list[int]:
    letters = {
        column_letter(column.index + table.block.left + table.sheet.left): column.index for column in table.columns
    }
    cells = [
        problem.location.cell
        for problem in problems
        if problem.severity is Severity.ERROR and isinstance(problem.location, CellLocation)
    ]
    return [letters[letter] for cell in cells if (letter := cell.rstrip("0123456789")) in letters]


def _sheet_facts(sheet: RawSheet, tables: list[dict[str, Any]]) -> dict[str, Any]:
    width = max((len(row) for row in sheet.rows), default=0)
    looked = {"rows_looked_at": len(sheet.rows)} if len(sheet.rows) < sheet.height else {}
    looked |= {"columns_looked_at": MOST_COLUMNS} if width > MOST_COLUMNS else {}
    hidden = {"hidden": sheet.hidden} if sheet.hidden else {}
    return {"name": sheet.name, **hidden, "rows": sheet.height, "columns": width, **looked, "tables": tables}


def _facts(file: str, table: TableGuess, match: Match | None, trial: _Trial | None) -> dict[str, Any]:
    block, sheet, placing = table.block, table.sheet, table.placing
    first = cell_place(file, sheet, block.top, block.left).cell
    last = cell_place(file, sheet, max(block.end, block.first) - 1, block.right - 1).cell
    found: dict[str, Any] = {
        "name": trial.proposal.name if trial else "",
        "excel_table": table.name if table.kind == "table" else "",
        "defined_name": table.name if table.kind == "name" else "",
        "title": block.title[:120],
        "range": f"{first}:{last}",
        "header_rows": list(table.header_rows),
        "rows": table.rows,
        "time": placing.time,
        "why": placing.why,
        "covered": placing.covered,
        "date_in_file_name": placing.name_form,
        "key": table.columns[table.key].header if table.key >= 0 else "",
        "key_repeats": table.repeats,
        "period_columns": [table.columns[index].header for index in table.periods],
        "contract": _contract_facts(match) if match else {},
        "columns": [
            _column_facts(file, table, column, role) for column, role in zip(table.columns, table.roles, strict=True)
        ],
    }
    if trial:
        found |= _trial_facts(trial, file)
    return {key: value for key, value in found.items() if value not in ("", [], {}, 0) or key == "rows"}


def _trial_facts(trial: _Trial, file: str) -> dict[str, Any]:
    serious = (problem for problem in trial.notices if problem.severity is not Severity.NOTICE)
    # The trial stands in a folder of its own and knows the file by its full path.
    told = [replace(problem, location=replace(problem.location, file=file)).as_dict() for problem in serious]
    return {
        "left_out": list(trial.proposal.left_out),
        "to_decide": list(trial.proposal.notes),
        "loads": trial.rows is not None if trial.tried else None,
        "rows_loaded": trial.rows or 0,
        "problems": told,
    }


def _contract_facts(match: Match) -> dict[str, Any]:
    return {
        "name": match.contract,
        "fits": match.fits,
        "fields_found": len(match.columns),
        "fields_known_by_name": len(match.known),
        "fields": match.fields,
        "lacking": list(match.lacking),
    }


def _column_facts(file: str, table: TableGuess, column: ColumnGuess, role: Role) -> dict[str, Any]:
    rows = [table.block.first + row for row in column.odd]
    odd = [cell_place(file, table.sheet, row, table.block.left + column.index).cell for row in rows]
    found: dict[str, Any] = {
        "name": column.header,
        "column": column_letter(column.index + table.block.left + table.sheet.left),
        "type": column.type.value if column.type else "empty",
        "format": column.form,
        "ask": list(column.asked),
        "scale": column.scale,
        "decimal": column.decimal,
        "part": column.part,
        "role": role.value,
        "filled": column.filled,
        "missing": column.rows - column.filled,
        "distinct": column.distinct,
        "low": column.low,
        "high": column.high,
        "no_value": list(column.missing),
        "odd_cells": odd,
        "odd": column.odd_count,
        "personal": column.personal,
        "examples": list(column.examples),
    }
    kept = ("name", "filled", "missing", "distinct")
    return {key: value for key, value in found.items() if value not in ("", [], 0, False) or key in kept}
