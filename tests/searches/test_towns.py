from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.search_parameters import CRITERIA
from ftcrawler.exceptions import UnknownTownError
from ftcrawler.searches.towns import resolve_location
from tests.searches.communes import COMMUNES


def criteria(text, distance=None, communes=COMMUNES):
    return list(resolve_location(text, communes, distance).criteria)


def code(text):
    (one,) = criteria(text)
    return one["commune"]


@pytest.mark.parametrize(
    ("text", "insee"),
    [
        ("Bordeaux", "33063"),
        ("  bordeaux ", "33063"),
        ("saint etienne", "42218"),
        ("St-Étienne", "42218"),
        ("LE HAVRE", "76351"),
        ("Havre (Le)", "76351"),
        ("havre", "76351"),
        ("l’hay les roses", "94038"),
        ("L'Haÿ-les-Roses", "94038"),
        ("Villeneuve-sur-Lot", "47323"),
        ("Villeneuve s/ Lot", "47323"),
        ("Ste Foy lès Lyon", "69202"),
        ("Saint-Denis (93)", "93066"),
        ("St Denis (Seine-Saint-Denis)", "93066"),
        ("Saint-Denis (974)", "97411"),
        ("saint-denis (la réunion)", "97411"),
        ("La Rochelle (17)", "17300"),
        ("Bordeaux (33)", "33063"),
        ("33063", "33063"),
        ("2a004", "2A004"),
        ("97105", "97105"),
        ("Ajaccio (2a)", "2A004"),
    ],
)
def test_one_town(text, insee):
    assert code(text) == insee


@pytest.mark.parametrize(
    ("text", "insee"),
    [
        *[(f"Paris {form}", "75111") for form in ("11", "11e", "11ème", "11e arrondissement")],
        ("Paris 1er", "75101"),
        ("PARIS 01", "75101"),
        ("75111", "75111"),
        ("75116", "75116"),
        ("Lyon 3e", "69383"),
        ("Marseille 16e", "13216"),
    ],
)
def test_one_arrondissement(text, insee):
    assert code(text) == insee


@pytest.mark.parametrize("text", ["Paris", "paris", "PARIS (75)", "75056"])
def test_paris_is_its_department(text):
    assert criteria(text) == [{"departement": "75"}]
    assert criteria(text, "30") == [{"commune": "75101", "distance": "30"}]
    assert resolve_location(text, COMMUNES).libelle == "Paris (75)"


@pytest.mark.parametrize("text", ["Lyon", "69123"])
def test_lyon_is_its_arrondissements(text):
    assert criteria(text, "0") == [
        {"commune": "69381,69382,69383,69384,69385", "distance": "0"},
        {"commune": "69386,69387,69388,69389", "distance": "0"},
    ]


@pytest.mark.parametrize("text", ["Marseille", "13055", "marseille (Bouches-du-Rhône)"])
def test_marseille_is_asked_in_four_times(text):
    codes = [one["commune"].split(",") for one in criteria(text)]
    assert [len(some) for some in codes] == [5, 5, 5, 1]
    assert [code for some in codes for code in some] == [
        f"132{number:02}" for number in range(1, 17)
    ]


def test_a_list_that_holds_cities_whole():
    whole = [
        {"code": "69123", "libelle": "LYON", "codePostal": "69001", "codeDepartement": "69"},
        {"code": "75056", "libelle": "PARIS", "codePostal": "75001", "codeDepartement": "75"},
    ]
    assert criteria("Lyon", communes=whole) == [{"commune": "69123"}]
    assert criteria("Paris", communes=whole) == [{"departement": "75"}]


def test_the_radius_goes_with_the_town():
    assert criteria("Lille", "5") == [{"commune": "59350", "distance": "5"}]
    assert criteria("Lille") == [{"commune": "59350"}]


def test_a_code_that_is_also_a_postcode_is_taken_as_a_code():
    clash = {"code": "99999", "libelle": "Ailleurs", "codeDepartement": "01"}
    location = resolve_location("33063", [*COMMUNES, clash | {"codePostal": "33063"}])
    assert location.criteria == ({"commune": "33063"},)
    assert location.warning == (
        "« 33063 » est pris comme code INSEE : Bordeaux (33). C'est aussi le code postal de "
        "Ailleurs (01) (code INSEE 99999) ; si vous vouliez cette commune, donnez son nom ou son "
        "code INSEE."
    )
    assert resolve_location("75116", COMMUNES).warning is None


def refusal(text):
    with pytest.raises(UnknownTownError) as caught:
        resolve_location(text, COMMUNES)
    return str(caught.value)


def test_namesakes_are_named():
    assert refusal("Saint-Denis") == (
        "location : plusieurs communes s'appellent « Saint-Denis » :\n"
        "  - ST DENIS, Seine-Saint-Denis (93), code INSEE 93066\n"
        "  - Saint-Denis, La Réunion (974), code INSEE 97411\n"
        "  - Saint-Denis, Aude (11), code INSEE 11339\n"
        'Choisissez-en une, par exemple location="ST DENIS (93)" ou location=93066.'
    )


def test_a_missing_article_does_not_choose_between_namesakes():
    assert "La Rochelle, Haute-Saône (70), code INSEE 70450" in refusal("Rochelle")


def test_another_department():
    assert refusal("Bordeaux (75)") == (
        "location : aucune commune ne s'appelle « Bordeaux » dans le département « 75 ». "
        "Communes de ce nom :\n  - Bordeaux, Gironde (33), code INSEE 33063"
    )


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Bordaux", "  - Bordeaux, Gironde (33), code INSEE 33063"),
        ("Boulogne", "  - Boulogne-Billancourt, Hauts-de-Seine (92), code INSEE 92012"),
        ("Marseile", "  - Marseille, Bouches-du-Rhône (13), code INSEE 13055"),
        ("Lyon 10e", "  - Lyon, Rhône (69), code INSEE 69123"),
    ],
)
def test_the_nearest_names_are_shown(text, near):
    lines = refusal(text).splitlines()
    said = f"location : aucune commune ne s'appelle « {text} ». Les noms les plus proches :"
    assert lines[0] == said
    assert near in lines
    assert lines[-1] == "Un code INSEE convient aussi : location=33063."


def test_nothing_near():
    assert refusal("Zzyzx") == (
        "location : aucune commune ne s'appelle « Zzyzx ».\n"
        "Un code INSEE convient aussi : location=33063."
    )


def test_a_postcode_is_not_a_code():
    assert refusal("59800") == (
        "location : « 59800 » est un code postal, et non un code INSEE. Communes de ce code "
        "postal :\n  - Lille, Nord (59), code INSEE 59350\nÉcrivez par exemple location=59350."
    )
    assert "Paris 11e Arrondissement, Paris (75), code INSEE 75111" in refusal("75011")


def test_an_unknown_code():
    assert refusal("99999") == (
        "location : aucune commune n'a le code INSEE « 99999 ». Donnez plutôt le nom de la "
        "ville : location=Bordeaux."
    )


@given(st.text() | st.sampled_from([c["libelle"] for c in COMMUNES]), st.none() | st.just("7"))
def test_any_text_gives_criteria_that_the_api_takes_or_our_error(text, distance):
    try:
        found = criteria(text, distance)
    except UnknownTownError:
        return
    for one in found:
        assert all(CRITERIA[name].checked(value) == value for name, value in one.items())


@pytest.mark.parametrize("entry", COMMUNES)
def test_every_town_is_found_by_its_code(entry):
    location = resolve_location(entry["code"].lower(), COMMUNES)
    assert location.criteria == ({"commune": entry["code"]},)
