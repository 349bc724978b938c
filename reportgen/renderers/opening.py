"""The file of a template -> its package; one that is not there or of another kind is told before anybody reads it."""

from __future__ import annotations

from pathlib import Path

from reportgen.brand import FILE
from reportgen.errors import Problem, Severity, TemplateError
from reportgen.locations import Location
from reportgen.ooxml import Package, read_package

# What stands in the content type of a package's main part, also of its Strict form.
_KINDS = {
    "presentationml": ("presentation", "PowerPoint"),
    "wordprocessingml": ("text document", "Word"),
    "spreadsheetml": ("workbook", "Excel"),
}


def template_bytes(template: Path) -> bytes:
    """The bytes of a template; TemplateError with what to do where it cannot be read."""
    try:
        return template.read_bytes()
    except FileNotFoundError as error:
        hint = f"Put it there, or name the right file under [documents] in its {FILE}."
        raise _refused(template.name, "template-unreadable", _missing(template), hint=hint) from error
    except OSError as error:
        hint = "Close it in other programs, or ask for the right to read it."
        found = error.strerror or str(error)
        raise _refused(template.name, "template-unreadable", "The template cannot be read", found, hint=hint) from error


def template_package(data: bytes, name: str, kind: str) -> Package:
    """The package of a template whose main part is of a kind, as "presentationml"; PackageError where it is damaged,
    TemplateError where it is of another kind."""
    package = read_package(data, name)
    found = next((known for known in _KINDS if f".{known}." in package.content_type(package.main)), kind)
    if found == kind:
        return package
    (wanted, program), (other, _) = _KINDS[kind], _KINDS[found]
    hint = f"Save a {wanted} from {program} under this name."
    raise _refused(name, "template-kind", f"The template is no {wanted}", f"a {other}", f"a {wanted}", hint)


def _missing(template: Path) -> str:
    return f"There is no such file in the brand's folder {template.parent.parent.name}/{template.parent.name}"


def _refused(name: str, code: str, message: str, found: str = "", expected: str = "", hint: str = "") -> TemplateError:
    return TemplateError([Problem(Severity.ERROR, code, message, Location(name), found, expected, hint)])
