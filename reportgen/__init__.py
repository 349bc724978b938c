"""reportgen: filled-in workbooks to a steering deck, a status report and an annex that agree to the digit.

The public names, imported when first used, so that `import reportgen` costs nothing:

    from reportgen import BuildRequest, build

    result = build(BuildRequest("sample_data/electoral-roll", period="2023-10"))
    print(result.files, result.report.lead.status, *result.problems, sep="\\n")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.content.report import Report
    from reportgen.errors import Problem, ReportgenError
    from reportgen.operations.build import BuildRequest, BuildResult, build
    from reportgen.operations.check import check
    from reportgen.operations.checked import CheckResult
    from reportgen.operations.collect import CollectRequest, CollectResult, collect
    from reportgen.operations.init import InitResult, init
    from reportgen.operations.inspect import inspect
    from reportgen.operations.schema import schema
    from reportgen.project import Project, read_project

__version__ = "0.1.0"

_HOMES = {
    "BuildRequest": "reportgen.operations.build",
    "BuildResult": "reportgen.operations.build",
    "CollectRequest": "reportgen.operations.collect",
    "CollectResult": "reportgen.operations.collect",
    "CheckResult": "reportgen.operations.checked",
    "InitResult": "reportgen.operations.init",
    "Problem": "reportgen.errors",
    "Project": "reportgen.project",
    "Report": "reportgen.content.report",
    "ReportgenError": "reportgen.errors",
    "build": "reportgen.operations.build",
    "check": "reportgen.operations.check",
    "collect": "reportgen.operations.collect",
    "init": "reportgen.operations.init",
    "inspect": "reportgen.operations.inspect",
    "read_project": "reportgen.project",
    "schema": "reportgen.operations.schema",
}

__all__ = [
    "BuildRequest",
    "BuildResult",
    "CheckResult",
    "CollectRequest",
    "CollectResult",
    "InitResult",
    "Problem",
    "Project",
    "Report",
    "ReportgenError",
    "build",
    "check",
    "collect",
    "init",
    "inspect",
    "read_project",
    "schema",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'reportgen' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
