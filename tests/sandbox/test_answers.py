"""Statuses, headers and bodies of the API's answers (docs/api.md 2 and 5)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sandbox.asking import Api

# Brest and around: fewer than a page, more than none.
FEW = {"commune": "29019", "distance": "0"}
NONE = {"motsCles": "introuvable"}
ROMES = ",".join(f"A{number}" for number in range(1000, 1201))


async def test_all_of_it(api: Api):
    answer = await api.search(**FEW)
    total = len(await api.truth(**FEW))
    assert (answer.status, answer.range) == (200, f"offres 0-{total - 1}/{total}")
    assert answer.headers["Accept-Range"] == "150"
    assert answer.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert list(answer.json) == ["resultats", "filtresPossibles"]
    assert None not in answer.json["resultats"][0].values()


@pytest.mark.parametrize(
    ("wanted", "shown", "count"),
    [
        (None, "0-149", 150),
        ("", "0-149", 150),
        ("0-0", "0-0", 1),
        ("2950-3099", "2950-2999", 50),
        ("2999-2999", "2999-2999", 1),
    ],
)
async def test_a_part_of_it(api: Api, wanted: str | None, shown: str, count: int):
    answer = await api.search(**({} if wanted is None else {"range": wanted}))
    assert (answer.status, answer.range) == (206, f"offres {shown}/3000")
    assert len(answer.ids) == count


@pytest.mark.parametrize(
    ("params", "header"), [(NONE, "*/0"), ({"range": "3000-3149"}, "offres -1--1/3000")]
)
async def test_nothing(api: Api, params: dict[str, str], header: str):
    answer = await api.search(**params)
    assert (answer.status, answer.body, answer.range) == (204, b"", header)


KEYWORDS = (
    "Format du paramètre « motsCles » incorrect. 7 mots-clé au maximum séparés par des virgules "
    "et d'au moins 2 caractères."
)
GRAND_DOMAINS = (
    "Format du paramètre « grandDomaine » incorrect. A, B, C, C15, D, E, F, G, H, I, J, K, L, "
    "L14, M15, M18, M, M16, M17, M13, M14 ou N attendu."
)
DEPENDENT = (
    "Les paramètres minCreationDate et maxCreationDate sont dépendants et doivent être renseignés "
    "ensemble."
)
REFUSED = [
    ({"range": "0-150"}, "La plage de résultats demandée est trop importante."),
    ({"range": "3001-3002"}, "La position de début doit être inférieure ou égale à 3000."),
    ({"range": "5-4"}, "Format du paramètre « range » incorrect. <entier>-<entier> attendu."),
    ({"range": "a-b"}, "Format du paramètre « range » incorrect. <entier>-<entier> attendu."),
    *(
        (
            {"motsCles": words},
            KEYWORDS,
        )
        for words in ("a,b,c,d", "data,", "un,deux,trois,quatre,cinq,six,sept,huit", "data;sql")
    ),
    (
        {"publieeDepuis": "2"},
        "Format du paramètre « publieeDepuis » incorrect. 1, 3, 7, 14 ou 31 attendu.",
    ),
    (
        {"experience": "5"},
        "Format du paramètre « experience » incorrect. 0, 1, 2, 3 ou 4 attendu.",
    ),
    (
        {"experienceExigence": "d"},
        "Format du paramètre « experienceExigence » incorrect. D, E ou S attendu.",
    ),
    ({"tempsPlein": "oui"}, "Format du paramètre « tempsPlein » incorrect. Booléen attendu."),
    (
        {"grandDomaine": "Z"},
        GRAND_DOMAINS,
    ),
    *(
        ({name: value}, f"Valeur du paramètre « {name} » incorrecte.")
        for name, value in (
            ("natureContrat", "E9"),
            ("typeContrat", "CDI, CDD"),
            ("typeContrat", "DDT"),
            ("departement", "1"),
            ("departement", "01,02,03,04,05,06"),
            ("commune", "75000"),
            ("region", "99"),
        )
    ),
    (
        {"minCreationDate": "2026-11-20T00:00:00Z"},
        DEPENDENT,
    ),
]


@pytest.mark.parametrize(("params", "message"), REFUSED)
async def test_refusals(api: Api, params: dict[str, str], message: str):
    before = int(time.time() * 1000)
    answer = await api.search(**params)
    assert answer.status == 400
    assert list(answer.json) == ["message", "codeHttp", "codeErreur"]
    assert (answer.json["message"], answer.json["codeHttp"]) == (message, 400)
    assert before <= int(answer.json["codeErreur"]) <= time.time() * 1000
    assert answer.range is None


@pytest.mark.parametrize(
    "params",
    [
        {"salaireMin": "1500"},
        {"periodeSalaire": "M"},
        {"codeROME": ROMES},
        {"codeROME": "m1805"},
        {"distance": "10.5"},
        {"sort": "3"},
        {"minCreationDate": "2026-11-20", "maxCreationDate": "2026-11-21"},
        {"minCreationDate": "2026-1-2T3:4:5Z", "maxCreationDate": "2026-11-21T00:00:00Z"},
        {"dureeContratMin": "100"},
    ],
)
async def test_further_refusals(api: Api, params: dict[str, str]):
    assert (await api.search(**params)).status == 400


@pytest.mark.parametrize(
    "params",
    [
        {"page": "2", "size": "10", "pays": "01", "travailATemps": "plein", "fooBar": "1"},
        {"typeContrat": "", "natureContrat": "", "range": ""},
        {"distance": "10"},
        {"CodeROME": "M1805"},
    ],
)
async def test_what_is_ignored(api: Api, params: dict[str, str]):
    assert (await api.search(**params)).range == "offres 0-149/3000"


async def test_only_the_first_of_a_repeated_name_counts(api: Api):
    path = "/partenaire/offresdemploi/v2/offres/search?domaine=K13&domaine=N41"
    assert (await api.get(path)).range == (await api.search(domaine="K13")).range


async def test_detail(api: Api, offers: list[dict[str, Any]]):
    for offer in (offers[0], offers[1500], offers[-1]):
        answer = await api.detail(offer["id"])
        assert (answer.status, answer.json) == (200, offer)
    gone = await api.detail("999ZZZZ")
    assert (gone.status, gone.body) == (204, b"")
    for wrong in ("190aaaa", "12", "190AAAAA"):
        answer = await api.detail(wrong)
        assert answer.status == 400
        assert answer.json["message"] == "Le format de l'id de l'offre recherchée est incorrect."
