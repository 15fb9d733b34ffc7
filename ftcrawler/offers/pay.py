"""What an offer pays, from the label of its salary: amounts, period, and gross pay a month.

The label is typed by employers: periods are wrong, bounds swapped, zeros too many. Nothing is
guessed: what is doubtful keeps the amounts as they are written, and has no monthly figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, Literal, get_args

Period = Literal["horaire", "mensuel", "annuel"]

BLANKS: Final = r"[ \u00a0\u2009\u202f]"
AMOUNT: Final = rf"[0-9]{{1,3}}(?:{BLANKS}[0-9]{{3}}){{1,3}}|[0-9]{{1,12}}"
EUROS: Final = rf"(?:[.,][0-9]{{1,4}})?)(?:{BLANKS}?(?:euros?|eur|€))?+"
# « à », or what bad encodings made of it.
TO: Final = r"\s*(?:à|\ba\b|-|\?|\ufffd|ï¿½|Ã)\s*"
LABEL: Final = re.compile(
    rf"\s*(?P<period>[^\W\d_]*?)\s*\bde\s+(?P<min>(?:{AMOUNT}){EUROS}"
    rf"(?:{TO}(?P<max>(?:{AMOUNT}){EUROS})?(?![.,]?\w|{TO}[0-9])",
    re.IGNORECASE,
)
# « 35H/semaine », « 38H30 Travail en journée », « Temps partiel - 20H Autre ».
WEEK: Final = re.compile(
    r"\s*(?:temps\s+\w+\s*-\s*)?(?P<hours>[0-9]{1,2})\s?H(?P<minutes>[0-5][0-9])?"
    r"(?:\s*/\s*semaine\b|(?!\s*(?:/|-|à\b|\w*[0-9])))",
    re.IGNORECASE,
)
LONGEST_WEEK: Final = 60

PERIODS: Final[dict[str, Period]] = {each: each for each in get_args(Period)}
# Any other word may be anything, a name too, and is not repeated.
NO_PERIOD: Final = {"": "sans période", "autre": "période « Autre »", "cachet": "payé au cachet"}
PER: Final[dict[Period, str]] = {"horaire": "heure", "mensuel": "mois", "annuel": "an"}

# What gross pay may be; beyond, the period or the amount is wrong.
# An hour: an apprentice of 16 has 27 % of the minimum wage (12.02 euros in 2026), a doctor's hour
# makes some 150. A month: two hours a week make 100, few earn over 15,000, and who works whole
# days has more than that a year. A year: 27 % of the minimum wage are 5,900; what is below 5,000
# is a month's pay (but for a few hours a week); ten times the minimum wage, a zero too many, is
# 218,800.
BOUNDS: Final[dict[Period, tuple[Decimal, Decimal]]] = {
    "horaire": (Decimal(3), Decimal(200)),
    "mensuel": (Decimal(100), Decimal(15_000)),
    "annuel": (Decimal(5_000), Decimal(200_000)),
}
FULL_TIME: Final = 35
# As of so many times the lower bound, the upper one has a zero too many.
WIDEST: Final = 10


@dataclass(frozen=True, slots=True)
class Pay:
    """What a label says: gross euros, by its own period and, where there is no doubt, by month.

    A label of one amount has it as both bounds. `doute`, in French, says why there is no monthly
    figure; it is None where there is one.
    """

    min: float | None = None
    max: float | None = None
    periode: Period | None = None
    mensuel_min: float | None = None
    mensuel_max: float | None = None
    doute: str | None = None


@lru_cache(maxsize=1 << 16)
def pay(label: str | None, hours_label: str | None = None) -> Pay:
    """Return what is paid, from `salaire.libelle` and `dureeTravailLibelle`; any text will do.

    It remembers: most labels come again and again.

    >>> pay("Annuel de 36000.0 Euros à 45000.0 Euros sur 13.0 mois")
    ... # doctest: +NORMALIZE_WHITESPACE
    Pay(min=36000.0, max=45000.0, periode='annuel', mensuel_min=3000.0, mensuel_max=3750.0,
        doute=None)
    """
    if not label or label.isspace():
        return Pay(doute="salaire non indiqué")
    found = LABEL.match(label)
    if found is None:
        return Pay(doute="libellé illisible")
    least = _amount(found["min"])
    most = _amount(found["max"]) if found["max"] else least
    word = found["period"].lower()
    period = PERIODS.get(word)
    if period is None:
        return Pay(float(least), float(most), doute=NO_PERIOD.get(word, "période inconnue"))
    hours = weekly_hours(hours_label)
    if doubt := _doubt(least, most, period, hours):
        return Pay(float(least), float(most), period, doute=doubt)
    lower, upper = (_monthly(amount, period, hours) for amount in (least, most))
    return Pay(float(least), float(most), period, lower, upper)


def weekly_hours(label: str | None) -> Decimal | None:
    """Return the hours a week that `dureeTravailLibelle` says; None: it says none.

    >>> weekly_hours("Temps partiel - 17H30/semaine"), weekly_hours("Travail en journée")
    (Decimal('17.5'), None)
    """
    found = WEEK.match(label or "")
    if found is None:
        return None
    hours = int(found["hours"]) + Decimal(found["minutes"] or 0) / 60
    return hours if 0 < hours <= LONGEST_WEEK else None


def _amount(text: str) -> Decimal:
    return Decimal(re.sub(BLANKS, "", text).replace(",", "."))


def _doubt(least: Decimal, most: Decimal, period: Period, hours: Decimal | None) -> str | None:
    """Return why the amounts cannot be taken at their word; None: they can."""
    if least > most:
        return "bornes inversées"
    if not least:
        return "plancher nul" if most else "montant nul"
    if beyond := _beyond(least, most, period, hours):
        return beyond
    if most >= WIDEST * least:
        return "fourchette trop large"
    if period == "horaire" and hours is None:
        return "durée hebdomadaire inconnue"
    return None


def _beyond(least: Decimal, most: Decimal, period: Period, hours: Decimal | None) -> str | None:
    """Return which amount is none of its period, if one is."""
    low, high = BOUNDS[period]
    if period == "annuel" and hours is not None and hours < FULL_TIME:
        low = low * hours / FULL_TIME
    # Less than an hour, or more than a year, no period is: there it is the amount.
    if least < low:
        what = "montant douteux" if period == "horaire" else "période douteuse"
        return f"{what} : {_said(least, period)}"
    if most > high:
        what = "montant douteux" if period == "annuel" else "période douteuse"
        return f"{what} : {_said(most, period)}"
    return None


def _said(amount: Decimal, period: Period) -> str:
    """Return an amount by its period, in French.

    >>> _said(Decimal("11.50"), "annuel")
    '11,5 par an'
    """
    return f"{amount.normalize():f} par {PER[period]}".replace(".", ",")


def _monthly(amount: Decimal, period: Period, hours: Decimal | None) -> float:
    """Return the pay of a month, to the cent: of a year, a twelfth, however many it is paid in."""
    if period == "annuel":
        amount /= 12
    elif period == "horaire" and hours is not None:
        amount = amount * hours * 52 / 12
    return float(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))
