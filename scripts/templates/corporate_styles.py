"""The look of the corporate Word template: styles, numbering, theme and settings, as XML parts.

Measures are those of the corporate visual system: A4 with 17 cm of text; sizes and distances in points, written
in the units of WordprocessingML (half points, twips). Colours are slots of the theme, so that another theme
restyles the whole document; only the grey of secondary text has no slot.
"""

from __future__ import annotations

from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
FONT = "Calibri"
GREY = "55606A"
THEME = {
    "dk1": "1C242B",
    "lt1": "FFFFFF",
    "dk2": "14324A",
    "lt2": "F2F0EA",
    "accent1": "17557F",
    "accent2": "8B949E",
    "accent3": "47887C",
    "accent4": "B5820C",
    "accent5": "9B1D29",
    "accent6": "C5CCD3",
    "hlink": "17557F",
    "folHlink": "55606A",
}
# What WordprocessingML calls the theme's slots (ECMA-376 part 1, 17.18.97).
_SLOTS = {"dk1": "text1", "lt2": "background2", "accent1": "accent1", "accent6": "accent6"}
# Calibri's own line is 1.22 times its size; Word counts lines in those, the visual system in sizes.
_CALIBRI_LINE = 1.2207
# 17 cm in twips.
TEXT_WIDTH = 9638


