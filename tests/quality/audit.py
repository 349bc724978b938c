"""openxml-audit's findings on a file, and those that its template does not have.

Real templates have findings of their own, so "no finding" would say nothing: what counts is that none is new.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TypeAlias

# Severity, part, message with its numbers taken out: slide 7 may repeat what slide 1 of the template has.
Finding: TypeAlias = tuple[str, str, str]

_DIGITS = re.compile(r"\d+")


def audit(file: Path) -> Counter[Finding]:
    """All findings of `openxml-audit -f microsoft365 -m 0` on a file."""
    command = Path(sys.executable).with_name("openxml-audit")
    ran = subprocess.run(
        [str(command), "-f", "microsoft365", "-m", "0", "-o", "json", str(file)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if ran.returncode not in (0, 1):
        raise RuntimeError(f"openxml-audit failed on {file}: {ran.stderr}")
    [result] = json.loads(ran.stdout)
    return Counter(
        (each["severity"], _DIGITS.sub("#", each["part_uri"]), _DIGITS.sub("#", each["description"]))
        for each in result["errors"]
    )


def new_findings(file: Path, template: Path | None = None) -> Counter[Finding]:
    """Findings on a file beyond those on its template, counted one by one."""
    found = audit(file)
    return found - audit(template) if template else found
