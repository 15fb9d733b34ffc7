"""docs/feeds.md, docs/colonnes.md and the code say the same."""

from __future__ import annotations

from ftcrawler.feeds.formats import CHOICES
from ftcrawler.offers.arrow import schema
from ftcrawler.offers.columns import CSV_COLUMNS
from ftcrawler.offers.fields import FOUND
from tests.docs.reading import page, quoted, rows, section


def test_columns_of_csv():
    table = rows(section("docs/colonnes.md", "Les colonnes"))
    assert tuple(row[0].strip("`") for row in table) == CSV_COLUMNS
    assert all(meaning for _, _, meaning in table)


def test_what_found_an_offer():
    table = rows(section("docs/colonnes.md", "Ce qui a trouvé l'offre"))
    assert tuple(row[0].strip("`") for row in table) == tuple(FOUND)


def test_fields_of_parquet():
    table = rows(section("docs/colonnes.md", "Parquet"))
    assert table == [
        [f"`{field.name}`", f"`{field.type}`"] for field in schema() if "<" in str(field.type)
    ]


def test_formats():
    written = [name for row in rows(page("docs/feeds.md"))[:7] for name in quoted(row[0])]
    assert sorted(written) == sorted(CHOICES)
