"""Draw pages of the sample's documents into docs/gallery, for the README and the documentation.

Needs LibreOffice and poppler. Run it after a change of what the documents look like, and look at the result.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from reportgen import BuildRequest, build

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "gallery"
# Project, period, document, page, width in pixels, name of the picture.
PICTURES = [
    ("electoral-roll", "2023-10", "deck.pptx", 2, 960, "deck-summary.png"),
    ("electoral-roll", "2023-10", "deck.pptx", 4, 960, "deck-trend.png"),
    ("electoral-roll", "2023-10", "deck.pptx", 8, 960, "deck-regions.png"),
    ("electoral-roll", "2023-10", "status.docx", 1, 640, "report-page1.png"),
    ("electoral-roll", "2023-10", "status.docx", 2, 640, "report-page2.png"),
    ("electoral-roll", "2023-10", "annex.xlsx", 3, 960, "annex-summary.png"),
]


def main() -> None:
    """Build each project once, convert each document once, cut out the pages."""
    with tempfile.TemporaryDirectory() as folder:
        for project, period in dict.fromkeys((project, period) for project, period, *_ in PICTURES):
            out = Path(folder) / project / period
            build(BuildRequest(ROOT / "sample_data" / project, period=period, out=out))
            _convert(out / period, Path(folder) / "profile")
            for _, _, document, page, width, name in (row for row in PICTURES if row[:2] == (project, period)):
                _draw(out / period / Path(document).with_suffix(".pdf"), page, width, GALLERY / name)


def _convert(folder: Path, profile: Path) -> None:
    documents = [path for path in folder.iterdir() if path.suffix in (".pptx", ".docx", ".xlsx")]
    options = [f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(["soffice", *options, *map(str, documents)], check=True, capture_output=True)


def _draw(pdf: Path, page: int, width: int, picture: Path) -> None:
    number = str(page)
    size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    base = picture.with_suffix("")
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-f", number, "-l", number, *size, pdf, base], check=True)
    # A palette is enough for type and bars, at half the size; 256 colours keep the status colours true.
    Image.open(picture).convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE).save(picture, optimize=True)
    print(picture.relative_to(ROOT))


if __name__ == "__main__":
    main()
