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
from tempfile import TemporaryDirectory
from typing import TypeAlias

from lxml import etree

from reportgen.ooxml import Draft, parse_xml, read_package
from reportgen.ooxml.names import qn

# Severity, part, message with its numbers taken out: slide 7 may repeat what slide 1 of the template has.
Finding: TypeAlias = tuple[str, str, str]

_DIGITS = re.compile(r"\d+")
# The tool's time grows with the square of rows and texts: 7,900 rows take minutes, and row 100 says what row 3 said.
_ROWS_AT_MOST = 100
_STRINGS = "xl/sharedStrings.xml"


def audit(file: Path) -> Counter[Finding]:
    """All findings of `openxml-audit -f microsoft365 -m 0` on a file; of workbooks, on the first rows of each sheet."""
    with TemporaryDirectory() as folder:
        return _audit(_shortened(file, Path(folder)))


def _audit(file: Path) -> Counter[Finding]:
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


def _shortened(file: Path, folder: Path) -> Path:
    draft = Draft(read_package(file))
    sheets = {part: parse_xml(draft.read(part)) for part in draft.names if part.startswith("xl/worksheets/sheet")}
    if not sheets or _STRINGS not in draft.names:
        return file
    texts: dict[str, int] = {}
    for part, sheet in sheets.items():
        for row in sheet.findall(f"{qn('s:sheetData')}/{qn('s:row')}")[_ROWS_AT_MOST:]:
            row.getparent().remove(row)  # type: ignore[union-attr]
        for value in sheet.iterfind(f".//{qn('s:c')}[@t='s']/{qn('s:v')}"):
            value.text = str(texts.setdefault(value.text or "", len(texts)))
        draft.replace(part, etree.tostring(sheet))
    strings = parse_xml(draft.read(_STRINGS))
    held = strings.findall(qn("s:si"))
    strings[:] = [held[int(old)] for old in texts]
    draft.replace(_STRINGS, etree.tostring(strings))
    shorter = folder / file.name
    shorter.write_bytes(draft.to_bytes())
    return shorter


def new_findings(file: Path, template: Path | None = None) -> Counter[Finding]:
    """Findings on a file beyond those on its template, counted one by one."""
    found = audit(file)
    return found - audit(template) if template else found
