"""What a document format states about itself: the names of its elements and a few habits. Data, no behaviour.

Element names are written with the usual prefix of their namespace ("w:p", "a:r", plain "row" in worksheets),
whatever prefix a file uses; `namespaces` maps every namespace, Transitional and Strict, to that prefix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reportgen.templating.events import Document, Element


@dataclass(frozen=True, slots=True)
class Flow:
    """Text as it lies in a paragraph: runs with properties and text. Tags are found in the joined text of one flow.

    `newline` and `tab` are what a line break and a tab in a value become: an element beside the text of the
    run ("w:br", `between_runs` false), an element between runs ("a:br", true), or "" for the character itself.
    `preserve`: touched text elements get xml:space="preserve".
    `pauses` are elements that count as a blank in the text (w:tab, w:br). `crossing`: a block may begin in one
    paragraph and end in another. Where `text` is `paragraph`, the element holds its text without runs.
    """

    paragraph: str
    run: str
    text: str
    properties: str
    newline: str = ""
    between_runs: bool = False
    tab: str = ""
    preserve: bool = False
    crossing: bool = True
    pauses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Keep:
    """What an element needs to stay valid: at least one `child`. Without one it is filled with an empty element
    named `fill`, or, when `fill` is "", dropped with the `frame` element around it ("": the element alone).

    `last`: the child must be the last element (w:tc ends with a w:p).
    `mend` repairs the finished element when cells were repeated or removed in it (tblGrid).
    """

    child: str
    fill: str = ""
    frame: str = ""
    last: bool = False
    mend: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Dialect:
    """A format for the tag engine.

    levels       tag prefix -> element that a level tag replaces: {"p": "w:p", "r": "w:r", "tr": "w:tr", "tc": "w:tc"}
    part_level   prefix of tags that repeat or drop whole parts ("slide", "sheet"); "" where there are none
    owners       elements that a lone {{ x }} owns, innermost first
    splittable   elements that may be closed and opened again around a statement (w:hyperlink)
    content      elements that are content besides text: an element holding one is not "alone" with its tag
    skipped      elements whose text is not read (deleted and moved text)
    doubles      elements that repeat what stands beside them (mc:Fallback); dropped when they hold tags
    keeps        element -> what it needs to stay valid
    fresh        (element, attribute) whose numbers must be unique in a part; repeated ones are counted up
    shed         attributes left out of repeated elements ("w14:paraId")
    describe     words for where an element is, within its part; `title` of the part comes before it
    title        words for a part by its name and position among the units, when the caller gives none
    """

    name: str
    namespaces: Mapping[str, str]
    flows: tuple[Flow, ...]
    levels: Mapping[str, str]
    owners: tuple[str, ...]
    describe: Callable[[Document, Element], str]
    title: Callable[[str, int], str]
    part_level: str = ""
    splittable: frozenset[str] = frozenset()
    content: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    doubles: frozenset[str] = frozenset()
    keeps: Mapping[str, Keep] = field(default_factory=dict)
    fresh: frozenset[tuple[str, str]] = frozenset()
    shed: frozenset[str] = frozenset()
