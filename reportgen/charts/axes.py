"""Category and value axes: quiet ones, that leave the speaking to labels."""

from __future__ import annotations

from typing import Final

from reportgen.charts.look import ChartLook
from reportgen.charts.paint import GREY, INK, RULE, Type, line, no_line, shape, text
from reportgen.charts.scale import Scale
from reportgen.ooxml import Xml, el, join

# Positive: axis ids are unsigned in the schema, though some writers make negative ones.
CATEGORY_AXIS: Final = 111_111_111
VALUE_AXIS: Final = 222_222_222

# Angles of text in 60 000ths of a degree; the last lets the program choose (written by Office itself).
_UPRIGHT: Final = -5_400_000
_BY_PROGRAM: Final = -60_000_000

# What all axes say alike.
_GENERAL: Final = el("c:numFmt", formatCode="General", sourceLinked=0)
_NO_MARKS: Final = join(el("c:majorTickMark", val="none"), el("c:minorTickMark", val="none"))
_CROSSES_VALUES: Final = join(
    el("c:crossAx", val=VALUE_AXIS),
    el("c:crosses", val="autoZero"),
    el("c:auto", val=0),
    el("c:lblAlgn", val="ctr"),
    el("c:lblOffset", val=50),
)
_CROSSES_CATEGORIES: Final = join(
    el("c:crossAx", val=CATEGORY_AXIS), el("c:crosses", val="autoZero"), el("c:crossBetween", val="between")
)


def category_axis(
    look: ChartLook,
    position: str,
    reading_down: bool = False,
    skip: int = 1,
    two_levels: bool = False,
    upright: bool = False,
    bare: bool = False,
    named: bool = True,
) -> Xml:
    """The axis that names the categories.

    `reading_down` puts the first on top, `skip` labels every nth only, `upright` turns the names on end,
    `bare` leaves out the line, and an axis not `named` the names.
    """
    return el(
        "c:catAx",
        el("c:axId", val=CATEGORY_AXIS),
        el("c:scaling", el("c:orientation", val="maxMin" if reading_down else "minMax")),
        el("c:delete", val=0),
        el("c:axPos", val=position),
        _GENERAL,
        _NO_MARKS,
        el("c:tickLblPos", val="low" if named else "none"),
        shape(no_line() if bare else line(GREY, 0.75, look)),
        text(Type(look.label_points, INK), look, _UPRIGHT if upright else _BY_PROGRAM if skip > 1 else 0),
        _CROSSES_VALUES,
        el("c:tickLblSkip", val=skip) if not two_levels else None,
        el("c:noMultiLvlLbl", val=0 if two_levels else 1),
    )


def hidden_value_axis(scale: Scale, position: str) -> Xml:
    """The axis of bars that say their numbers themselves."""
    return el(
        "c:valAx",
        el("c:axId", val=VALUE_AXIS),
        _scaling(scale),
        el("c:delete", val=1),
        el("c:axPos", val=position),
        _GENERAL,
        _NO_MARKS,
        el("c:tickLblPos", val="nextTo"),
        _CROSSES_CATEGORIES,
    )


def value_axis(scale: Scale, number_format: str, look: ChartLook) -> Xml:
    """The axis of a line chart: light gridlines with grey numbers, no line of its own."""
    return el(
        "c:valAx",
        el("c:axId", val=VALUE_AXIS),
        _scaling(scale),
        el("c:delete", val=0),
        el("c:axPos", val="l"),
        el("c:majorGridlines", shape(line(RULE, 0.5, look))),
        el("c:numFmt", formatCode=number_format, sourceLinked=0),
        _NO_MARKS,
        el("c:tickLblPos", val="low"),
        shape(no_line()),
        text(Type(look.label_points, GREY), look),
        _CROSSES_CATEGORIES,
        el("c:majorUnit", val=repr(scale.step)),
    )


def _scaling(scale: Scale) -> Xml:
    return el(
        "c:scaling",
        el("c:orientation", val="minMax"),
        el("c:max", val=repr(scale.high)),
        el("c:min", val=repr(scale.low)),
    )
