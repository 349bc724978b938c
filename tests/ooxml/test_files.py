"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.errors import OutputError
from reportgen.ooxml import write_file, write_files


def test_a_file_is_made_with_its_folder_and_replaced(tmp_path):
    path = tmp_path / "output" / "2023-10" / "deck.pptx"
    write_file(path, b"first")
    write_file(path, b"second")
    assert path.read_bytes() == b"second"
    assert os.listdir(path.parent) == ["deck.pptx"]


def test_a_locked_file_says_in_which_program_to_close_it(tmp_path, monkeypatch):
    path = tmp_path / "deck.pptx"
    path.write_bytes(b"old")

    def refuse(source, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputError) as caught:
        write_file(path, b"new")
    assert str(caught.value) == (
        f"{path}: The file cannot be written (found Permission denied). "
        "If it is open, close it in PowerPoint; else choose a folder you may write to."
    )
    assert (path.read_bytes(), os.listdir(tmp_path)) == (b"old", ["deck.pptx"])


def test_when_one_of_several_files_cannot_be_written_none_is_and_all_problems_are_told(tmp_path):
    good, folder, below = tmp_path / "deck.pptx", tmp_path / "status.docx", tmp_path / "file" / "annex.xlsx"
    good.write_bytes(b"old")
    folder.mkdir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        write_files({good: b"new", folder: b"new", below: b"new"})
    assert [problem.location.file for problem in caught.value.problems] == [str(folder), str(below)]
    assert good.read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == ["deck.pptx", "file", "status.docx"]


def test_a_write_that_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "annex.xlsx"
    path.write_bytes(b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_file(path, b"new")
    assert (path.read_bytes(), os.listdir(tmp_path)) == (b"old", ["annex.xlsx"])


def test_the_error_carries_the_exit_code_of_outputs():
    with pytest.raises(OutputError) as caught:
        write_file(Path("/dev/null/deck.pptx"), b"")
    assert caught.value.exit_code == 5
