"""One pack per group: the same project built for every region, segment or whatever `--each` names.

In: a request and a grouping.  Out: one outcome per group, in the order of the groups.
A group that fails does not stop the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.errors import Problem, ReportgenError
from reportgen.operations.build import BuildRequest, build_prepared
from reportgen.operations.prepare import Progress, prepare, scopes, silent


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one group: its files, or the exit code of what stopped it; and all problems."""

    scope: str
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    exit_code: int = 0


def build_each(
    request: BuildRequest, grouping: str, executor: Executor, progress: Progress = silent
) -> Iterator[Outcome]:
    """Build one pack for every group of a grouping; raises UsageError when there is no such grouping."""
    prepared = prepare(request.project, request.language, request.only)
    if prepared.error:
        raise prepared.error
    groups = scopes(prepared, grouping)
    futures = [executor.submit(_build_one, replace(request, scope=group)) for group in groups]
    for number, (group, future) in enumerate(zip(groups, futures, strict=True), start=1):
        progress(f"{group} ({number} of {len(groups)})")
        yield future.result()


def _build_one(request: BuildRequest) -> Outcome:
    scope = request.scope or ""
    try:
        # Files and templates that did not change are not read again, so each pack may prepare for itself.
        result = build_prepared(prepare(request.project, request.language, request.only), request)
    except ReportgenError as error:
        return Outcome(scope, (), error.problems, error.exit_code)
    return Outcome(scope, result.files, result.problems)
