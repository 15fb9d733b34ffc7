"""Numbers and durations as a French reader expects them."""

from __future__ import annotations

from typing import Final

UNKNOWN: Final = "—"
UNITS: Final = (("Go", 1e9), ("Mo", 1e6), ("Ko", 1e3))


def number(value: int) -> str:
    """Return a whole number, its thousands apart.

    >>> number(499729)
    '499 729'
    """
    return f"{value:,}".replace(",", " ")


def decimal(value: float) -> str:
    """Return a number with one decimal.

    >>> decimal(9.43), decimal(1234.5)
    ('9,4', '1 234,5')
    """
    return f"{value:,.1f}".replace(",", " ").replace(".", ",")


def count(value: int, noun: str) -> str:
    """Return a count with its noun.

    >>> count(1, "offre"), count(12345, "offre"), count(2, "fichier à envoyer")
    ('1 offre', '12 345 offres', '2 fichiers à envoyer')
    """
    first, _, rest = noun.partition(" ")
    return f"{number(value)} {first}{'s' if value > 1 else ''}{' ' if rest else ''}{rest}"


def duration(seconds: float) -> str:
    """Return how long something takes, as finely as it matters.

    >>> duration(42), duration(348), duration(3960), duration(1_000_000)
    ('42 s', '5 min 48 s', '1 h 06 min', '11 j 13 h')
    """
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min {rest:02} s"
    days, hours = divmod(hours, 24)
    return f"{days} j {hours} h" if days else f"{hours} h {minutes:02} min"


def ago(seconds: float) -> str:
    """Return how long ago something was; a clock may be behind that of what it dates.

    >>> ago(348), ago(-300_000)
    ('il y a 5 min 48 s', "à l'instant")
    """
    return f"il y a {duration(seconds)}" if seconds >= 1 else "à l'instant"


def size(of_bytes: float) -> str:
    """Return a size in the unit that suits it.

    >>> size(4100), size(615_000), size(12_300_000), size(2_048_888_900)
    ('4,1 Ko', '615,0 Ko', '12,3 Mo', '2,0 Go')
    """
    unit, scale = next(each for each in UNITS if of_bytes >= each[1] or each is UNITS[-1])
    return f"{decimal(of_bytes / scale)} {unit}"
