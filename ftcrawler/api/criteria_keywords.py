"""`motsCles`: what the API takes for keywords (docs/api.md 2.4)."""

from __future__ import annotations

import unicodedata
from typing import Final

MAX_TERMS: Final = 7
MIN_LENGTH: Final = 2
# The published list, and the apostrophe of « agent d'entretien », which titles hold.
PUNCTUATION: Final = "@#$%^&+./-\"'’"


def keywords(name: str, value: str) -> str:
    """Return the keywords without needless blanks, or raise ValueError in the API's words.

    >>> keywords("motsCles", " data  engineer , Python ")
    'data engineer,Python'
    """
    # Text typed on a Mac may hold « e » and its accent as two characters.
    composed = unicodedata.normalize("NFC", value)
    terms = [" ".join(term.split()) for term in composed.split(",")]
    if len(terms) > MAX_TERMS or any(len(term) < MIN_LENGTH for term in terms):
        raise ValueError(
            f"Format du paramètre « {name} » incorrect. {MAX_TERMS} mots-clé au maximum séparés "
            f"par des virgules et d'au moins {MIN_LENGTH} caractères. Reçu : « {value} »."
        )
    strange = sorted({letter for term in terms for letter in term if not _allowed(letter)})
    if strange:
        raise ValueError(
            f"Format du paramètre « {name} » incorrect. "
            f"Caractères refusés : {' '.join(map(_shown, strange))} ; sont acceptés les lettres, "
            f"les chiffres, l'espace, {' '.join(PUNCTUATION)}, et la virgule entre deux mots-clés."
        )
    return ",".join(terms)


def _allowed(letter: str) -> bool:
    # The published list leaves accented letters out; the API takes them.
    return letter.isalnum() or letter == " " or letter in PUNCTUATION


def _shown(letter: str) -> str:
    return letter if letter.isprintable() else f"U+{ord(letter):04X}"
