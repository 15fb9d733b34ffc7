from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftcrawler.feeds.xlsx_feed import XlsxExporter
from ftcrawler.items import KeptPage
from ftcrawler.offers import workbook
from ftcrawler.offers.columns import CSV_COLUMNS
from ftcrawler.offers.rows import Rows
from ftcrawler.offers.workbook import CUT, LONGEST, Writer

from .workbook import records_of, sheets_of


@pytest.fixture
def book(tmp_path):
    """Write offers, and return the rows of the only sheet."""

    def write(*offers, names=CSV_COLUMNS):
        path = tmp_path / "o.xlsx"
        with path.open("wb") as file:
            writer = Writer(file, {name: name for name in names})
            writer.add(offers)
            writer.close()
        return records_of(path)

    return write


def test_every_real_offer_is_there_with_its_types(book, real_offers):
    rows = book(*real_offers)
    assert list(rows[0]) == list(CSV_COLUMNS)
    for row, cells in zip(rows, Rows().of(real_offers), strict=True):
        for name, cell in zip(CSV_COLUMNS, cells, strict=True):
            match row[name]:
                case datetime() as moment:
                    read = datetime.fromisoformat(cell).replace(tzinfo=None)
                    assert abs(moment - read) < timedelta(milliseconds=1)
                case str() as text:
                    assert text == cell.replace("\r\n", "\n")
                case value:
                    assert (value, type(value)) in {
                        (cell, bool),
                        (cell, float),
                        (cell or None, type(None)),
                    }
        assert isinstance(row["dateCreation"], datetime)


def test_codes_are_text_and_nothing_is_a_formula(book):
    offer = {
        "id": "0123456",
        "intitule": "=1+1",
        "description": "{=SUM(A1)}",
        "lieuTravail": {"codePostal": "07000", "latitude": 45, "libelle": "http://example.org"},
        "nombrePostes": 3,
        "alternance": False,
        "codeNAF": "62.02A",
        "secteurActivite": "62",
    }
    (row,) = book(offer)
    assert {name: value for name, value in row.items() if value is not None} == {
        "id": "0123456",
        "intitule": "=1+1",
        "description": "{=SUM(A1)}",
        "lieuTravail_codePostal": "07000",
        "lieuTravail_latitude": 45.0,
        "lieuTravail_libelle": "http://example.org",
        "nombrePostes": 3.0,
        "alternance": False,
        "codeNAF": "62.02A",
        "secteurActivite": "62",
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\0b\x01\x1f", "a\ufffdb\ufffd\ufffd"),
        ("\ud83d", "\ufffd"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
        ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
        ("<r>x</r>", "<r>x</r> "),
        ("<r><t>&</t></b>", "<r><t>&</t></b>"),
        ("_x0041_ ", "_x0041_ "),
        ("  x  ", "  x  "),
        ("🙂" * 3, "🙂" * 3),
    ],
)
def test_odd_texts(book, text, shown):
    (row,) = book({"intitule": text}, names=["intitule"])
    assert row == {"intitule": shown}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(texts=st.lists(st.text(min_size=1), min_size=1, max_size=30))
def test_any_text_is_a_text(book, texts):
    rows = book(*({"id": "A", "intitule": text} for text in texts), names=["id", "intitule"])
    assert len(rows) == len(texts)
    assert all(type(row["intitule"]) is str for row in rows)


def test_a_text_too_long_is_cut_by_name(tmp_path, caplog):
    longest = "🙂" * (LONGEST // 2) + "x"
    path = tmp_path / "o.xlsx"
    with path.open("wb") as file:
        exporter = XlsxExporter(file, fields_to_export=["description"])
        exporter.start_exporting()
        offers = [{"description": longest}, {"description": f"{longest}y"}]
        exporter.export_item(KeptPage(resultats=offers))
        exporter.finish_exporting()
        assert exporter.broken is None
    whole, cut = records_of(path)
    assert whole["description"] == longest
    assert cut["description"].endswith(f"🙂{CUT}")
    assert len(cut["description"].encode("utf-16-le")) <= 2 * LONGEST
    assert caplog.text.count("1 texte(s) coupé(s) à 32 767 caractères") == 1


def test_what_a_sheet_cannot_hold_goes_to_the_next(tmp_path):
    path = tmp_path / "o.xlsx"
    with path.open("wb") as file:
        writer = Writer(file, {"id": "n°"}, rows=3)
        writer.add([{"id": str(number)} for number in range(5)])
        writer.close()
    assert sheets_of(path) == {
        "Offres": [["n°"], ["0"], ["1"]],
        "Offres 2": [["n°"], ["2"], ["3"]],
        "Offres 3": [["n°"], ["4"]],
    }
    assert workbook.ROWS == 2**20


def test_dates_before_the_calendar_of_excel_and_numbers_beyond_its_digits_are_texts(book):
    moments = ["1900-02-28T00:00:00Z", "1901-01-01T00:00:00.500Z", "9999-12-31T23:59:59Z"]
    rows = book(*({"dateCreation": moment} for moment in moments), names=["dateCreation"])
    assert [type(row["dateCreation"]) for row in rows] == [str, datetime, datetime]
    (row,) = book({"nombrePostes": 2**62}, names=["nombrePostes"])
    assert row == {"nombrePostes": str(2**62)}


def test_nothing_temporary_stays(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    writer = Writer(io.BytesIO(), {"id": "id"})
    writer.add([{"id": "A"}])
    assert list(tmp_path.iterdir())
    writer.close()
    assert list(tmp_path.iterdir()) == []
