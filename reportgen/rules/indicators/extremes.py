"""The entities of one KPI to look at: the largest shortfalls of a share, else the highest and lowest values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.content.charts import Chart, ChartKind, Series
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import Count, Percent, Quantity, Status, exact
from reportgen.rules.alternative import shortened
from reportgen.rules.indicators.stand_in_words import with_sign_note
from reportgen.rules.setting import Setting, Subject, Titles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportgen.rules.figures.detail import EntityFigures

# Twelve rows of 0.9 cm fill the content zone of a slide (looks, section 3).
_ROWS = 12
_LOWEST = 4
_COUNT = Count(exact(0))


def entity_table(subject: Subject, setting: Setting, titles: Titles) -> Table | None:
    """At most twelve entities with a chart; None without entities, or when none stands out."""
    if subject.entities is None or not subject.total.value:
        return None
    listing = _Listing(subject, subject.entities, setting)
    choice = listing.choose()
    return listing.table(choice, titles) if choice else None


@dataclass(frozen=True)
class _Choice:
    """Positions of the entities in reading order, what the list shows, and what can be said about it.

    `lowest` of them, at the end, are the low end of a longer ranking.
    """

    positions: NDArray[np.int64]
    scope: Phrase
    titles: tuple[Phrase, ...]
    shortfall: bool = False
    lowest: int = 0


@dataclass(frozen=True)
class _Listing:
    subject: Subject
    figures: EntityFigures
    setting: Setting

    @property
    def counted(self) -> bool:
        """True where values have a numerator and a denominator."""
        return bool(np.isfinite(self.figures.denominators).any())

    def choose(self) -> _Choice | None:
        """The entities worth a look; None when there is nothing to tell."""
        if self.subject.is_share and self.counted:
            whole = _known(self.figures.denominators)
            # Where every entity counts once, a share per entity is yes or no, and no list of twelve says more.
            if whole.size == 0 or whole.min() == whole.max():
                return None
            if self.subject.higher_is_better:
                return self._shortfalls()
        if self.subject.prototype.unit in ("count", "money"):
            return self._largest()
        return self._both_ends()

    def _shortfalls(self) -> _Choice | None:
        missing = self._missing()
        lacking = np.flatnonzero(np.isfinite(missing) & (missing > 0) & self._large_enough())
        if lacking.size == 0:
            return None
        order = _ranked(lacking, missing)[:_ROWS]
        part = exact(float(missing[order].sum() / missing[lacking].sum()))
        share = Percent(part, 1, id=f"kpi.{self.subject.id}.shortfall")
        said = []
        if order.size < lacking.size:
            said.append(self._say("shortfall_share", count=len(order), noun=self.setting.noun, share=share))
        first = order[0]
        lacks, whole = self._count("missing", first), self._count("denominator", first)
        if order.size == 1 or missing[first] > missing[order[1]]:
            said.append(self._say("shortfall_first", name=self._name(first), missing=lacks, whole=whole))
        scope = self.setting.locale.phrase("shortfall_scope", shown=len(order), nouns=self.setting.nouns)
        return _Choice(order, scope, tuple(said), shortfall=True)

    def _largest(self) -> _Choice | None:
        values, total = self.figures.values, self.subject.total.value
        known = np.flatnonzero(np.isfinite(values) & (values > 0) & self._large_enough())
        if known.size < 2:
            return None
        order = _ranked(known, values)[:_ROWS]
        said = []
        part = exact(float(values[order].sum()))
        if isinstance(total, Quantity) and order.size < known.size and 0 < part < total.amount:
            share = Percent(part / total.amount, 1, id=f"kpi.{self.subject.id}.largest")
            said.append(self._say("entities_largest", count=len(order), noun=self.setting.noun, share=share))
        scope = self.setting.locale.phrase("largest_scope", shown=len(order), nouns=self.setting.nouns)
        return _Choice(order, scope, tuple(said))

    def _both_ends(self) -> _Choice | None:
        known = np.flatnonzero(np.isfinite(self.figures.values) & self._large_enough())
        least = 0
        if self.counted:
            least = round_floor(_known(self.figures.denominators[known]))
            # A comparison with NaN is false, so entities without a denominator drop out here.
            known = known[self.figures.denominators[known] >= least]
        if known.size < 2:
            return None
        ranked = _ranked(known, self.figures.values)
        lowest = _LOWEST if ranked.size > _ROWS else 0
        order = np.concatenate([ranked[: _ROWS - lowest], ranked[ranked.size - lowest :]])
        ends = {
            "top": self._name(order[0]),
            "top_value": self._value(order[0]),
            "bottom": self._name(order[-1]),
            "bottom_value": self._value(order[-1]),
        }
        facts = {"high": len(order) - lowest, "low": lowest, "nouns": self.setting.nouns}
        scope = self.setting.locale.phrase("extremes_scope", least=least, base=self.subject.base, **facts)
        said: tuple[Phrase, ...] = ()
        if self._alone(ranked[0], ranked[1]) and self._alone(ranked[-1], ranked[-2]):
            said = self._say("entities_range", **ends), self._say("entities_range_short", **ends)
        return _Choice(order, scope, said, lowest=lowest)

    def _large_enough(self) -> NDArray[np.bool_]:
        """Which entities may be called high or low: not those of fewer than a status needs."""
        if self.subject.terms is None or not self.subject.terms.least_n or self.subject.detail is None:
            return np.ones(len(self.figures.keys), np.bool_)
        if isinstance(self.subject.total.denominator, Count):
            return ~(self.figures.denominators < self.subject.terms.least_n)
        few = [figure.status is Status.TOO_FEW for figure in self.subject.detail.entities()]
        return ~np.array(few, np.bool_)

    def _alone(self, position: int, neighbour: int) -> bool:
        return bool(self.figures.values[position] != self.figures.values[neighbour])

    def table(self, choice: _Choice, titles: Titles) -> Table:
        """The chosen entities as a table with its chart."""
        say, columns = self.setting.locale.phrase, self._columns(choice)
        subtitle = self._subtitle(choice)
        headline = titles.pick(*choice.titles, self._say("entities_plain", noun=self.setting.noun))
        labels = [column.label for column in columns]
        alt = say("alt_table", title=subtitle, rows=len(choice.positions), columns=labels).text
        table = Table(
            id=f"kpi.{self.subject.id}.entities",
            columns=columns,
            rows=tuple(self._row(position, columns) for position in choice.positions),
            title=subtitle,
            headline=headline,
            subtitle=subtitle,
            source=self.setting.source,
            alt=shortened(alt),
        )
        return replace(table, chart=self._chart(table, choice))

    def _subtitle(self, choice: _Choice) -> str:
        return with_sign_note(self._plain_subtitle(choice), self.subject, self.setting, choice.positions)

    def _plain_subtitle(self, choice: _Choice) -> str:
        if not choice.shortfall:
            return self.setting.subtitle(self.subject, self.setting.label, choice.scope.text)
        facts = {"label": self._say("missing_of").text, "unit": "", "when": self.setting.label}
        return self.setting.locale.phrase("subtitle", scope=choice.scope.text, **facts).text

    def _columns(self, choice: _Choice) -> tuple[Column, ...]:
        word, noun = self.setting.locale.word, self.setting.noun
        columns = [Column("name", noun[:1].upper() + noun[1:], weight=2.4)]
        if self.counted:
            columns.append(Column("numerator", word("Numerator"), Align.RIGHT, format=_COUNT))
            columns.append(Column("denominator", word("Denominator"), Align.RIGHT, format=_COUNT))
        if choice.shortfall:
            formula = "{denominator}-{numerator}"
            columns.append(Column("missing", word("Missing"), Align.RIGHT, 1, Emphasis.STRONG, _COUNT, formula))
        strong = Emphasis.NONE if choice.shortfall else Emphasis.STRONG
        columns.append(Column("value", word("Actual"), Align.RIGHT, 1, strong, self.subject.prototype))
        return tuple(columns)

    def _row(self, position: int, columns: Iterable[Column]) -> Row:
        return Row(str(self.figures.keys[position]), tuple(self._cell(column.key, position) for column in columns))

    def _cell(self, key: str, position: int) -> Cell:
        if key == "name":
            return self._name(position)
        return self._value(position) if key == "value" else self._count(key, position)

    def _chart(self, table: Table, choice: _Choice) -> Chart:
        drawn = "missing" if choice.shortfall else "value"
        values = tuple(self._value(p) if drawn == "value" else self._count(drawn, p) for p in choice.positions)
        names = tuple(self._name(position) for position in choice.positions)
        keys = tuple(row.key for row in table.rows)
        ends = {"top": names[0], "top_value": values[0], "bottom": names[-1], "bottom_value": values[-1]}
        label = next(column.label for column in table.columns if column.key == drawn)
        return Chart(
            id=f"{table.id}.chart",
            kind=ChartKind.BAR,
            categories=names,
            series=(Series(label if choice.shortfall else self.subject.label, values),),
            format=values[0],
            title=table.title,
            headline=table.headline,
            subtitle=table.subtitle,
            source=table.source,
            alt=shortened(self.setting.locale.phrase("alt_entities", subtitle=table.subtitle, **ends).text),
            keys=keys,
            emphasis=keys[len(keys) - choice.lowest :] if choice.lowest else (),
        )

    def _say(self, name: str, /, **facts: object) -> Phrase:
        return self.setting.locale.phrase(name, label=self.subject.label, **facts)

    def _name(self, position: int) -> str:
        return self.figures.called(position)

    def _id(self, position: int) -> str:
        return f"kpi.{self.subject.id}@{self.setting.entity_field}={self.figures.keys[position]}"

    def _value(self, position: int) -> Quantity:
        amount = exact(float(self.figures.values[position]))
        return self.subject.prototype.like(amount, id=self._id(position))

    def _count(self, part: str, position: int) -> Count:
        held = {"numerator": self.figures.numerators, "denominator": self.figures.denominators}
        numbers = self._missing() if part == "missing" else held[part]
        return Count(exact(float(numbers[position])), id=f"{self._id(position)}.{part}")

    def _missing(self) -> NDArray[np.float64]:
        return self.figures.denominators - self.figures.numerators


def round_floor(numbers: NDArray[np.float64]) -> int:
    """A round number (1, 2 or 5 times a power of ten) that at least half of the numbers reach; 0 below 1."""
    middle = float(np.median(numbers)) if numbers.size else 0.0
    if middle < 1:
        return 0
    power: int = 10 ** (len(str(int(middle))) - 1)
    return max(factor * power for factor in (1, 2, 5) if factor * power <= middle)


def _known(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return numbers[np.isfinite(numbers)]


def _ranked(positions: NDArray[np.int64], numbers: NDArray[np.float64]) -> NDArray[np.int64]:
    """The positions, highest number first; equal ones in the order of the entity table."""
    return positions[np.argsort(-numbers[positions], kind="stable")]
