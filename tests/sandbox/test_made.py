"""Made offers: their columns say what they show, and they look like the real ones."""

from __future__ import annotations

import json
import re
from collections import Counter
from statistics import mean, quantiles
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pytest

from ftsandbox.catalogue.offer_reading import FIELDS, read_fields, read_numbers, read_place
from ftsandbox.catalogue.places import towns
from ftsandbox.catalogue.vocabulary import referentiel

if TYPE_CHECKING:
    from ftsandbox.server import Sandbox

    Offers = list[dict[str, Any]]


def of_origin(offers: Offers, origin: str) -> Offers:
    return [offer for offer in offers if offer["origineOffre"]["origine"] == origin]


@pytest.mark.parametrize("name", FIELDS)
def test_columns_are_what_offers_show(name: str, sandbox: Sandbox, offers: Offers):
    field = sandbox.catalogue.fields[name]
    held = [field.values[code] if code >= 0 else None for code in field.codes.tolist()]
    assert held == [read_fields(offer)[name] for offer in offers]


def test_numbers_and_places_are_what_offers_show(sandbox: Sandbox, offers: Offers):
    for name, column in sandbox.catalogue.numbers.items():
        read = np.array([read_numbers(offer)[name] for offer in offers])
        np.testing.assert_allclose(column, read)
    codes = sandbox.catalogue.fields["place"].codes.tolist()
    assert [sandbox.catalogue.places[code] for code in codes] == [read_place(o) for o in offers]


def test_ids(offers: Offers):
    assert len({offer["id"] for offer in offers}) == len(offers)
    assert all(re.fullmatch(r"\d{3}[A-Z]{4}", o["id"]) for o in of_origin(offers, "1"))
    assert all(re.fullmatch(r"\d{7}", o["id"]) for o in of_origin(offers, "2"))


def test_dates(offers: Offers):
    updated = [o for o in offers if "dateActualisation" in o]
    assert all(o["dateCreation"] <= o["dateActualisation"] for o in updated)
    assert 0.95 < len(updated) / len(offers) < 1
    assert all(o["dateCreation"].endswith(".000Z") for o in of_origin(offers, "2"))
    assert not all(o["dateCreation"].endswith(".000Z") for o in of_origin(offers, "1"))
    hours = Counter(int(o["dateCreation"][11:13]) for o in of_origin(offers, "1"))
    assert hours[10] > 2 * hours[12] > hours[3]


def test_sizes(offers: Offers):
    sizes = [len(orjson.dumps(offer)) for offer in offers]
    tenths = quantiles(sizes, n=10)
    assert 3600 < mean(sizes) < 4600
    assert 2300 < tenths[0] < 3200
    assert 5200 < tenths[-1] < 6600
    assert max(sizes) <= 7300


@pytest.mark.parametrize(
    ("origin", "key", "share"),
    [
        ("1", "competences", 0.75),
        ("1", "qualitesProfessionnelles", 0.62),
        ("1", "deplacementCode", 0.5),
        ("2", "competences", 0.35),
        ("2", "offresManqueCandidats", 0.0),
    ],
)
def test_presence(offers: Offers, origin: str, key: str, share: float):
    some = of_origin(offers, origin)
    assert sum(key in offer for offer in some) / len(some) == pytest.approx(share, abs=0.05)


def test_shares(offers: Offers):
    assert len(of_origin(offers, "1")) / len(offers) == pytest.approx(0.35, abs=0.04)
    placed = sum("commune" in offer["lieuTravail"] for offer in offers) / len(offers)
    assert 0.96 < placed < 0.985
    paid = [bool(o["salaire"]) for o in of_origin(offers, "1")]
    assert mean(paid) == pytest.approx(0.59, abs=0.05)


def test_nothing_is_null(offers: Offers):
    assert "null" not in json.dumps(offers)


def test_towns():
    departments = {entry["code"] for entry in referentiel("departements")}
    assert {town.department for town in towns().values()} == departments
    assert len(towns()) > 300
    assert sum(town.name == "Saint-Denis" for town in towns().values()) == 2
    for town in towns().values():
        assert re.fullmatch(r"(\d\d|2[AB])\d{3}", town.code)
        assert re.fullmatch(r"\d{5}", town.postcode)
        assert -22 < town.latitude < 52
