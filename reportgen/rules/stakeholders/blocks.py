"""Stakeholders -> the power/interest map, the register, the engagement that is missing, and what to say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.content.blocks import Block
from reportgen.content.kpis import Figure
from reportgen.content.maps import Bubble, Map, MapWords
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Label, Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import Count, NoData, Number, Quantity, Value, exact
from reportgen.dataset import Dataset
from reportgen.rules.alternative import shortened
from reportgen.rules.blocks import Part, count, fact, filled, listed, table
from reportgen.rules.registers.engagement import CUT, LEVELS, QUADRANTS, SCALE, Stakeholder, doubts, stakeholders
from reportgen.rules.registers.register import Register, register
from reportgen.rules.setting import Setting, Titles
from reportgen.rules.stakeholders.adkar import adkar
from reportgen.rules.stakeholders.contacts import contact_coverage, next_talks, talk_table
from reportgen.rules.stakeholders.salience import salience

_RIGHT = Align.RIGHT
_STEP = Count(exact(0), signed=True)
_TEXTS = ("role", "organisation", "segment", "owner", "next_action")
MOVES = ("Moved up", "Moved down")
# Days from the end of the period within which a date needs no year.
_NEAR = 183
_ARROW = "\N{RIGHTWARDS ARROW}"


def stakeholder_blocks(dataset: Dataset, setting: Setting, titles: Titles) -> Part:
    """All blocks about the stakeholders of a project; without a register none."""
    rows = register(dataset, "stakeholders")
    end = min(setting.period.end, setting.as_of)
    now = rows.latest("id", "assessed", end)
    if not len(now):
        return Part()
    before = stakeholders(rows.latest("id", "assessed", setting.period.previous.end))
    dated = rows.holds("assessed")
    made = _Made(now, stakeholders(now), {one.key: one for one in before if dated}, setting)
    blocks: dict[str, Block] = {
        "stakeholder_map": made.map(titles),
        "engagement": made.engagement(),
        "engagement_matrix": made.matrix(),
        "engagement_notes": made.notes(),
        "stakeholders": made.register(titles),
    }
    blocks |= made.models()
    problems = [*rows.repeated("id", "assessed"), *doubts(now, made.all)]
    return Part(blocks, made.facts, problems)


@dataclass(frozen=True, slots=True)
class _Move:
    """A stakeholder whose level of engagement changed since the period before."""

    one: Stakeholder
    source: int
    target: int


class _Made:
    """The stakeholders of a period, and by key those of the period before."""

    def __init__(
        self, rows: Register, all: list[Stakeholder], before: Mapping[str, Stakeholder], setting: Setting
    ) -> None:
        self.rows = rows
        self.all = all
        self.before = before
        self.setting = setting
        self.texts = {field: rows.texts(field) for field in _TEXTS}
        self.facts = self._facts()

    def _facts(self) -> dict[str, Figure]:
        word = self.setting.locale.word
        nothing = NoData("no earlier assessment")
        earlier = list(self.before.values())
        assessed, at_level = _counts(self.all)
        before: tuple[Value, Value] = _counts(earlier) if earlier else (nothing, nothing)
        return {
            "stakeholders_assessed": fact(
                "stakeholders_assessed", assessed, before[0], self.setting, word("Stakeholders with a desired level")
            ),
            "stakeholders_at_level": fact(
                "stakeholders_at_level", at_level, before[1], self.setting, word("Stakeholders at their desired level")
            ),
        }

    @property
    def lacking(self) -> list[Stakeholder]:
        """Those below their desired level, the largest gap first, then by power."""
        found = [one for one in self.all if one.lacks]
        return sorted(found, key=lambda one: (-(one.gap or 0), -(one.power or 0), one.number))

    @property
    def moves(self) -> list[_Move]:
        """Whose level changed, falls first."""
        found = [
            _Move(one, earlier.current, one.current)
            for one in self.all
            if (earlier := self.before.get(one.key)) and earlier.current is not None and one.current is not None
        ]
        changed = [move for move in found if move.source != move.target]
        return sorted(changed, key=lambda move: (move.target - move.source, move.one.number))

    # ---- Blocks ----

    def map(self, titles: Titles) -> Map:
        """Power over interest; who lacks engagement is filled, who moved shows from where."""
        word, say = self.setting.locale.word, self.setting.locale.phrase
        bubbles = tuple(self._bubbles())
        moved = any(bubble.previous for bubble in bubbles)
        quadrants = [word(name) for name in QUADRANTS]
        previous = self.setting.previous
        members = [
            (name, [one.name for one in self.all if one.quadrant == index]) for index, name in enumerate(quadrants)
        ]
        alt = say("alt_map", count=len(bubbles), members=[(name, held) for name, held in members if held])
        return Map(
            "stakeholder_map",
            (quadrants[0], quadrants[1], quadrants[2], quadrants[3]),
            bubbles,
            MapWords(
                word("Interest"),
                word("Power"),
                word("low"),
                word("high"),
                word("below desired level"),
                word("at desired level"),
                word("moved since {period}", period=previous) if moved else "",
            ),
            f"{word('Stakeholder map')}, {self.setting.label}",
            titles.pick(*self._titles()),
            self._subtitle(),
            self.setting.source,
            shortened(alt.text),
        )

    def _bubbles(self) -> Iterator[Bubble]:
        for one in self.all:
            earlier = self.before.get(one.key)
            previous = earlier.place if earlier else None
            if one.place:
                moved = previous if previous != one.place else None
                yield Bubble(one.key, one.number, one.name, one.place, one.lacks, moved)

    def _subtitle(self) -> str:
        days = sorted({one.assessed for one in self.all if one.assessed})
        day = self.setting.locale.date(days[-1]) if days else ""
        return self.setting.locale.phrase("map_scope", scale=SCALE, cut=CUT, day=day, several=len(days) > 1).text

    def _titles(self) -> Iterator[Phrase]:
        say = self.setting.locale.phrase
        facts = {
            "reached": self.facts["stakeholders_at_level"].value,
            "of": self.facts["stakeholders_assessed"].value,
        }
        falls = [move for move in self.moves if move.target < move.source]
        if falls and falls[0].one.lacks:
            level = self.setting.locale.word(LEVELS[falls[0].target])
            yield say("stakeholders_fell", name=falls[0].one.name, level=level, **facts)
        if self.lacking:
            first = self.lacking[0]
            yield say("stakeholders_gap", name=first.name, gap=first.gap or 0, **facts)
        yield say("stakeholders_plain", **facts)

    def engagement(self) -> Table:
        """Who is below the desired level, the largest gap first."""
        word = self.setting.locale.word
        columns = [
            Column("number", word("No."), _RIGHT, 0.4, Emphasis.QUIET),
            Column("stakeholder", word("Stakeholder"), weight=2.4, emphasis=Emphasis.STRONG),
            Column("current", word("Current"), weight=1.1),
            Column("desired", word("Desired"), weight=1.1),
            Column("gap", word("Gap"), _RIGHT, 0.6, format=_STEP),
            Column("owner", word("Owner"), weight=1.3),
            Column("next_action", word("Next action"), weight=3.2),
            Column("due", word("Due"), weight=1.1),
        ]
        return self._table("engagement", "Gap to desired level", columns, self.lacking)

    def register(self, titles: Titles) -> Table:
        """Every stakeholder with quadrant and engagement."""
        word = self.setting.locale.word
        columns = [
            Column("number", word("No."), _RIGHT, 0.5),
            Column("stakeholder", word("Stakeholder"), weight=2.2, emphasis=Emphasis.STRONG),
            Column("role", word("Role"), weight=1.6),
            Column("organisation", word("Organisation"), weight=1.6),
            Column("segment", word("Segment"), weight=1.3),
            Column("power", word("Power"), _RIGHT, 0.7),
            Column("interest", word("Interest"), _RIGHT, 0.7),
            Column("quadrant", word("Quadrant"), weight=1.3),
            Column("current", word("Current"), weight=1.1),
            Column("desired", word("Desired"), weight=1.1),
            Column("gap", word("Gap"), _RIGHT, 0.6, format=_STEP),
            Column("owner", word("Owner"), weight=1.3),
            Column("next_action", word("Next action"), weight=2.8),
            Column("due", word("Due")),
            Column("assessed", word("Assessed")),
        ]
        headline = titles.pick(self.setting.locale.phrase("stakeholders_register", count=len(self.all)))
        return self._table("stakeholders", "Stakeholders", columns, self.all, headline)

    def _table(
        self, id: str, name: str, columns: list[Column], shown: Sequence[Stakeholder], headline: Phrase | None = None
    ) -> Table:
        cells = [self._cells(one) for one in shown]
        optional = (*_TEXTS, "due", "assessed")
        columns = filled(columns, cells, optional)
        rows = [
            Row(one.key, tuple(held[column.key] for column in columns)) for one, held in zip(shown, cells, strict=True)
        ]
        facts = {
            "reached": self.facts["stakeholders_at_level"].value,
            "of": self.facts["stakeholders_assessed"].value,
        }
        title = headline or self.setting.locale.phrase("stakeholders_plain", **facts)
        return table(id, name, columns, rows, self.setting, headline=title, subtitle=self._subtitle())

    def _cells(self, one: Stakeholder) -> dict[str, Cell]:
        word, row = self.setting.locale.word, one.row
        texts = {field: texts[row] for field, texts in self.texts.items()}
        place = f"facts.stakeholders@{one.key}"
        gap = None if one.gap is None else Count(exact(one.gap), signed=True, id=f"{place}.gap")
        return {
            "number": one.number,
            "stakeholder": one.name,
            "power": _number(one.power),
            "interest": _number(one.interest),
            "quadrant": self._quadrant(one),
            "current": "" if one.current is None else word(LEVELS[one.current]),
            "desired": "" if one.desired is None else word(LEVELS[one.desired]),
            "gap": gap,
            "due": self.rows.dates("due")[row] or "",
            "assessed": one.assessed or "",
            **texts,
        }

    def _quadrant(self, one: Stakeholder) -> str:
        word = self.setting.locale.word
        if one.quadrant is not None:
            return word(QUADRANTS[one.quadrant])
        return word("On the line") if one.place else ""

    def models(self) -> dict[str, Block]:
        """What fuller registers allow: moves, salience, barrier points, contacts, and whom to talk to next."""
        talks = next_talks(self.rows, self.all, dict(self.before), self.setting)
        made = (
            self.moved(),
            salience(self.rows, self.all, self.setting),
            adkar(self.rows, self.all, self.setting),
            contact_coverage(self.rows, self.all, self.setting),
            talk_table(self.rows, talks, self.setting),
        )
        return {block.id: block for block in made if block is not None}

    def moved(self) -> Table | None:
        """Who moved since the period before, in engagement or on the map, falls first; None where nobody did."""
        word = self.setting.locale.word
        levels = {move.one.key: move for move in self.moves}
        shifted = [one for one in self.all if one.key in levels or self._shifted(one)]
        if not shifted:
            return None
        shifted.sort(key=lambda one: (_fall(levels.get(one.key)), one.number))
        columns = [
            Column("stakeholder", word("Stakeholder"), weight=2.2, emphasis=Emphasis.STRONG),
            Column("before", word("Engagement before"), weight=1.4),
            Column("now", word("Engagement now"), weight=1.4),
            Column("quadrant_before", word("Quadrant before"), weight=1.4),
            Column("quadrant", word("Quadrant now"), weight=1.4),
            Column("owner", word("Owner"), weight=1.2),
        ]
        cells = [(one.key, self._moved_cells(one, one.key in levels)) for one in shifted]
        held = listed(columns, cells, "before", "now", "quadrant_before", "quadrant", "owner")
        fell = sum(move.target < move.source for move in levels.values())
        facts = {"rose": len(levels) - fell, "fell": fell, "shifted": len(shifted), "previous": self.setting.previous}
        headline = self.setting.locale.phrase("moves_title", **facts)
        return table("stakeholder_moves", "Moves", held.columns, held.rows, self.setting, headline=headline)

    def _shifted(self, one: Stakeholder) -> bool:
        earlier = self.before.get(one.key)
        return earlier is not None and earlier.place is not None and self._quadrant(earlier) != self._quadrant(one)

    def _moved_cells(self, one: Stakeholder, in_level: bool) -> dict[str, Cell]:
        word, earlier = self.setting.locale.word, self.before[one.key]
        cells: dict[str, Cell] = {"stakeholder": one.name, "owner": self.texts["owner"][one.row]}
        if in_level and earlier.current is not None and one.current is not None:
            cells |= {"before": word(LEVELS[earlier.current]), "now": word(LEVELS[one.current])}
        if self._shifted(one):
            cells |= {"quadrant_before": self._quadrant(earlier), "quadrant": self._quadrant(one)}
        return cells

    def matrix(self) -> Table:
        """The gaps as the assessment matrix: C at the current, D at the desired level, an arrow between."""
        word, locale = self.setting.locale.word, self.setting.locale
        columns = [
            Column("stakeholder", word("Gap to desired level"), weight=3.4, emphasis=Emphasis.STRONG),
            *(Column(level.lower(), word(level)) for level in LEVELS),
        ]
        owners, days = self.texts["owner"], self.rows.dates("due")
        rows = []
        for one in self.lacking:
            note = " · ".join(part for part in (owners[one.row], self._day(days[one.row])) if part)
            rows.append(Row(one.key, (Label(f"{one.number}  {one.name}", note), *_steps(one))))
        headline = locale.phrase("matrix_key")
        return table("engagement_matrix", "Gap to desired level", columns, rows, self.setting, headline=headline)

    def _day(self, due: date | None) -> str:
        """A due date without its year where that is plain: within half a year of the period."""
        if due is None:
            return ""
        locale, near = self.setting.locale, abs(due - self.setting.period.end) < timedelta(days=_NEAR)
        return locale.day_and_month(due) if near else locale.date_short(due)

    def notes(self) -> Narrative:
        """Who is where needed, who moved, who is on the line or above the desired level."""
        say, word = self.setting.locale.phrase, self.setting.locale.word
        at_level = self.facts["stakeholders_at_level"]
        of = self.facts["stakeholders_assessed"].value
        reached = [one.name for one in self.all if one.gap is not None and not one.lacks]
        facts = {"figure": at_level, "of": of, "names": reached, "previous": self.setting.previous}
        found = [Finding(say("note_reached", **facts), label=word("At desired level"))]
        for move in self.moves:
            levels = {"source": word(LEVELS[move.source]), "target": word(LEVELS[move.target])}
            heading = word(MOVES[move.target < move.source])
            found.append(Finding(say("note_moved", name=move.one.name, **levels), label=heading))
        on_line = [one.name for one in self.all if one.place and one.on_the_line]
        if on_line:
            found.append(Finding(say("note_names", names=on_line), label=word("On the line, so in no quadrant")))
        above = [one.name for one in self.all if one.gap is not None and one.gap < 0]
        if above:
            found.append(Finding(say("note_names", names=above), label=word("Above desired level")))
        return Narrative("engagement_notes", tuple(found))


def _fall(move: _Move | None) -> int:
    """Falls before moves on the map alone, and those before rises."""
    return 0 if move is None else move.target - move.source


def _counts(found: Sequence[Stakeholder]) -> tuple[Quantity, Quantity]:
    """How many have a desired level, and how many of them are at it or above."""
    wanted = [one for one in found if one.desired is not None]
    reached = [one for one in wanted if one.gap is not None and one.gap <= 0]
    return count(len(wanted)), count(len(reached))


def _number(value: float | None) -> Quantity | None:
    return None if value is None else Number(exact(value), 0 if value.is_integer() else 1)


def _steps(one: Stakeholder) -> list[str]:
    """The letters of a row of the matrix, level by level."""
    assert one.current is not None
    assert one.desired is not None
    letters = {one.current: "C", one.desired: "D"}
    return [letters.get(level, _ARROW if one.current < level < one.desired else "") for level in range(len(LEVELS))]
