"""How the name of an employer or a contact may be written, as letters and digits alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ftcrawler.offers.plain_words import WORD, job_words, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

PARTS: Final = re.compile(r"\s[-–—|/:]+\s|[,;()\[\]|]|\s[-–—]|[-–—]\s")
LEGAL_FORMS: Final = frozenset(
    WORD.findall(
        """sarl sas sasu sa eurl sci snc gie scop scp selarl selas sca scs scm earl gaec eirl ei
        association asso ets etablissements etablissement societe ste gmbh ltd inc spa bv"""
    )
)
GROUPS: Final = frozenset(("groupe", "group"))
# Around a name and no part of it, if what is left is no word of jobs (« AIR FRANCE »).
BEFORE_NAMES: Final = LEGAL_FORMS | GROUPS | {"ent", "entreprise", "entreprises"}
BEHIND_NAMES: Final = BEFORE_NAMES | {"france"}
# « A LYON », « MARTIN H/F »: a letter of these is no initial of an employer's first name.
NO_INITIALS: Final = frozenset("adfhlmnsxy")
MOST_WORDS: Final = 4
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
        sur par nc na neant anonyme confidentiel nord sud est ouest centre"""
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
        core = _stripped([squeezed(word) for word in words], BEFORE_NAMES, BEHIND_NAMES)
        parts.update(("".join(core), *_either_order(core)))
        if words and squeezed(words[0]) in CIVILITIES:
            parts.update(_person(words[1:]))
    found = {*_firm(WORD.findall(name)), *(parts - job_words())}
    names = found - NO_NAMES - LEGAL_FORMS - CIVILITIES
    # The longest first: of « Acme Lyon » nothing is to stay.
    kept = (form for form in names if len(form) >= SHORTEST)
    return tuple(sorted(kept, key=lambda form: (-len(form), form)))


@lru_cache(maxsize=1 << 16)
def label_forms(name: str) -> tuple[str, ...]:
    """Return the shortest forms of a name that are no word of jobs: no other is without one.

    >>> label_forms("ACME SARL - M. Jean DUPONT"), label_forms("BOULANGER SA")
    (('dupont', 'acme'), ('boulangersa',))
    """
    shortest: list[str] = []
    for form in reversed(forms(name)):
        if form not in job_words() and not any(each in form for each in shortest):
            shortest.append(form)
    return tuple(reversed(shortest))


def _firm(words: Sequence[str]) -> Iterator[str]:
    """Yield a firm's name with and without its legal form, which is at either end."""
    plain = [squeezed(word) for word in words]
    yield "".join(plain)
    yield "".join(_stripped(plain, LEGAL_FORMS | GROUPS, LEGAL_FORMS | GROUPS))


def _stripped(
    plain: Sequence[str], before: AbstractSet[str], behind: AbstractSet[str]
) -> Sequence[str]:
    """Return the words of a name without these at its beginning and at its end."""
    while length := _length(before, (plain[:number] for number in FORM_LENGTHS)):
        plain = plain[length:]
    while length := _length(behind, (plain[-number:] for number in FORM_LENGTHS)):
        plain = plain[:-length]
    return plain


def _length(known: AbstractSet[str], ends: Iterable[Sequence[str]]) -> int:
    """Return how many words of an end of a name are a known one: « S.A.R.L. » are four."""
    return next((len(end) for end in ends if "".join(end) in known), 0)


def _either_order(words: Sequence[str]) -> Iterator[str]:
    """Yield a name in the other order and with an initial: it may be a person's."""
    if not 1 < len(words) <= MOST_WORDS or job_words().issuperset(words):
        return
    if not all(len(word) > 1 and word.isalpha() for word in words):
        return
    for cut in range(1, len(words)):
        first, last = words[:cut], words[cut:]
        yield "".join((*last, *first))
        for one, others in ((first, last), (last, first)):
            initial, rest = one[0][0], "".join(others)
            if len(one) > 1 or initial in NO_INITIALS or job_words().issuperset(others):
                continue
            yield from (initial + rest, rest + initial)


def _person(words: Sequence[str]) -> Iterator[str]:
    """Yield a person's name in either order, and the surname: it alone may say who it is."""
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    surnames = capitals if 0 < len(capitals) < len(words) else words[-1:]
    first, last = (
        squeezed("".join(word for word in words if (word in surnames) == wanted))
        for wanted in (False, True)
    )
    yield from (first + last, last + first, first[:1] + last, last)
