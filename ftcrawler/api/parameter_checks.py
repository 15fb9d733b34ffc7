"""What the API accepts as a parameter's value, one check a kind of value.

A check takes the parameter's name and the value as typed, and returns the value to send; or it
raises ValueError with the API's own sentence (docs/api.md 2.5), and what to type instead.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Final

from slugify import slugify

from ftcrawler.api.code_labels import labels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Check = Callable[[str, str], str]

# `motsCles` (docs/api.md 2.4).
MAX_TERMS: Final = 7
MIN_LENGTH: Final = 2
# The published list, and the apostrophe of « agent d'entretien », which titles hold.
PUNCTUATION: Final = "@#$%^&+./-\"'’"
_BOOLEANS = {"true": "true", "1": "true", "oui": "true"} | {
    "false": "false",
    "0": "false",
    "non": "false",
}


def wrong_format(name: str, expected: str, value: str) -> ValueError:
    """Return the error that the API words « Format du paramètre … incorrect. … attendu. »."""
    return ValueError(
        f"Format du paramètre « {name} » incorrect. {expected} attendu. Reçu : « {value} »."
    )


def boolean(name: str, value: str) -> str:
    """Accept yes and no as people write them.

    >>> boolean("tempsPlein", "Oui"), boolean("tempsPlein", "0")
    ('true', 'false')
    """
    try:
        return _BOOLEANS[value.strip().lower()]
    except KeyError:
        raise ValueError(
            f"Format du paramètre « {name} » incorrect. Booléen attendu. "
            f"Reçu : « {value} » ; écrivez true ou false."
        ) from None


def one_of(*choices: str) -> Check:
    """Accept one of *choices*, in capitals or not.

    >>> one_of("D", "E", "S")("experienceExigence", "d")
    'D'
    """

    def check(name: str, value: str) -> str:
        choice = value.strip().upper()
        if choice not in choices:
            expected = f"{', '.join(choices[:-1])} ou {choices[-1]}"
            raise wrong_format(name, expected, value)
        return choice

    return check


def matching(pattern: str, expected: str) -> Check:
    """Accept what *pattern* matches, in capitals."""
    form = re.compile(pattern, re.ASCII)

    def check(name: str, value: str) -> str:
        text = value.strip().upper()
        if not form.fullmatch(text):
            raise wrong_format(name, expected, value)
        return text

    return check


def known(referentiel: str) -> Check:
    """Accept a code of a complete reference list; for a label or a lost zero, give the code."""

    def check(name: str, value: str) -> str:
        codes = labels(referentiel)
        code = value.strip().upper()
        if code not in codes:
            hint = _meant(code, codes)
            advice = f"écrivez {hint}." if hint else f"codes acceptés : {', '.join(codes)}."
            raise ValueError(
                f"Valeur du paramètre « {name} » incorrecte. « {value} » est inconnu ; {advice}"
            )
        return code

    return check


def _meant(text: str, codes: Mapping[str, str]) -> str | None:
    if (padded := text.zfill(2)) in codes:
        return padded
    wanted = slugify(text)
    return next((code for code, libelle in codes.items() if slugify(libelle) == wanted), None)


def several(check: Check, most: int | None = None) -> Check:
    """Accept values separated by commas, at most *most* of them.

    >>> several(known("departements"), 5)("departement", "75, 2a")
    '75,2A'
    """

    def check_each(name: str, value: str) -> str:
        members = value.split(",")
        if most is not None and len(members) > most:
            raise ValueError(
                f"Valeur du paramètre « {name} » incorrecte. {most} valeurs au maximum, "
                f"séparées par des virgules ; {len(members)} reçues."
            )
        return ",".join(check(name, member) for member in members)

    return check_each


def decimal(lowest: float, highest: float | None, expected: str) -> Check:
    """Accept a number with a decimal point, within bounds."""

    def check(name: str, value: str) -> str:
        text = value.strip()
        if not re.fullmatch(r"\d{1,9}(\.\d+)?", text, re.ASCII):
            raise wrong_format(name, expected, value)
        if not lowest <= float(text) <= (float("inf") if highest is None else highest):
            raise wrong_format(name, expected, value)
        return text

    return check


def instant(name: str, value: str) -> str:
    """Accept `yyyy-MM-dd'T'HH:mm:ss'Z'`, no milliseconds.

    >>> instant("minCreationDate", "2026-11-23T00:00:00Z")
    '2026-11-23T00:00:00Z'
    """
    text = value.strip()
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 (docs/api.md 4.3)
    except ValueError:
        moment = None
    if moment is None or f"{moment.isoformat()}Z" != text:
        expected = "Horodatage comme 2026-11-23T00:00:00Z, sans millisecondes,"
        raise wrong_format(name, expected, value)
    return text


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
