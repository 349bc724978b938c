"""A header -> the words in it, and what they hint at: a code, a share, money, a part of a date, a person."""

from __future__ import annotations

import keyword
import re
import unicodedata
from functools import lru_cache


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as a sentence."""
    return frozenset(text.split())


# Words of eight languages (EN FR DE IT PL UK RU EL), as headers of exports have them.
ID_WORDS = words(
    "id ids code codes cod codice kod код key uuid guid zip zipcode postcode plz cap isbn ref reference "
    "identifier iso istat nuts ключ κωδικός kennung schlüssel numéro matricule"
)
# These name a code only at the end of a header: "case number", but not "number of users".
LAST_ID_WORDS = words("no nr number num n° nummer numero номер αριθμός")
SHARE_WORDS = words(
    "percent percentage pct share rate ratio quota anteil prozent taux pourcentage part percentuale tasso procent "
    "udział частка відсоток доля процент ποσοστό"
)
MONEY_WORDS = words(
    "cost costs budget price prices spend spending revenue amount kosten betrag umsatz coût coûts prix montant "
    "costo costi importo koszt kwota cena вартість сума стоимость сумма бюджет κόστος ποσό eur usd gbp chf pln "
    "uah"
)
YEAR_WORDS = words("year yr anno année an jahr rok рік год έτος")
MONTH_WORDS = words("month mese mois monat berichtsmonat miesiąc місяць месяц μήνας")
QUARTER_WORDS = words("quarter qtr trimestre trimester quartal kwartał квартал τρίμηνο")
DAY_WORDS = words("day giorno jour tag dzień день ημέρα")
_SPLIT = re.compile(r"[^\w]+|_+|(?<=[a-z])(?=[A-Z])")
_LONGEST_NAME = 40
# Words of the formula language.
_TAKEN = frozenset({"kpi", "period_start", "period_end", "as_of", "where", "on", "count", "sum"})


@lru_cache(maxsize=4096)
def words_of(header: str) -> tuple[str, ...]:
    """The words of a header, in small letters."""
    return tuple(word.casefold() for word in _SPLIT.split(header) if word)


def hints_at_id(header: str) -> bool:
    """True for "service_id", "COD_ISTAT_COMUNE", "Case number"."""
    said = words_of(header)
    return bool(ID_WORDS & set(said)) or bool(said and said[-1] in LAST_ID_WORDS)


def hints_at_share(header: str) -> bool:
    """True for "Adoption rate", "PERCENTUALE", "Anteil (%)"."""
    return "%" in header or bool(SHARE_WORDS & set(words_of(header)))


def hints_at_money(header: str) -> bool:
    """True for "Budget", "Kosten (EUR)", "€"."""
    return any(sign in header for sign in "€$£") or bool(MONEY_WORDS & set(words_of(header)))


def part_of_date(header: str) -> str:
    """ "year", "month", "quarter" or "day" when the header names a part of a date; else empty."""
    said = set(words_of(header))
    for part, names in (("year", YEAR_WORDS), ("quarter", QUARTER_WORDS), ("month", MONTH_WORDS), ("day", DAY_WORDS)):
        if names & said and len(said) <= 2:
            return part
    return ""


def field_name(header: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """A name that formulas can use: "NUMERO ELETTORI" is numero_elettori; letters of other scripts stay."""
    folded = header.casefold()
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))
    # й of Cyrillic keeps its breve; only what then is plain Latin is written without its accents.
    latin = not any(sign.isalpha() and not sign.isascii() for sign in plain)
    text = plain if latin else unicodedata.normalize("NFKC", folded)
    name = re.sub(r"_+", "_", re.sub(r"\W+", "_", text)).strip("_")
    name = _shortened(name) or "column"
    if name[0].isdigit() or not re.fullmatch(r"[^\W\d]\w*", name):
        name = f"c_{re.sub(r'[^a-z0-9_]', '', name)}"
    if keyword.iskeyword(name) or name in _TAKEN:
        name = f"{name}_"
    return _free(name, taken)


def _shortened(name: str) -> str:
    if len(name) <= _LONGEST_NAME:
        return name
    cut = name[: _LONGEST_NAME + 1].rpartition("_")[0]
    return cut or name[:_LONGEST_NAME]


def _free(name: str, taken: frozenset[str] | set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free
