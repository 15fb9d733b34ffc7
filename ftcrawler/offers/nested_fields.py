"""The objects within an offer, under the names of the API's published description.

Whether a field is kept after closing: see AfterClosing.
"""

from __future__ import annotations

from typing import Final

from ftcrawler.offers.field_types import (
    BOOLEAN,
    TEXT,
    AfterClosing,
    Field,
    Objects,
    Record,
    Scalar,
    Texts,
)

KEPT, NOT_NEEDED, PLACE = AfterClosing.KEPT, AfterClosing.NOT_NEEDED, AfterClosing.PLACE
EMPLOYER, PERSON = AfterClosing.EMPLOYER, AfterClosing.PERSON
FREE_TEXT, LINK = AfterClosing.FREE_TEXT, AfterClosing.LINK

REQUIRED: Final = Field(TEXT, "« E » : exigé ; « S » : souhaité", KEPT)

LIEU_TRAVAIL: Final = Record(
    {
        # History keeps the department and the region that it names, by their codes.
        "libelle": Field(TEXT, "Lieu : `69 - Lyon`, un département, une région, un pays", PLACE),
        "latitude": Field(Scalar.NUMBER, "Latitude, en degrés", PLACE),
        "longitude": Field(Scalar.NUMBER, "Longitude, en degrés", PLACE),
        "codePostal": Field(TEXT, "Code postal", PLACE),
        "commune": Field(TEXT, "Code INSEE de la commune", PLACE),
    }
)

ENTREPRISE: Final = Record(
    {
        "nom": Field(TEXT, "Employeur", EMPLOYER),
        "description": Field(TEXT, "Ce que l'employeur dit de lui-même", EMPLOYER),
        "logo": Field(TEXT, "Adresse de son logo", EMPLOYER),
        "url": Field(TEXT, "Son site", EMPLOYER),
        # It says what sort of employer it is, not which one.
        "entrepriseAdaptee": Field(BOOLEAN, "Si l'employeur est une entreprise adaptée", KEPT),
    }
)

FORMATION: Final = Objects(
    {
        "codeFormation": Field(TEXT, "Code du domaine", KEPT),
        "domaineLibelle": Field(TEXT, "Domaine", KEPT),
        "niveauLibelle": Field(TEXT, "Niveau", KEPT),
        "commentaire": Field(TEXT, "Précisions", FREE_TEXT),
        "exigence": REQUIRED,
    },
    label="domaineLibelle",
)

LANGUE: Final = Objects({"libelle": Field(TEXT, "Langue", KEPT), "exigence": REQUIRED})

PERMIS: Final = Objects({"libelle": Field(TEXT, "Permis", KEPT), "exigence": REQUIRED})

COMPETENCE: Final = Objects(
    {
        "code": Field(TEXT, "Code de la compétence", KEPT),
        "libelle": Field(TEXT, "Compétence", KEPT),
        "exigence": REQUIRED,
    }
)

QUALITE: Final = Objects(
    {
        "libelle": Field(TEXT, "Qualité", NOT_NEEDED),
        "description": Field(TEXT, "Ce que l'on entend par là", NOT_NEEDED),
    }
)

COMPLEMENT: Final = Objects(
    {
        "code": Field(TEXT, "Code du complément", NOT_NEEDED),
        "libelle": Field(TEXT, "Complément", NOT_NEEDED),
    }
)

SALAIRE: Final = Record(
    {
        "libelle": Field(TEXT, "Salaire, en toutes lettres", KEPT),
        "commentaire": Field(TEXT, "Précisions sur le salaire", FREE_TEXT),
        "complement1": Field(TEXT, "Premier complément : prime, véhicule…", FREE_TEXT),
        "complement2": Field(TEXT, "Second complément", FREE_TEXT),
        "listeComplements": Field(COMPLEMENT, "Tous les compléments, 5 au plus"),
    }
)

CONTACT: Final = Record(
    {
        "nom": Field(TEXT, "Recruteur", PERSON),
        "coordonnees1": Field(TEXT, "Adresse ou consignes, première ligne", PERSON),
        "coordonnees2": Field(TEXT, "Deuxième ligne", PERSON),
        "coordonnees3": Field(TEXT, "Troisième ligne", PERSON),
        "telephone": Field(TEXT, "Téléphone", PERSON),
        "courriel": Field(TEXT, "Aujourd'hui une phrase avec un lien, plus d'adresse", PERSON),
        "commentaire": Field(TEXT, "Précisions pour postuler", FREE_TEXT),
        "urlRecruteur": Field(TEXT, "Site du recruteur", LINK),
        "urlPostulation": Field(TEXT, "Où postuler", LINK),
    }
)

AGENCE: Final = Record(
    {
        "telephone": Field(TEXT, "Téléphone de l'agence France Travail", PERSON),
        "courriel": Field(TEXT, "Une phrase avec un lien, comme celle du contact", PERSON),
    }
)

PARTENAIRE: Final = Objects(
    {
        "nom": Field(TEXT, "Partenaire", KEPT),
        "url": Field(TEXT, "L'offre chez le partenaire", LINK),
        "logo": Field(TEXT, "Adresse de son logo", LINK),
    },
    label="nom",
)

ORIGINE: Final = Record(
    {
        "origine": Field(TEXT, "`1` : France Travail ; `2` : un partenaire", KEPT),
        "urlOrigine": Field(TEXT, "Page de l'offre chez France Travail", LINK),
        "partenaires": Field(PARTENAIRE, "Partenaires qui la publient"),
    }
)

CONTEXTE: Final = Record(
    {
        "horaires": Field(Texts(), "Horaires", KEPT),
        "conditionsExercice": Field(Texts(), "Conditions de travail", NOT_NEEDED),
    }
)
