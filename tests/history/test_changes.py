"""Whatever changes in an offer is seen, and nothing else: of values that are easy to mistake."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import examples
from tests.history.made_runs import History, offer

LETTER = st.sampled_from(["a", "b", "a, b", "", "NULL", "'a'", "]"])
TEXTS = st.lists(LETTER, max_size=2)
ENTRIES = st.lists(
    st.fixed_dictionaries({}, optional={"libelle": LETTER, "exigence": LETTER}), max_size=2
)
OFFERS = st.fixed_dictionaries(
    {},
    optional={
        "contexteTravail": st.fixed_dictionaries(
            {}, optional={"horaires": TEXTS, "conditionsExercice": TEXTS}
        ),
        "outilsBureautiques": TEXTS,
        "langues": ENTRIES,
        "permis": ENTRIES,
        "romeCode": LETTER,
        "romeLibelle": LETTER,
        "alternance": st.booleans(),
        "accessibleTH": st.booleans(),
        "nombrePostes": st.integers(0, 1),
    },
)


def told(value):
    """Return what an offer tells: an empty list, or object, tells as little as none."""
    if isinstance(value, dict):
        kept = {name: told(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in ([], {}, None)}
    return [told(each) for each in value] if isinstance(value, list) else value


def events(before, after):
    """Return the fields that an update finds changed, None if it finds nothing."""
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        history.run("20261124_020000", [{**before, "id": "A"}])
        history.run("20261125_020000", [{**after, "id": "A"}])
        history.update()
        return [event["modifies"] for event in history.events()][1:]


@examples(20)
@given(OFFERS, OFFERS)
def test_a_change_is_seen_if_there_is_one(before, after):
    found = events(before, after)
    assert len(found) == int(told(before) != told(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            {"contexteTravail": {"horaires": ["a", "b"]}},
            {"contexteTravail": {"horaires": ["a"], "conditionsExercice": ["b"]}},
        ),
        (
            {"contexteTravail": {"horaires": ["a"]}},
            {"contexteTravail": {"conditionsExercice": ["a"]}},
        ),
        (
            {"langues": [{"libelle": "B", "exigence": "E"}]},
            {"permis": [{"libelle": "B", "exigence": "E"}]},
        ),
        ({"outilsBureautiques": ["a, b"]}, {"outilsBureautiques": ["a", "b"]}),
    ],
)
def test_what_moves_from_one_field_to_another_is_a_change(before, after):
    assert len(events(offer("A", **before), offer("A", **after))) == 1


def test_an_empty_list_says_what_no_list_says():
    assert events(offer("A", competences=[]), offer("A")) == []
