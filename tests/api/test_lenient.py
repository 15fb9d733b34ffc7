"""What is not quite JSON: the offer that is at fault is mended or left out, and no other."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.deep_json import json_bytes
from ftcrawler.api.lenient import salvaged
from ftcrawler.api.page import read_page
from ftcrawler.exceptions import PageShapeError
from ftcrawler.sweep.answer import Answer

OTHERS = [
    {"id": name, "intitule": "été [CDI] {H/F}", "x": [{"code": "1"}, None]} for name in "ACDE"
]
# What stands in the place of an offer's text, and what becomes of it.
MENDED = {
    "half of a pair": (rb"\ud83d fin", "\ufffd fin"),
    "the other half": (rb"\uDE00\u00e9", "\ufffdé"),
    "two first halves": (rb"\ud83d\ud83d\ude00", "\ufffd😀"),
    "latin-1": (b"\xe9t\xe9", "\ufffdt\ufffd"),
    "cut utf-8": (b"\xf0\x9f\x98", "\ufffd\ufffd\ufffd"),
    "encoded surrogate": (b"\xed\xa0\xbd", "\ufffd\ufffd\ufffd"),
    "bare control characters": (b"a\nb\tc\x00\x1b", "a\nb\tc\x00\x1b"),
    "unknown escape": (rb"\x41\'", "\ufffdx41\ufffd'"),
    "short escape": (rb"\u12", "\ufffdu12"),
}
BROKEN = {
    "quotation marks": b'"x": "dit "ici" et la"',
    "an odd one": b'"x": "dit "ici"',
    "no value": b'"x": ',
    "no comma": b'"x": 1 "y": 2',
    "no colon": b'"x"',
    "a word": b'"x": undefined',
    "a bracket": b'"x": [1, 2',
    "too deep": b'"x": ' + b"[" * 1100 + b"]" * 1100,
}


def answer_with(odd: bytes, place: int = 1) -> bytes:
    """Return an answer of five offers, the odd one in its place."""
    offers = [orjson.dumps(offer) for offer in OTHERS]
    offers.insert(place, odd)
    filters = b'"filtresPossibles":[{"filtre":"typeContrat","agregation":[{"n":1}]}]'
    return b'{"resultats":[' + b",".join(offers) + b"]," + filters + b"}"


def read(body: bytes):
    """Read it as it is when asking again has changed nothing."""
    with pytest.raises(PageShapeError):
        read_page(206, "offres 0-4/9", body)
    return read_page(206, "offres 0-4/9", body, lenient=True)


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("kind", MENDED)
def test_odd_text_is_mended(kind, place):
    sent, wanted = MENDED[kind]
    page = read(answer_with(b'{"id":"B","intitule":"' + sent + b'"}', place))
    assert (page.mended, page.defects, page.body) == (("B",), (), b"")
    assert page.resultats.pop(place) == {"id": "B", "intitule": wanted}
    assert page.resultats == OTHERS
    assert page.filtres_possibles[0]["filtre"] == "typeContrat"
    # And is JSON again.
    assert orjson.loads(json_bytes(wanted)) == wanted


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        (b"NaN", None),
        (b"-Infinity", None),
        (b"1e999", None),
        (b"[1,2,]", [1, 2]),
        (b'{"a":1 , }', {"a": 1}),
    ],
)
def test_odd_values_are_mended(sent, wanted):
    page = read(answer_with(b'{"id":"B","x":' + sent + b"}"))
    assert page.resultats[1] == {"id": "B", "x": wanted}
    assert (page.mended, len(page.resultats)) == (("B",), 5)


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("kind", BROKEN)
def test_what_cannot_be_mended_costs_one_offer_and_has_its_name(kind, place):
    page = read(answer_with(b'{"id":"B",' + BROKEN[kind] + b"}", place))
    assert page.resultats == OTHERS
    assert "1 offre(s) illisible(s), laissée(s) de côté : B" in page.defects[0]
    # The sweep knows that it is there: nothing has to be looked for.
    assert (page.ids[place], len(page.ids), len(Answer.of(page))) == ("B", 5, 5)


def test_several_are_told_from_each_other():
    body = answer_with(b'{"id":"B","x":"\\ud83d"},{"id":"F" "x"},{"id":"G","y":NaN}')
    page = read_page(206, "offres 0-6/9", body, lenient=True)
    assert (page.mended, page.ids) == (("B", "G"), ("A", "B", "F", "G", "C", "D", "E"))


@pytest.mark.parametrize(
    "name", [b'"\\ud83d"', b'"\\u0000A"', b"12", b"null", b'"' + b"A" * 999 + b'"']
)
def test_an_id_that_names_nothing_costs_one_offer(name):
    page = read_page(206, "offres 0-4/9", answer_with(b'{"id":' + name + b"}"), lenient=True)
    assert [offer["id"] for offer in page.resultats] == ["A", "C", "D", "E"]
    assert page.defects == ("1 offre(s) sans identifiant « id », laissée(s) de côté",)
    # It is the same on whichever page it comes.
    again = read_page(206, "offres 0-4/9", answer_with(b'{"id":' + name + b"}", 3), lenient=True)
    assert (page.ids[1], len(set(page.ids))) == (again.ids[3], 5)


def test_an_answer_that_is_cut_keeps_what_came():
    body = answer_with(b'{"id":"B"}')
    page = read_page(206, "offres 0-4/9", body[: body.index(b'"id":"D"') + 12], lenient=True)
    assert [offer["id"] for offer in page.resultats] == ["A", "B", "C"]
    assert page.defects == (
        "1 offre(s) illisible(s), laissée(s) de côté : D",
        "4 offre(s) reçue(s) sur 5 annoncée(s)",
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_another_encoding_of_unicode_is_read(encoding):
    body = answer_with(b'{"id":"B"}').decode().encode(encoding)
    page = read_page(206, "offres 0-4/9", body, lenient=True)
    assert ([offer["id"] for offer in page.resultats], page.mended) == (list("ABCDE"), ())


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 40))
def test_whatever_befalls_an_answer_no_offer_is_made_up(noise, place, cut):
    body = answer_with(b'{"id":"B"}')
    found = salvaged(body[:place] + noise + body[place + cut :])
    offers = found.offers if found else []
    wholes = [
        offer for offer in offers if isinstance(offer, dict) and str(offer.get("id")) in "ACDE"
    ]
    if place > body.index(b'"id":"C"'):
        assert OTHERS[0] in wholes
    assert all(orjson.loads(json_bytes(offer)) == offer for offer in wholes)


@given(
    st.recursive(
        st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_what_is_shallow_is_written_as_orjson_does(value):
    deep = value
    for _ in range(300):
        deep = [deep]
    assert json_bytes(deep) == b"[" * 300 + orjson.dumps(value) + b"]" * 300
