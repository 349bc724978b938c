"""What earlier reports said: found in the project's output folder, read from their manifests.

The change brief compares with the period before, or the one that `against` names. Restated figures, changed targets
and definitions, and what was put before the committee are told against the newest final report of an earlier period;
a new issue of a final report also tells what it restates of the one before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.content.periods import Period
from reportgen.content.reported import Earlier, Reported
from reportgen.errors import Problem, Severity, UsageError
from reportgen.locations import Location
from reportgen.operations.manifest import FILE
from reportgen.operations.records import FINAL, from_plain, mapped
from reportgen.project import Project

# What reports keep of earlier periods.
_FURTHEST = 12
# Larger files were not written by a build.
_MOST_BYTES = 100_000_000


@dataclass
class Lookup:
    """Finds the reports to compare with, when the period is known. `root` holds a folder for each period, `inside`
    is where in it the pack lies; `problems` are the manifests that could not be used."""

    project: Project
    root: Path
    inside: tuple[str, ...] = ()
    against: str | None = None
    problems: list[Problem] = field(default_factory=list)

    def __call__(self, period: Period) -> Earlier:
        """The reports for a period; UsageError when `against` names none."""
        chosen, named = self._against(period)
        last = named or self._newest(period.previous)
        # What was reported later than the period of the change brief had not been said then.
        base = last if chosen is None or named else self._newest(chosen)
        same = next((self._final(path, one) for one, path in self._packs() if one == period), None)
        return Earlier(last, base, same, chosen if chosen != period.previous else None)

    def _newest(self, until: Period) -> Reported | None:
        """The newest final report of a period or of one before it."""
        found = (self._final(path, period) for period, path in self._packs() if period <= until)
        return next((report for report in found if report is not None), None)

    def _against(self, period: Period) -> tuple[Period | None, Reported | None]:
        """The period of the change brief and, where a folder was named, its report."""
        if self.against is None:
            return None, None
        try:
            chosen, named = self.project.period_named(self.against), None
        except ValueError as error:
            path = Path(self.against)
            path = path if path.name == FILE else path / FILE
            if not path.exists():
                expected = f"{str(error).removeprefix('expected ')}, or the folder of an earlier report"
                raise _usage(f"{self.against!r} is no period and no folder of a report", expected) from error
            named = self._read(path)
            if named is None:
                raise UsageError(self.problems) from error
            chosen = named.period
        back = period.steps_since(chosen)
        if not 0 < back <= _FURTHEST:
            raise _usage(
                f"{chosen.id} cannot be compared with {period.id}", f"one of the {_FURTHEST} periods before it"
            )
        return chosen, named

    def _packs(self) -> Iterator[tuple[Period, Path]]:
        """The manifests of this pack, the latest period first."""
        found = []
        for folder in self.root.iterdir() if self.root.is_dir() else ():
            try:
                period = self.project.period_named(folder.name)
            except ValueError:
                continue
            path = folder.joinpath(*self.inside, FILE)
            if path.is_file():
                found.append((period, path))
        yield from sorted(found, key=lambda pack: pack[0], reverse=True)

    def _final(self, path: Path, period: Period) -> Reported | None:
        """The report, where it is final; with a problem where that cannot be told."""
        found = self._read(path)
        return found if found is not None and found.status == FINAL and found.period == period else None

    def _read(self, path: Path) -> Reported | None:
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise ValueError("too large")
            held = json.loads(path.read_text("utf-8"))
            if "reported" not in held and "documents" in held:
                self._old(path, str(held.get("status", "")))
                return None
            return from_plain(mapped(held["reported"]), self.project)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
            message = "The manifest of an earlier report cannot be read, so nothing is compared with it"
            hint = "Build that report again, or put the file back from a copy."
            self._tell(Severity.WARNING, "manifest-unreadable", message, path, hint)
            return None

    def _old(self, path: Path, status: str) -> None:
        if status == FINAL:
            message = "An earlier report was made before figures were kept, so nothing is compared with it"
            self._tell(Severity.NOTICE, "manifest-without-figures", message, path, "Build that report again.")

    def _tell(self, severity: Severity, code: str, message: str, path: Path, hint: str) -> None:
        problem = Problem(severity, code, message, Location(self._name(path)), hint=hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def _name(self, path: Path) -> str:
        try:
            return path.resolve().relative_to(self.project.folder.resolve()).as_posix()
        except ValueError:
            return path.as_posix()


def _usage(message: str, expected: str) -> UsageError:
    return UsageError([Problem(Severity.ERROR, "usage", message, Location("--against"), expected=expected)])
