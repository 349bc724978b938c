"""What compiling yields is kept for the next process, and nobody notices but by the time it takes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("one_process.py")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTEXT = {"title": "Roll-out <&>", "rows": [{"name": "Lazio", "share": 65}, {"name": "Puglia", "share": 71}]}


def paragraphs(*texts: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


def parts(*texts: str) -> dict[str, str]:
    """A document of many tags, with a table whose rows repeat, and a part without tags."""
    table = "".join(
        f"<w:tr><w:tc>{paragraphs(text)}</w:tc></w:tr>"
        for text in ("{%tr for row in rows %}", "{{ row.name }} {{ row.share }} %", "{%tr endfor %}")
    )
    body = paragraphs(*["{{ title }}, {{ rows[0].name }}"] * 40, *texts) + f"<w:tbl>{table}</w:tbl>"
    return {
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/footer1.xml": f'<w:ftr xmlns:w="{W}">{paragraphs("no tag")}</w:ftr>',
    }


TEMPLATE = parts()
UNREAD = {"parse": 0, "compile": 0}
READ_ONCE = {"parse": 1, "compile": 1}


@dataclass(frozen=True)
class Outcome:
    """What a process did and what came of it."""

    done: dict[str, int]
    problems: list[str]
    output: dict[str, str]


def started(
    cache: Path | str, template: dict[str, str] = TEMPLATE, context: Any = CONTEXT, root: Path | None = None
) -> subprocess.Popen[str]:
    environment = {**os.environ, "REPORTGEN_CACHE": str(cache)}
    if root:
        environment["PYTHONPATH"] = str(root)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, str(SCRIPT), json.dumps(template), json.dumps(context)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def outcome(process: subprocess.Popen[str]) -> Outcome:
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return Outcome(**json.loads(stdout))


def run(
    cache: Path | str, template: dict[str, str] = TEMPLATE, context: Any = CONTEXT, root: Path | None = None
) -> Outcome:
    return outcome(started(cache, template, context, root))


def copy_program(root: Path) -> Path:
    shutil.copytree(ROOT / "reportgen", root / "reportgen", ignore=shutil.ignore_patterns("__pycache__"))
    return root


def entries(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(cache.iterdir())}


@pytest.fixture(scope="module", autouse=True)
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The processes run a copy of the program that nobody edits meanwhile: an edit would make all entries worthless."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(copy_program(tmp_path_factory.mktemp("program"))))
        yield


@pytest.fixture(scope="module")
def filled(program: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A cache folder that one process has filled."""
    cache = tmp_path_factory.mktemp("user") / "reportgen"
    return cache, run(cache)


@pytest.fixture
def cache(filled: tuple[Path, Outcome], tmp_path: Path) -> Path:
    """A copy of that folder to spoil."""
    return Path(shutil.copytree(filled[0], tmp_path / "reportgen"))


def test_one_process_reads_and_compiles_once_and_the_next_not_at_all(filled: tuple[Path, Outcome]) -> None:
    cache, first = filled
    assert first.done == READ_ONCE
    second = run(cache)
    assert second.done == UNREAD
    assert second.output == first.output
    assert not second.problems
    assert "Roll-out &lt;&amp;&gt;, Lazio" in second.output["word/document.xml"]
    assert "Puglia 71 %" in second.output["word/document.xml"]


def test_switched_off_everything_is_compiled_and_comes_out_the_same(filled: tuple[Path, Outcome]) -> None:
    without = run("")
    assert without.done == READ_ONCE
    assert (without.output, without.problems) == (filled[1].output, filled[1].problems)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_folder_and_entries_are_the_users_alone(filled: tuple[Path, Outcome]) -> None:
    cache, _ = filled
    assert cache.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in cache.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut off"),
        pytest.param(lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:], id="one bit"),
        pytest.param(lambda data: b"something else", id="foreign"),
    ],
)
def test_a_damaged_entry_is_made_anew(cache: Path, filled: tuple[Path, Outcome], spoil: Any) -> None:
    spoiled = {name: spoil(data) for name, data in entries(cache).items()}
    for name, data in spoiled.items():
        (cache / name).write_bytes(data)
    again = run(cache)
    assert again.done == READ_ONCE
    assert (again.output, again.problems) == (filled[1].output, filled[1].problems)
    mended = entries(cache)
    assert mended.keys() == spoiled.keys()
    assert all(mended[name] != spoiled[name] for name in spoiled)


