"""The look of a brand -> the styles, numbering, theme and settings of its Word template, as XML parts.

Measures are those of the visual system: A4 with 17 cm of text; sizes and distances in points, written
in the units of WordprocessingML (half points, twips). Colours are slots of the theme, so that another theme
restyles the whole document; only the grey of secondary text has no slot. Sizes are those of Calibri; a wider
font is set smaller by the factor of its look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
# What WordprocessingML calls the theme's slots (ECMA-376 part 1, 17.18.97).
_SLOTS = {"dk1": "text1", "lt2": "background2", "accent1": "accent1", "accent6": "accent6"}
# The shape of letters in ten numbers, by which a program finds another font like it.
_PANOSE = {"Calibri": "020F0502020204030204", "Verdana": "020B0604030504040204"}
# Calibri's own line is 1.22 times its size; Word counts lines in those, the visual system in sizes.
_CALIBRI_LINE = 1.2207
# 17 cm in twips.
TEXT_WIDTH = 9638


@dataclass(frozen=True)
class Look:
    """What tells one brand's document from another's: title, font, colours, and how much smaller its type is."""

    title: str
    font: str
    theme: Mapping[str, str]
    grey: str
    scale: float = 1.0
    title_slot: str = "dk1"

    def points(self, size: float) -> float:
        """A size of the visual system in this look, in half points as Word counts them."""
        return round(size * self.scale * 2) / 2

    def colour(self, slot: str, element: str = "color") -> str:
        """The colour of a text, from the theme where it has the slot."""
        if slot == "grey":
            return f'<w:{element} w:val="{self.grey}"/>'
        return f'<w:{element} w:val="{self.theme[slot]}" w:themeColor="{_SLOTS[slot]}"/>'

    def rule(self, side: str, points: float, slot: str, space: int = 0) -> str:
        """A border line; its width is written in eighths of a point."""
        tint = f'w:color="{self.theme[slot]}" w:themeColor="{_SLOTS[slot]}"'
        return f'<w:{side} w:val="single" w:sz="{round(points * 8)}" w:space="{space}" {tint}/>'

    def status_stops(self) -> str:
        """Where the status stands beside a heading: 7.6 and 12.1 cm, with a wide font 7.3 and 11.8 cm, so that the
        longest words of six languages end before the margin."""
        first, second = (4309, 6860) if self.scale == 1 else (4139, 6690)
        return tabs(("left", first), ("left", second))

    def margin(self, row: int) -> int:
        """What stands above and below the text of a row of that height, both in twips."""
        return round((row - twips(self.points(9) * _CALIBRI_LINE)) / 2)

    def fill(self) -> str:
        """The shade of boxes and headers."""
        return f'<w:shd w:val="clear" w:color="auto" w:fill="{self.theme["lt2"]}" w:themeFill="background2"/>'


@dataclass(frozen=True)
class Style:
    """A paragraph style: size, distances before and after in points, leading in percent of the size.

    `keeps`, the rule and the tab stops stand before the distances and `more` after them, which is the order of the
    schema (ECMA-376 part 1, 17.3.1.26). `ruled` is side, points, colour and distance of a line.
    """

    name: str
    size: float = 0
    before: float = 0
    after: float = 0
    leading: float = 100 * _CALIBRI_LINE
    bold: bool = False
    colour: str = ""
    base: str = "Normal"
    next: str = ""
    keeps: str = ""
    more: str = ""
    ruled: tuple[str, float, str, int] | None = None
    stops: str = ""

    @property
    def id(self) -> str:
        """The name without blanks, as Word itself makes it."""
        return self.name.replace(" ", "")

    def xml(self, look: Look) -> str:
        default = ' w:default="1"' if self.name == "Normal" else ""
        base = f'<w:basedOn w:val="{self.base}"/>' if self.name != "Normal" else ""
        following = f'<w:next w:val="{self.next.replace(" ", "")}"/>' if self.next else ""
        distances = f'w:before="{twips(self.before)}" w:after="{twips(self.after)}"'
        lines = f'w:line="{round(240 * self.leading / 100 / _CALIBRI_LINE)}" w:lineRule="auto"'
        line = f"<w:pBdr>{look.rule(*self.ruled)}</w:pBdr>" if self.ruled else ""
        before = self.keeps + line + (look.status_stops() if self.stops == "status" else self.stops)
        half = round(look.points(self.size) * 2)
        size = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if self.size else ""
        colour = look.title_slot if self.name == "Title" else self.colour
        run = ("<w:b/><w:bCs/>" if self.bold else "") + (look.colour(colour) if colour else "") + size
        # Word knows its own styles by names in lower case.
        name = self.name.lower() if self.name.startswith(_OWN_OF_WORD) else self.name
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}"><w:name w:val="{name}"/>{base}{following}'
            f'<w:uiPriority w:val="1"/><w:qFormat/><w:pPr>{before}<w:spacing {distances} {lines}/>{self.more}'
            f"</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def tabs(*stops: tuple[str, int]) -> str:
    """Tab stops as (alignment, twips)."""
    lines = "".join(f'<w:tab w:val="{kind}" w:pos="{place}"/>' for kind, place in stops)
    return f"<w:tabs>{lines}</w:tabs>"


_KEEP = "<w:keepNext/><w:keepLines/>"
_KEEP_NEXT = "<w:keepNext/>"
_RIGHT_EDGE = tabs(("right", TEXT_WIDTH))


def _numbered(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


_OWN_OF_WORD = ("Heading ", "Caption", "Header", "Footer", "TOC ")
PARAGRAPH_STYLES = (
    Style("Normal", 10.5, after=8, leading=130, colour="dk1"),
    # What belongs to the figure or table after it.
    Style("Lead Paragraph", after=8, leading=130, keeps=_KEEP_NEXT),
    Style("Title", 22, after=4, bold=True, next="Subtitle", keeps=_KEEP),
    Style("Subtitle", 11, after=6, colour="grey", next="Normal", keeps=_KEEP_NEXT),
    Style(
        "Heading 1", 16, 18, 6, bold=True, colour="accent1", next="Normal", keeps=_KEEP + _numbered(0), more=_outline(0)
    ),
    Style(
        "Heading 2", 13, 18, 4, bold=True, colour="accent1", next="Normal", keeps=_KEEP + _numbered(1), more=_outline(1)
    ),
    Style(
        "Status Heading",
        11,
        3,
        1,
        bold=True,
        colour="accent1",
        next="Status Text",
        keeps=_KEEP,
        more=_outline(0),
        ruled=("bottom", 0.75, "dk1", 2),
        stops="status",
    ),
    Style("Status Text", 10.5, after=3, leading=115),
    # Below the key block, apart from it.
    Style("Status Reason", base="StatusText", before=4, after=3, leading=115),
    # A sentence below a compact table, ruled like its rows.
    Style("Delivery", 9, 1.5, 0, ruled=("bottom", 0.5, "accent6", 2)),
    # A table in it is set in the table style Compact Table, each row on one line.
    Style("Compact", 9),
    # On a page of its own after the status page.
    Style(
        "Contents Heading",
        16,
        0,
        6,
        bold=True,
        colour="accent1",
        next="Normal",
        keeps=_KEEP + "<w:pageBreakBefore/>",
    ),
    # Near each other: the fifty lines of a programme's contents stand on one page.
    Style("TOC 1", 10.5, 3, 0, bold=True, stops=tabs(("left", 454), ("right", TEXT_WIDTH))),
    Style("TOC 2", 10.5, 0, 0, stops=tabs(("left", 1077), ("right", TEXT_WIDTH)), more='<w:ind w:left="454"/>'),
    Style("Figure", before=8, after=0, keeps=_KEEP_NEXT),
    Style("Caption", 9.5, 12, 4, next="Normal", keeps=_KEEP),
    Style("Figure Caption", 9.5, 4, 0, base="Caption", next="Source", keeps=_KEEP),
    Style("Source", 9, 4, 12, colour="grey", next="Normal"),
    Style(
        "List Bullet",
        after=4,
        leading=130,
        keeps='<w:keepLines/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>',
    ),
    # As "List Bullet", on the page of what follows.
    Style("Lead Bullet", base="ListBullet", after=4, leading=130, keeps=_KEEP),
    Style("Key Label", 9, colour="grey", keeps=_KEEP_NEXT),
    Style("Key Value", 11),
    Style("Table Text", 9),
    Style("Table Number", base="TableText", more='<w:jc w:val="right"/>'),
    Style("Table Note", 8, base="TableText", colour="grey"),
    Style("Header", 9, colour="grey", stops=_RIGHT_EDGE),
    Style("Footer", 9, colour="grey", ruled=("top", 0.5, "accent6", 4), stops=_RIGHT_EDGE),
    Style("Template Tag", 8, colour="grey", keeps=_KEEP_NEXT),
)


def _character_styles(look: Look) -> tuple[tuple[str, str], ...]:
    """Name and run properties."""
    size = round(look.points(9.5) * 2)
    plain = f'<w:b w:val="0"/><w:bCs w:val="0"/>{look.colour("dk1")}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return (("Strong", "<w:b/><w:bCs/>"), ("Quiet", look.colour("grey")), ("Status", plain))


def styles_xml(look: Look) -> str:
    """The styles part: defaults, paragraph, character and table styles."""
    paragraphs = "".join(style.xml(look) for style in PARAGRAPH_STYLES)
    characters = "".join(
        f'<w:style w:type="character" w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/><w:uiPriority w:val="2"/><w:qFormat/>'
        f"<w:rPr>{run}</w:rPr></w:style>"
        for name, run in _character_styles(look)
    )
    families = {"ascii": "minorHAnsi", "hAnsi": "minorHAnsi", "eastAsia": "minorEastAsia"}
    fonts = "".join(f' w:{script}Theme="{font}"' for script, font in families.items()) + ' w:cstheme="minorBidi"'
    half = round(look.points(10.5) * 2)
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/>'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1"'
        ' w:defQFormat="0" w:count="376"/>'
        f"{paragraphs}"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        f"{characters}{_TABLE_NORMAL}{_report_table(look)}{_compact_table(look)}{_key_block(look)}"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style></w:styles>'
    )


_TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _cell_margins(vertical: int, horizontal: int) -> str:
    sides = (("top", vertical), ("left", horizontal), ("bottom", vertical), ("right", horizontal))
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    return f"<w:tblCellMar>{margins}</w:tblCellMar>"


def _table_style(name: str, properties: str, conditions: str = "", fill: str = "") -> str:
    id = name.replace(" ", "")
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="3"/><w:qFormat/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{properties}</w:tblPr>'
        f'<w:tcPr>{fill}<w:vAlign w:val="center"/></w:tcPr>{conditions}</w:style>'
    )


def _report_table(look: Look) -> str:
    """Header on lt2 in bold above a rule, thin rules between rows, the last row and a total ruled.

    Rows are 0.66 cm high.
    """
    lines = look.rule("bottom", 0.75, "dk1") + look.rule("insideH", 0.5, "accent6")
    bold = "<w:rPr><w:b/><w:bCs/></w:rPr>"
    header = f"<w:tcPr><w:tcBorders>{look.rule('bottom', 0.75, 'dk1')}</w:tcBorders>{look.fill()}</w:tcPr>"
    total = f"<w:tcPr><w:tcBorders>{look.rule('top', 0.75, 'dk1')}</w:tcBorders></w:tcPr>"
    return _table_style(
        "Report Table",
        f"<w:tblBorders>{lines}</w:tblBorders>{_cell_margins(look.margin(374), 85)}",
        f'<w:tblStylePr w:type="firstRow">{bold}{header}</w:tblStylePr>'
        f'<w:tblStylePr w:type="lastRow">{bold}{total}</w:tblStylePr>',
    )


def _compact_table(look: Look) -> str:
    """For the status page: thin rules, texts from the edge on, rows of 0.47 cm, under a heading that is ruled."""
    lines = look.rule("bottom", 0.5, "accent6") + look.rule("insideH", 0.5, "accent6")
    bold = "<w:rPr><w:b/><w:bCs/></w:rPr>"
    high = look.margin(267)
    margins = (
        f'<w:tblCellMar><w:top w:w="{high}" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        f'<w:bottom w:w="{high}" w:type="dxa"/><w:right w:w="113" w:type="dxa"/></w:tblCellMar>'
    )
    return _table_style(
        "Compact Table",
        f"<w:tblBorders>{lines}</w:tblBorders>{margins}",
        f'<w:tblStylePr w:type="firstRow">{bold}</w:tblStylePr>',
    )


def _key_block(look: Look) -> str:
    """A row of labels over a row of values on lt2, 1.35 cm high together."""
    return _table_style("Key Block", _cell_margins(45, 113), fill=look.fill())


def numbering_xml() -> str:
    """Two lists: the numbers of the headings, and bullets."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{level + 1}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{text} "/><w:lvlJc w:val="left"/></w:lvl>'
        for level, text in enumerate(("%1", "%1.%2"))
    )
    bullet = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
        '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="227"/></w:pPr></w:lvl>'
    )
    return (
        f'<w:numbering xmlns:w="{W}">'
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>{bullet}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def settings_xml() -> str:
    """Settings of a document made for Word 2013 and later (compatibility mode 15)."""
    slots = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2", "hyperlink": "hyperlink"}
    slots |= {f"accent{n}": f"accent{n}" for n in range(1, 7)} | {"followedHyperlink": "followedHyperlink"}
    order = ("bg1", "t1", "bg2", "t2", *(f"accent{n}" for n in range(1, 7)), "hyperlink", "followedHyperlink")
    mapping = " ".join(f'w:{name}="{slots[name]}"' for name in order)
    mode = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{mode}</w:compat>'
        f'<w:themeFontLang w:val="en-GB"/><w:clrSchemeMapping {mapping}/></w:settings>'
    )


