"""docs/feeds.md and the code say the same."""

from __future__ import annotations

from ftcrawler.feeds.formats import CHOICES
from ftcrawler.offers.arrow import schema
from ftcrawler.offers.field_types import Objects, Scalar
from ftcrawler.offers.fields import FOUND, REST
from ftcrawler.offers.flattening import COLUMNS
from ftcrawler.offers.rows import CSV_COLUMNS, CSV_DESCRIPTIONS
from tests.docs.reading import page, quoted, rows, section


def csv_types():
    types = {}
    for column in COLUMNS:
        types[column.name] = column.kind.value if isinstance(column.kind, Scalar) else "joined"
        if isinstance(column.kind, Objects):
            types[f"{column.name}_json"] = "JSON"
    return {**types, REST: "JSON"}


def test_columns_of_csv():
    types = csv_types()
    assert tuple(types) == CSV_COLUMNS
    assert rows(section("docs/feeds.md", "Columns of CSV")) == [
        [f"`{name}`", types[name], meaning] for name, meaning in CSV_DESCRIPTIONS.items()
    ]
    assert all(CSV_DESCRIPTIONS.values())


def test_what_found_an_offer():
    table = rows(section("docs/feeds.md", "What found an offer"))
    assert table == [[f"`{name}`", "text", meaning] for name, meaning in FOUND.items()]


def test_fields_of_parquet():
    table = [row[:2] for row in rows(section("docs/feeds.md", "Fields of Parquet"))]
    assert table == [[f"`{field.name}`", f"`{field.type}`"] for field in schema()]


def test_formats():
    written = [name for row in rows(page("docs/feeds.md"))[:7] for name in quoted(row[0])]
    assert sorted(written) == sorted(CHOICES)
