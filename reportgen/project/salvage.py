"""A tree that is no project -> the project that remains, and every problem on the way there.

The tree is pruned where it fails until it is a project whose parts agree: a key that nobody knows is ignored, or
read as the one that was probably meant; a wrong value goes with the smallest entry that means nothing without it.
What went is kept as `Aside`, so that nothing that follows from a fault is told as a fault of its own.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reportgen.errors import Problem, ProjectError
from reportgen.project.aside import Aside, Path
from reportgen.project.checks import check_project
from reportgen.project.complaints import explain, meant_key
from reportgen.project.marks import Mark, Marks
from reportgen.project.model import Project

# Each round takes away at least one part; a project has six levels, and a few of them fail one after the other.
_ROUNDS = 40
# Their entries know themselves what a missing key costs; of all other parts it costs the part.
_WITH_ENTRIES = ("tables", "kpis", "entities")
_NAME = "stand_in"
# What a project cannot be without, while the rest of it is looked at.
_STAND_INS: dict[str, Any] = {
    "title": "-",
    "tables": {_NAME: {"files": "-", "columns": {}}},
    "kpis": {_NAME: {"formula": "-"}},
}


def salvage(tree: dict[str, Any], marks: Marks, lost: Iterable[Path] = ()) -> tuple[Project, list[Problem]]:
    """The project and its problems; with problems, `project.aside` says what had to be left out.

    `lost` are parts that could not even be read; `marks` follow the tree when parts of it move.
    """
    work = _Salvage(tree, marks, lost)
    return work.project(), work.problems


class _Salvage:
    def __init__(self, tree: dict[str, Any], marks: Marks, lost: Iterable[Path]) -> None:
        self.tree = copy.deepcopy(tree)
        self.marks = marks
        self.problems: list[Problem] = []
        self._aside: set[Path] = set()
        self._guessed: set[Path] = set()
        self._told_between_parts = False
        self._leave_out(lost)

    def project(self) -> Project:
        """What remains when everything faulty is gone; ProjectError in the case that this never ends."""
        for _ in range(_ROUNDS):
            try:
                project = Project.model_validate(self._completed())
            except ValidationError as error:
                self._take_faults(error.errors(include_url=False))
                continue
            project = self._without_stand_ins(project)
            faults = check_project(project, self.tree)
            if not self._told_between_parts:
                self.problems += [problem for _, problem in faults]
                self._told_between_parts = True
            if not self._leave_out([path for path, _ in faults]):
                return project
        raise ProjectError(self.problems)

    def _completed(self) -> dict[str, Any]:
        missing = {key: value for key, value in _STAND_INS.items() if (key,) in self._aside and key not in self.tree}
        return self.tree | missing

    def _without_stand_ins(self, project: Project) -> Project:
        for key in ("tables", "kpis"):
            if key not in self.tree:
                project = project.model_copy(update={key: {}})
        project._marks = self.marks
        project._aside = Aside(frozenset(self._aside))
        return project

    def _take_faults(self, faults: Sequence[ErrorDetails]) -> None:
        """Tell what is no consequence of an earlier fault, and take away what fails."""
        meant = self._meant([fault for fault in faults if fault["type"] == "extra_forbidden"])
        self._guessed |= set(meant.values())
        told = [fault for fault in faults if not self._follows(self._path(fault))]
        self.problems += [problem for problem in explain(told, self.marks) if problem not in self.problems]
        gone = list[Path]()
        for fault in faults:
            path = self._path(fault)
            if fault["type"] == "extra_forbidden":
                if path in meant:
                    self._rename(path, str(meant[path][-1]))
                else:
                    self._remove(path)
                    # Nobody knows what it says of the column: a header, a type, a text for missing values.
                    gone += [path[:4]] if path[2:3] == ("columns",) and path[:1] == ("tables",) else []
            elif fault["type"] != "missing":
                gone.append(path)
            elif path not in self._guessed:
                gone.append(path if len(path) == 1 or path[0] in _WITH_ENTRIES else path[:-1])
        if not self._leave_out(gone) and gone and not meant:
            # The part is gone already and missed: what contains it goes too.
            self._leave_out(path[:-1] or path for path in gone)

    def _path(self, fault: ErrorDetails) -> Path:
        """Where a fault is, in steps of the file; that of a missing key ends with the key."""
        steps = fault["loc"]
        if fault["type"] == "missing":
            return (*self.marks.nearest(*steps[:-1])[1], steps[-1])
        return self.marks.nearest(*steps)[1]

    def _follows(self, path: Path) -> bool:
        """True for a fault at, in or around a part that was guessed or is gone already."""
        if any(path[: len(known)] == known for known in self._guessed | self._aside):
            return True
        # What an entry misses after a part of it was taken away is that part.
        return any(left[: len(path)] == path for left in self._aside) and bool(path)

    def _meant(self, faults: Sequence[ErrorDetails]) -> dict[Path, Path]:
        """The unknown keys that are alike to one known key, which is not said: by the path they should have had."""
        found: dict[Path, Path] = {}
        for fault in faults:
            path = self._path(fault)
            key = meant_key(path)
            intended = (*path[:-1], key)
            if key and key not in self._part(path[:-1]) and intended not in found.values():
                found[path] = intended
        return found

    def _part(self, path: Path) -> Any:
        part: Any = self.tree
        for step in path:
            try:
                part = part[step]
            except (KeyError, IndexError, TypeError):
                return {}
        return part

    def _rename(self, path: Path, key: str) -> None:
        """Read an unknown key as the one that was meant."""
        holder, mark = self._part(path[:-1]), self.marks.nearest(*path[:-1])[0]
        holder[key] = holder.pop(str(path[-1]))
        if isinstance(mark.children, dict):
            mark.children[key] = mark.children[str(path[-1])]

    def _leave_out(self, faulty: Iterable[Path]) -> bool:
        """Take the entries at or around the paths away and note them; False when there was nothing to take."""
        entries = {entry for path in faulty for entry in self._entries(path)} - self._aside
        # The last items of a list first: the others keep their numbers.
        for entry in sorted(entries, key=lambda steps: [str(step).zfill(9) for step in steps], reverse=True):
            for column in _columns(self._part(entry)) if len(entry) == 2 and entry[0] == "tables" else ():
                self._aside.add((*entry, "columns", column))
            self._remove(entry)
            self._aside.add(entry)
        return bool(entries)

    def _entries(self, path: Path) -> list[Path]:
        """The smallest entries that mean nothing without the part at path."""
        top = path[0]
        if top == "tables" and len(path) > 2:
            return self._of_table(path)
        if top == "entities" and path[-1] in ("table", "key"):
            return [("entities",)]
        if top == "kpis" and len(path) > 2:
            return [path[:2] if path[2] == "formula" else path[:3]]
        return [path]

    def _of_table(self, path: Path) -> list[Path]:
        table, key = path[:2], path[2]
        declared = self._part(table)
        if key not in declared and (key == "files" or (key == "columns" and "contract" not in declared)):
            return [table]
        if key == "columns":
            # Where a ready contract declares the columns, it would go on with headers of its own.
            return self._of_columns(path[:3] if len(path) == 3 or "contract" in declared else path[:4])
        if key not in ("time", "date"):
            return [path[:3]]
        # How rows of one entity come together is not known without the time; a ready contract has a date of its own.
        with_it = [name for name, holder in (("entity", "entity"), ("columns", "contract")) if holder in declared]
        return [path[:3], *((*table, name) for name in with_it)]

    def _of_columns(self, path: Path) -> list[Path]:
        """A column, or all of a table, and what refers to it as a key."""
        table, names = path[:2], path[3:] or _columns(self._part(path[:2]))
        entities = self._part(("entities",))
        entity = [(*table, "entity")] if self._part((*table, "entity")) in names else []
        is_key = isinstance(entities, dict) and entities.get("table") == table[1] and entities.get("key") in names
        return [path, *entity, *([("entities",)] if is_key else [])]

    def _remove(self, path: Path) -> None:
        holder = self._part(path[:-1])
        if isinstance(holder, dict):
            holder.pop(path[-1], None)
        elif isinstance(holder, list) and isinstance(path[-1], int) and path[-1] < len(holder):
            del holder[path[-1]]
            _forget(self.marks.nearest(*path[:-1])[0], path[-1])
            if not holder:
                self._remove(path[:-1])


def _forget(mark: Mark, index: int) -> None:
    if isinstance(mark.children, list):
        del mark.children[index]


def _columns(table: Any) -> tuple[str, ...]:
    columns = table.get("columns") if isinstance(table, dict) else None
    return tuple(columns) if isinstance(columns, dict) else ()