def test_an_entry_under_the_name_of_another_is_not_taken(cache: Path, filled: tuple[Path, Outcome]) -> None:
    small, large = sorted(cache.iterdir(), key=lambda path: path.stat().st_size)
    data = small.read_bytes()
    small.write_bytes(large.read_bytes())
    large.write_bytes(data)
    assert run(cache).output == filled[1].output
    assert run(cache).done == UNREAD


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_an_entry_that_others_may_write_is_not_trusted(cache: Path) -> None:
    for path in cache.iterdir():
        path.chmod(0o666)
    assert run(cache).done == READ_ONCE
    assert {path.stat().st_mode & 0o777 for path in cache.iterdir()} == {0o600}


def test_where_nothing_can_be_written_everything_works_without(tmp_path: Path, filled: tuple[Path, Outcome]) -> None:
    file = tmp_path / "a file"
    file.write_text("not a folder")
    for cache in (file, file / "below"):
        without = run(cache)
        assert (without.output, without.problems) == (filled[1].output, filled[1].problems)
    assert file.read_text() == "not a folder"


def test_a_folder_that_may_only_be_read_is_read(cache: Path) -> None:
    cache.chmod(0o500)
    try:
        if os.access(cache, os.W_OK):
            pytest.skip("modes do not hold for this user or system")
        held = entries(cache)
        assert run(cache).done == UNREAD
        changed = run(cache, parts("{{ title }} for ever"))
        assert changed.done == READ_ONCE
        assert not changed.problems
        assert entries(cache) == held
    finally:
        cache.chmod(0o700)


def test_a_changed_template_is_compiled(cache: Path) -> None:
    changed = run(cache, parts("{{ title }} for ever"))
    assert changed.done == READ_ONCE
    assert "for ever" in changed.output["word/document.xml"]


def test_names_that_were_not_asked_for_before_are_checked(cache: Path, filled: tuple[Path, Outcome]) -> None:
    more = run(cache, context={**CONTEXT, "owner": "Registry"})
    assert more.done == {"parse": 1, "compile": 0}
    assert more.output == filled[1].output
    less = run(cache, context={"rows": CONTEXT["rows"]})
    assert any('there is no "title"' in problem for problem in less.problems)


def test_problems_are_found_anew_each_time_and_are_the_same_as_without(cache: Path) -> None:
    for wrong in ("{{ titel }} {{ title | uper }}", "{% if title %} {{ title + }}"):
        without = run("", parts(wrong))
        assert without.problems
        assert run(cache, parts(wrong)).problems == run(cache, parts(wrong)).problems == without.problems


def test_problems_that_show_only_with_data_have_their_place_with_kept_code_too(cache: Path) -> None:
    template = parts("{{ rows[0].share / rows[1].name }}")
    compiled, loaded = run(cache, template).problems, run(cache, template).problems
    assert compiled == loaded
    assert "rows[0].share" in compiled[0]


def test_another_version_of_the_program_does_not_take_the_entries(tmp_path: Path) -> None:
    cache, root = tmp_path / "reportgen", copy_program(tmp_path / "newer")
    assert run(cache, root=root).done == READ_ONCE
    with (root / "reportgen" / "templating" / "printers.py").open("a", encoding="utf-8") as source:
        source.write("# newer\n")
    assert run(cache, root=root).done == READ_ONCE
    assert run(cache, root=root).done == UNREAD


def test_processes_at_once_disturb_nobody(tmp_path: Path, filled: tuple[Path, Outcome]) -> None:
    cache = tmp_path / "reportgen"
    outcomes = [outcome(process) for process in [started(cache) for _ in range(3)]]
    assert all(one.output == filled[1].output for one in outcomes)
    assert entries(cache).keys() == entries(filled[0]).keys()
    assert run(cache).done == UNREAD


def test_a_small_template_is_not_kept(tmp_path: Path) -> None:
    cache = tmp_path / "reportgen"
    small = {
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{paragraphs("{{ title }}")}</w:body></w:document>'
    }
    assert run(cache, small).done == READ_ONCE
    assert not cache.exists()
