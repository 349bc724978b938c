"""Map + box -> native shapes that can be moved: frame, quadrants, numbered bubbles with names, moves, key.

Lengths are cm on the slide until they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import atan2, cos, pi, sin
from typing import Final

from reportgen.content.maps import Bubble, Map
from reportgen.ooxml import Xml
from reportgen.renderers.map_places import BUBBLE, RING, Name, Point, Rect, centres, name_places, point_of
from reportgen.renderers.powerpoint.fitting import shortened, text_width, wrap
from reportgen.renderers.powerpoint.frames import Ink, connector, group, shape, text_box
from reportgen.renderers.powerpoint.geometry import CM, POINT, Box
from reportgen.renderers.powerpoint.pen import Look, Pen

# What stands around the plot: the words of the axes, below them the key.
_LEFT: Final = 0.9
_BELOW: Final = 0.6
_KEY: Final = 0.7
_CORNER: Final = 0.25
_LINE: Final = 0.55
# Names wider than this take two lines, and longer ones are cut.
_WIDEST: Final = 4.4
_LONGEST: Final = 40
_SIGN: Final = 0.4
# How far the words of the key stand from where their sign begins, and from the next sign.
_KEY_SIGNS: Final = {"filled": _SIGN + 0.15, "outlined": _SIGN + 0.15, "moved": _SIGN + 1.05}
_KEY_GAP: Final = 1.1
_LEAST_KEY_GAP: Final = 0.4
# A ring nearer to its bubble than this has no room for an arrow.
_SHORTEST: Final = BUBBLE / 2 + RING / 2 + 0.3
# The connection sites of an ellipse, counted anticlockwise from its top (presetShapeDefinitions, ellipse).
_SITES: Final = 8
_GREY: Final = "grey"
# Ids by which arrows hold their ends; every shape gets its last id when the slide is finished.
_FIRST_ID: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A bubble with its place on the slide and its name as printed, line by line."""

    bubble: Bubble
    point: Point
    lines: tuple[str, ...]
    id: int
    before: Point | None = None


