"""build never replaces a document that a person has edited."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from reportgen.operations.init import init
from reportgen.operations.manifest import FILE, Manifest, free_path, read_manifest, sha256


def wrote(folder: Path, *names: str) -> Manifest:
    """A folder in which these documents lie as they were written."""
    for name in names:
        (folder / name).write_bytes(b"as written")
    return Manifest({name: {"sha256": sha256(b"as written")} for name in names})


def test_an_untouched_document_is_written_anew(tmp_path: Path) -> None:
    manifest = wrote(tmp_path, "deck.pptx")
    assert free_path(tmp_path, "deck.pptx", manifest) == (tmp_path / "deck.pptx", None)


def test_an_edited_document_is_kept_and_the_new_one_goes_beside_it(tmp_path: Path) -> None:
    manifest = wrote(tmp_path, "deck.pptx")
    (tmp_path / "deck.pptx").write_bytes(b"edited by hand")
    path, notice = free_path(tmp_path, "deck.pptx", manifest)
    assert path == tmp_path / "deck-2.pptx"
    assert str(notice) == (
        "deck.pptx: deck.pptx was edited since it was written and is left as it is; the new document is deck-2.pptx. "
        "Compare the two, or delete deck.pptx to have it made anew."
    )


def test_the_second_document_is_replaced_only_while_nobody_edits_it(tmp_path: Path) -> None:
    manifest = wrote(tmp_path, "deck.pptx", "deck-2.pptx")
    (tmp_path / "deck.pptx").write_bytes(b"edited by hand")
    assert free_path(tmp_path, "deck.pptx", manifest)[0].name == "deck-2.pptx"
    (tmp_path / "deck-2.pptx").write_bytes(b"edited too")
    assert free_path(tmp_path, "deck.pptx", manifest)[0].name == "deck-3.pptx"


def test_a_document_of_unknown_origin_counts_as_edited(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(b"from somewhere")
    path, notice = free_path(tmp_path, "deck.pptx", read_manifest(tmp_path))
    assert path.name == "deck-2.pptx"
    assert "deck.pptx is none that manifest.json tells of and is left as it is" in str(notice)


def test_a_manifest_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    for text in ("", "[]", "{", '{"documents": 3}', '{"documents": {"a": 1}}', json.dumps({"documents": []})):
        (tmp_path / FILE).write_text(text)
        assert read_manifest(tmp_path).documents == {}


def test_a_document_that_lay_beside_an_edited_one_is_told_once_it_is_the_older(
    tmp_path: Path, reportgen: Callable[..., Result]
) -> None:
    project = init(tmp_path / "new").folder
    out = project / "output" / "2026-10"
    build = ("build", project, "--only", "deck,report")
    reportgen(*build)
    (out / "deck.pptx").write_bytes(b"edited by hand")
    assert "earlier build" not in reportgen(*build).stderr
    (out / "deck.pptx").unlink()
    third = reportgen(*build).stderr
    assert "deck-2.pptx: This document is of an earlier build" in third
    assert third.count("earlier build") == 1
    (out / "deck-2.pptx").write_bytes(b"edited by hand")
    assert "earlier build" not in reportgen(*build).stderr
