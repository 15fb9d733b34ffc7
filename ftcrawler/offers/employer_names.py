"""Take names out of a title: an employer's, a contact's, however they are written in it.

Names are compared as letters and digits alone, small and without accents, of whole words: « ACME
S.A.R.L. » is « Acme sarl », « L'Oréal » is « LOREAL ».
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from ftcrawler.api.code_labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WORD: Final = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
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


class _Letters(dict[int, str | None]):
    """What becomes of each character: for str.translate()."""

    def __missing__(self, code: int) -> str | None:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold()
        letters = "".join(filter(str.isalnum, plain.replace("œ", "oe").replace("æ", "ae")))
        # None and one letter each are what str.translate() is quick with.
        self[code] = letters or None
        return self[code]


LETTERS: Final = _Letters()


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, small and plain.

    >>> squeezed("L'Oréal S.A.")
    'lorealsa'
    """
    return text.translate(LETTERS)


def without_names(text: str, names: Sequence[str]) -> str:
    """Return the text without these names; the same text where there is none.

    >>> without_names("Acme-Lyon (H/F)", ["ACME S.A.R.L."])
    ' -Lyon (H/F)'
    """
    letters = squeezed(text) if names else ""
    for name in names:
        for form in forms(name):
            if form in letters:
                text = _without(text, form)
                letters = squeezed(text)
    return text


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


@cache
def job_words() -> frozenset[str]:
    """Return the words that the names of jobs, domains and activities are made of."""
    lists = (labels(name).values() for name in ("metiers", "domaines", "nafs"))
    return frozenset(
        squeezed(word) for each in lists for label in each for word in WORD.findall(label)
    )


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


def _without(text: str, form: str) -> str:
    """Return the text without the words that make up the form, and what belongs to them."""
    words = [(squeezed(found[0]), found.start(), found.end()) for found in WORD.finditer(text)]
    kept, done, first = [], 0, 0
    while first < len(words):
        after = _end_of(form, words, first)
        if after is None:
            first += 1
            continue
        while first and words[first - 1][1] >= done and words[first - 1][0] in BEFORE:
            first -= 1
        while after < len(words) and words[after][0] in LEGAL_FORMS - {"sa"}:
            after += 1
        kept.append(text[done : words[first][1]])
        done, first = words[after - 1][2], after
    return " ".join([*kept, text[done:]])


def _end_of(form: str, words: Sequence[tuple[str, int, int]], first: int) -> int | None:
    """Return the index behind the words that are the form, of which this is the first."""
    letters = ""
    for index in range(first, len(words)):
        letters += words[index][0]
        if letters == form:
            return index + 1
        if not form.startswith(letters):
            break
    return None
