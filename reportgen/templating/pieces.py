"""A part and its tags -> static text and lines, in the order of the output."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from reportgen.templating.blocks import Block
from reportgen.templating.dialect import Dialect
from reportgen.templating.edits import Edits, Items, opening, splitting
from reportgen.templating.events import Document, Element
from reportgen.templating.findings import Findings
from reportgen.templating.guards import guard_lost_children, needed_fill
from reportgen.templating.joins import join_neighbours
from reportgen.templating.lifting import Lifted, level_element
from reportgen.templating.lines import AttributeSlot, Line, OwnerSlot, TextSlot
from reportgen.templating.placing import Owner
from reportgen.templating.repeats import renew_numbers
from reportgen.templating.tags import TagKind
from reportgen.templating.texts import PlacedTag, hidden_doubles


def part_pieces(
    document: Document,
    tags: Sequence[PlacedTag],
    blocks: Sequence[Block],
    lifted: dict[int, Lifted],
    dialect: Dialect,
    findings: Findings,
) -> Items:
    """The items of one part whose tags were matched; what cannot be placed is a problem."""
    return _PartCutter(document, tags, dialect, findings).cut(blocks, lifted)


class _PartCutter:
    def __init__(self, document: Document, tags: Sequence[PlacedTag], dialect: Dialect, findings: Findings) -> None:
        self._document, self._dialect, self._findings = document, dialect, findings
        self._tags = [tag for tag in tags if not tag.found.fault]
        self._edits = Edits(document)
        self._removed: list[Element] = []
        self._owners: list[tuple[Element, PlacedTag]] = []

    def cut(self, blocks: Sequence[Block], lifted: dict[int, Lifted]) -> Items:
        for double in hidden_doubles(self._document, self._dialect):
            self._edits.replace_element(double, [])
        self._cut_part_level([tag for tag in self._tags if tag.found.level == self._dialect.part_level != ""])
        self._cut_levels([tag for tag in self._tags if tag.found.level in self._dialect.levels])
        for tag in self._tags:
            if not tag.found.level:
                self._cut_inline(tag, lifted.get(tag.tag.number))
        grown = join_neighbours(self._document, [tag for tag in self._tags if tag.flow], self._edits)
        self._preserve_blanks(grown)
        renew_numbers(self._document, blocks, self._edits, self._dialect)
        for element, tag in self._owners:
            self._own(element, tag)
        guard_lost_children(self._document, self._removed, self._edits, self._dialect)
        return self._edits.take(0, len(self._document.data))

    def _cut_part_level(self, tags: list[PlacedTag]) -> None:
        by_paragraph: dict[Element, list[PlacedTag]] = defaultdict(list)
        for tag in tags:
            by_paragraph[tag.paragraph].append(tag)
        for paragraph, held in by_paragraph.items():
            lone = self._lone_frame(paragraph, held)
            if lone is None:
                for tag in held:
                    self._edits.replace_tag(tag, [])
            else:
                self._edits.replace_element(lone, [])
                self._removed.append(lone)

    def _lone_frame(self, paragraph: Element, tags: list[PlacedTag]) -> Element | None:
        """What goes with tags that stand alone: the owner that holds nothing else, or the paragraph."""
        owners = [above for above in paragraph.ancestors() if above.name in self._dialect.owners]
        if any(flow.text == paragraph.name for flow in self._dialect.flows):
            return None
        return next((element for element in [*owners, paragraph] if self._is_alone(element, tags)), None)

    def _cut_levels(self, tags: list[PlacedTag]) -> None:
        by_element: dict[Element, list[PlacedTag]] = defaultdict(list)
        for tag in tags:
            element = level_element(tag, self._dialect) if tag.flow else None
            if element is None:
                name = self._dialect.levels[tag.found.level]
                message = f"{tag.found.level} tags stand in a {name} element, and this one does not"
                self._findings.add(tag.tag, "misplaced-tag", message)
            else:
                by_element[element].append(tag)
        for element, held in by_element.items():
            self._cut_level(element, held)

    def _cut_level(self, element: Element, tags: list[PlacedTag]) -> None:
        if not self._is_alone(element, tags):
            message = f"what else the {_WORDS.get(tags[0].found.level, 'element')} holds is lost"
            hint = "Give the tag a paragraph, row or cell of its own, or write it without a prefix."
            self._findings.add(tags[0].tag, "lost-content", message, hint=hint)
            return
        values = [tag for tag in tags if tag.found.kind is TagKind.VALUE]
        if values and len(tags) == 1:
            self._edits.replace_tag(tags[0], [self._text_line(tags[0])])
            self._owners.append((element, tags[0]))
            return
        if values:
            self._findings.add(values[0].tag, "lost-content", "a value with a prefix stands alone in its element")
        self._edits.replace_element(element, [_statement(tag) for tag in tags if tag.found.kind is TagKind.STATEMENT])
        self._removed.append(element)

    def _cut_inline(self, tag: PlacedTag, lifted: Lifted | None) -> None:
        if tag.flow is None:
            self._edits.replace_tag(tag, [Line(tag.found.code, AttributeSlot(tag.tag), tag.tag)])
        elif tag.found.kind is TagKind.COMMENT:
            self._edits.replace_tag(tag, [])
        elif tag.found.kind is TagKind.LITERAL:
            self._edits.replace_tag(tag, [tag.found.code])
        elif tag.found.kind is TagKind.STATEMENT:
            self._cut_statement(tag, lifted)
        else:
            self._edits.replace_tag(tag, [self._text_line(tag)])
            owner = self._owner(tag)
            if owner is not None:
                self._owners.append((owner, tag))

    def _cut_statement(self, tag: PlacedTag, lifted: Lifted | None) -> None:
        if lifted is None or tag.flow is None:
            self._edits.replace_tag(tag, [_statement(tag)])
            return
        run = lifted.chain[-1]
        whole = lifted.chain[:-1] == (tag.text_element,) and tag.stretches[0][1:] == (
            tag.text_element.body,
            tag.text_element.close,
        )
        # A run that holds nothing but the tag would leave two empty runs behind.
        if whole and len(tag.stretches) == 1 and not any(tag.found.joins) and self._is_alone(run, [tag]):
            self._edits.replace_element(run, [_statement(tag)])
            return
        closing, reopening = splitting(self._document, list(lifted.chain), tag.flow)
        self._edits.replace_tag(tag, [closing, _statement(tag), reopening])

    def _preserve_blanks(self, grown: set[Element]) -> None:
        flows = {flow.text: flow for flow in self._dialect.flows if flow.text != flow.paragraph}
        touched = dict.fromkeys(element for tag in self._tags if tag.flow for element, _, _ in tag.stretches)
        for element in [*touched, *(one for one in sorted(grown, key=_position) if one not in touched)]:
            flow = flows.get(element.name)
            if flow and flow.preserve:
                marked = opening(self._document, element, flow)
                if marked != self._document.start_tag(element):
                    self._edits.insert(element.body - 1, [' xml:space="preserve"'])

    def _owner(self, tag: PlacedTag) -> Element | None:
        if any(tag.found.joins):
            return None
        owners = (above for above in tag.text_element.ancestors() if above.name in self._dialect.owners)
        return next((element for element in owners if self._is_alone(element, [tag])), None)

    def _own(self, element: Element, tag: PlacedTag) -> None:
        """Turn the edits inside a lone tag's owner into one line that decides when its value is known."""
        before: list[str | int] = []
        after: list[str | int] = []
        attributes: list[Line] = []
        target, slot = before, None
        for item in self._edits.take(element.start, element.end):
            if isinstance(item, str):
                target.append(item)
            elif isinstance(item.payload, TextSlot):
                slot, target = item.payload, after
            else:
                target.append(len(attributes))
                attributes.append(item)
        assert slot is not None
        xml = self._document.data[element.start : element.end]
        fill = needed_fill(self._document, element, self._dialect)
        payload = OwnerSlot(slot, Owner(element.name, xml), tuple(before), tuple(after), fill)
        self._edits.replace_element(element, [*attributes, Line(tag.found.code, payload, tag.tag)])

    def _text_line(self, tag: PlacedTag) -> Line:
        return Line(tag.found.code, text_slot(self._document, tag, self._dialect), tag.tag)

    def _is_alone(self, element: Element, tags: Iterable[PlacedTag]) -> bool:
        """True when the element holds no text and no content but these tags."""
        texts = {flow.text for flow in self._dialect.flows}
        held: list[str] = []
        for inner in self._document.within(element):
            if inner.name in self._dialect.content:
                return False
            if inner.name in texts:
                held.append(self._document.text(inner))
        return _squeezed("".join(held)) == _squeezed("".join(tag.found.source for tag in tags))