class _Drawing:
    """Draws one map into a box."""

    def __init__(self, map: Map, box: Box, pen: Pen) -> None:
        self.map, self.pen = map, pen
        self.box = Rect(box.left / CM, box.top / CM, box.width / CM, box.height / CM)
        below = _BELOW + _KEY
        self.plot = Rect(self.box.left + _LEFT, self.box.top, self.box.width - _LEFT, self.box.height - below)
        self.label = pen.small(Look(12))
        self.drawn = [self._drawn(n, *each) for n, each in enumerate(zip(map.bubbles, self._points(), strict=True))]

    def xml(self, alt: str, box: Box) -> Xml:
        """The whole map as one group."""
        shapes = [*self._frame(), *self._axes(), *self._moves(), *self._bubbles(), *self._names(), *self._key()]
        return group(f"rg:{self.map.id}", alt, box, shapes)

    def unnamed(self) -> tuple[str, ...]:
        """Number and name of the bubbles beside which no name has room."""
        places = self._places()
        return tuple(
            f"{one.bubble.number} {one.bubble.label}"
            for one, place in zip(self.drawn, places, strict=True)
            if place is None or " ".join(one.lines) != one.bubble.label
        )

    def _points(self) -> list[Point]:
        return centres(self.map.bubbles, self.plot)

    def _drawn(self, n: int, bubble: Bubble, point: Point) -> _Drawn:
        look = replace(self.label, bold=bubble.filled)
        type = self.pen.type(look)
        text = bubble.label if len(bubble.label) <= _LONGEST else _cut(bubble.label)
        lines = wrap(text, _points_of(_WIDEST), type)
        if len(lines) > 2:
            lines = wrap(shortened(text, _points_of(_WIDEST), 2, type), _points_of(_WIDEST), type)
        before = None if bubble.previous is None else point_of(bubble.previous, self.plot)
        return _Drawn(bubble, point, tuple(lines), _FIRST_ID + 2 * n, before)

    # ---- The ground ----

    def _frame(self) -> Iterator[Xml]:
        plot = self.plot
        half = Rect(plot.left + plot.width / 2, plot.top, plot.width / 2, plot.height / 2)
        yield shape("Quadrant", _box(half), "rect", Ink("bg2"))
        yield shape("Frame", _box(plot), "rect", Ink("", "accent2", 0.75))
        middle_x, middle_y = plot.left + plot.width / 2, plot.top + plot.height / 2
        ink = Ink("", "accent2", 0.75)
        yield connector("Middle", _emu(Point(middle_x, plot.top)), _emu(Point(middle_x, plot.bottom)), ink)
        yield connector("Middle", _emu(Point(plot.left, middle_y)), _emu(Point(plot.right, middle_y)), ink)
        look = self._quadrant_look
        for name, place, left in zip(self.map.quadrants, self._quadrant_places(), (True, False) * 2, strict=True):
            if name:
                text = self.pen.paragraph([self.pen.run(name, look)], align="" if left else "r")
                yield text_box(f"Quadrant {name}", _box(place), [text])

    @property
    def _quadrant_look(self) -> Look:
        return replace(self.label, bold=True, colour=_GREY)

    def _quadrant_places(self) -> list[Rect]:
        """Where the names of the quadrants stand, in the corners of the frame."""
        plot, type = self.plot, self.pen.type(self._quadrant_look)
        places = []
        for n, name in enumerate(self.map.quadrants):
            width = text_width(name, type) * POINT / CM + 0.1
            left = plot.left + _CORNER if n % 2 == 0 else plot.right - _CORNER - width
            # The letters stand 0.25 cm from the corners, their line a little nearer.
            top = plot.top + _CORNER / 2 if n < 2 else plot.bottom - _CORNER / 2 - _LINE
            places.append(Rect(left, top, width, _LINE))
        return places

    def _axes(self) -> Iterator[Xml]:
        """The names of the axes and of their ends, across below the frame and up along its left side."""
        words, plot = self.map.words, self.plot
        plain, bold = replace(self.label, colour=_GREY), replace(self.label, bold=True, colour=_GREY)
        third, top = plot.width / 3, plot.bottom + 0.05
        across = ((words.low, plain, ""), (words.x, bold, "ctr"), (words.high, plain, "r"))
        for n, (text, look, align) in enumerate(across):
            if text:
                line = self.pen.paragraph([self.pen.run(text, look)], align=align)
                yield text_box(f"Axis {text}", _box(Rect(plot.left + n * third, top, third, _LINE)), [line])
        high, left = plot.height / 3, self.box.left
        up = ((words.low, plain, ""), (words.y, bold, "ctr"), (words.high, plain, "r"))
        for n, (text, look, align) in enumerate(up):
            if text:
                line = self.pen.paragraph([self.pen.run(text, look)], align=align)
                place = Rect(left, plot.bottom - (n + 1) * high, _LINE, high)
                yield text_box(f"Axis {text}", _box(place), [line], upright=True)

    # ---- What stands on it ----

    def _moves(self) -> Iterator[Xml]:
        """A dashed ring at the previous place, and an arrow from it."""
        for one in self.drawn:
            if one.before is None:
                continue
            name = f"rg:{self.map.id}.{one.bubble.key}"
            ring = _around(one.before, RING)
            yield shape(f"{name}.before", _box(ring), "ellipse", Ink("bg1", _GREY, 0.75, "sysDash"), id=one.id + 1)
            if one.before.distance(one.point) < _SHORTEST:
                continue
            start, leaves = _site(one.before, one.point, RING)
            end, enters = _site(one.point, one.before, BUBBLE)
            ends = ((one.id + 1, leaves), (one.id, enters))
            yield connector(f"{name}.moved", _emu(start), _emu(end), Ink("", "tx1", 1.75), arrow=True, ends=ends)

    def _bubbles(self) -> Iterator[Xml]:
        for one in self.drawn:
            filled = one.bubble.filled
            look = replace(self.label, bold=True, colour="bg1" if filled else "accent1")
            number = self.pen.paragraph([self.pen.run(str(one.bubble.number), look)], align="ctr")
            ink = Ink("accent1", "accent1", 1.5) if filled else Ink("bg1", "accent1", 1.5)
            name, box = f"rg:{self.map.id}.{one.bubble.key}", _box(_around(one.point, BUBBLE))
            words = self.map.words.filled if filled else self.map.words.outlined
            alt = f"{one.bubble.label}{': ' + words if words else ''}"
            yield shape(name, box, "ellipse", ink, alt, [number], id=one.id)

    def _names(self) -> Iterator[Xml]:
        for one, place in zip(self.drawn, self._places(), strict=True):
            if place is None:
                continue
            look = replace(self.label, bold=one.bubble.filled)
            beside = place.left > one.point.x or place.right < one.point.x
            align = "ctr" if not beside else "" if place.left > one.point.x else "r"
            shown = one.lines if place.width >= self._size(one, one.lines).width else self._halves(one)
            lines = [self.pen.paragraph([self.pen.run(line, look)], align=align) for line in shown]
            yield text_box(f"rg:{self.map.id}.{one.bubble.key}.name", _box(place), lines, wrapped=False)

    def _places(self) -> list[Rect | None]:
        names = [replace(self._size(one, one.lines), narrow=self._narrow(one)) for one in self.drawn]
        moves = [(one.before, one.point) for one in self.drawn if one.before is not None]
        taken = [_letters(place) for place in self._quadrant_places()]
        return name_places(names, [one.point for one in self.drawn], self.plot, taken, moves)

    def _size(self, one: _Drawn, lines: tuple[str, ...]) -> Name:
        type = self.pen.type(replace(self.label, bold=one.bubble.filled))
        width = max((text_width(line, type) for line in lines), default=0.0)
        # A little more than measured: programs differ, and a name that breaks again covers the next.
        return Name(width * 1.03 * POINT / CM, len(lines) * type.line * POINT / CM, one.bubble.filled)

    def _narrow(self, one: _Drawn) -> Name | None:
        """A name of one line on two."""
        lines = self._halves(one)
        return self._size(one, lines) if len(lines) == 2 else None

    def _halves(self, one: _Drawn) -> tuple[str, ...]:
        """The words of a line on two lines of nearly the same length."""
        words = one.lines[0].split(" ") if len(one.lines) == 1 else []
        cuts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
        return min(cuts, key=lambda cut: max(map(len, cut)), default=())

    def _key(self) -> Iterator[Xml]:
        """What filled, outlined and dashed mean; only what the map shows."""
        words, type = self.map.words, self.pen.type(self.label)
        outlined = [not bubble.filled for bubble in self.map.bubbles]
        explained = (
            ("filled", words.filled if not all(outlined) else ""),
            ("outlined", words.outlined if any(outlined) else ""),
            ("moved", words.moved),
        )
        kinds = [(kind, text) for kind, text in explained if text]
        signs = sum(_KEY_SIGNS[kind] for kind, _ in kinds)
        widths = [text_width(text, type) * 1.05 * POINT / CM for _, text in kinds]
        gaps = max(len(kinds) - 1, 1)
        # Long words first take the room between them, then that below the scale; only then are they cut.
        gap = min(_KEY_GAP, max(_LEAST_KEY_GAP, (self.plot.width - signs - sum(widths)) / gaps))
        left = self.plot.left if signs + sum(widths) + gap * gaps <= self.plot.width else self.box.left
        share = min(1.0, (self.box.right - left - signs - gap * gaps) / max(sum(widths), 1))
        top = self.box.bottom - _KEY + 0.1
        for (kind, text), whole in zip(kinds, widths, strict=True):
            yield from self._key_sign(kind, Rect(left, top + (_LINE - _SIGN) / 2, _SIGN, _SIGN))
            left, width = left + _KEY_SIGNS[kind], whole * share
            shown = text if share == 1 else shortened(text, width * CM / POINT, 1, type)
            line = self.pen.paragraph([self.pen.run(shown, self.label)])
            yield text_box(f"Key {kind}", _box(Rect(left, top, width, _LINE)), [line], "ctr", wrapped=False)
            left += width + gap

    def _key_sign(self, kind: str, sign: Rect) -> Iterator[Xml]:
        if kind == "moved":
            middle = sign.top + sign.height / 2
            start, end = Point(sign.right, middle), Point(sign.right + 0.85, middle)
            yield shape("Key", _box(sign), "ellipse", Ink("", _GREY, 0.75, "sysDash"))
            yield connector("Key", _emu(start), _emu(end), Ink("", "tx1", 1.75), arrow=True)
        else:
            yield shape("Key", _box(sign), "ellipse", Ink("accent1" if kind == "filled" else "bg1", "accent1", 1.5))