@dataclass(frozen=True)
class Style:
    """A paragraph style: size, distances before and after in points, leading in percent of the size.

    `keeps` stands before the distances and `more` after them, which is the order of the schema
    (ECMA-376 part 1, 17.3.1.26).
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

    @property
    def id(self) -> str:
        """The name without blanks, as Word itself makes it."""
        return self.name.replace(" ", "")

    def xml(self) -> str:
        default = ' w:default="1"' if self.name == "Normal" else ""
        base = f'<w:basedOn w:val="{self.base}"/>' if self.name != "Normal" else ""
        following = f'<w:next w:val="{self.next.replace(" ", "")}"/>' if self.next else ""
        distances = f'w:before="{twips(self.before)}" w:after="{twips(self.after)}"'
        lines = f'w:line="{round(240 * self.leading / 100 / _CALIBRI_LINE)}" w:lineRule="auto"'
        size = f'<w:sz w:val="{round(self.size * 2)}"/><w:szCs w:val="{round(self.size * 2)}"/>' if self.size else ""
        run = ("<w:b/><w:bCs/>" if self.bold else "") + (colour(self.colour) if self.colour else "") + size
        # Word knows its own heading and caption styles by names in lower case.
        name = self.name.lower() if self.name.startswith(("Heading ", "Caption", "Header", "Footer")) else self.name
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}"><w:name w:val="{name}"/>{base}{following}'
            f'<w:uiPriority w:val="1"/><w:qFormat/><w:pPr>{self.keeps}<w:spacing {distances} {lines}/>{self.more}'
            f"</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def colour(slot: str, element: str = "color") -> str:
    """The colour of a text, from the theme where it has the slot."""
    if slot == "grey":
        return f'<w:{element} w:val="{GREY}"/>'
    return f'<w:{element} w:val="{THEME[slot]}" w:themeColor="{_SLOTS[slot]}"/>'


def rule(side: str, points: float, slot: str, space: int = 0) -> str:
    """A border line; its width is written in eighths of a point."""
    tint = f'w:color="{THEME[slot]}" w:themeColor="{_SLOTS[slot]}"'
    return f'<w:{side} w:val="single" w:sz="{round(points * 8)}" w:space="{space}" {tint}/>'


def borders(*rules: str) -> str:
    """The borders of a paragraph."""
    return f"<w:pBdr>{''.join(rules)}</w:pBdr>"


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


PARAGRAPH_STYLES = (
    Style("Normal", 10.5, after=8, leading=130, colour="dk1", more=""),
    # What belongs to the figure or table after it.
    Style("Lead Paragraph", after=8, leading=130, keeps=_KEEP_NEXT),
    Style("Title", 22, after=4, bold=True, next="Subtitle", keeps=_KEEP),
    Style("Subtitle", 11, after=8, colour="grey", next="Normal", keeps=_KEEP_NEXT),
    Style(
        "Heading 1",
        16,
        18,
        6,
        bold=True,
        colour="accent1",
        next="Normal",
        keeps=_KEEP + _numbered(0),
        more=_outline(0),
    ),
    Style(
        "Heading 2",
        13,
        18,
        4,
        bold=True,
        colour="accent1",
        next="Normal",
        keeps=_KEEP + _numbered(1),
        more=_outline(1),
    ),
    # The status stands at the tab stops 9.4 and 13.6 cm.
    Style(
        "Status Heading",
        11,
        5,
        2,
        bold=True,
        colour="accent1",
        next="Status Text",
        keeps=_KEEP + borders(rule("bottom", 0.75, "dk1", 2)) + tabs(("left", 5329), ("left", 7711)),
        more=_outline(0),
    ),
    Style("Status Text", 10.5, after=6, leading=122),
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
    Style("Key Label", 9, colour="grey", keeps=_KEEP_NEXT),
    Style("Key Value", 12),
    Style("Table Text", 9),
    Style("Table Number", base="TableText", more='<w:jc w:val="right"/>'),
    Style("Table Note", 8, base="TableText", colour="grey"),
    Style("Header", 9, colour="grey", keeps=_RIGHT_EDGE),
    Style("Footer", 9, colour="grey", keeps=borders(rule("top", 0.5, "accent6", 4)) + _RIGHT_EDGE),
    Style("Template Tag", 8, colour="grey", keeps=_KEEP_NEXT),
)
# Name, run properties.
CHARACTER_STYLES = (
    ("Strong", "<w:b/><w:bCs/>"),
    ("Quiet", colour("grey")),
    ("Status", f'<w:b w:val="0"/><w:bCs w:val="0"/>{colour("dk1")}<w:sz w:val="19"/><w:szCs w:val="19"/>'),
)


def styles_xml() -> str:
    """The styles part: defaults, paragraph, character and table styles."""
    paragraphs = "".join(style.xml() for style in PARAGRAPH_STYLES)
    characters = "".join(
        f'<w:style w:type="character" w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/><w:uiPriority w:val="2"/><w:qFormat/>'
        f"<w:rPr>{run}</w:rPr></w:style>"
        for name, run in CHARACTER_STYLES
    )
    families = {"ascii": "minorHAnsi", "hAnsi": "minorHAnsi", "eastAsia": "minorEastAsia"}
    fonts = "".join(f' w:{script}Theme="{font}"' for script, font in families.items()) + ' w:cstheme="minorBidi"'
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/>'
        '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1"'
        ' w:defQFormat="0" w:count="376"/>'
        f"{paragraphs}"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        f"{characters}{_TABLE_NORMAL}{_report_table()}{_key_block()}"
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


def _report_table() -> str:
    """Header on lt2 in bold above a rule, thin rules between rows, the last row and a total ruled.

    9 pt text is 0.39 cm high: 0.135 cm above and below make the row of 0.66 cm.
    """
    lines = rule("bottom", 0.75, "dk1") + rule("insideH", 0.5, "accent6")
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{THEME["lt2"]}" w:themeFill="background2"/>'
    bold = "<w:rPr><w:b/><w:bCs/></w:rPr>"
    header = f"<w:tcPr><w:tcBorders>{rule('bottom', 0.75, 'dk1')}</w:tcBorders>{fill}</w:tcPr>"
    total = f"<w:tcPr><w:tcBorders>{rule('top', 0.75, 'dk1')}</w:tcBorders></w:tcPr>"
    return _table_style(
        "Report Table",
        f"<w:tblBorders>{lines}</w:tblBorders>{_cell_margins(77, 85)}",
        f'<w:tblStylePr w:type="firstRow">{bold}{header}</w:tblStylePr>'
        f'<w:tblStylePr w:type="lastRow">{bold}{total}</w:tblStylePr>',
    )


def _key_block() -> str:
    """A row of labels over a row of values on lt2, 1.35 cm high together."""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{THEME["lt2"]}" w:themeFill="background2"/>'
    return _table_style(
        "Key Block",
        _cell_margins(45, 113),
        fill=fill,
    )


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


def fonts_xml() -> str:
    """The table of fonts: what they are, so that a program without them finds the next best (17.8.3.10)."""
    kinds = {FONT: ("020F0502020204030204", "swiss"), "Segoe UI Symbol": ("020B0502040204020203", "swiss")}
    fonts = "".join(
        f'<w:font w:name="{name}"><w:panose1 w:val="{panose}"/><w:charset w:val="00"/><w:family w:val="{family}"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, (panose, family) in kinds.items()
    )
    return f'<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'


def theme_xml() -> str:
    """The theme: the brand's twelve colours and its font for headings and text."""
    scheme = "".join(f'<a:{slot}><a:srgbClr val="{rgb}"/></a:{slot}>' for slot, rgb in THEME.items())
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{solid}<a:prstDash val="solid"/></a:ln>' for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:theme xmlns:a="{A}" name="Corporate"><a:themeElements>'
        f'<a:clrScheme name="Corporate">{scheme}</a:clrScheme><a:fontScheme name="Corporate">'
        f"<a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Corporate"><a:fillStyleLst>{solid * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )
