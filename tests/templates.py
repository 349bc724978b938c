"""Change a shipped template for a test: the project gets a brand folder of its own with the change in it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

BRANDS = Path(__file__).resolve().parent.parent / "report_templates"


def replace_in_part(project: Path, brand: str, file: str, old: str, new: str) -> Path:
    """Replace a text in every part of a template that holds it, in the project's own copy of the brand."""
    folder = project / "report_templates" / brand
    if not folder.exists():
        shutil.copytree(BRANDS / brand, folder)
    path = folder / file
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert any(old.encode() in data for data in parts.values()), f"{file} holds no {old!r}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(old.encode(), new.encode()))
    return path
