from __future__ import annotations

import io
import json

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from ftcrawler.feeds.csv_feed import CsvExporter, ExcelExporter
from ftcrawler.feeds.json_feed import JsonExporter, JsonLinesExporter
from ftcrawler.feeds.parquet_feed import ParquetExporter
from ftcrawler.items import KeptPage, OfferPage

ALL = [CsvExporter, ExcelExporter, JsonExporter, JsonLinesExporter, ParquetExporter]


class Full(io.BytesIO):
    """A disk that is full from some moment on."""

    full = False

    def write(self, body, /):
        if self.full:
            raise OSError(28, "No space left on device")
        return super().write(body)

    def flush(self):
        if self.full and not self.closed:
            raise OSError(28, "No space left on device")


def page(*ids):
    return OfferPage(
        label="all",
        page=1,
        ids=list(ids),
        resultats=[{"id": each} for each in ids],
        filtres_possibles=[],
        answer=b"",
    )


def kept(*ids, elsewhere=False):
    return KeptPage(resultats=[{"id": each} for each in ids], elsewhere=elsewhere)


def feed(kind, *items, file=None, **options):
    file = file or io.BytesIO()
    exporter = kind(file, **options)
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


def test_csv_begins_with_its_columns_once():
    file = io.BytesIO()
    feed(CsvExporter, page("A"), file=file, fields_to_export=["id"])
    assert feed(CsvExporter, page("B"), file=file, fields_to_export=["id"]) == (
        b'"id"\r\n"A"\r\n"B"\r\n'
    )


def test_a_mark_of_the_encoding_comes_once():
    file = io.BytesIO()
    options = {"fields_to_export": ["id"], "encoding": "utf-8-sig"}
    feed(CsvExporter, page("é"), file=file, **options)
    feed(CsvExporter, page("B"), file=file, **options)
    assert file.getvalue() == '\ufeff"id"\r\n"é"\r\n"B"\r\n'.encode()


def test_excel_has_its_mark_whatever_the_encoding():
    written = feed(ExcelExporter, page("é"), fields_to_export=["id"], encoding="latin-1")
    assert written == '\ufeff"id"\r\n"é"\r\n'.encode()


def test_a_narrow_encoding_breaks_nothing():
    written = feed(CsvExporter, page("é🙂"), fields_to_export=["id"], encoding="latin-1")
    assert written.decode("latin-1") == '"id"\r\n"é&#128578;"\r\n'


def test_columns_may_have_other_names_and_another_delimiter():
    fields = {"lieuTravail_libelle": "lieu", "id": "identifiant"}
    written = feed(CsvExporter, page("A"), fields_to_export=fields, delimiter="\t")
    assert written == b'"lieu"\t"identifiant"\r\n\t"A"\r\n'
    assert feed(CsvExporter, page("A"), fields_to_export=["id"], include_headers_line=False) == (
        b'"A"\r\n'
    )


@pytest.mark.parametrize("indent", [None, 0, 2, 4])
def test_json_is_an_array(indent):
    assert json.loads(feed(JsonExporter, page("A", "B"), page(), page("C"), indent=indent)) == [
        {"id": "A"},
        {"id": "B"},
        {"id": "C"},
    ]
    assert json.loads(feed(JsonExporter, page(), indent=indent)) == []


def test_json_keeps_the_fields_chosen():
    offer = OfferPage(
        label="",
        page=1,
        ids=["A"],
        resultats=[{"id": "A", "intitule": "x", "contact": {}}],
        filtres_possibles=[],
        answer=b"",
    )
    written = feed(JsonLinesExporter, offer, fields_to_export=["contact", "id", "agence"])
    assert written == b'{"contact":{},"id":"A"}\n'


def test_offers_of_earlier_runs_come_once():
    items = [
        kept("A", "B", elsewhere=True),
        kept("B", "C", elsewhere=True),
        kept("C", "D"),
        page("A", "E"),
    ]
    lines = feed(JsonLinesExporter, *items).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["A", "B", "C", "D", "E"]


@pytest.mark.parametrize("kind", ALL)
def test_an_item_that_is_no_page_is_one_row(kind):
    written = feed(kind, {"id": "A", "when": "now"})
    if kind is ParquetExporter:
        (row,) = pq.read_table(io.BytesIO(written)).to_pylist()
        assert (row["id"], row["autres"]) == ("A", '{"when":"now"}')
    else:
        assert b"A" in written
        assert b"now" in written


@pytest.mark.parametrize("kind", ALL)
def test_a_full_disk_breaks_the_feed_once_and_for_all(kind):
    file = Full()
    exporter = kind(file)
    exporter.start_exporting()
    exporter.export_item(page("A"))
    file.full = True
    for _ in range(2):
        exporter.export_item(page("B"))
    exporter.finish_exporting()
    assert file.closed, "its storage would take it for whole"
    assert isinstance(exporter.broken, OSError)
    assert exporter.broken.errno == 28


def test_an_unknown_option_is_refused():
    with pytest.raises(TypeError):
        CsvExporter(io.BytesIO(), zorglub=1)
