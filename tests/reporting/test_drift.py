from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.offers.field_counts import count_fields
from ftcrawler.reporting.drift import field_changes
from ftcrawler.reporting.drift_lines import drift_lines
from ftcrawler.reporting.field_reports import field_reports
from ftcrawler.runs.reported_fields import Drift
from tests.offers.shapes import JSON_OFFERS


def fields(offers):
    return field_reports(count_fields([{"id": str(n), **offer} for n, offer in enumerate(offers)]))


def changes(before, now):
    return {(each.field, each.change.value) for each in field_changes(fields(before), fields(now))}


FULL = {"nombrePostes": 1, "contact": {"nom": "A"}, "permis": [{"libelle": "B"}]}


def test_nothing_changed():
    assert changes([FULL] * 50, [FULL] * 60) == set()


@pytest.mark.parametrize(
    ("now", "change"),
    [
        ({**FULL, "teletravail": "oui"}, ("teletravail", "new")),
        ({**FULL, "agence": {"courriel": "x"}}, ("agence", "new")),
        ({**FULL, "contact": {"nom": "A", "mobile": "06"}}, ("contact.mobile", "new")),
        ({**FULL, "nombrePostes": "1"}, ("nombrePostes", "retyped")),
        ({**FULL, "contact": "A"}, ("contact", "retyped")),
        ({**FULL, "permis": ["B"]}, ("permis[]", "retyped")),
        ({**FULL, "permis": [{"libelle": 1}]}, ("permis[].libelle", "retyped")),
        ({name: FULL[name] for name in ("contact", "permis")}, ("nombrePostes", "vanished")),
        ({**FULL, "nombrePostes": None}, ("nombrePostes", "vanished")),
        ({**FULL, "contact": {}}, ("contact.nom", "vanished")),
        ({name: FULL[name] for name in ("nombrePostes", "permis")}, ("contact", "vanished")),
    ],
)
def test_a_change_is_told_once_by_its_name(now, change):
    assert changes([FULL] * 50, [now] * 50) == {change}


def test_a_field_nobody_published_is_told_however_rare():
    assert changes([FULL] * 500, [FULL] * 499 + [{**FULL, "teletravail": 1}]) == {
        ("teletravail", "new")
    }


@pytest.mark.parametrize("rare", [{"agence": {"courriel": "x"}}, {"langues": []}])
def test_a_rare_field_comes_and_goes_by_chance(rare):
    with_it, without = [FULL] * 49 + [{**FULL, **rare}], [FULL] * 50
    assert changes(with_it, without) == set()
    assert changes(without, with_it) == set()


def test_no_offers_is_no_change():
    assert changes([FULL] * 50, []) == set()
    assert changes([], [FULL] * 50) == set()


def test_lists_that_are_empty_today_are_no_change():
    assert changes([FULL] * 50, [{**FULL, "permis": []}] * 50) == set()


@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
def test_what_vanishes_one_way_is_new_the_other(before, now, had, has):
    one = [FULL if n < had else {"id": "x"} for n in range(before)]
    other = [FULL if n < has else {"id": "x"} for n in range(now)]
    there = {
        (name, "new" if change == "vanished" else change) for name, change in changes(one, other)
    }
    back = {
        (name, "new" if change == "vanished" else change) for name, change in changes(other, one)
    }
    assert there == back


@given(JSON_OFFERS, JSON_OFFERS)
def test_whatever_offers_hold_can_be_reported_and_compared(before, now):
    one, other = fields(before), fields(now)
    for found in (*one.values(), *other.values()):
        assert found.present >= 0
        assert found.missing >= 0
        assert 0 <= found.share_missing <= 1
    assert {each.field for each in field_changes(one, other)} <= {*one, *other}
    assert field_changes(one, one) == ()


def test_in_french():
    before, now = (
        [FULL] * 50,
        [{"nombrePostes": "1", "contact": {"nom": "A"}, "teletravail": 2}] * 40,
    )
    drift = Drift("all_20261124_030000", field_changes(fields(before), fields(now)))
    since = "(comparé à all_20261124_030000)"
    assert list(drift_lines(drift)) == [
        f"Champ d'un autre type : nombrePostes, texte au lieu de nombre {since}",
        f"Champ disparu : permis, avant liste, présent 50 fois sur 50 {since}",
        f"Champ nouveau : teletravail, nombre, présent 40 fois sur 40 {since}",
    ]
