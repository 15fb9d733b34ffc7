"""Who offers a made job, and how to reach them: invented names, addresses that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ftsandbox.catalogue.vocabulary import vocabulary

if TYPE_CHECKING:
    from ftsandbox.made.draw import Row

_PAGE = "https://candidat.francetravail.fr/offres/recherche/detail/"
_APPLY = "Pour postuler, utiliser le lien suivant : " + _PAGE
_PEOPLE = ("Mme Camille Exemple", "M. Dominique Modele", "Mme Claude Essai", "M. Sacha Specimen")


def employer(row: Row) -> dict[str, Any]:
    """Return `entreprise`; one in five is not named, until it changes."""
    luck = row["luck"][0]
    # 96 % of own offers name it, 77 % of partners'.
    if luck % 100 >= (96 if row["own"] else 77) and not row["company"]:
        return {"entrepriseAdaptee": bool(row["adapted"])}
    name = _name(row)
    site = name.lower().replace(" ", "-").replace("'", "-")
    return {
        "nom": name,
        **({"description": _about(name)} if luck % 3 == 0 else {}),
        **({"logo": f"https://entreprise.example/logos/{site}.png"} if luck % 4 == 0 else {}),
        **({"url": f"https://{site}.example"} if luck % 5 == 0 else {}),
        "entrepriseAdaptee": bool(row["adapted"]),
    }


def recruiter(row: Row, offer_id: str) -> dict[str, Any]:
    """Return `contact` and `agence`; those of partners' offers are empty."""
    if not row["own"]:
        return {"contact": {}, "agence": {}}
    luck = row["luck"][1]
    contact: dict[str, str] = {
        "nom": f"{_name(row)} - {_PEOPLE[(luck + row['person']) % len(_PEOPLE)]}",
        "coordonnees1": _APPLY + offer_id,
        "courriel": _APPLY + offer_id,
    }
    return {"contact": contact, "agence": {"courriel": _APPLY + offer_id} if luck % 2 else {}}


def origin(row: Row, offer_id: str) -> dict[str, Any]:
    """Return `origineOffre`."""
    if row["own"]:
        return {"origine": "1", "urlOrigine": _PAGE + offer_id}
    code, name, _ = vocabulary()["partners"][row["partners"]]
    site = f"https://{code.lower()}.example"
    return {
        "origine": "2",
        "urlOrigine": _PAGE + offer_id,
        "partenaires": [
            {"nom": name, "url": f"{site}/offre/{offer_id}", "logo": f"{site}/logo.png"}
        ],
    }


def _name(row: Row) -> str:
    companies: list[str] = vocabulary()["companies"]
    number: int = row["luck"][0] // 128 + row["company"]
    return companies[number % len(companies)]


def _about(name: str) -> str:
    return (
        f"{name} accompagne ses clients depuis plus de vingt ans avec des équipes de proximité, "
        "attachées à la qualité du service rendu et au respect des engagements pris."
    )
