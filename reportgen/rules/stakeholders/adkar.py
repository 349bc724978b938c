"""ADKAR: how far a stakeholder has come in a change, and the barrier point at which the next step has to begin.

The five elements are scored 1 to 5; the barrier point is the first that scores 3 or less, as Prosci's
practitioners have it. A missing score before the first low one leaves the barrier open: nobody is ready by silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Table
from reportgen.content.values import Number, exact
from reportgen.rules.blocks import listed, table
from reportgen.rules.registers.engagement import Stakeholder
from reportgen.rules.registers.register import Register
from reportgen.rules.setting import Setting

ELEMENTS = ("Awareness", "Desire", "Knowledge", "Ability", "Reinforcement")
BARRIER = 3
NONE, UNKNOWN = "None", "Not stated"


def barrier_point(scores: Sequence[float | None]) -> str:
    """The first element that scores 3 or less; "None" where all are above, "Not stated" where a score is missing."""
    for element, score in zip(ELEMENTS, scores, strict=True):
        if score is None:
            return UNKNOWN
        if score <= BARRIER:
            return element
    return NONE


def scores_of(rows: Register) -> list[tuple[float | None, ...]]:
    """The five scores of each row; None where one is missing or off the scale."""
    columns = [[number if 1 <= number <= 5 else None for number in rows.numbers(e.lower()).tolist()] for e in ELEMENTS]
    return list(zip(*columns, strict=True))


def adkar(rows: Register, people: Sequence[Stakeholder], setting: Setting) -> Table | None:
    """Everyone with a score, those furthest from done first; None where the register has no scores."""
    scores = scores_of(rows)
    scored = [(one, scores[one.row]) for one in people if any(score is not None for score in scores[one.row])]
    if not scored:
        return None
    word = setting.locale.word
    columns = [
        Column("stakeholder", word("Stakeholder"), weight=2.4, emphasis=Emphasis.STRONG),
        *(Column(element.lower(), word(element), Align.RIGHT, 0.9) for element in ELEMENTS),
        Column("barrier", word("Barrier point"), weight=1.4),
        Column("owner", word("Owner"), weight=1.3),
    ]
    order = (*ELEMENTS, UNKNOWN, NONE)
    ranked = sorted(scored, key=lambda pair: (order.index(barrier_point(pair[1])), pair[0].number))
    owners = rows.texts("owner")
    cells: list[tuple[str, dict[str, Cell]]] = [
        (
            one.key,
            {
                "stakeholder": one.name,
                **{element.lower(): _score(score) for element, score in zip(ELEMENTS, held, strict=True)},
                "barrier": word(barrier_point(held)),
                "owner": owners[one.row],
            },
        )
        for one, held in ranked
    ]
    made = listed(columns, cells, "owner")
    return table("adkar", "Barrier points", made.columns, made.rows, setting, headline=_headline(scored, setting))


def _score(score: float | None) -> Cell:
    return None if score is None else Number(exact(score), 0 if score.is_integer() else 1)


def _headline(scored: Sequence[tuple[Stakeholder, tuple[float | None, ...]]], setting: Setting) -> Phrase:
    points = Counter(barrier_point(held) for _, held in scored)
    most = max((element for element in ELEMENTS if points[element]), key=lambda e: points[e], default="")
    word = setting.locale.word
    return setting.locale.phrase(
        "adkar_title", element=word(most) if most else "", count=points[most] if most else 0, of=len(scored)
    )
