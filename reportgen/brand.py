"""report_templates/<brand>/brand.toml -> Brand: colours, fonts and the three Office templates of a house style.

A project's own `report_templates/<brand>` comes before the shipped ones.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reportgen.content.values import Status
from reportgen.errors import Problem, Severity, TemplateError
from reportgen.locations import TextLocation
from reportgen.shipped import shipped_folder

FILE: Final = "brand.toml"
THEME_SLOTS: Final = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")

_STATUS_KEYS: Final = {
    "on_track": Status.ON_TRACK,
    "at_risk": Status.AT_RISK,
    "off_track": Status.OFF_TRACK,
    "no_data": Status.NO_DATA,
}
_SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "": ("title",),
    "documents": ("deck", "report", "annex"),
    "theme": THEME_SLOTS,
    "text": ("grey",),
    "fonts": ("headings", "body", "twin"),
    "status": tuple(_STATUS_KEYS),
}
_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")
_SYNTAX_PLACE: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")


@dataclass(frozen=True, slots=True)
class Fonts:
    """Font names. `twin` has the same widths as `body` and stands in for it where it is not installed."""

    headings: str
    body: str
    twin: str


@dataclass(frozen=True, slots=True)
class Brand:
    """A house style. Colours are six hex digits; `theme` holds them by slot (dk1 ... accent6)."""

    name: str
    folder: Path
    theme: Mapping[str, str]
    grey: str
    status_colours: Mapping[Status, str]
    fonts: Fonts
    deck: Path
    report: Path
    annex: Path
    title: str = ""


def shipped_brands() -> Path:
    """The folder of the brands that come with the program."""
    return shipped_folder("report_templates")


def read_brand(name: str, project_folder: Path) -> Brand:
    """The brand of that name; TemplateError with every fault of its file, or with the brands there are."""
    places = (project_folder / "report_templates", shipped_brands())
    for place in places:
        # Only a name that is a folder right here: "../x" would lead elsewhere.
        if name in _brands_in(place):
            return _read(place / name)
    known = sorted({brand for place in places for brand in _brands_in(place)})
    raise TemplateError(
        [
            Problem(
                Severity.ERROR,
                "unknown-brand",
                f'There is no brand "{name}"',
                TextLocation("report_templates"),
                expected=f"one of {', '.join(known)}" if known else "",
                hint=_guess(name, known),
            )
        ]
    )


def _brands_in(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob(f"*/{FILE}"))


def _read(folder: Path) -> Brand:
    file = f"report_templates/{folder.name}/{FILE}"
    try:
        text = (folder / FILE).read_text("utf-8")
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError([_syntax_problem(file, error)]) from error
    except (OSError, UnicodeDecodeError) as error:
        found = Problem(
            Severity.ERROR, "unreadable-brand", "The brand file cannot be read", TextLocation(file), str(error)
        )
        raise TemplateError([found]) from error
    problems = _problems(held, file, text)
    if problems:
        raise TemplateError(problems)
    return _brand(folder, held)


def _brand(folder: Path, held: Mapping[str, Mapping[str, str]]) -> Brand:
    documents, grey = held["documents"], held["text"]["grey"].upper()
    status = {_STATUS_KEYS[key]: colour.upper() for key, colour in held["status"].items()}
    return Brand(
        folder.name,
        folder,
        {slot: held["theme"][slot].upper() for slot in THEME_SLOTS},
        grey,
        # What is done looks as good as what is on track; what has not begun, or is not judged, is as open as what is
        # not known.
        {
            **status,
            Status.NO_TARGET: grey,
            Status.DONE: status[Status.ON_TRACK],
            Status.NOT_STARTED: status[Status.NO_DATA],
            Status.TOO_FEW: status[Status.NO_DATA],
            Status.NOT_YET: status[Status.NO_DATA],
        },
        Fonts(**held["fonts"]),
        folder / documents["deck"],
        folder / documents["report"],
        folder / documents["annex"],
        str(held["title"]),
    )


def place_in_file(brand: Brand, section: str, key: str) -> TextLocation:
    """Where the brand file says that value."""
    text = (brand.folder / FILE).read_text("utf-8")
    return TextLocation(f"report_templates/{brand.folder.name}/{FILE}", *_place(text, section, key))


def _problems(held: Mapping[str, object], file: str, text: str) -> list[Problem]:
    problems = []
    for section, keys in _SECTIONS.items():
        values = held if not section else held.get(section, {})
        if not isinstance(values, Mapping):
            problems.append(_problem(file, text, "", section, "is a section", f"[{section}]"))
            continue
        wanted = (*keys, *(name for name in _SECTIONS if name)) if not section else keys
        for key in values:
            if key not in wanted:
                hint = _guess(key, list(wanted))
                problems.append(_problem(file, text, section, key, "is not known here", " or ".join(wanted), hint))
        for key in keys:
            problems += _problems_of_value(file, text, section, key, values.get(key))
    return problems


def _problems_of_value(file: str, text: str, section: str, key: str, value: object) -> list[Problem]:
    if value is None:
        where = f"in [{section}]" if section else "at the top"
        return [_problem(file, text, section, key, f"is missing {where}")]
    if not isinstance(value, str) or not value.strip():
        return [_problem(file, text, section, key, "is no text", "a text in quotes", found=str(value))]
    if section in ("theme", "text", "status") and not _COLOUR.fullmatch(value):
        return [_problem(file, text, section, key, "is no colour", 'six hex digits such as "17557F"', found=value)]
    if section == "documents" and Path(value).name != value:
        return [_problem(file, text, section, key, "is no file in this folder", "a file name", found=value)]
    return []


def _problem(
    file: str, text: str, section: str, key: str, says: str, expected: str = "", hint: str = "", found: str = ""
) -> Problem:
    place = TextLocation(file, *_place(text, section, key))
    return Problem(Severity.ERROR, "brand-value", f'"{key}" {says}', place, found, expected, hint)


def _place(text: str, section: str, key: str) -> tuple[int, int]:
    """Line and column of a key's value; those of its section when the key is missing; zeros when both are."""
    current, start = "", (0, 0) if section else (1, 1)
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.match(r"\s*\[([^\]]+)\]", line)
        if heading:
            current = heading.group(1).strip()
            if current in (section, key):
                start = (number, 1)
            continue
        entry = re.match(r"\s*([^=#\s]+)\s*=\s*[\"']?", line)
        if entry and current == section and entry.group(1).strip("\"'") == key:
            return number, entry.end() + 1
    return start


def _syntax_problem(file: str, error: tomllib.TOMLDecodeError) -> Problem:
    message = str(error)
    place = _SYNTAX_PLACE.search(message)
    line, column = (int(place.group(1)), int(place.group(2))) if place else (0, 0)
    found = _SYNTAX_PLACE.sub("", message)
    hint = 'Each line is a [section] or key = "text".'
    return Problem(
        Severity.ERROR, "brand-syntax", "The brand file is not TOML", TextLocation(file, line, column), found, "", hint
    )


def _guess(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    return f'Did you mean "{close[0]}"?' if close else ""
