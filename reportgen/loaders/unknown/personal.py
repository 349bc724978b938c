"""Examples of cells -> examples that may be shown: persons are not named on a screen or in a log."""

from __future__ import annotations

import itertools
import re

from reportgen.loaders.unknown.headers import words, words_of

_PERSONAL = words(
    "owner assignee reporter requester submitter creator author caller manager lead employee user username upn "
    "principal firstname lastname surname forename contact person email mail e-mail phone telephone mobile fax "
    "birth birthday born address street iban recipient signatory nom prénom prénoms courriel adresse téléphone "
    "responsable auteur vorname nachname familienname ansprechpartner verantwortlich verantwortliche bearbeiter "
    "telefon straße cognome nome indirizzo telefono referente responsabile imię nazwisko właściciel adres "
    "прізвище ім'я імя автор відповідальний власник фамилия имя отчество ответственный почта телефон όνομα "
    "επώνυμο υπεύθυνος διεύθυνση"
)
# With one of these beside it, the word speaks of something else: "owner_org_title", "contact type", "user group".
_NOT_PERSONAL = words(
    "org organisation organization unit department dept team group type count number title status domain role id "
    "ids external service program programme country city region language channel"
)
_PERSON_PAIRS = frozenset(
    {
        *(("display", "name"), ("full", "name"), ("first", "name"), ("last", "name"), ("assigned", "to")),
        *(("updated", "by"), ("created", "by"), ("modified", "by"), ("closed", "by"), ("requested", "by")),
    }
)
_EMAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}")
_PHONE = re.compile(r"\+\d[\d\s()./-]{7,}")
# Two to four capitalised words without digits: "Anna Example", "Marten, I.".
_NAME = re.compile(r"[^\W\d_a-z][\w'’-]*\.?(?:,?\s+[^\W\d_a-z][\w'’-]*\.?){1,3}")
_SHOWN = 24
# So much of a text is looked at: the rest is never shown.
_LOOKED_AT = 200


def names_persons(header: str, texts: list[str]) -> bool:
    """True when a column of texts holds persons, or how to reach them."""
    said = words_of(header)
    if any(("@" in text and _EMAIL.search(text)) or _PHONE.fullmatch(text.strip()) for text in _starts(texts)):
        return True
    if any(pair in _PERSON_PAIRS for pair in itertools.pairwise(said)):
        return True
    if said in (("name",), ("nom",), ("nome",)):
        return _mostly_names(texts)
    return bool(_PERSONAL & set(said)) and not _NOT_PERSONAL & set(said)


def _mostly_names(texts: list[str]) -> bool:
    some = _starts(texts)
    return 2 * sum(_NAME.fullmatch(text.strip()) is not None for text in some) > len(some)


def _starts(texts: list[str]) -> list[str]:
    return [text[:_LOOKED_AT] for text in texts[:_LOOKED_AT]]


def shown(text: str, personal: bool) -> str:
    """A cell as an example: short, on one line, and without the person it names."""
    line = " ".join(text[:_LOOKED_AT].split())
    if personal:
        return _reduced(line)
    line = _EMAIL.sub(lambda match: _reduced(match[0]), line)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _reduced(text: str) -> str:
    """The first letters only: "A. E.", "a…@…"."""
    if "@" in text:
        return f"{text[0]}…@…"
    if any(sign.isdigit() for sign in text):
        return "…"
    return " ".join(f"{word[0]}." for word in text.split()[:3] if word[0].isalnum()) or "…"
