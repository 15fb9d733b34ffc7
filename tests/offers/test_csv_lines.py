from __future__ import annotations

import csv
import io
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.offers.columns import COLUMNS, CSV_COLUMNS
from ftcrawler.offers.csv_lines import FOR_PROGRAMS, FRENCH_EXCEL, NUMBER_LIKE
from ftcrawler.offers.field_types import BOOLEAN, Objects, Scalar, Texts
from ftcrawler.offers.fields import REST
from ftcrawler.offers.rows import JOINT, Rows

from .shapes import OFFERS, as_received, together, without_nulls


def read(offers, manner=FOR_PROGRAMS, names=CSV_COLUMNS):
    """Write offers and read them back with the module csv."""
    text = "".join(map(manner.line, Rows(names).of(offers)))
    return list(csv.DictReader(io.StringIO(text, newline=""), names, delimiter=manner.delimiter))


def value_of(column, row):
    text = row[column.name]
    match column.kind:
        case Objects():
            return orjson.loads(row[f"{column.name}_json"] or "null")
        case Texts():
            return text.split(JOINT) if text else None
        case Scalar.NUMBER:
            return float(text) if text else None
        case Scalar.INTEGER:
            return int(text) if text else None
        case _ if column.kind is BOOLEAN:
            return {"true": True, "false": False, "": None}[text]
        case _:
            return text or None


def offer_of(row):
    """Return the offer of a row, without what is empty."""
    offer: dict[str, Any] = {}
    for column in COLUMNS:
        if (value := value_of(column, row)) is not None:
            place = offer if column.parent is None else offer.setdefault(column.parent, {})
            place[column.field] = value
    return together(offer, orjson.loads(row[REST] or "{}"))


def pruned(value):
    """Return a value without what a cell cannot tell from nothing: "", {}, and lists of "" """
    if isinstance(value, dict):
        inner = {name: pruned(part) for name, part in value.items()}
        return {name: part for name, part in inner.items() if part not in (None, "", {})}
    return value


def test_every_real_offer_comes_back(real_offers):
    rows = read(real_offers)
    assert [offer_of(row) for row in rows] == list(map(pruned, real_offers))


@given(st.lists(OFFERS, min_size=1, max_size=3))
def test_any_offer_is_one_row_that_tells_all_of_it(offers):
    offers = [without_nulls(as_received(offer)) for offer in offers]
    rows = read(offers)
    assert len(rows) == len(offers)
    for row, offer in zip(rows, offers, strict=True):
        assert None not in row, "more cells than columns"
        told = offer_of(row)
        for name, value in pruned(offer).items():
            if name not in {"outilsBureautiques", "contexteTravail"}:  # joined
                assert pruned(told).get(name) == value


def test_lists_are_readable_and_exact():
    competences = [{"code": "1", "libelle": "Pétrir", "exigence": "E"}, {"libelle": "Cuire"}]
    offer = {
        "competences": competences,
        "formations": [{"niveauLibelle": "CAP"}, {"domaineLibelle": "boulangerie"}],
        "outilsBureautiques": ["Tableur", "Messagerie"],
        "origineOffre": {"partenaires": [{"nom": "A", "url": "u"}]},
    }
    (row,) = read([offer])
    assert row["competences"] == "Pétrir | Cuire"
    assert orjson.loads(row["competences_json"]) == competences
    assert row["formations"] == "boulangerie"
    assert row["outilsBureautiques"] == "Tableur | Messagerie"
    assert row["origineOffre_partenaires"] == "A"


def test_columns_can_be_chosen_in_any_order():
    names = ("lieuTravail_libelle", "id", REST)
    offer = {"id": "1", "lieuTravail": {"libelle": "69 - Lyon"}, "neuf": 1}
    (row,) = Rows(names).of([offer])
    assert list(row) == ["69 - Lyon", "1", '{"neuf":1}']
    assert [list(row) for row in Rows(("id",)).of([offer])] == [["1"]]


def test_texts_of_several_lines_and_all_signs_stay_whole():
    texts = ["a\nb", "a\r\nb", "a\rb", 'un "mot"', "a,b", "a;b", "", "\0", "é€🙂", "  x  "]
    rows = read([{"id": text} for text in texts])
    assert [row["id"] for row in rows] == texts


def test_programs_get_exact_texts():
    texts = ["=1+1", "+33 6", "- Vous", "@x", "07000"]
    assert [row["id"] for row in read([{"id": text} for text in texts])] == texts


FORMULAS = (
    *("=1+1", "+33 6 12", "- Vous", "@SUM(1)"),
    *("\tx", "\rx", "\nx", "\n=1", "\r\n=1", " =1", "\u00a0=1", "\ufeff=1", "\u200b\n@x"),
    *("\x00=1", "\x1b+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "\n＝1", "﹦1"),
)


@pytest.mark.parametrize("text", FORMULAS)
def test_excel_computes_nothing(text):
    (row,) = read([{"intitule": text, "competences": [{"libelle": text}]}], FRENCH_EXCEL)
    assert row["intitule"] == row["competences"] == f"'{text}"


@given(st.text())
def test_no_text_is_a_formula_but_ours(text):
    (row,) = read([{"id": text}], FRENCH_EXCEL)
    if row["id"].startswith("="):
        assert NUMBER_LIKE.fullmatch(text)
        assert row["id"] == f'="{text}"'
    else:
        shown = "".join(c for c in row["id"] if c.isprintable()).strip()
        assert not shown.startswith(tuple("+-@＝＋－＠"))
        assert not row["id"].startswith(("\t", "\r", "\n"))
        assert row["id"].removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize(
    "text",
    [
        *("07000", "06 12 34 56 78", "204E123", "1234567890123456"),
        *("12,50", "1/2", "27/02/2026", "10:30", "35%", "2-3", "12 €"),
    ],
)
def test_excel_takes_no_text_for_a_number(text):
    (row,) = read([{"id": text}], FRENCH_EXCEL)
    assert row["id"] == f'="{text}"'


def test_excel_is_french():
    offer = {"alternance": True, "accessibleTH": False, "lieuTravail": {"longitude": -1.55}}
    (row,) = read([offer], FRENCH_EXCEL)
    assert row["alternance"] == "VRAI"
    assert row["accessibleTH"] == "FAUX"
    assert row["lieuTravail_longitude"] == "-1,55"
