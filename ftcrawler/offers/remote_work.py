"""Whether an offer can be done from home, told while its text is there.

It runs over whole descriptions, half a million in a night: plain searches find the few places that
may say so, and expressions look at what is around them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# What is in every mention, as it is written. Case matters: making a text small takes longer.
NEEDLES: Final = (
    *("létravail", "letravail", "LÉTRAVAIL", "LETRAVAIL", "lé-travail", "ravail à distance"),
    "emote",
)
BEFORE: Final = 80
AFTER: Final = 80

MENTION: Final = re.compile(
    r"t[ée]l[ée][ -]?travail\w*|travail à distance"
    # « Remote » alone may be a sensor or a server.
    r"|(?P<whole>full[ -]?remote|100 ?% remote)|remote[ -](?:work|first|friendly|job|days?|ok"
    r"|possible|partiel|total)\w*|(?:en|hybrid\w*|partial|partly|jours? de|jours?|days?) remote"
    r"|\bremote ?[:=]|\(remote\)"
)
# Words that may stand between « pas » and what it denies.
BETWEEN: Final = (
    r"(?:de|d|du|le|la|l|en|au|à|a|un|une|possibilités?|jours?|journées?|[ée]ligibles?|ouverte?"
    r"|compatible|adaptée?|accessible|avec|proposée?|prévue?|autorisée?|envisageable|possible"
    r"|être|effectuée?|réalisée?|exercée?|occupée?|faire|soumise?|au|concernée?|par|any)"
)
DENIED_BEFORE: Final = re.compile(
    rf"\b(?:pas|non|sans|aucune?|ni|no|not|hors)(?:[\s'’:-]{{1,3}}{BETWEEN}){{0,7}}[\s'’:-]{{1,3}}$"
)
DENIED_AFTER: Final = re.compile(
    r"(?: (?!possible|autoris|partiel|oui)[\w'’]+){0,5}?(?:\s?[:=(,-]\s?|\s)"
    r"(?:n['’](?:est|a)(?: donc| malheureusement)? pas|n['’]y a pas|ne (?:sera|peut|pourra) pas"
    r"|non|pas|impossible|exclue?|interdit|aucune?|0 jour|no)\b"
    r"(?! (?:obligatoire|impos|limit|seulement|négligeable|encore|uniquement|plus de|que))"
)


# For some months it is denied to many to whom it is allowed then.
AT_FIRST: Final = re.compile(r" (?:pendant|durant|lors|avant|au début|les? premi|la premi)")


def remote_work(*texts: str | None) -> bool | None:
    """Return whether the texts of an offer (title, description, conditions...) allow remote work.

    True: one says so, be it for a day a week. False: one denies it; that is of the very place,
    and outweighs what else is told of the employer. None: none speaks of it, which most often
    means no.

    >>> remote_work("Comptable (H/F)", "2 jours de télétravail par semaine")
    True
    >>> remote_work("Le télétravail n'est pas possible."), remote_work("Comptable")
    (False, None)
    """
    allowed = None
    for text in texts:
        for needle in NEEDLES:
            place = text.find(needle) if text else -1
            while text and place >= 0:
                start = max(0, place - BEFORE)
                said = _said(text[start : place + AFTER], place - start)
                if said is False:
                    return False
                allowed = allowed or said
                place = text.find(needle, place + 1)
    return allowed


@lru_cache(maxsize=1 << 14)
def _said(around: str, place: int) -> bool | None:
    """Return what is said at a place of a passage: None if it is of something else.

    It remembers: employers write the same sentence into each of their offers.
    """
    around = around.lower()
    found = MENTION.search(around, max(0, place - 10))
    if found is None or found.start() > place + 2:
        return None
    if DENIED_BEFORE.search(around[: found.start()]):
        # What is not wholly remote may be in part.
        return None if found["whole"] or AT_FIRST.match(around, found.end()) else False
    return not DENIED_AFTER.match(around, found.end())
