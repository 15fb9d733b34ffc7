from __future__ import annotations

import orjson
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.history.files.whole_offers import SCHEMA, NoPageError, of_offers, read_offers
from tests.effort import examples
from tests.offers.shapes import OFFERS

AS_PUBLISHED = {"id": "048KLTP", "dateCreation": "2026-11-23T21:15:00.000Z", "nombrePostes": 2}


def one_page(body):
    """Return the offers of a page."""
    table = read_offers([body])
    return table.combine_chunks().to_batches()[0] if len(table) else of_offers([])


def page(*offers):
    return orjson.dumps({"resultats": offers, "filtresPossibles": []})


@examples(40)
@given(st.lists(OFFERS, max_size=3))
def test_both_ways_to_read_a_page_give_the_same(offers):
    body = page(*offers)
    read = one_page(body)
    assert read.equals(of_offers(orjson.loads(body)["resultats"]))
    read.validate(full=True)
    assert read.schema == SCHEMA


def test_real_offers_are_read_by_arrow_alone(real_offers, monkeypatch):
    slowly = of_offers(real_offers)
    monkeypatch.setattr("ftcrawler.history.files.whole_offers.of_offers", None)
    assert one_page(page(*real_offers)).equals(slowly)


@pytest.mark.parametrize(
    ("odd", "rest"),
    [
        ({"nouveau": {"a": [1]}}, {"nouveau": {"a": [1]}}),
        ({"nombrePostes": "deux"}, {"nombrePostes": "deux"}),
        ({"dateCreation": "hier"}, {"dateCreation": "hier"}),
        ({"formations": [None]}, {"formations": [None]}),
        ({"formations": [{"niveauLibelle": None}]}, None),
        ({"contact": {"fax": "1"}}, {"contact": {"fax": "1"}}),
        ({"contact": {}}, None),
        ({"contact": None}, None),
    ],
)
def test_what_no_column_holds_is_in_the_last_one(odd, rest):
    (offer,) = one_page(page({**AS_PUBLISHED, **odd})).to_pylist()
    assert offer["id"] == "048KLTP"
    assert (offer["autres"] and orjson.loads(offer["autres"])) == rest


def test_nul_and_halves_of_characters_are_mended():
    (offer,) = one_page(page({"id": "1", "intitule": "a\0b"})).to_pylist()
    assert offer["intitule"] == "a\ufffdb"
    (offer,) = of_offers([{"id": "1", "intitule": "\ud83d"}]).to_pylist()
    assert offer["intitule"] == "\ufffd"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"resultats":[1]}',
        b"<html>",
        b"null",
        b'{"resultats":[{}',
        b'{"resultats":[]}null',
    ],
)
def test_what_is_no_page_is_refused(body):
    with pytest.raises(NoPageError) as told:
        read_offers([page(), body])
    assert told.value.place == 1


def test_pages_are_read_together(real_offers):
    pages = [page(*real_offers[start : start + 150]) for start in range(0, 1206, 150)]
    table = read_offers([*pages, page()])
    assert table.column("id").to_pylist() == [offer["id"] for offer in real_offers]


def test_a_page_without_offers_has_the_same_columns():
    assert one_page(page()) == pa.RecordBatch.from_pylist([], schema=SCHEMA)
