"""`ftcrawler.api.search_parameters`: what the API takes, and its words when it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.search_parameters import CRITERIA
from ftcrawler.arguments.api_parameters import pair_faults

# The parameters of the published description, less `range` and the blank after `dureeHebdo`.
PUBLISHED = {
    "sort",
    "domaine",
    "codeROME",
    "appellation",
    "theme",
    "secteurActivite",
    "codeNAF",
    "experience",
    "typeContrat",
    "natureContrat",
    "origineOffre",
    "qualification",
    "tempsPlein",
    "commune",
    "distance",
    "departement",
    "inclureLimitrophes",
    "region",
    "paysContinent",
    "niveauFormation",
    "permis",
    "motsCles",
    "salaireMin",
    "periodeSalaire",
    "accesTravailleurHandicape",
    "publieeDepuis",
    "minCreationDate",
    "maxCreationDate",
    "offresMRS",
    "experienceExigence",
    "grandDomaine",
    "partenaires",
    "modeSelectionPartenaires",
    "dureeHebdoMin",
    "dureeHebdoMax",
    "dureeContratMin",
    "dureeContratMax",
    "dureeHebdo",
    "offresManqueCandidats",
    "entreprisesAdaptees",
    "employeursHandiEngages",
}

ACCEPTED = {
    "motsCles": ["data engineer", "développeur,c++", ".net", "agent d'entretien", "c#,r&d"],
    "sort": ["0", "1", "2"],
    "codeROME": ["M1805", "M1805, M1810", ",".join(["M1805"] * 200)],
    "codeNAF": ["78.20Z", "78.20z,62.02A"],
    "secteurActivite": ["01", "01,02"],
    "experience": ["0", "4"],
    "typeContrat": ["CDI", "cdi,cdd"],
    "natureContrat": ["E1", "E2,FS"],
    "commune": ["33063", "2A004", "97105", "33063,31555,2B033,75111,01001"],
    "departement": ["2A", "2b", "974", "01,2A,2B,75,976"],
    "region": ["11", "01", "94"],
    "distance": ["0", "10"],
    "paysContinent": ["99127", "991", "01"],
    "dureeHebdoMin": ["800", "2430"],
    "dureeContratMin": ["0.5", "24", "0", "99"],
    "salaireMin": ["1400", "11.88"],
    "partenaires": ["LABONNEALTERNANCE"],
    "minCreationDate": ["2022-03-25T14:52:00Z"],
    "niveauFormation": ["NV3"],
    "permis": ["B"],
    "domaine": ["G17"],
    "grandDomaine": ["C15", "m18"],
}

REFUSED = {
    "motsCles": ["r", "a,bb", "python,", "", "python|sql", "py\x00thon"],
    "sort": ["3"],
    "codeROME": ["1805", ",".join(["M1805"] * 201), "M1805,"],
    "codeNAF": ["7820Z", "78.20Z,78.20Z,78.20Z"],
    "secteurActivite": ["1", "01,02,03"],
    "typeContrat": ["DDT", "CDX"],
    "commune": ["Paris", "3306", "33063,31555,2B033,75111,01001,01002"],
    "departement": ["20", "99", "01,02,03,04,05,06"],
    "region": ["99"],
    "distance": ["-1", "1.5", "dix"],
    "dureeHebdoMin": ["2460", "8h"],
    "dureeContratMin": ["100", "-1", "0,5"],
    "minCreationDate": [
        "2022-03-25",
        "2022-03-25T14:52:00.000Z",
        "2022-02-30T00:00:00Z",
        "2022-3-5T1:2:3Z",
    ],
    "paysContinent": ["France"],
    "domaine": ["Z99"],
}


def cases(table):
    return [(name, value) for name, values in table.items() for value in values]


def test_the_table_is_the_published_list():
    assert CRITERIA.keys() == PUBLISHED


@pytest.mark.parametrize(("name", "value"), cases(ACCEPTED))
def test_accepted(name, value):
    checked = CRITERIA[name].checked(value)
    assert checked.upper() == ",".join(part.strip() for part in value.split(",")).upper()


@pytest.mark.parametrize(("name", "value"), cases(REFUSED))
def test_refused(name, value):
    with pytest.raises(ValueError, match=rf"(Format|Valeur) du paramètre « {name} » incorrect"):
        CRITERIA[name].checked(value)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("publieeDepuis", "1, 3, 7, 14 ou 31 attendu."),
        ("experience", "0, 1, 2, 3 ou 4 attendu."),
        ("tempsPlein", "Booléen attendu."),
        ("experienceExigence", "D, E ou S attendu."),
    ],
)
def test_the_api_s_own_words(name, sentence):
    with pytest.raises(ValueError, match="Format du paramètre") as caught:
        CRITERIA[name].checked("?")
    assert str(caught.value).startswith(f"Format du paramètre « {name} » incorrect. {sentence} ")


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("departement", "1", "« 1 » est inconnu ; écrivez 01."),
        ("departement", "gironde", "« gironde » est inconnu ; écrivez 33."),
        ("region", "Ile de France", "« Ile de France » est inconnu ; écrivez 11."),
        ("codeNAF", "01.11Z,01.12Z,01.13Z", "2 valeurs au maximum, séparées par des virgules"),
    ],
)
def test_what_to_type_instead(name, value, advice):
    with pytest.raises(ValueError, match="du paramètre") as caught:
        CRITERIA[name].checked(value)
    assert advice in str(caught.value)


@pytest.mark.parametrize(
    ("given_", "at_fault"),
    [
        ({"minCreationDate": "2026-01-01T00:00:00Z"}, ["minCreationDate"]),
        ({"maxCreationDate": "2026-01-01T00:00:00Z"}, ["maxCreationDate"]),
        ({"periodeSalaire": "M"}, ["periodeSalaire"]),
        ({"partenaires": "A"}, ["partenaires"]),
        ({"distance": "5", "departement": "33"}, ["distance"]),
        ({"distance": "5", "commune": "33063"}, []),
        ({"salaireMin": "1400", "periodeSalaire": "M"}, []),
        (
            {"minCreationDate": "2026-02-01T00:00:00Z", "maxCreationDate": "2026-01-01T00:00:00Z"},
            ["minCreationDate"],
        ),
    ],
)
def test_what_goes_together(given_, at_fault):
    assert list(pair_faults(given_)) == at_fault


@given(name=st.sampled_from(sorted(CRITERIA)), value=st.text())
def test_any_text_is_refused_or_checked_once_for_all(name, value):
    criterion = CRITERIA[name]
    try:
        checked = criterion.checked(value)
    except ValueError:
        return
    assert criterion.checked(checked) == checked


def test_the_large_domains_in_the_api_s_order():
    with pytest.raises(ValueError, match="L, L14, M15, M18, M, M16, M17, M13, M14 ou N attendu"):
        CRITERIA["grandDomaine"].checked("Z")
