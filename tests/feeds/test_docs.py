"""docs/feeds.md and the code say the same."""

from __future__ import annotations

from ftcrawler.feeds.formats import CHOICES
from ftcrawler.offers.arrow import schema
from ftcrawler.offers.fields import REST, Objects, Scalar
from ftcrawler.offers.flattening import COLUMNS, FOUND
from ftcrawler.offers.rows import CSV_COLUMNS
from tests.docs.reading import page, quoted, rows, section

NOT_OFFERS = {"xml", "pickle", "marshal"}


def test_columns_of_csv():
    table = {
        row[0].strip("`"): row[1:] for row in rows(section("docs/feeds.md", "Columns of CSV"))
    }
    assert tuple(table) == CSV_COLUMNS
    for column in COLUMNS:
        kind = column.kind.value if isinstance(column.kind, Scalar) else "joined"
        assert table[column.name][0] == kind, column
        if isinstance(column.kind, Objects):
            kind, meaning = table[f"{column.name}_json"]
            assert (kind, tuple(quoted(meaning))) == ("JSON", column.kind.fields)
    assert table[REST][0] == "JSON"
    assert all(meaning for _, meaning in table.values())


def test_what_found_an_offer():
    table = rows(section("docs/feeds.md", "What found an offer"))
    assert tuple(row[0].strip("`") for row in table) == FOUND


def test_fields_of_parquet():
    table = [row[:2] for row in rows(section("docs/feeds.md", "Fields of Parquet"))]
    assert table == [[f"`{field.name}`", f"`{field.type}`"] for field in schema()]


def test_formats():
    written = [name for row in rows(page("docs/feeds.md"))[:7] for name in quoted(row[0])]
    assert sorted(written) == sorted(CHOICES)