_WORDS = {"p": "paragraph", "r": "run", "tr": "row", "tc": "cell"}


def text_slot(document: Document, tag: PlacedTag, dialect: Dialect) -> TextSlot:
    """The slot of a value in running text, with what interrupts and resumes its run."""
    text, flow = tag.text_element, tag.flow
    run = text.parent
    if flow is None or run is None or run.name != flow.run:
        return TextSlot(tag.tag)
    prefix = document.written_name(text).removesuffix(text.name.rpartition(":")[2])
    close, reopen = splitting(document, [text, run], flow)
    properties = document.child(run, flow.properties)
    look = document.xml(properties) if properties else ""
    newline, tab = "\n", "\t"
    if flow.newline:
        name = prefix + flow.newline.rpartition(":")[2]
        if flow.between_runs:
            newline = f"{close}<{name}>{look}</{name}>{reopen}"
        else:
            newline = f"{document.end_tag(text)}<{name}/>{opening(document, text, flow)}"
    if flow.tab:
        tab = f"{document.end_tag(text)}<{prefix}{flow.tab.rpartition(':')[2]}/>{opening(document, text, flow)}"
    names = tuple(prefix + name.rpartition(":")[2] for name in (*dialect.levels.values(), *dialect.keeps))
    return TextSlot(tag.tag, newline, tab, close, reopen, tuple(dict.fromkeys(n for n in names if n != prefix + "r")))


def _statement(tag: PlacedTag) -> Line:
    return Line(tag.found.code, None, tag.tag)


def _position(element: Element) -> int:
    return element.start


def _squeezed(text: str) -> str:
    return "".join(text.split())
