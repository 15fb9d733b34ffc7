from __future__ import annotations

import pytest
from hypothesis import given

from ftcrawler.offers.columns import COLUMNS
from ftcrawler.offers.field_types import Record
from ftcrawler.offers.fields import OFFER
from ftcrawler.offers.flattening import NAMES, flatten

from .shapes import OFFERS, as_received, of_cells, without_nulls


def told(offer):
    """Return what the columns say of an offer, and the rest."""
    cells, rest = flatten(offer)
    found = zip(NAMES, cells, strict=False)
    return {name: cell for name, cell in found if cell is not None}, rest


@given(OFFERS)
def test_an_offer_of_any_shape_comes_together_again_and_is_left_alone(drawn):
    offer, before = as_received(drawn), as_received(drawn)
    cells, rest = flatten(offer)
    assert offer == before
    assert of_cells(cells, rest) == without_nulls(offer)


def test_every_real_offer_fits(real_offers):
    for offer in real_offers:
        cells, rest = flatten(offer)
        assert rest == {}
        assert of_cells(cells, rest) == offer


def test_a_new_field_of_the_api_shows_at_once():
    assert told({"id": "1", "teletravail": True}) == ({"id": "1"}, {"teletravail": True})
    known, rest = told({"entreprise": {"nom": "A", "siret": "2"}})
    assert (known, rest) == ({"entreprise_nom": "A"}, {"entreprise": {"siret": "2"}})


@pytest.mark.parametrize(
    "odd",
    [
        {"intitule": ["Boulanger"]},
        {"intitule": {"fr": "Boulanger"}},
        {"alternance": "oui"},
        {"alternance": 1},
        {"nombrePostes": "3"},
        {"nombrePostes": 2.5},
        {"nombrePostes": True},
        {"nombrePostes": 2**63},
        {"lieuTravail": "Lyon"},
        {"lieuTravail": {"latitude": "45,7"}},
        {"lieuTravail": {"latitude": 2**53 + 1}},
        {"dateCreation": "hier"},
        {"dateCreation": "2026-02-30T10:00:00Z"},
        {"dateCreation": "2026-02-27T10:00:00"},
        {"dateCreation": "2026-02-27T10:00:00+01:00"},
        {"dateCreation": "2026-02-27T10:00:00.123456Z"},
        {"dateCreation": 1772150400},
        {"outilsBureautiques": "Traitement de texte"},
        {"outilsBureautiques": ["Tableur", None]},
        {"competences": {"libelle": "Pétrir"}},
        {"competences": ["Pétrir"]},
        {"competences": [{"libelle": "Pétrir", "niveau": "1"}]},
        {"competences": [{"libelle": 7}]},
        {"competences": [{"libelle": None}]},
        {"salaire": {"listeComplements": [{"code": 14}]}},
    ],
)
def test_what_is_not_of_its_type_goes_to_the_rest(odd):
    assert told(odd) == ({}, odd)


def test_null_is_missing():
    assert told({"intitule": None, "contact": {"nom": None}, "inconnu": None}) == ({}, {})


def test_names_are_told_apart():
    assert len(set(NAMES)) == len(NAMES) == len(COLUMNS)
    # No name of a leaf is that of a field that may hold something else.
    records = {name for name, field in OFFER.items() if isinstance(field.kind, Record)}
    assert not records & set(NAMES)
