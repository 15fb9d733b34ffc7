"""Take names out of a title: an employer's, a contact's, however they are written in it.

Names are compared as letters and digits alone, small and without accents, of whole words: « ACME
S.A.R.L. » is « Acme sarl », « L'Oréal » is « LOREAL ».
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.offers.name_forms import BEFORE, LEGAL_FORMS, forms
from ftcrawler.offers.plain_words import WORD, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence


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
