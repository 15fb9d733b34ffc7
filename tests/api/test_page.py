from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.content_range import parse_content_range
from ftcrawler.api.page import read_page
from ftcrawler.exceptions import PageShapeError


def body(*ids, **more):
    return orjson.dumps({"resultats": [{"id": name} for name in ids], **more})


def test_a_page_is_read():
    filters = [{"filtre": "typeContrat", "agregation": []}]
    page = read_page(206, "offres 150-151/353", body("A", "B", filtresPossibles=filters))
    assert (page.total, page.defects, page.filtres_possibles) == (353, (), filters)
    assert [offer["id"] for offer in page.resultats] == ["A", "B"]


@pytest.mark.parametrize(
    ("header", "total"), [(None, 0), ("*/0", 0), ("offres */0", 0), ("offres -1--1/353", 353)]
)
def test_an_empty_answer_says_how_many_there_are(header, total):
    page = read_page(204, header, b"")
    assert (page.total, page.resultats) == (total, [])


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        (b"<html><body>Maintenance</body></html>", "page HTML, 37 octets"),
        (b'{"resultats": [', "JSON invalide"),
        (b"", "JSON invalide, 0 octets"),
        (b"{}", "sans liste « resultats »"),
        (b'{"resultats": null}', "sans liste « resultats »"),
        (b"[1]", "sans liste « resultats »"),
    ],
)
def test_what_is_no_page_is_refused(sent, complaint):
    with pytest.raises(PageShapeError, match=complaint):
        read_page(206, "offres 0-0/1", sent)


@pytest.mark.parametrize(
    ("header", "sent", "defect"),
    [
        ("offres 0-1/2", body("A"), "1 offre(s) reçue(s) sur 2 annoncée(s)"),
        (None, body("A"), "en-tête Content-Range absent ou illisible : None"),
        ("offres 5-3/9", body("A"), "en-tête Content-Range incohérent : 'offres 5-3/9'"),
        (
            "offres 0-2/9",
            b'{"resultats":[{"id":"A"},{"id":""},7]}',
            "2 offre(s) sans identifiant « id », laissée(s) de côté",
        ),
    ],
)
def test_a_defect_is_named_and_the_offers_are_kept(header, sent, defect):
    page = read_page(206, header, sent)
    assert page.defects == (defect,)
    assert [offer["id"] for offer in page.resultats] == ["A"]


@given(st.binary(max_size=300))
def test_no_body_whatever_does_harm(sent):
    try:
        page = read_page(200, "offres 0-0/1", sent)
    except PageShapeError:
        return
    assert all(isinstance(offer["id"], str) for offer in page.resultats)


@given(st.integers(0, 3000), st.integers(0, 149), st.integers(0, 600_000))
def test_every_range_that_the_api_writes_is_read(first, width, rest):
    last = first + width
    said = parse_content_range(f"offres {first}-{last}/{last + 1 + rest}")
    assert (said.first, said.last, said.total, said.length) == (
        first,
        last,
        last + 1 + rest,
        width + 1,
    )


@given(st.text(max_size=40))
def test_no_header_whatever_does_harm(header):
    try:
        parse_content_range(header)
    except PageShapeError as exc:
        assert "Content-Range" in str(exc)  # noqa: PT017 (most headers are refused)
