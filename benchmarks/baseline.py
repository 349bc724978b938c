"""What a person would write by hand for the same pack: pandas, python-pptx, python-docx, XlsxWriter.

It reads the same inputs and writes as many slides, charts, tables, rows and pictures as the measured pack has
(`Shape`, counted from the pack itself), with none of its checks, lineage, statuses or sentences.
The text boxes, drawings and signs of slides are left out: the baseline is too cheap there, not too dear. The map of
the report is a picture, by matplotlib in both.

The charts of the report were left out at first, because python-docx has no call for them, though the same number
of charts is what the baseline is to write. They are made the cheapest way there is with these libraries: python-docx
relates the chart and the workbook that python-pptx makes. Pictures by matplotlib, as most scripts have them, take
several times as long.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DAYS = "%d-%m-%Y"


@dataclass(frozen=True)
class Shape:
    """How much the pack holds: table sizes are (rows, columns), chart sizes (categories, series), `pictures` the
    words in each drawn picture of the report."""

    slides: int
    deck_charts: list[list[int]]
    deck_tables: list[list[int]]
    paragraphs: int
    report_tables: list[list[int]]
    report_charts: list[list[int]]
    sheets: list[list[int]]
    sheet_charts: int
    pictures: list[int]

    @classmethod
    def of(cls, deck: Path, report: Path, annex: Path) -> Shape:
        """Count what a finished pack holds."""
        import docx
        import openpyxl
        import pptx

        shapes = [shape for slide in pptx.Presentation(str(deck)).slides for shape in slide.shapes]
        charts = [shape.chart for shape in shapes if shape.has_chart]
        tables = [shape.table for shape in shapes if shape.has_table]
        document = docx.Document(str(report))
        workbook = openpyxl.load_workbook(annex)
        held = list(document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tbl"))
        rows = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tr"
        cells = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tc"
        return cls(
            len(pptx.Presentation(str(deck)).slides),
            [_size(chart) for chart in charts],
            [[len(table.rows), len(table.columns)] for table in tables],
            len(list(document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"))),
            [[len(list(t.iter(rows))), len(list(next(t.iter(rows)).iter(cells)))] for t in held],
            _charts_of(report),
            [[sheet.max_row, sheet.max_column] for sheet in workbook.worksheets],
            sum(len(sheet._charts) for sheet in workbook.worksheets),
            _words_of_pictures(report),
        )


def _size(chart: Any) -> list[int]:
    return [len(list(chart.plots[0].categories)), len(list(chart.series))]


def _charts_of(report: Path) -> list[list[int]]:
    from pptx.chart.chart import Chart
    from pptx.oxml import parse_xml

    with zipfile.ZipFile(report) as parts:
        names = [name for name in parts.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", name)]
        return [_size(Chart(parse_xml(parts.read(name)), None)) for name in names]


def _words_of_pictures(report: Path) -> list[int]:
    with zipfile.ZipFile(report) as parts:
        drawn = [name for name in parts.namelist() if name.startswith("word/media/") and name.endswith(".svg")]
        return [len(re.findall(b"<text ", parts.read(name))) for name in drawn]


def write_pack(project: Path, out: Path, shape: Shape) -> None:
    """Read the inputs, compute the rates, write the three files."""
    names, figures = _figures(project)
    _deck(out / "deck.pptx", shape, names, figures)
    _report(out / "status.docx", shape, names, figures)
    _annex(out / "annex.xlsx", shape, names, figures)


def _figures(project: Path) -> tuple[list[str], list[float]]:
    """Names and rates to write, from all inputs of one of the samples."""
    return {"electoral-roll": _electoral_roll, "crm-adoption": _adoption}[project.name](project / "data")


def _electoral_roll(data: Path) -> tuple[list[str], list[float]]:
    import pandas as pd

    ids = {"COD_ISTAT_COMUNE": str}
    people = pd.read_csv(data / "popolazione_residente_export.csv", dtype=ids)
    rollout = pd.read_csv(data / "subentro_liste_elettorali_export.csv", dtype=ids)
    rollout["live"] = pd.to_datetime(rollout["DATA_SUBENTRO"], format=DAYS)
    changes = pd.read_csv(data / "cambi_residenza_per_stato_lavorazione.csv")
    monthly = [pd.read_csv(path, dtype=ids) for path in sorted((data / "monthly").glob("*.csv"))]
    merged = people.merge(rollout, on="COD_ISTAT_COMUNE")
    uses = pd.concat(monthly).groupby(["COD_ISTAT_COMUNE", "DATA ELABORAZIONE"])["TOTALE"].sum()
    merged["uses"] = merged["COD_ISTAT_COMUNE"].map(uses.groupby("COD_ISTAT_COMUNE").max())
    live = merged["live"] <= pd.Timestamp("2023-10-31")
    for by in ("REGIONE", "PROVINCIA_x"):
        merged.groupby(by).agg({"NUMERO ELETTORI": "sum", "RESIDENTI": "sum", "uses": "sum"})
        merged[live].groupby(by).agg({"NUMERO ELETTORI": "sum", "COMUNE_x": "count"})
    changes.groupby(["ANNO", "MESE", "STATO DI LAVORAZIONE"])["TOTALE"].sum()
    rates = (merged["uses"].fillna(0) / merged["RESIDENTI"]).tolist()
    return merged["COMUNE_x"].tolist(), rates


def _adoption(data: Path) -> tuple[list[str], list[float]]:
    import pandas as pd

    # calamine reads a workbook in a fraction of openpyxl's time, so it is the fair one to compare with.
    books = {
        path.stem: pd.read_excel(path, sheet_name=None, engine="calamine") for path in sorted(data.rglob("*.xlsx"))
    }
    monthly = [book["Adoption"] for name, book in books.items() if name.startswith("adoption_")]
    rows = pd.concat(monthly).merge(books["departments"]["Departments"], on="Department code")
    rows["at target"] = rows["Active users"] / rows["Licensed users"] >= rows["Target share"]
    parts = ["Active users", "Licensed users", "Habitual users", "Trained users", "Documents created", "at target"]
    for by in (["Month end"], ["Month end", "Segment"], ["Month end", "Department code"]):
        rows.groupby(by)[parts].sum()
    answers = books["survey"]["Answers"].merge(books["departments"]["Departments"], on="Department code")
    answers["Rating"].ge(4).groupby([answers["Answered"].dt.to_period("M"), answers["Segment"]]).mean()
    cases = books["complaints"]["Complaints"]
    cases["on time"] = cases["Closed"] <= cases["Due"]
    for column in ("Opened", "Closed"):
        cases.groupby([cases[column].dt.to_period("M"), "Department code"])["on time"].agg(["sum", "count"])
    cases.groupby(["Cause", "Channel"]).size()
    register = books["register"]["Stakeholders"]
    register.groupby(["Assessed", "Segment", "Current", "Desired"]).size()
    rates = (rows["Active users"] / rows["Licensed users"]).fillna(0).tolist()
    # The other names and figures repeat in the longer tables.
    return rows["Department_x"].tolist() * 4, rates * 4


def _deck(path: Path, shape: Shape, names: list[str], figures: list[float]) -> None:
    import pptx
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Cm, Pt

    deck = pptx.Presentation()
    slides = [deck.slides.add_slide(deck.slide_layouts[5]) for _ in range(shape.slides)]
    for slide in slides:
        slide.shapes.title.text = f"{names[0]}: {figures[0]:.1%}"
        box = slide.shapes.add_textbox(Cm(1), Cm(17), Cm(20), Cm(1))
        box.text_frame.text = "Source: open data"
    for number, (categories, series) in enumerate(shape.deck_charts):
        data = _chart_data(categories, series, names, figures)
        slide = slides[number % len(slides)]
        slide.shapes.add_chart(XL_CHART_TYPE.LINE, Cm(2), Cm(4), Cm(18), Cm(11), data)
    for number, (rows, columns) in enumerate(shape.deck_tables):
        frame = slides[number % len(slides)].shapes.add_table(rows, columns, Cm(2), Cm(4), Cm(22), Cm(11))
        for index, row in enumerate(frame.table.rows):
            for cell in row.cells:
                cell.text = f"{figures[index]:.1%}"
                cell.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
    deck.save(str(path))


def _chart_data(categories: int, series: int, names: list[str], figures: list[float]) -> Any:
    from pptx.chart.data import CategoryChartData

    data = CategoryChartData(number_format="0.0%")
    data.categories = names[:categories]
    for index in range(series):
        data.add_series(f"Series {index}", figures[:categories])
    return data


def _report(path: Path, shape: Shape, names: list[str], figures: list[float]) -> None:
    import docx

    document = docx.Document()
    style = document.styles["Table Grid"]
    in_tables = sum(rows * columns for rows, columns in shape.report_tables)
    for index in range(max(shape.paragraphs - in_tables - len(shape.report_charts), 0)):
        document.add_paragraph(f"{names[index]} stands at {figures[index]:.1%}.")
    for rows, columns in shape.report_tables:
        table = document.add_table(rows, columns)
        table.style = style
        for index, cell in enumerate(table._cells):
            cell.text = f"{figures[index]:.1%}"
    for number, (categories, series) in enumerate(shape.report_charts, start=1):
        _add_chart(document, number, _chart_data(categories, series, names, figures))
    for words in shape.pictures:
        document.add_picture(_picture(words, names, figures))
    document.save(str(path))


_FRAME = (
    '<w:drawing {w} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline><wp:extent cx="5760000" cy="2880000"/><wp:docPr id="{number}" name="Chart {number}"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
)


def _add_chart(document: Any, number: int, data: Any) -> None:
    """A line chart with its workbook in a paragraph of its own."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from pptx.enum.chart import XL_CHART_TYPE

    xml = data.xml_bytes(XL_CHART_TYPE.LINE)
    link = b'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    held, package = xml.replace(b"</c:chartSpace>", link), document.part.package
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, held, package)
    book = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    chart.relate_to(
        Part(book, CONTENT_TYPE.SML_SHEET, data._workbook_writer.xlsx_blob, package), RELATIONSHIP_TYPE.PACKAGE
    )
    relation = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    frame = parse_xml(_FRAME.format(w=nsdecls("w"), number=number, relation=relation))
    document.add_paragraph().add_run()._r.append(frame)


