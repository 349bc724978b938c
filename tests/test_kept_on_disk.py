"""The folder where results wait for the next process: where it is, how large it grows, what it leaves alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen import kept_on_disk
from reportgen.kept_on_disk import MOST_BYTES, MOST_ENTRIES, key_of, read, write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user who named one."""
    monkeypatch.setenv("REPORTGEN_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.kept"))


def test_plain_data_and_code_come_back_as_they_were(folder: Path) -> None:
    code = compile("2 + 3", "<template>", "eval")
    plain = (["é\ud800", 1, None, True], b"\x00", {"a": 2.5}, code)
    write(key_of("one"), plain)
    assert read(key_of("one")) == plain
    assert read(key_of("another")) is None


def test_facts_cannot_be_mistaken_for_each_other() -> None:
    keys = [key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("abc", ""), key_of("3 abc")]
    assert len(set(keys)) == len(keys)
    assert key_of("a", b"b") == key_of("a", "b")


def test_those_not_used_for_longest_go_and_other_files_stay(folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.docx").write_bytes(b"somebody's")
    for number in range(MOST_ENTRIES):
        write(key_of(str(number)), number)
    for position, path in enumerate(entries(folder)):
        os.utime(path, ns=(position, position))
    assert read(key_of("0")) == 0  # in use again
    oldest = min(entries(folder), key=lambda path: path.stat().st_mtime_ns)
    write(key_of("new"), "new")
    assert len(entries(folder)) == MOST_ENTRIES
    assert not oldest.exists()
    assert (read(key_of("0")), read(key_of("new"))) == (0, "new")
    assert (folder / "letter.docx").read_bytes() == b"somebody's"


def test_the_folder_is_bounded_in_size(folder: Path) -> None:
    for number in range(5):
        write(key_of(str(number)), b"x" * (MOST_BYTES // 4))
    assert sum(path.stat().st_size for path in entries(folder)) <= MOST_BYTES
    assert read(key_of("4")) is not None


def test_what_cannot_be_kept_is_not_and_leaves_nothing_behind(folder: Path) -> None:
    write(key_of("object"), object())
    (folder / f"{key_of('taken').hex()}.kept").mkdir(parents=True)
    write(key_of("taken"), 1)
    assert read(key_of("object")) is None
    assert read(key_of("taken")) is None
    assert [path.is_dir() for path in folder.iterdir()] == [True]


@pytest.mark.skipif(os.name == "nt", reason="Windows has LOCALAPPDATA")
def test_without_a_named_folder_it_is_where_the_user_has_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REPORTGEN_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for base, expected in (
        (str(tmp_path / "xdg"), tmp_path / "xdg"),
        ("", tmp_path / "home" / ".cache"),
        ("relative", tmp_path / "home" / ".cache"),
    ):
        monkeypatch.setenv("XDG_CACHE_HOME", base)
        write(key_of(base), "kept")
        assert (expected / "reportgen" / f"{key_of(base).hex()}.kept").is_file()
        assert read(key_of(base)) == "kept"


def test_an_empty_name_switches_it_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    for empty in ("", " "):
        monkeypatch.setenv("REPORTGEN_CACHE", empty)
        write(key_of("one"), 1)
        assert read(key_of("one")) is None
    assert not list(tmp_path.iterdir())


def test_without_sources_to_tell_versions_apart_nothing_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kept_on_disk, "_program", lambda: b"")
    write(key_of("one"), 1)
    assert read(key_of("one")) is None
    assert not folder.exists()
