"""Each parameter leaves exactly the offers that a naive reading of the shown offers leaves."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.asking import NOW
from tests.sandbox.cases import CASES
from tests.sandbox.naive import created, published_for

if TYPE_CHECKING:
    from ftsandbox.server import Sandbox
    from tests.sandbox.asking import Api

MAY_BE_EMPTY = {"only described"}


@pytest.fixture(scope="module")
def expected(offers: list[dict[str, Any]]) -> dict[str, frozenset[str]]:
    """The ids that each case leaves."""
    return {
        name: frozenset(offer["id"] for offer in offers if matches(offer))
        for name, (_, matches) in CASES.items()
    }


@pytest.mark.parametrize("name", CASES)
async def test_filter(name: str, api: Api, expected: dict[str, frozenset[str]]):
    assert bool(expected[name]) != (name in MAY_BE_EMPTY), "the case shows nothing"
    assert set(await api.truth(**CASES[name][0])) == expected[name]


@given(names=st.lists(st.sampled_from(sorted(CASES)), min_size=2, max_size=4, unique=True))
@settings(deadline=None)
def test_filters_are_anded(
    sandbox: Sandbox, expected: dict[str, frozenset[str]], names: list[str]
):
    criteria: dict[str, str] = {}
    left = []
    for name in names:
        # Two cases of one parameter would be one request of neither.
        if not criteria.keys() & CASES[name][0].keys():
            criteria |= CASES[name][0]
            left.append(expected[name])
    found = sandbox._service.searches.run(criteria).found
    assert set(sandbox.catalogue.source.ids(found)) == frozenset.intersection(*left)


@pytest.mark.parametrize("days", [1, 3, 7, 14, 31])
async def test_published_for(days: int, api: Api, offers: list[dict[str, Any]]):
    # The sandbox's clock has gone on since its start, by less than a minute.
    ids = set(await api.truth(publieeDepuis=str(days)))
    sure = {offer["id"] for offer in offers if published_for(offer, days - 0.01, NOW)}
    possible = {offer["id"] for offer in offers if published_for(offer, days, NOW)}
    assert sure <= ids <= possible


async def test_created_between(api: Api, offers: list[dict[str, Any]]):
    ids = await api.truth(
        minCreationDate="2026-11-20T08:30:00Z", maxCreationDate="2026-11-20T15:00:00Z"
    )
    expected = {
        offer["id"]
        for offer in offers
        if "2026-11-20T08:30:00" <= offer["dateCreation"][:19] <= "2026-11-20T15:00:00"
    }
    assert expected
    assert set(ids) == expected


async def test_every_offer_is_created_in_the_past(offers: list[dict[str, Any]]):
    assert all(created(offer) < NOW for offer in offers)


async def test_experience_divides_without_rest(api: Api):
    parts = [await api.truth(experience=code) for code in "01234"]
    assert sorted(chain(*parts)) == sorted(await api.truth())


async def test_grand_domains_divide_without_rest(api: Api):
    codes = [
        "A",
        "B",
        "C",
        "C15",
        "D",
        "E",
        "F",
        "G",
        "H",
        "I",
        "J",
        "K",
        "L",
        "L14",
        "M",
        "M13",
        "M14",
        "M15",
        "M16",
        "M17",
        "M18",
        "N",
    ]
    parts = [await api.truth(grandDomaine=code) for code in codes]
    assert sorted(chain(*parts)) == sorted(await api.truth())
