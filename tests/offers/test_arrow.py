from __future__ import annotations

import io
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.offers.arrow import Writer, schema
from ftcrawler.offers.fields import OFFER, REST

from .shapes import OFFERS, as_received, of_parquet, with_moments, without_nulls

EVERY = {name: name for name in (*OFFER, REST)}


def written(*pages: Any, chosen: dict[str, str] = EVERY, row_group: int = 100) -> io.BytesIO:
    file = io.BytesIO()
    writer = Writer(file, chosen, compression="zstd", row_group=row_group)
    for page in pages:
        writer.add(page)
    writer.close()
    return file


def rows(file: io.BytesIO) -> list[dict[str, Any]]:
    return list(pq.read_table(file).to_pylist())


def test_every_real_offer_comes_back(real_offers):
    pages = [real_offers[first : first + 150] for first in range(0, len(real_offers), 150)]
    read = rows(written(*pages, row_group=400))
    assert [of_parquet(row) for row in read] == list(map(with_moments, real_offers))


@given(st.lists(OFFERS, min_size=1, max_size=3))
def test_an_offer_of_any_shape_comes_back_under_the_same_schema(offers):
    offers = list(map(as_received, offers))
    file = written(offers)
    assert pq.read_schema(file).equals(schema())
    assert [of_parquet(row) for row in rows(file)] == [
        with_moments(without_nulls(offer)) for offer in offers
    ]


def test_types(real_offers):
    types = {field.name: str(field.type) for field in pq.read_schema(written(real_offers[:1]))}
    assert types["dateCreation"] == "timestamp[ms, tz=UTC]"
    assert types["nombrePostes"] == "int64"
    assert types["alternance"] == "bool"
    assert "latitude: double" in types["lieuTravail"]
    assert types["langues"].startswith("list<element: struct<libelle: string")
    assert types[REST] == "string"


def test_row_groups(real_offers):
    pages = [real_offers[first : first + 100] for first in range(0, 1000, 100)]
    file = pq.ParquetFile(written(*pages, row_group=300))
    sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert sizes == [300, 300, 300, 100]


def test_no_offers():
    file = written()
    assert rows(file) == []
    assert pq.read_schema(file).equals(schema())


@pytest.mark.parametrize("names", [("lieuTravail", "id"), ("autres",)])
def test_fields_can_be_chosen_and_named(real_offers, names):
    chosen = {name: name.upper() for name in names}
    file = written(real_offers[:5], chosen=chosen)
    assert pq.read_schema(file).names == [name.upper() for name in names]
    assert len(rows(file)) == 5
