"""The built wheel brings along everything that an installed reportgen needs, and nothing that a build left behind."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEFT_BEHIND = {"__pycache__", "output", ".reportgen"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of this checkout; hatchling runs without the isolated environment that pip would fetch for it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def files(folder: str, inside: str = "") -> dict[str, Path]:
    """What lies below a folder of the repository, by its name in the wheel."""
    found = {path.relative_to(ROOT): path for path in sorted((ROOT / folder).rglob("*")) if path.is_file()}
    return {
        f"{inside}{name.as_posix()}": path
        for name, path in found.items()
        if not LEFT_BEHIND & {*name.parts} and not name.name.startswith((".", "~$"))
    }


def test_the_wheel_holds_the_package_the_brands_and_the_samples(wheel: zipfile.ZipFile) -> None:
    expected = files("reportgen") | files("report_templates", "reportgen/") | files("sample_data", "reportgen/")
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == set(expected)
    differing = [name for name, path in expected.items() if wheel.read(name) != path.read_bytes()]
    assert differing == []


@pytest.mark.parametrize(
    "name",
    [
        "report_templates/corporate/brand.toml",
        "report_templates/corporate/deck.pptx",
        "report_templates/corporate/status.docx",
        "report_templates/corporate/annex.xlsx",
        "contracts/adoption.yaml",
        "contracts/cases.yaml",
        "locales/en/sentences.jinja",
        "operations/scaffold/build.cmd",
        "operations/scaffold/build.sh",
        "sample_data/starter/data/adoption.xlsx",
        "sample_data/electoral-roll/report.yaml",
        "sample_data/electoral-roll/SOURCE.txt",
        "py.typed",
    ],
)
def test_what_is_found_at_run_time_is_in_the_wheel(name: str, wheel: zipfile.ZipFile) -> None:
    assert wheel.getinfo(f"reportgen/{name}").file_size or name == "py.typed"


def test_what_a_build_leaves_in_a_sample_stays_at_home(wheel: zipfile.ZipFile) -> None:
    assert not [name for name in wheel.namelist() if LEFT_BEHIND & {*name.split("/")}]


def test_the_command_is_declared(wheel: zipfile.ZipFile) -> None:
    entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "reportgen = reportgen.__main__:main" in wheel.read(entry).decode()
