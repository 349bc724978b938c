"""Documents as LibreOffice draws them: the words on each page of the PDF, with their places in points."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice or poppler is not installed"
)
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="(\S+?)" yMin="(\S+?)" xMax="(\S+?)" yMax="(\S+?)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """A word on a page; the origin is the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """The words of a page in the order in which they are read."""

    width: float
    height: float
    words: tuple[Word, ...]


def draw(documents: Mapping[str, bytes], folder: Path) -> dict[str, list[Page]]:
    """The pages of documents by file name, all drawn by one start of LibreOffice."""
    for name, data in documents.items():
        (folder / name).write_bytes(data)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    files = [str(folder / name) for name in documents]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(folder), *files], check=True, capture_output=True, timeout=240
    )
    return {name: pages_of((folder / name).with_suffix(".pdf")) for name in documents}


def pages_of(pdf: Path) -> list[Page]:
    """The pages of a PDF by pdftotext."""
    text = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return [
        Page(float(width), float(height), tuple(_word(*found) for found in _WORD.findall(held)))
        for width, height, held in _PAGE.findall(text)
    ]


def _word(left: str, top: str, right: str, bottom: str, text: str) -> Word:
    return Word(html.unescape(text), float(left), float(top), float(right), float(bottom))