def _picture(words: int, names: list[str], figures: list[float]) -> io.BytesIO:
    """A scatter of named points, 16 x 10.6 cm at 200 dots per inch."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.3, 4.16))
    axes = figure.add_subplot()
    axes.scatter(figures[:words], figures[1 : words + 1], s=120)
    for index in range(words):
        axes.annotate(names[index], (figures[index], figures[index + 1]), fontsize=9)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=200)
    return drawn


def _annex(path: Path, shape: Shape, names: list[str], figures: list[float]) -> None:
    import xlsxwriter

    workbook = xlsxwriter.Workbook(str(path))
    percent, head = workbook.add_format({"num_format": "0.0%"}), workbook.add_format({"bold": True})
    for number, (rows, columns) in enumerate(shape.sheets):
        sheet = workbook.add_worksheet(f"Sheet {number + 1}")
        sheet.write_row(0, 0, [f"Column {index}" for index in range(columns)], head)
        for row in range(1, rows):
            sheet.write_string(row, 0, names[row % len(names)])
            for column in range(1, columns):
                sheet.write_number(row, column, figures[row % len(figures)], percent)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(rows - 1, 1), max(columns - 1, 0))
        if number < shape.sheet_charts:
            chart = workbook.add_chart({"type": "bar"})
            chart.add_series({"values": [f"Sheet {number + 1}", 1, 1, 20, 1]})
            sheet.insert_chart(5, columns + 1, chart)
    workbook.close()


if __name__ == "__main__":
    write_pack(Path(sys.argv[1]), Path(sys.argv[2]), Shape(**json.loads(sys.argv[3])))
