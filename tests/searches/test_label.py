from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ftcrawler.searches.label import MAX_LENGTH, search_label

SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

terms = st.text("abcxyz019 é+-.'_", min_size=1, max_size=12).map(str.strip).filter(bool)
keywords = st.lists(terms, min_size=1, max_size=4).map(",".join)
values = st.text("ABab01,.:-", min_size=1, max_size=8)
criteria = st.dictionaries(st.sampled_from(["departement", "codeROME", "partenaires"]), values)


@st.composite
def searches(draw):
    asked = draw(criteria)
    if draw(st.booleans()):
        asked["motsCles"] = draw(keywords)
    return asked, draw(st.none() | st.sampled_from(["tech", "btp", "Tech", "x01234567"]))


def normalised(search):
    asked, sector = search
    folded = dict(asked)
    if "motsCles" in folded:
        plain = folded["motsCles"].replace("é", "e")
        folded["motsCles"] = ",".join(" ".join(term.split()) for term in plain.split(","))
    return folded, sector


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ({}, "all"),
        ({"motsCles": ""}, "all"),
        ({"motsCles": "data scientist"}, "data_scientist"),
        ({"motsCles": "Développeur"}, "developpeur"),
        ({"motsCles": "python,sql"}, "python-sql"),
        ({"motsCles": " Python , SQL "}, "python-sql"),
        ({"codeROME": "M1805,M1810"}, "all__codeROME-M1805_M1810"),
        (
            {"typeContrat": "CDI", "departement": "75", "motsCles": "data", "region": ""},
            "data__departement-75__typeContrat-CDI",
        ),
        ({"tempsPlein": "true"}, "all__tempsPlein-true"),
    ],
)
def test_names_that_lose_nothing_are_plain(asked, label):
    assert search_label(asked) == label


@pytest.mark.parametrize(
    "word", ["c++", "back-end", ".net", "all", "con", "lpt1", "x0123abcd", "++", "sœur", "日本"]
)
def test_a_lossy_name_carries_a_digest(word):
    assert re.fullmatch(r"([a-z0-9_]+-)?x[0-9a-f]{8}", search_label({"motsCles": word}))


def test_a_lossy_value_carries_a_digest():
    label = search_label({"minCreationDate": "2026-11-23T00:00:00Z"})
    assert re.fullmatch(r"all__minCreationDate-2026_11_23T00_00_00Z-x[0-9a-f]{8}", label)


def test_words_that_slug_alike_are_told_apart():
    alike = ["back end", "back-end", "back_end", "back.end", "back,end", "back end,x01234567"]
    assert len({search_label({"motsCles": words}) for words in alike}) == len(alike)


def test_a_long_label_is_cut_and_stays_unique():
    many = ",".join(f"M{n}" for n in range(1000, 1200))
    one, other = search_label({"codeROME": many}), search_label({"codeROME": many + ",M1900"})
    assert one != other
    assert len(one) == len(other) == MAX_LENGTH


def test_a_sector_closes_the_label():
    assert search_label({"motsCles": "maçon"}, sector="btp") == "macon__sector-btp"


@given(searches(), searches())
@example(({"motsCles": "all"}, None), ({}, None))
@example(({"partenaires": "AB"}, None), ({"partenaires": "ab"}, None))
@example(({"motsCles": "a,b"}, None), ({"motsCles": "a b"}, None))
def test_different_searches_never_share_a_label(one, other):
    same = search_label(*one).lower() == search_label(*other).lower()  # as Windows compares
    assert same == (normalised(one) == normalised(other))


@given(st.text(), st.text(), st.none() | st.text())
def test_any_text_gives_a_safe_label(words, value, sector):
    label = search_label({"motsCles": words, "codeROME": value}, sector=sector)
    assert SAFE.fullmatch(label)
    assert len(label) <= MAX_LENGTH
