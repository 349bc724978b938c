"""Problems as JSON for programs: one object with the list and the tally."""

from __future__ import annotations

import json
from collections.abc import Iterable

from reportgen.errors import Problem, Severity


def problems_json(problems: Iterable[Problem]) -> str:
    """`{"problems": [...], "errors": n, "warnings": n, "notices": n}`, indented."""
    listed = list(dict.fromkeys(problems))
    counts = {f"{severity.value}s": sum(p.severity is severity for p in listed) for severity in Severity}
    return json.dumps({"problems": [problem.as_dict() for problem in listed]} | counts, ensure_ascii=False, indent=2)
