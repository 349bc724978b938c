"""Answers to the monthly satisfaction survey, made from the numbers of satisfied and of all answers. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scripts.samples.crm_usage import JOINED, MONTHS, apportion, month_end

# Satisfied or very satisfied, all answers, persons asked.
ROUNDS = (
    (208, 298, 905),
    (212, 302, 910),
    (201, 283, 905),
    (222, 310, 920),
    (233, 318, 925),
    (240, 326, 940),
    (275, 380, 1160),
    (289, 390, 1170),
    (298, 398, 1180),
    (273, 362, 1180),
    (257, 339, 1180),
    (304, 405, 1200),
    (306, 412, 1212),
)
_AREAS = ("P02", "O02", "S02", "P03", "O03", "S01", "P04", "O04", "P01", "O01", "S04", "O05", "P06", "S03")
_FIELD = ("F01", "F02", "F03", "F04", "F05")
# Shares of the very satisfied among the satisfied, and of ratings 3, 2 and 1 among the others.
_GOOD, _POOR = (2, 3), (6, 3, 1)
_COMMENTS = {
    5: (
        ("Editing", "Praca nad jednym plikiem we trójkę oszczędza nam tydzień.", "pl"),
        ("Meetings", "Meetings from the document itself, at last.", "en"),
        ("Editing", "Спільне редагування заощаджує багато часу.", "uk"),
    ),
    4: (
        ("Editing", "L’édition à plusieurs fonctionne bien, la recherche moins.", "fr"),
        ("Training", "The coaching session answered all our questions.", "en"),
        ("Meetings", "Οι συναντήσεις είναι πιο σύντομες από πριν.", "el"),
    ),
    3: (
        ("Search", "Search finds old versions first.", "en"),
        ("Notifications", "Za dużo powiadomień każdego dnia.", "pl"),
        ("Links", "Links in the manual are broken since the move.", "en"),
    ),
    2: (
        ("Speed", "Το σύστημα είναι πολύ αργό στα περιφερειακά γραφεία.", "el"),
        ("Speed", "Opening a file takes minutes in our office.", "en"),
        ("Permissions", "Je n’ai toujours pas accès à l’espace de mon équipe.", "fr"),
    ),
    1: (("Speed", "Працювати з великими файлами неможливо.", "uk"), ("Speed", "We went back to the file share.", "en")),
}


@dataclass(frozen=True)
class Answer:
    """One answer."""

    day: date
    department: str
    rating: int
    recommend: int
    effort: int
    theme: str = ""
    comment: str = ""
    language: str = ""


def answers() -> Iterator[Answer]:
    """All answers, month by month, given over the last ten days of each."""
    for step, (satisfied, given, _) in enumerate(ROUNDS):
        counts = [*reversed(apportion(given - satisfied, _POOR)), *reversed(apportion(satisfied, _GOOD))]
        ratings = _mixed(counts)
        pool = _AREAS if step < JOINED else (*_AREAS[:7], *_FIELD[:2], *_AREAS[7:], *_FIELD[2:])
        end = month_end(MONTHS[step])
        for number, rating in enumerate(ratings):
            day = end.replace(day=end.day - 9 + number * 10 // given)
            recommend = min(10, 2 * rating + (number % 3) - 1)
            effort = min(7, rating + 1 + number % 2)
            said = _COMMENTS[rating]
            theme, comment, language = said[number // 8 % len(said)] if number % 8 == 0 else ("", "", "")
            yield Answer(day, pool[number % len(pool)], rating, recommend, effort, theme, comment, language)


def _mixed(counts: list[int]) -> list[int]:
    """So many ratings of 1, 2, 3, 4 and 5, evenly mixed."""
    left = list(counts)
    mixed = []
    for _ in range(sum(counts)):
        best = max(range(5), key=lambda index: (left[index] / max(1, counts[index]), index))
        left[best] -= 1
        mixed.append(best + 1)
    return mixed
