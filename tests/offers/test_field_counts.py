from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.offers.field_counts import DEEPEST, MOST_PATHS, OTHERS, TYPES, count_fields, merged
from ftcrawler.reporting.field_reports import field_reports

from .shapes import JSON_OFFERS

# How odd names stand in a path.
PARTS = {"nom.code": "nom%2Ecode", "code[]": "code%5B%5D", "": "%", ".": "%2E", "%": "%25"}


def counted_one_by_one(value, path, counts, deep=DEEPEST):
    """Count as a person would: value after value."""
    types = counts.setdefault(path, {})
    types[TYPES[type(value)]] = types.get(TYPES[type(value)], 0) + 1
    if deep and isinstance(value, dict):
        for name, inner in value.items():
            part = PARTS.get(name, name)
            counted_one_by_one(inner, f"{path}.{part}" if path else part, counts, deep - 1)
    elif deep and isinstance(value, list):
        for inner in value:
            counted_one_by_one(inner, f"{path}[]", counts, deep - 1)
    return counts


@given(JSON_OFFERS)
def test_nothing_is_missed_and_nothing_counted_twice(offers):
    expected: dict[str, dict[str, int]] = {}
    for offer in offers:
        counted_one_by_one(offer, "", expected)
    assert count_fields(offers) == expected


@given(JSON_OFFERS, JSON_OFFERS)
def test_pages_add_up(one, other):
    assert merged(count_fields(one), count_fields(other)) == count_fields(one + other)


# Signs whose numbers begin alike, and the letters of such numbers.
@given(st.lists(st.text("\u2000\ue000\U000e0001 %.0012ABCDEF"), unique=True, max_size=6))
def test_no_two_names_share_a_path(names):
    paths = count_fields([dict.fromkeys(names, 1)]).keys() - {""}
    assert len(paths) == len(names)


def test_names_that_shared_a_path():
    offer = {"a 00": 1, "a\u2000": "1", "\ue0001": 1, "\U000e0001": "1"}
    assert len(count_fields([offer])) == 1 + len(offer)


def test_real_offers(real_offers):
    counts = count_fields(real_offers)
    assert counts[""] == {"object": len(real_offers)}
    assert counts["lieuTravail.latitude"] == {"number": 993}
    assert counts["salaire.libelle"] == {"string": 345}
    assert counts["entreprise.entrepriseAdaptee"] == {"boolean": 1206}


def test_what_is_nested_too_deep_is_not_looked_into():
    deep: dict[str, object] = {}
    for _ in range(1000):
        deep = {"a": deep}
    assert len(count_fields([deep])) == DEEPEST + 1


def test_what_a_broken_answer_makes_up_is_counted_together():
    offers = [{"id": str(n), f"cle{n}": n, "x" * 300: [n]} for n in range(150)]
    pages = [
        count_fields([{**offer, f"page{page}_{offer['id']}": "é"} for offer in offers])
        for page in range(10)
    ]
    total = merged(*pages)
    assert len(total) <= MOST_PATHS + 1
    assert total["id"] == {"string": 1500}
    named = sum(sum(types.values()) for path, types in total.items() if path not in {"", OTHERS})
    assert named + sum(total[OTHERS].values()) == 1500 * 4
    assert field_reports(total)[OTHERS].missing == 0


def test_what_the_api_publishes_is_counted_for_itself_whatever_came_before(real_offers):
    flood = {f"cle{n}": n for n in range(1000)}
    alone = count_fields(real_offers[:50])["salaire.libelle"]
    assert (
        merged(count_fields([flood]), count_fields(real_offers[:50]))["salaire.libelle"] == alone
    )
    assert count_fields([flood | offer for offer in real_offers[:50]])["salaire.libelle"] == alone


@given(JSON_OFFERS)
def test_no_field_is_counted_without_what_it_is_part_of(offers):
    wide = [{**offer, **{f"cle{n}": [{"a": n}] for n in range(200)}} for offer in offers]
    counts = merged(count_fields(offers), count_fields(wide))
    assert len(field_reports(counts)) == max(len(counts) - 1, 0)
