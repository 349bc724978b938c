"""The folders that come with the program: brands and sample projects.

In the installed package they lie inside it; in the repository beside it, where people look for them.
"""

from __future__ import annotations

from pathlib import Path


def shipped_folder(name: str) -> Path:
    """The folder of that name, `report_templates` or `sample_data`."""
    package = Path(__file__).parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name
