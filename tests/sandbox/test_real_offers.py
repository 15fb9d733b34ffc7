"""Real offers are served as they are, and filtered by what they carry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.offers.fields import OFFER
from ftsandbox.catalogue.real_offers import real_catalogue
from ftsandbox.config import SandboxError
from ftsandbox.server import SandboxConfig, running_sandbox
from tests.sandbox.asking import connected

if TYPE_CHECKING:
    from pathlib import Path


def offer(number: int, **keys: Any) -> dict[str, Any]:
    return {
        "id": f"204RW{number:02d}",
        "intitule": "Data analyst (H/F)",
        "description": "Tableaux de bord en Power BI.\nTélétravail « possible » & <br/> 100 €",
        "dateCreation": f"2026-02-{number + 1:02d}T15:43:37.002Z",
        "lieuTravail": {"libelle": "06 - Commune", "latitude": 43.6, "longitude": 7.0},
        "romeCode": "M1419",
        "romeLibelle": "Data analyst",
        "typeContrat": "CDI",
        "natureContrat": "Contrat travail",
        "experienceExige": "E",
        "experienceLibelle": "3 An(s)",
        "salaire": {"libelle": "Annuel de 36000.0 Euros à 45000.0 Euros"},
        "contact": {},
        "origineOffre": {"origine": "1"},
        **keys,
    }


OFFERS = [
    offer(0),
    offer(1, origineOffre={"origine": "2"}, dateCreation="2026-02-09T01:00:00.000Z"),
    offer(2, experienceExige="D", lieuTravail={"libelle": "Île-de-France"}),
    offer(3, natureContrat="CDI de chantier ou d'opération", intitule="Développeur C++"),
    offer(
        4,
        permis=[{"libelle": "B - Véhicule léger"}, {"libelle": "C - Poids lourd"}],
        lieuTravail={"libelle": "75 - Paris", "latitude": 48.9, "longitude": 2.4},
        experienceLibelle="6 Mois",
        salaire={"libelle": "Mensuel de 1766,92 Euros sur 12 mois"},
    ),
]
CASES = [
    ({}, [4, 3, 2, 0, 1]),
    ({"sort": "1"}, [1, 4, 3, 2, 0]),
    ({"departement": "06"}, [3, 0, 1]),
    ({"region": "11"}, [4, 2]),
    ({"experience": "4"}, [2]),
    ({"experience": "1"}, [4]),
    ({"natureContrat": "CC"}, [3]),
    ({"motsCles": "c++"}, [3]),
    ({"motsCles": "power bi"}, []),
    ({"permis": "C"}, [4]),
    ({"commune": "06088", "distance": "30"}, [3, 0, 1]),
    ({"commune": "75056"}, [4]),
    ({"salaireMin": "1700", "periodeSalaire": "M"}, [4, 3, 2, 0, 1]),
    ({"salaireMin": "3000", "periodeSalaire": "M"}, [3, 2, 0, 1]),
]


@pytest.mark.parametrize("wrapped", [False, True])
async def test_real_offers(tmp_path: Path, *, wrapped: bool):
    path = tmp_path / "offers.json"
    path.write_text(json.dumps({"resultats": OFFERS} if wrapped else OFFERS))
    with running_sandbox(SandboxConfig(offers=path, quota=0)) as sandbox:
        async with connected(sandbox) as api:
            for criteria, numbers in CASES:
                assert await api.truth(**criteria) == [OFFERS[n]["id"] for n in numbers], criteria
            page = await api.search()
            assert page.json["resultats"] == [OFFERS[n] for n in (4, 3, 2, 0, 1)]
            # Not only equal: the same text, key for key.
            served = page.body[len('{"resultats":[') :].split(b'],"filtresPossibles"')[0]
            text = ",".join(
                json.dumps(OFFERS[n], ensure_ascii=False, separators=(",", ":"))
                for n in (4, 3, 2, 0, 1)
            )
            assert served.decode() == text
            assert (await api.detail("204RW03")).json == OFFERS[3]
            assert (await api.detail("204RW99")).status == 204


@pytest.mark.parametrize("content", ["", "[1]", '{"offres": []}', '[{"id": "1234567"}]'])
def test_wrong_files(tmp_path: Path, content: str):
    path = tmp_path / "offers.json"
    path.write_text(content)
    with (
        pytest.raises(SandboxError, match=str(path)),
        running_sandbox(SandboxConfig(offers=path)),
    ):
        pass


def test_no_file(tmp_path: Path):
    with (
        pytest.raises(SandboxError, match="introuvable"),
        running_sandbox(SandboxConfig(offers=tmp_path / "none")),
    ):
        pass


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.just("9" * 5000 + " An(s)"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
KEYS = st.sampled_from([*OFFER, "description"])


@given(
    st.dictionaries(KEYS, JUNK), JUNK, st.sampled_from(["libelle", "commune", "latitude", "nom"])
)
def test_values_of_any_type_are_served_and_say_nothing(odd: dict[str, Any], inner: Any, name: str):
    odd = {key: value for key, value in odd.items() if key not in {"id", "dateCreation"}}
    objects = {"lieuTravail": {name: inner}, "origineOffre": {"partenaires": [{name: inner}]}}
    offers = [offer(0, **objects), {**offer(1), **odd, "origineOffre": {"origine": inner}}]
    assert len(real_catalogue(offers).places) in {1, 2}
