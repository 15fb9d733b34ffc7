"""The API's refusals of a request, in its own words (docs/api.md 2.5)."""

from __future__ import annotations

WIDTH = "La plage de résultats demandée est trop importante."
START = "La position de début doit être inférieure ou égale à 3000."
OFFER_ID = "Le format de l'id de l'offre recherchée est incorrect."
KEYWORDS = "7 mots-clé au maximum séparés par des virgules et d'au moins 2 caractères."


class Refusal(Exception):  # noqa: N818 (an answer of the API, not an error of ours)
    """A request that the API answers with 400; the message is the API's."""


def format_refusal(name: str, expected: str) -> Refusal:
    """Return the refusal of a value's form; *expected* ends as the API's sentence does.

    >>> str(format_refusal("tempsPlein", "Booléen attendu."))
    'Format du paramètre « tempsPlein » incorrect. Booléen attendu.'
    """
    return Refusal(f"Format du paramètre « {name} » incorrect. {expected}")


def value_refusal(name: str) -> Refusal:
    """Return the refusal of a value that is in no reference list.

    >>> str(value_refusal("commune"))
    'Valeur du paramètre « commune » incorrecte.'
    """
    return Refusal(f"Valeur du paramètre « {name} » incorrecte.")


def dependent_refusal(first: str, second: str) -> Refusal:
    """Return the refusal of one of two parameters without the other."""
    return Refusal(
        f"Les paramètres {first} et {second} sont dépendants et doivent être renseignés ensemble."
    )


def refusal_body(message: str, now_ms: int) -> dict[str, object]:
    """Return the three keys of a refusal; *now_ms* is the true epoch, not the wall clock."""
    return {"message": message, "codeHttp": 400, "codeErreur": str(now_ms)}