def fonts_xml(look: Look) -> str:
    """The table of fonts: what they are, so that a program without them finds the next best (17.8.3.10)."""
    kinds = {look.font: (_PANOSE.get(look.font, ""), "swiss"), "Segoe UI Symbol": ("020B0502040204020203", "swiss")}
    fonts = "".join(
        f'<w:font w:name="{name}">{f"""<w:panose1 w:val="{panose}"/>""" if panose else ""}<w:charset w:val="00"/>'
        f'<w:family w:val="{family}"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, (panose, family) in kinds.items()
    )
    return f'<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'


def theme_xml(look: Look) -> str:
    """The theme: the brand's twelve colours and its font for headings and text."""
    scheme = "".join(f'<a:{slot}><a:srgbClr val="{rgb}"/></a:{slot}>' for slot, rgb in look.theme.items())
    font = f'<a:latin typeface="{look.font}"/><a:ea typeface=""/><a:cs typeface=""/>'
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{solid}<a:prstDash val="solid"/></a:ln>' for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:theme xmlns:a="{A}" name="{look.title}"><a:themeElements>'
        f'<a:clrScheme name="{look.title}">{scheme}</a:clrScheme><a:fontScheme name="{look.title}">'
        f"<a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="{look.title}"><a:fillStyleLst>{solid * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )
