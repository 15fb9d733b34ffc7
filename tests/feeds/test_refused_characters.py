"""No feed holds a NUL or half a character, and none breaks over them."""

from __future__ import annotations

import csv
import io

import orjson
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.feeds.csv_feed import CsvExporter, ExcelExporter, TsvExporter
from ftcrawler.feeds.json_feed import JsonExporter, JsonLinesExporter
from ftcrawler.feeds.parquet_feed import ParquetExporter
from ftcrawler.items import KeptPage
from ftcrawler.offers.refused_characters import mended, mended_json

from .reading import rows_of
from .workbook import records_of

HALF = "\ud83d"
# Where an offer has texts: a cell, an object, lists of either, and what no column knows.
PLACES = {
    "a cell": lambda text: {"intitule": text},
    "an object": lambda text: {"lieuTravail": {"libelle": text}},
    "a list of texts": lambda text: {"outilsBureautiques": ["a", text]},
    "a list within an object": lambda text: {"contexteTravail": {"horaires": [text]}},
    "a list of objects": lambda text: {"permis": [{"libelle": text}]},
    "the rest": lambda text: {"neuf": [text]},
    "a name": lambda text: {"neuf": {text: 1}},
}


def written(kind, offer, **options):
    file = io.BytesIO()
    exporter = kind(file, **options)
    exporter.start_exporting()
    exporter.export_item(KeptPage(resultats=[{"id": "A"}, {"id": "B", **offer}]))
    exporter.finish_exporting()
    assert exporter.broken is None
    assert exporter.rows == 2
    return file.getvalue()


def rows(kind, offer):
    body = written(kind, offer)
    if kind is ParquetExporter:
        return list(pq.read_table(io.BytesIO(body)).to_pylist())
    if issubclass(kind, CsvExporter):
        delimiter = kind.manner.delimiter
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=delimiter))
    return [orjson.loads(line.strip(b",")) for line in body.splitlines() if len(line) > 1]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("odd", ["\0", HALF, "\0\0", f"{HALF}\0"])
@pytest.mark.parametrize(
    "kind",
    [CsvExporter, ExcelExporter, TsvExporter, JsonExporter, JsonLinesExporter, ParquetExporter],
)
def test_odd_characters_become_a_mark(kind, odd, place):
    first, second = rows(kind, PLACES[place](f"x{odd}y"))
    assert (first["id"], second["id"]) == ("A", "B")
    told = orjson.dumps(second, default=str).decode()
    assert "\\u0000" not in told
    assert "\ufffd" in told or "&#55357;" in told
    assert "\0" not in told


def test_what_only_names_a_nul_stays():
    offer = {"intitule": "a\\u0000b", "permis": [{"libelle": "\\u0000"}]}
    assert mended(offer) == offer
    (_, row) = rows(JsonLinesExporter, offer)
    assert row == {"id": "B", **offer}


@given(st.text("\\\0u0a", max_size=12))
def test_backslashes_before_it_are_no_part_of_it(text):
    assert orjson.loads(mended_json([text])) == [text.replace("\0", "\ufffd")]


def test_wider_encodings_have_zeros_of_their_own():
    options = {"encoding": "utf-16", "fields_to_export": ["id"]}
    assert written(CsvExporter, {"id": "é\0"}, **options).decode("utf-16") == (
        '"id"\r\n"A"\r\n"é\ufffd"\r\n'
    )


def test_nothing_else_changes(real_offers):
    assert mended(real_offers) == real_offers
    assert orjson.loads(mended_json(real_offers)) == real_offers


def test_a_crawl_keeps_nul_out_of_its_feeds(start_sandbox, run_crawl, real_offers, tmp_path):
    offers = real_offers[:10]
    odd = {**offers[3], "intitule": "a\0b", "permis": [{"libelle": "\0"}]}
    served = tmp_path / "served.json"
    served.write_bytes(orjson.dumps([*offers[:3], odd, *offers[4:]]))
    kinds = ("csv", "tsv", "jsonl", "json", "parquet", "xlsx")
    feeds = {str(tmp_path / f"o.{kind}"): {"format": kind} for kind in kinds}
    sandbox = start_sandbox(offers=served)
    # Once from the answers, once from the disk.
    for status in ("complete", "skipped"):
        done = run_crawl(sandbox, "all", f"FEEDS={orjson.dumps(feeds).decode()}")
        assert (done.code, done.report["status"]) == (0, status), done.log
        for kind in kinds:
            path = tmp_path / f"o.{kind}"
            rows = records_of(path) if kind == "xlsx" else rows_of(path)
            (row,) = [row for row in rows if row["id"] == odd["id"]]
            assert (len(rows), row["intitule"]) == (10, "a\ufffdb"), kind
            assert "\ufffd" in str(row["permis"])
            assert kind in {"parquet", "xlsx"} or b"\0" not in path.read_bytes()
            path.unlink()
