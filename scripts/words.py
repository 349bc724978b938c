"""The words that a language has to translate, and those that it lacks.

    python -m scripts.words            every word, one a line
    python -m scripts.words fr         what words.po and sentences.jinja of French lack, and what they have in vain

They are what the code asks a locale for, and the fixed texts of the shipped templates.
"""

from __future__ import annotations

import ast
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from reportgen.brand import shipped_brands
from reportgen.locales import locale_for
from reportgen.locales.locale import LANGUAGES
from reportgen.locales.words import read_words

SOURCE = Path(__file__).resolve().parent.parent / "reportgen"
# Functions that take a word of the documents and pass it on to the locale.
_ASKING = {"word", "w", "_word"}
_TEXTS = ("}t",)
_PARTS = re.compile(r"ppt/slides/|ppt/notesSlides/|word/(document|header|footer)|xl/sharedStrings")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_TAG = re.compile(r"\{[{%#].*?[}%#]\}")


def asked() -> set[str]:
    """The words that stand in the code as arguments of `word(...)`, and the words of statuses."""
    from reportgen.locales.locale import _STATUS_WORDS

    found = set(_STATUS_WORDS.values())
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _ASKING and node.args:
                found |= set(_constants(node.args[0]))
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _constants(argument: ast.expr) -> Iterator[str]:
    """A text, or both of "a" if x else "b"."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from (*_constants(argument.body), *_constants(argument.orelse))


def fixed() -> set[str]:
    """The texts of the shipped templates that are printed as they stand."""
    return {
        text for path in sorted(shipped_brands().rglob("*.*")) if path.suffix != ".toml" for text in _fixed_of(path)
    }


def _fixed_of(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            if _PARTS.match(part) and part.endswith(".xml"):
                for element in etree.fromstring(package.read(part)).iter():
                    text = (element.text or "").strip()
                    if (
                        str(element.tag).endswith(_TEXTS)
                        and _LETTERS.search(_TAG.sub("", text))
                        and _stands_alone(text)
                    ):
                        yield text


def _stands_alone(text: str) -> bool:
    """False for a piece of a tag that Office cut in two."""
    return text.count("{") == text.count("}")


def main() -> None:
    """Print what there is to translate, or what a language lacks."""
    if len(sys.argv) < 2:
        print("\n".join(sorted(asked() | fixed())))
        return
    language = sys.argv[1]
    has = read_words(LANGUAGES / language)
    print("\n".join(f"lacks word      {text!r}" for text in sorted((asked() | fixed()) - set(has))))
    print("\n".join(f"word in vain    {text!r}" for text in sorted(set(has) - asked() - fixed())))
    if (LANGUAGES / language / "sentences.jinja").exists():
        here, english = set(locale_for(language).sentences), set(locale_for("en").sentences)
        print("\n".join(f"lacks sentence  {name}" for name in sorted(english - here)))


if __name__ == "__main__":
    main()
