"""In which order offers are asked for, whatever was answered before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.history.closing.candidates import Asked
from ftcrawler.history.closing.turns import in_turns, still_to_ask, vouched
from ftcrawler.runs.details import Detail


def listed(text):
    """Return offers of one letter; capitals are controls."""
    return [Asked(letter, control=letter.isupper()) for letter in text]


def names(asked):
    return "".join(each.id for each in asked)


def test_a_control_stands_alone_between_those_it_speaks_of():
    assert [names(turn) for turn in in_turns(listed("abXcdeY"))] == ["ab", "X", "cde", "Y"]
    assert in_turns([]) == []


def test_what_was_answered_is_left_out():
    assert names(still_to_ask(listed("abXcY"), set("aX"))) == "bcY"
    assert still_to_ask(listed("abX"), set("abX")) == []


def test_the_last_control_is_asked_again_behind_those_asked_after_it():
    assert names(still_to_ask(listed("abXcY"), set("bXcY"))) == "aY"
    assert names(still_to_ask(listed("abX"), set("abX"))) == ""


def test_gone_without_a_control_after_it_does_not_stand():
    told = [Detail("a", 204, False), Detail("X", 200, True), Detail("b", 204, False)]  # noqa: FBT003
    assert [each.id for each in vouched(told)] == ["a", "X"]
    assert [each.id for each in vouched([told[0], Detail("c", 200, control=False)])] == ["c"]
    assert [each.id for each in vouched([*told, Detail("Y", None, control=True)])] == [*"aXbY"]


@given(st.text(st.sampled_from("abcdefXYZ")), st.sets(st.sampled_from("abcdefXYZ")))
def test_each_once_and_a_control_at_the_end(text, answered):
    asked = still_to_ask(listed(text), answered)
    assert len({each.id for each in asked}) == len(asked)
    assert {each.id for each in asked} - set("XYZ") == set(text) - answered - set("XYZ")
    if asked and set(text) & set("XYZ") and text[-1].isupper() and text.count(text[-1]) == 1:
        assert asked[-1].control
