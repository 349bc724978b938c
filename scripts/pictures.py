"""Draw pages of the sample's documents into docs/gallery, for the README and the documentation.

Needs LibreOffice and poppler. Run it after a change of what the documents look like, and look at the result:
python -m scripts.pictures [NAME...] draws all pictures, or those of that name.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from PIL import Image

from reportgen import BuildRequest, build

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "gallery"
# Project, period, brand, document, page or the words by which it is found, width in pixels, name of the picture.
PICTURES: list[tuple[str, str, str, str, int | str, int, str]] = [
    ("electoral-roll", "2023-10", "corporate", "deck.pptx", 2, 960, "deck-summary.png"),
    ("electoral-roll", "2023-10", "corporate", "deck.pptx", "Trend ·", 960, "deck-trend.png"),
    ("electoral-roll", "2023-10", "corporate", "deck.pptx", "Region ·", 960, "deck-regions.png"),
    ("electoral-roll", "2023-10", "corporate", "deck.pptx", "What changed ·", 960, "deck-changed.png"),
    ("electoral-roll", "2023-10", "corporate", "status.docx", 1, 640, "report-page1.png"),
    ("electoral-roll", "2023-10", "corporate", "annex.xlsx", 3, 960, "annex-summary.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", 1, 960, "programme-cover.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", 2, 960, "programme-summary.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", "Scorecard ·", 960, "programme-scorecard.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", "Trend ·", 960, "programme-trend.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", "Segment ·", 960, "programme-segments.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", "Department ·", 960, "programme-departments.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", "Journey ·", 960, "programme-journey.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", "Stakeholders ·", 960, "programme-stakeholders.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", "Complaints ·", 960, "programme-complaints.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", "What changed ·", 960, "programme-changed.png"),
    ("crm-adoption", "2026-10", "corporate", "deck.pptx", "Decisions and next steps ·", 960, "programme-decisions.png"),
    ("crm-adoption", "2026-10", "corporate", "status.docx", 1, 640, "programme-page1.png"),
    ("crm-adoption", "2026-10", "corporate", "status.docx", "one scale for all", 640, "programme-panels.png"),
    ("crm-adoption", "2026-10", "corporate", "status.docx", "what each segment brought", 640, "programme-moves.png"),
    ("crm-adoption", "2026-10", "agency", "deck.pptx", 2, 960, "agency-summary.png"),
    ("crm-adoption", "2026-10", "agency", "deck.pptx", "Trend ·", 960, "agency-trend.png"),
    ("crm-adoption", "2026-10", "agency", "deck.pptx", "Stakeholders ·", 960, "agency-stakeholders.png"),
    ("crm-adoption", "2026-10", "agency", "status.docx", 1, 640, "agency-page1.png"),
]


def main(names: Sequence[str] = ()) -> None:
    """Build each project once per brand, convert the documents that are shown, cut out the pages."""
    wanted = [row for row in PICTURES if not names or row[-1] in names]
    with tempfile.TemporaryDirectory() as folder:
        for pack in dict.fromkeys(row[:3] for row in wanted):
            out = _pack(*pack, Path(folder) / "-".join(pack))
            rows = [row for row in wanted if row[:3] == pack]
            _convert(out, Path(folder) / "profile", {row[3] for row in rows})
            for *_, document, page, width, name in rows:
                _draw(out / Path(document).with_suffix(".pdf"), page, width, GALLERY / name)


def _pack(project: str, period: str, brand: str, folder: Path) -> Path:
    """The folder with the documents of a sample in a brand."""
    shutil.copytree(ROOT / "sample_data" / project, folder, ignore=shutil.ignore_patterns("output"))
    file = folder / "report.yaml"
    file.write_text(re.sub(r"(?m)^brand: .*$", f"brand: {brand}", file.read_text("utf-8")), "utf-8")
    return build(BuildRequest(folder, period=period)).files[0].parent


def _convert(folder: Path, profile: Path, names: Collection[str]) -> None:
    documents = [path for path in folder.iterdir() if path.name in names]
    options = [f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(["soffice", *options, *map(str, documents)], check=True, capture_output=True)


def _page(pdf: Path, words: str) -> int:
    """The first page that says these words, after the contents of a report."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    pages = [" ".join(page.split()) for page in text.split("\f")]
    return next(n for n, page in enumerate(pages, start=1) if words in page and "Contents 1" not in page)


def _draw(pdf: Path, page: int | str, width: int, picture: Path) -> None:
    number = str(_page(pdf, page) if isinstance(page, str) else page)
    size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    base = picture.with_suffix("")
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-f", number, "-l", number, *size, pdf, base], check=True)
    # A palette is enough for type and bars, at half the size; 256 colours keep the status colours true.
    Image.open(picture).convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE).save(picture, optimize=True)
    print(picture.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
