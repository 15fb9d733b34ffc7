"""How the name of an employer or a contact may be written, as letters and digits alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ftcrawler.offers.plain_words import WORD, job_words, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PARTS: Final = re.compile(r"\s[-–—|/:]+\s|[,;()\[\]|]|\s[-–—]|[-–—]\s")
LEGAL_FORMS: Final = frozenset(
    WORD.findall(
        """sarl sas sasu sa eurl sci snc gie scop scp selarl selas sca scs scm earl gaec eirl ei
        association asso ets etablissements etablissement societe ste gmbh ltd inc spa bv"""
    )
)
GROUPS: Final = frozenset(("groupe", "group"))
CIVILITIES: Final = frozenset(
    WORD.findall(
        """m mr mrs ms mme mlle mmes mm monsieur madame mademoiselle messieurs mesdames dr me"""
    )
)
BEFORE: Final = CIVILITIES | {"chez"}
# What is no name by itself, though there are employers that have no other.
NO_NAMES: Final = frozenset(
    WORD.findall(
        """hf fh hfx fhx h f hfnb cdi cdd le la les l un une des du de d et en a au aux pour chez
        sur par nc na neant anonyme confidentiel"""
    )
)
SHORTEST: Final = 2
# No name is longer, and what a hostile one costs has a limit.
LONGEST: Final = 300
# The longest first: « S.A.S. » is not « S.A. » and an s.
FORM_LENGTHS: Final = (4, 3, 2, 1)


@lru_cache(maxsize=1 << 16)
def forms(name: str) -> tuple[str, ...]:
    """Return how a name may be written, squeezed: whole, its parts, with and without legal form.

    A part that is a word of jobs or trades is no name by itself: not the department of « ACME -
    Logistique », nor Mr Boucher's surname, without which his butchers would have no title.

    >>> forms("ACME SARL - M. Jean DUPONT")
    ... # doctest: +NORMALIZE_WHITESPACE
    ('acmesarlmjeandupont', 'mjeandupont', 'dupontjean', 'jeandupont', 'acmesarl', 'jdupont',
     'dupont', 'acme')
    """
    name = name[:LONGEST]
    parts: set[str] = set()
    for part in PARTS.split(name):
        words = WORD.findall(part)
        parts.update(_firm(words))
        if words and squeezed(words[0]) in CIVILITIES:
            parts.update(_person(words[1:]))
    found = {*_firm(WORD.findall(name)), *(parts - job_words())}
    names = found - NO_NAMES - LEGAL_FORMS - CIVILITIES
    # The longest first: of « Acme Lyon » nothing is to stay.
    kept = (form for form in names if len(form) >= SHORTEST)
    return tuple(sorted(kept, key=lambda form: (-len(form), form)))


def _firm(words: Sequence[str]) -> Iterator[str]:
    """Yield a firm's name with and without its legal form, which is at either end."""
    plain = [squeezed(word) for word in words]
    yield "".join(plain)
    while length := _legal_form(plain[:number] for number in FORM_LENGTHS):
        del plain[:length]
    while length := _legal_form(plain[-number:] for number in FORM_LENGTHS):
        del plain[-length:]
    yield "".join(plain)


def _legal_form(ends: Iterable[Sequence[str]]) -> int:
    """Return how many words of an end of a name are a legal form: « S.A.R.L. » are four."""
    return next((len(end) for end in ends if "".join(end) in LEGAL_FORMS | GROUPS), 0)


def _person(words: Sequence[str]) -> Iterator[str]:
    """Yield a person's name in either order, and the surname: it alone may say who it is."""
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    surnames = capitals if 0 < len(capitals) < len(words) else words[-1:]
    first, last = (
        squeezed("".join(word for word in words if (word in surnames) == wanted))
        for wanted in (False, True)
    )
    yield from (first + last, last + first, first[:1] + last, last)
