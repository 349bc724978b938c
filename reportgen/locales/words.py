"""Words of a language: the English text is the key, `words.po` beside the sentences has the translation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def read_words(folder: Path, file: str = "words.po") -> Mapping[str, str]:
    """The translations of a language folder; none where it has no such file, as English has none."""
    path = folder / file
    if not path.exists():
        return {}
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        catalog = read_po(stream)
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id and entry.string}
