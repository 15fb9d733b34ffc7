from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sandbox.asking import Api

PATH = "/partenaire/offresdemploi/v2/referentiel/"
NAMES = (
    *("appellations", "communes", "continents", "departements", "domaines", "langues", "metiers"),
    *("nafs", "naturesContrats", "niveauxFormations", "pays", "permis", "regions"),
    *("secteursActivites", "themes", "typesContrats"),
)


@pytest.mark.parametrize("name", NAMES)
async def test_each_list(api: Api, name: str):
    answer = await api.get(PATH + name)
    assert (answer.status, answer.range) == (200, f"{name} */{len(answer.json)}")
    codes = [entry["code"] for entry in answer.json]
    assert len(set(codes)) == len(codes) > 0
    further = {"communes": {"codePostal", "codeDepartement"}, "departements": {"region"}}
    assert set(answer.json[0]) == {"code", "libelle"} | further.get(name, set())


async def test_towns(api: Api):
    towns = {town["code"]: town for town in (await api.get(f"{PATH}communes")).json}
    assert towns["97411"] == {
        "code": "97411",
        "libelle": "Saint-Denis",
        "codePostal": "97400",
        "codeDepartement": "974",
    }


async def test_unknown_list(api: Api):
    assert (await api.get(f"{PATH}villes")).status == 404


def test_the_collector_has_the_same_lists():
    """Each has its own, and needs nothing of the other; the collector's tables need more."""
    ours, theirs = (
        {file.name: file.read_bytes() for file in folder.iterdir()}
        for folder in (
            files("ftsandbox").joinpath("data", "referentiels"),
            files("ftcrawler.api").joinpath("referentiels"),
        )
    )
    assert ours.items() <= theirs.items()
    assert "metiers.json" in ours
