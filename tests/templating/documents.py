"""A little language for documents, so that tests show what they mean.

Each line is a paragraph, `| a | b |` a table row, `⟨bold⟩` a bold run and `¦` a border between runs, `//` another
paragraph in a cell, `=== name` the next part. `written` makes Office XML of it, `read` makes it of Office XML.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from reportgen.renderers.excel.dialect import EXCEL
from reportgen.renderers.powerpoint.dialect import POWERPOINT
from reportgen.renderers.word.dialect import WORD
from reportgen.templating import Dialect, Owner, RenderedPart, Runs, Tag

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Word puts such marks between runs, also in the middle of a tag.
_SPELLING = '<w:proofErr w:type="spellStart"/>'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


class Format(ABC):
    """How the little language is written and read in one format."""

    dialect: Dialect
    main = "main"

    def parts(self, text: str) -> dict[str, bytes]:
        """The parts of a document; the first has no heading."""
        pieces = re.split(r"^=== (.*)$", text.strip("\n"), flags=re.MULTILINE)
        named = {"1": pieces[0], **dict(zip(pieces[1::2], pieces[2::2], strict=True))}
        return {name: self.part(body.strip("\n").split("\n")).encode() for name, body in named.items() if body.strip()}

    @abstractmethod
    def part(self, lines: list[str]) -> str:
        """The XML of a part."""

    def read(self, parts: list[RenderedPart]) -> str:
        """The documents in the little language; copies are numbered."""
        texts = []
        for part in parts:
            lines = "\n".join(self.lines(etree.fromstring(part.data)))
            heading = f"=== {part.part}" + (f" copy {part.copy}" if part.copy else "")
            texts.append(lines if part.part == "1" and not part.copy else f"{heading}\n{lines}".rstrip())
        return "\n".join(texts)

    @abstractmethod
    def lines(self, root: Any) -> list[str]:
        """A part in the little language, line by line."""

    @abstractmethod
    def placed(self, value: str, owner: Owner) -> str:
        """A block in the place of its owner."""


class Word(Format):
    dialect = WORD

    def part(self, lines: list[str]) -> str:
        body = "".join(
            "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(self._row(row) for row in group) + "</w:tbl>"
            if table
            else "".join(self.paragraph(line) for line in group)
            for table, group in grouped(lines)
        )
        return f'{_DECLARATION}<w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>'

    def _row(self, line: str) -> str:
        cells = ["".join(self.paragraph(text) for text in cell) for cell in cells_of(line)]
        return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    def paragraph(self, text: str) -> str:
        runs = (
            f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}<w:t>{escape(run)}</w:t></w:r>"
            for bold, run in runs_of(text)
        )
        return f"<w:p>{_SPELLING.join(runs)}</w:p>"

    def lines(self, root: Any) -> list[str]:
        found = []
        for child in root[0]:
            if child.tag == f"{{{W}}}p":
                found.append(self._text(child))
            elif child.tag == f"{{{W}}}tbl":
                found += [
                    table_line([[self._text(p) for p in tc.iter(f"{{{W}}}p")] for tc in row.iter(f"{{{W}}}tc")])
                    for row in child.iter(f"{{{W}}}tr")
                ]
        return found

    def _text(self, paragraph: Any) -> str:
        runs = []
        for run in paragraph.iter(f"{{{W}}}r"):
            text = "".join(
                {"br": "↵", "tab": "⇥"}.get(etree.QName(x).localname, x.text or "")
                for x in run
                if x.tag != f"{{{W}}}rPr"
            )
            runs.append((run.find(f"{{{W}}}rPr") is not None, text))
        return marked(runs)

    def placed(self, value: str, owner: Owner) -> str:
        return f"<w:p><w:r><w:t>[{escape(value)}]</w:t></w:r></w:p>"


class PowerPoint(Format):
    dialect = POWERPOINT

    def part(self, lines: list[str]) -> str:
        shapes = "".join(
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{n}" name="Table {n}"/></p:nvGraphicFramePr><a:tbl>'
            + "".join(self._row(row) for row in group)
            + "</a:tbl></p:graphicFrame>"
            if table
            else f'<p:sp><p:nvSpPr><p:cNvPr id="{n}" name="Text {n}"/></p:nvSpPr><p:txBody><a:bodyPr/>'
            + "".join(self.paragraph(line) for line in group)
            + "</p:txBody></p:sp>"
            for n, (table, group) in enumerate(grouped(lines), 2)
        )
        tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
        return f'{_DECLARATION}<p:sld xmlns:p="{P}" xmlns:a="{A}">{tree}</p:sld>'

    def _row(self, line: str) -> str:
        cells = ["".join(self.paragraph(text) for text in cell) for cell in cells_of(line)]
        return '<a:tr h="1">' + "".join(f"<a:tc><a:txBody>{c}</a:txBody><a:tcPr/></a:tc>" for c in cells) + "</a:tr>"

    def paragraph(self, text: str) -> str:
        runs = (f'<a:r><a:rPr b="{bold:d}"/><a:t>{escape(run)}</a:t></a:r>' for bold, run in runs_of(text))
        return f"<a:p>{''.join(runs)}<a:endParaRPr/></a:p>"

    def lines(self, root: Any) -> list[str]:
        found = []
        for shape in root[0][0]:
            rows = list(shape.iter(f"{{{A}}}tr"))
            if rows:
                found += [
                    table_line([[self._text(p) for p in tc.iter(f"{{{A}}}p")] for tc in row.iter(f"{{{A}}}tc")])
                    for row in rows
                ]
            else:
                found += [self._text(p) for p in shape.iter(f"{{{A}}}p")]
        return found

    def _text(self, paragraph: Any) -> str:
        runs = []
        for child in paragraph:
            look = child.find(f"{{{A}}}rPr")
            bold = look is not None and look.get("b") == "1"
            if child.tag == f"{{{A}}}r":
                runs.append((bold, child.findtext(f"{{{A}}}t").replace("\t", "⇥")))
            elif child.tag == f"{{{A}}}br":
                runs.append((bold, "↵"))
        return marked(runs)

    def placed(self, value: str, owner: Owner) -> str:
        return f"<p:graphicFrame><a:p><a:r><a:t>[{escape(value)}]</a:t></a:r></a:p></p:graphicFrame>"


class Excel(Format):
    """Each paragraph is a row with one cell."""

    dialect = EXCEL

    def part(self, lines: list[str]) -> str:
        rows = "".join(self._row(number, line) for number, line in enumerate(lines, 1))
        return f'{_DECLARATION}<worksheet xmlns="{X}"><sheetData>{rows}</sheetData></worksheet>'

    def _row(self, number: int, line: str) -> str:
        cells = cells_of(line) if line.startswith("|") else [[line]]
        return f'<row r="{number}">{"".join(self._cell(number, c, text[0]) for c, text in enumerate(cells))}</row>'

    def _cell(self, row: int, column: int, text: str) -> str:
        runs = list(runs_of(text))
        if len(runs) == 1 and not runs[0][0]:
            held = f"<t>{escape(runs[0][1])}</t>"
        else:
            held = "".join(f"<r><rPr>{'<b/>' * bold}</rPr><t>{escape(run)}</t></r>" for bold, run in runs)
        return f'<c r="{"ABCDEFGH"[column]}{row}" s="1" t="inlineStr"><is>{held}</is></c>'

    def lines(self, root: Any) -> list[str]:
        found = []
        for row in root.iter(f"{{{X}}}row"):
            cells = [[self._text(cell)] for cell in row.iter(f"{{{X}}}c")]
            found.append(table_line(cells) if len(cells) > 1 else "".join(text for cell in cells for text in cell))
        return found

    def _text(self, cell: Any) -> str:
        if cell.find(f"{{{X}}}v") is not None:
            return f"[{cell.findtext(f'{{{X}}}v')}]"
        runs = [
            (
                t.getparent().find(f"{{{X}}}rPr/{{{X}}}b") is not None,
                (t.text or "").replace("\n", "↵").replace("\t", "⇥"),
            )
            for t in cell.iter(f"{{{X}}}t")
        ]
        return marked(runs)

    def placed(self, value: str, owner: Owner) -> str:
        return f"<c><v>{escape(value)}</v></c>"


FORMATS: Mapping[str, Format] = {"word": Word(), "powerpoint": PowerPoint(), "excel": Excel()}


class PlainPlacer:
    """Prints values as Python does, None as "n/a"; texts that begin with "block " are placed, "runs " are runs."""

    def __init__(self, form: Format) -> None:
        self.form = form
        self.tags: list[Tag] = []

    def inline(self, value: object, tag: Tag) -> str | Runs:
        self.tags.append(tag)
        return "n/a" if value is None else str(value)

    def block(self, value: object, tag: Tag, owner: Owner) -> str | None:
        if isinstance(value, str) and value.startswith("block "):
            return self.form.placed(value.removeprefix("block "), owner)
        return None


def grouped(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """Neighbouring paragraphs together, and neighbouring rows; an empty line begins a new group."""
    groups: list[tuple[bool, list[str]]] = []
    new = True
    for line in lines:
        table = line.startswith("|")
        if new or groups[-1][0] != table:
            groups.append((table, []))
        new = not line.strip()
        if not new:
            groups[-1][1].append(line)
    return [group for group in groups if group[1]]


def cells_of(line: str) -> list[list[str]]:
    """The cells of a row with their paragraphs. A bar inside a tag is a filter, not a border."""
    cells = re.findall(r"((?:\{[{%].*?[}%]\}|[^|])*)\|", line.removeprefix("|"))
    return [[text.strip() for text in cell.split(" // ")] for cell in cells]


def table_line(cells: list[list[str]]) -> str:
    return "| " + " | ".join(" // ".join(texts) for texts in cells) + " |"


def runs_of(text: str) -> list[tuple[bool, str]]:
    """(bold, text) per run."""
    bold, runs = False, list[tuple[bool, str]]()
    for piece in re.split("([⟨⟩¦])", text):
        if piece in ("⟨", "⟩"):
            bold = piece == "⟨"
        elif piece and piece != "¦":
            runs.append((bold, piece))
    return runs or [(False, "")]


def marked(runs: list[tuple[bool, str]]) -> str:
    """The runs as text, bold ones between brackets, borders between runs of one look left out."""
    merged: list[tuple[bool, str]] = []
    for bold, text in runs:
        if text and merged and merged[-1][0] == bold:
            merged[-1] = (bold, merged[-1][1] + text)
        elif text:
            merged.append((bold, text))
    return "".join(f"⟨{text}⟩" if bold else text for bold, text in merged)
