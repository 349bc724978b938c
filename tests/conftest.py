"""Shared by all tests: the sample project in a folder of the test's own, and the command line in this process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from typer.testing import CliRunner, Result

from reportgen.cli import app

# A busy machine is no fault of the code; in CI hypothesis brings a profile of its own, without chance.
settings.register_profile("here", deadline=None)
if "CI" not in os.environ:
    settings.load_profile("here")

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests and the processes they start keep compiled templates in a folder of their own, not in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTGEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the electoral-roll project that a test may spoil."""
    folder = tmp_path / "electoral-roll"
    shutil.copytree(SAMPLES / "electoral-roll", folder, ignore=shutil.ignore_patterns("output"))
    return folder


@pytest.fixture
def reportgen() -> Callable[..., Result]:
    """Run `reportgen ARGS...` and give its exit code, stdout and stderr."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)

    return run
