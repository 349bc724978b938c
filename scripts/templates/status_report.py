"""Make report_templates/<brand>/status.docx, the Word template of the status report, for each brand.

The result is an ordinary document: open it in Word, change words, order or styles, and save it. This script
is only how it was first made; run it again to start over:

    .venv/bin/python -m scripts.templates.status_report [brand ...]
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from reportgen.brand import Brand, read_brand
from reportgen.ooxml import write_file
from scripts.templates.status_chapters import chapters, closing
from scripts.templates.status_file import blank_document, tidied, write
from scripts.templates.status_page import status_page
from scripts.templates.status_styles import Look

BRANDS = ("corporate", "agency")
# Verdana is a quarter wider than Calibri, and its small letters are higher: smaller sizes read the same.
SCALES = {"Verdana": 0.87}
# The brand whose titles have the colour of its headings.
COLOURED_TITLES = ("agency",)
FOOTER = (
    "{% if report.classification %}{{ report.classification }}  ·  {% endif %}"
    '{% if report.status == "draft" %}Draft  ·  {% endif %}'
    "{% if report.version %}Version {{ report.version }}, {% endif %}{{ report.issued or report.as_of }}\tPage "
)


def main() -> None:
    """Write the templates of the brands given as arguments, or of all, to their places."""
    for name in sys.argv[1:] or BRANDS:
        brand = read_brand(name, Path("nowhere"))
        write_file(brand.report, template(look_of(brand)))


def look_of(brand: Brand) -> Look:
    """What the brand file says, as the look of a document."""
    links = {"hlink": brand.theme["accent1"], "folHlink": brand.grey}
    font, title = brand.fonts.body, "accent1" if brand.name in COLOURED_TITLES else "dk1"
    return Look(brand.title or brand.name, font, {**brand.theme, **links}, brand.grey, SCALES.get(font, 1.0), title)


def template(look: Look) -> bytes:
    """The template as a file: always the same bytes for the same look."""
    document = blank_document(look)
    section = document.sections[0]
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style, footer.style = document.styles["Header"], document.styles["Footer"]
    scope = "{% if report.entity %}  ·  {{ report.entity }}{% endif %}"
    header.text = f"{{{{ report.title }}}}{scope}  ·  Status report\t{{{{ report.period }}}}"
    write(footer, [FOOTER, ("PAGE", "field"), " of ", ("NUMPAGES", "field")])
    status_page(document)
    chapters(document)
    closing(document)
    saved = io.BytesIO()
    document.save(saved)
    return tidied(saved.getvalue())


if __name__ == "__main__":
    main()
