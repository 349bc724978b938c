"""Stakeholder salience: which of power, legitimacy and urgency a stakeholder has, and what that makes of it.

Classes as in Mitchell, Agle and Wood, "Toward a theory of stakeholder identification and salience" (1997). Power is
that of the register, above the middle of its scale; who lacks one of the three answers is in no class.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.content.phrases import Phrase
from reportgen.content.tables import Cell, Column, Emphasis, Table
from reportgen.rules.blocks import listed, table
from reportgen.rules.registers.engagement import CUT, Stakeholder
from reportgen.rules.registers.register import Register
from reportgen.rules.setting import Setting

_P, _L, _U = "P", "L", "U"
CLASSES = {
    frozenset({_P, _L, _U}): "Definitive",
    frozenset({_P, _L}): "Dominant",
    frozenset({_P, _U}): "Dangerous",
    frozenset({_L, _U}): "Dependent",
    frozenset({_P}): "Dormant",
    frozenset({_L}): "Discretionary",
    frozenset({_U}): "Demanding",
    frozenset[str](): "Non-stakeholder",
}
_ORDER = tuple(CLASSES.values())
# More names than these make no title.
_NAMED = 2


def salience_class(power: float | None, legitimate: bool | None, urgent: bool | None) -> str:
    """The class of a stakeholder; empty where one of the three is not known, or power is on the line."""
    if power is None or power == CUT or legitimate is None or urgent is None:
        return ""
    held = zip((_P, _L, _U), (power > CUT, legitimate, urgent), strict=True)
    return CLASSES[frozenset(letter for letter, has in held if has)]


def salience(rows: Register, people: Sequence[Stakeholder], setting: Setting) -> Table | None:
    """Everyone with a class, the most salient first; None where the register does not ask for it."""
    legitimate, urgent = rows.answers("legitimacy"), rows.answers("urgency")
    found = [(one, salience_class(one.power, legitimate[one.row], urgent[one.row])) for one in people]
    classed = sorted((pair for pair in found if pair[1]), key=lambda pair: (_ORDER.index(pair[1]), pair[0].number))
    if not classed:
        return None
    word, yes = setting.locale.word, {True: "●", False: ""}
    columns = [
        Column("stakeholder", word("Stakeholder"), weight=2.4, emphasis=Emphasis.STRONG),
        Column("class", word("Salience"), weight=1.4),
        Column("power", word("Power"), weight=0.8),
        Column("legitimacy", word("Legitimacy"), weight=0.9),
        Column("urgency", word("Urgency"), weight=0.8),
        Column("owner", word("Owner"), weight=1.3),
    ]
    owners = rows.texts("owner")
    cells: list[tuple[str, dict[str, Cell]]] = [
        (
            one.key,
            {
                "stakeholder": one.name,
                "class": word(name),
                "power": yes[(one.power or 0) > CUT],
                "legitimacy": yes[bool(legitimate[one.row])],
                "urgency": yes[bool(urgent[one.row])],
                "owner": owners[one.row],
            },
        )
        for one, name in classed
    ]
    made = listed(columns, cells, "owner")
    return table("salience", "Salience", made.columns, made.rows, setting, headline=_headline(classed, people, setting))


def _headline(classed: Sequence[tuple[Stakeholder, str]], people: Sequence[Stakeholder], setting: Setting) -> Phrase:
    definitive = [one.name for one, name in classed if name == _ORDER[0]]
    if len(definitive) > _NAMED:
        definitive = [definitive[0], f"+{len(definitive) - 1}"]
    return setting.locale.phrase(
        "salience_title", names=definitive, of=len(classed), missing=len(people) - len(classed)
    )
