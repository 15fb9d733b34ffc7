"""Take out of a title whom it names and how to reach them: what the licence's article 7 forbids.

What is kept of an offer once it is closed passes here, so that it never has to be mended.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ftcrawler.offers.contact_patterns import KINDS, SUSPECT
from ftcrawler.offers.employer_names import without_names
from ftcrawler.offers.name_forms import forms
from ftcrawler.offers.plain_words import job_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

# A title has some 100 characters. The rest of one that is a book is no title, and may be slow.
LONGEST: Final = 1000

MARKS: Final = r"–—|/:,;@•·-"
# What is left where something went, and what becomes of it.
LEFTOVERS: Final = (
    (re.compile(r"[(\[{<«]\s*[)\]}>»]"), " "),
    (re.compile(rf"(?<=[(\[{{«])[\s{MARKS}]+|[\s{MARKS}]+(?=[)\]}}»])"), ""),
    (re.compile(rf"(\s[{MARKS}])(?:\s+[{MARKS}]+)+(?=\s)"), r"\1"),
    (re.compile(rf"^[\s{MARKS}]+|(?:[\s{MARKS}]|\bchez$)+$"), ""),
    (re.compile(r"\s{2,}"), " "),
)


def cleaned(text: str, names: Iterable[str] = ()) -> str:
    """Return a title without e-mail addresses, telephone numbers, links and the names.

    The names are the offer's own employer's and its contact's, as the API gives them. Legal forms,
    case, accents and punctuation make no difference, nor does the order of a person's names. What
    holds nothing of the kind is returned as it is; of the rest no more than 1,000 characters.

    >>> cleaned("Vendeur (H/F) - tél. 06 12 34 56 78 - ACME", ["Acme S.A.R.L."])
    'Vendeur (H/F)'
    """
    names = tuple(names)
    text = text[:LONGEST]
    while (rest := without_names(_without_personal_data(text), names)) != text:
        # Again, for what is left may have grown together into another.
        text = _tidy(rest)
    return text


def cleaned_label(label: str, names: Iterable[str]) -> str:
    """Return a label without the names of its offer; one of a reference list stays as it is.

    So does a word of jobs in it, though an employer may have no other name.

    >>> cleaned_label("CDI - Acme", ["ACME SARL"]), cleaned_label("Boulanger bio", ["BOULANGER"])
    ('CDI', 'Boulanger bio')
    """
    if label in listed():
        return label
    return cleaned(
        label, [form for name in names for form in forms(name) if form not in job_words()]
    )


def holds_personal_data(text: str) -> bool:
    """Tell whether a text holds an e-mail address, a telephone number or a link.

    >>> holds_personal_data("Du 01/02/2026 au 30/06/2026"), holds_personal_data("www.acme.fr")
    (False, True)
    """
    return _without_personal_data(text) != text


def without_comment(label: str) -> str:
    """Return a label of the API without what employers add to it behind a dash.

    >>> without_comment("5 An(s) - chez un concurrent d'Acme"), without_comment("Débutant accepté")
    ('5 An(s)', 'Débutant accepté')
    """
    return label.partition(" - ")[0]


def _without_personal_data(text: str) -> str:
    if _is_suspect(text):
        for mark, form in KINDS:
            if mark.search(text):
                text = form.sub(_nothing_or_date, text)
    return text


def _nothing_or_date(found: re.Match[str]) -> str:
    return found.groupdict().get("date") or " "


def _is_suspect(text: str) -> bool:
    """Tell quickly whether it is worth a look: most titles are not."""
    if SUSPECT.search(text):
        return True
    small = text.lower()
    return "dot" in small or "point" in small


def _tidy(text: str) -> str:
    for leftover, instead in LEFTOVERS:
        text = leftover.sub(instead, text)
    return text
