"""Orders are total and the same each time; pages give every offer once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ftsandbox.server import SandboxConfig, running_sandbox
from tests.sandbox.asking import NOW, connected

if TYPE_CHECKING:
    from tests.sandbox.asking import Api

    Offers = list[dict[str, Any]]


@pytest.fixture(scope="module")
def by_id(offers: Offers) -> dict[str, Any]:
    return {offer["id"]: offer for offer in offers}


def origin(offer: dict[str, Any]) -> str:
    return str(offer["origineOffre"]["origine"])


@pytest.mark.parametrize("sort", ["", "0"])
async def test_own_offers_come_first_newest_first(sort: str, api: Api, by_id: dict[str, Any]):
    ids = await api.truth(sort=sort)
    keys = [(origin(by_id[i]), by_id[i]["dateCreation"]) for i in ids]
    own = [date for where, date in keys if where == "1"]
    partners = [date for where, date in keys if where == "2"]
    assert [where for where, _ in keys] == ["1"] * len(own) + ["2"] * len(partners)
    assert own == sorted(own, reverse=True)
    assert partners == sorted(partners, reverse=True)


async def test_sort_1_is_newest_first(api: Api, by_id: dict[str, Any]):
    ids = await api.truth(sort="1")
    dates = [by_id[i]["dateCreation"] for i in ids]
    assert dates == sorted(dates, reverse=True)
    assert len({origin(by_id[i]) for i in ids[:100]}) == 2


async def test_sort_2_is_nearest_first(api: Api, by_id: dict[str, Any]):
    ids = await api.truth(sort="2", commune="59350", distance="60")
    towns = [by_id[i]["lieuTravail"]["commune"] for i in ids]
    assert towns[0] == "59350"
    assert len(set(towns)) == sum(a != b for a, b in zip(towns, [None, *towns], strict=False))


async def test_sort_1_may_put_own_offers_first():
    config = SandboxConfig(offers_count=300, quota=0, now=NOW, sort1="own-first")
    with running_sandbox(config) as sandbox:
        async with connected(sandbox) as api:
            assert await api.truth(sort="1") == await api.truth()


@pytest.mark.parametrize("criteria", [{}, {"sort": "1"}, {"departement": "75", "sort": "2"}])
async def test_pages_give_every_offer_once(api: Api, criteria: dict[str, str]):
    truth = await api.truth(**criteria)
    ids: list[str] = []
    for first in range(0, len(truth), 150):
        page = await api.search(**criteria, range=f"{first}-{first + 149}")
        last = min(first + 149, len(truth) - 1)
        assert page.range == f"offres {first}-{last}/{len(truth)}"
        ids += page.ids
    assert ids == truth
    assert len(set(ids)) == len(ids)


async def test_facets_count_the_whole_search(api: Api, offers: Offers):
    answer = (await api.search(departement="59", range="0-0")).json
    counts = {
        facet["filtre"]: {x["valeurPossible"]: x["nbResultats"] for x in facet["agregation"]}
        for facet in answer["filtresPossibles"]
    }
    assert list(counts) == ["typeContrat", "experience", "qualification", "natureContrat"]
    north = [o for o in offers if o["lieuTravail"]["libelle"].startswith("59 - ")]
    for values in counts.values():
        assert sum(values.values()) == len(north)
        assert 0 not in values.values()
    assert counts["typeContrat"]["CDI"] == sum(o["typeContrat"] == "CDI" for o in north)
    assert counts["natureContrat"]["E1"] == sum(
        o["natureContrat"] == "Contrat travail" for o in north
    )
    assert counts["qualification"]["X"] == sum("qualificationCode" not in o for o in north)
