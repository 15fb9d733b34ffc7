"""Each search parameter once more: a search, and which of the offers shown it should leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sandbox.naive import (
    department,
    experience,
    labels,
    minutes,
    months,
    near,
    pay,
    phrase_in,
    qualification,
    region_of,
    week,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sandbox.naive import Offer

CASES: dict[str, tuple[dict[str, str], Callable[[Offer], bool]]] = {
    "origin": ({"origineOffre": "2"}, lambda o: o["origineOffre"]["origine"] == "2"),
    "rome": (
        {"codeROME": "M1805,G1602,K1304,N4105"},
        lambda o: o["romeCode"] in ("M1805", "G1602", "K1304", "N4105"),
    ),
    "domain": ({"domaine": "K13"}, lambda o: o["romeCode"].startswith("K13")),
    "grand domain": ({"grandDomaine": "N"}, lambda o: o["romeCode"][0] == "N"),
    "grand domain M18": ({"grandDomaine": "M18"}, lambda o: o["romeCode"].startswith("M18")),
    "grand domain M": (
        {"grandDomaine": "M"},
        lambda o: o["romeCode"].startswith(("M11", "M12")),
    ),
    "naf": ({"codeNAF": "78.20Z,62.01Z"}, lambda o: o.get("codeNAF") in ("78.20Z", "62.01Z")),
    "sector": ({"secteurActivite": "47"}, lambda o: o.get("secteurActivite") == "47"),
    "experience": ({"experience": "2"}, lambda o: experience(o) == "2"),
    "requirement": ({"experienceExigence": "S"}, lambda o: o["experienceExige"] == "S"),
    "contract": (
        {"typeContrat": "CDD,MIS"},
        lambda o: o["typeContrat"] in ("CDD", "MIS"),
    ),
    "contract or nature": (
        {"typeContrat": "MIS", "natureContrat": "E2,FS"},
        lambda o: (
            o["typeContrat"] == "MIS"
            or o["natureContrat"] in [labels("naturesContrats")[code] for code in ("E2", "FS")]
        ),
    ),
    "qualification": ({"qualification": "9"}, lambda o: qualification(o) == "9"),
    "no executive": ({"qualification": "0"}, lambda o: qualification(o) == "0"),
    "full time": ({"tempsPlein": "true"}, lambda o: week(o) == "1"),
    "part time": ({"tempsPlein": "false"}, lambda o: week(o) == "2"),
    "week": ({"dureeHebdo": "0"}, lambda o: week(o) == "0"),
    "hours": (
        {"dureeHebdoMin": "1500", "dureeHebdoMax": "3530"},
        lambda o: (m := minutes(o)) is not None and 900 <= m <= 2130,
    ),
    "months": (
        {"dureeContratMin": "2.5", "dureeContratMax": "6"},
        lambda o: (m := months(o)) is not None and 2.5 <= m <= 6,
    ),
    "pay a month": (
        {"salaireMin": "2500", "periodeSalaire": "M"},
        lambda o: pay(o, "M", "2500"),
    ),
    "pay an hour": (
        {"salaireMin": "12.5", "periodeSalaire": "H"},
        lambda o: pay(o, "H", "12.5"),
    ),
    "department": (
        {"departement": "2A,59,974"},
        lambda o: department(o) in ("2A", "59", "974"),
    ),
    "region": (
        {"region": "84"},
        lambda o: (
            region_of(d) == "84"
            if (d := department(o))
            else o["lieuTravail"]["libelle"] == labels("regions")["84"]
        ),
    ),
    "abroad": ({"paysContinent": "99137"}, lambda o: o["lieuTravail"]["libelle"] == "Luxembourg"),
    "town and around": ({"commune": "31555"}, lambda o: near(o, "31555", 10)),
    "town alone": (
        {"commune": "33063", "distance": "0"},
        lambda o: o["lieuTravail"].get("commune") == "33063",
    ),
    "paris": (
        {"commune": "75112", "distance": "0"},
        lambda o: o["lieuTravail"].get("commune", "").startswith("75"),
    ),
    "around lyon": (
        {"commune": "69266", "distance": "12"},
        lambda o: near(o, "69266", 12) or near(o, "69123", 0),
    ),
    "two towns": (
        {"commune": "44109,35238", "distance": "30"},
        lambda o: near(o, "44109", 30) or near(o, "35238", 30),
    ),
    "level": (
        {"niveauFormation": "NV4"},
        lambda o: any(f["niveauLibelle"].startswith("Bac ou") for f in o.get("formations", [])),
    ),
    "licence": (
        {"permis": "C"},
        lambda o: any(p["libelle"].startswith("C - ") for p in o.get("permis", [])),
    ),
    "disabled": ({"accesTravailleurHandicape": "true"}, lambda o: o["accessibleTH"]),
    "not only disabled": ({"accesTravailleurHandicape": "false"}, lambda _: True),
    "shortage": (
        {"offresManqueCandidats": "true"},
        lambda o: bool(o.get("offresManqueCandidats")),
    ),
    "adapted or engaged": (
        {"entreprisesAdaptees": "true", "employeursHandiEngages": "true"},
        lambda o: o["entrepriseAdaptee"] or o["employeurHandiEngage"],
    ),
    "partners in": (
        {"partenaires": "APEC,TALENTCOM", "modeSelectionPartenaires": "INCLUS"},
        lambda o: (
            o["origineOffre"].get("partenaires", [{}])[0].get("nom") in ("APEC", "TALENTPLUG")
        ),
    ),
    "partners out": (
        {"partenaires": "HELLOWORK", "modeSelectionPartenaires": "EXCLU"},
        lambda o: o["origineOffre"].get("partenaires", [{}])[0].get("nom") != "HELLOWORK",
    ),
    "title": ({"motsCles": "ÉQUIPE"}, lambda o: phrase_in(o, "équipe")),
    "skill": ({"motsCles": "chariot elevateur"}, lambda o: phrase_in(o, "chariot élévateur")),
    "two words": (
        {"motsCles": "poste à pourvoir,conducteur"},
        lambda o: phrase_in(o, "poste à pourvoir") and phrase_in(o, "conducteur"),
    ),
    "rome as a word": ({"motsCles": "M1805"}, lambda o: o["romeCode"] == "M1805"),
    "only described": ({"motsCles": "mutuelle"}, lambda _: False),
    "licence as a word": ({"motsCles": "poids lourd"}, lambda o: phrase_in(o, "poids lourd")),
    "language as a word": ({"motsCles": "anglais"}, lambda o: phrase_in(o, "anglais")),
}