def map_shapes(map: Map, alt: str, box: Box, pen: Pen) -> tuple[Xml, tuple[str, ...]]:
    """The map as a group of shapes, and the names that found no room, whole."""
    drawing = _Drawing(map, box, pen)
    return drawing.xml(alt, box), drawing.unnamed()


def _site(here: Point, there: Point, size: float) -> tuple[Point, int]:
    """The connection site of a circle that looks towards a point, and its number."""
    towards = atan2(here.y - there.y, there.x - here.x)
    number = round((towards - pi / 2) / (2 * pi / _SITES)) % _SITES
    angle = pi / 2 + number * 2 * pi / _SITES
    return Point(here.x + size / 2 * cos(angle), here.y - size / 2 * sin(angle)), number


def _cut(label: str) -> str:
    kept = label[:_LONGEST].rpartition(" ")[0] or label[:_LONGEST]
    return f"{kept.rstrip(' ,;:')}…"


def _around(point: Point, size: float) -> Rect:
    return Rect(point.x - size / 2, point.y - size / 2, size, size)


def _letters(line: Rect) -> Rect:
    """What the letters of a line cover of it."""
    return Rect(line.left, line.top + 0.2 * line.height, line.width, 0.6 * line.height)


def _points_of(centimetres: float) -> float:
    return centimetres * CM / POINT


def _emu(point: Point) -> tuple[int, int]:
    return round(point.x * CM), round(point.y * CM)


def _box(rect: Rect) -> Box:
    return Box(*(round(length * CM) for length in (rect.left, rect.top, rect.width, rect.height)))
