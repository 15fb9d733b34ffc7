"""Answers that contradict what is known: asked again, and believed only where they may be true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ftcrawler.searches.search import Search
from ftcrawler.sweep.answer import Answer
from ftcrawler.sweep.contradictions import is_sound
from ftcrawler.sweep.doubts import AGAIN
from ftcrawler.sweep.sweep import Sweep

from .model import begun, page_of


def ask_again(sweep, question, answer):
    """Give an answer that is doubted as often as it is asked for; return what is asked then."""
    for again in range(AGAIN):
        (question,) = sweep.answered(question, answer)
        assert (question.again, sweep.doubt.for_good) == (again + 1, False)
    return sweep.answered(question, answer)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(0, (), ()), "0 offre(s) en tout, contre 450 auparavant"),
        (Answer(450, (), ()), "0 offre(s) dans la page, contre 150 pour 450 en tout"),
        (Answer(150, (), ()), "150 offre(s) en tout, contre 450 auparavant"),
        (Answer(450, ("x", "y"), ()), "2 offre(s) dans la page, contre 150 pour 450 en tout"),
        (Answer(450, ("x",) * 150, ()), "1 offre(s) dans la page, contre 150 pour 450 en tout"),
    ],
)
def test_a_page_that_contradicts_the_total_is_never_taken_for_the_end(answer, told):
    sweep, (second, third) = begun(450)
    assert sweep.answered(third, page_of(450, 300)) == []
    assert ask_again(sweep, second, answer) == []
    assert sweep.doubt.for_good
    (outcome,) = sweep.outcomes()
    # What it holds all the same is kept.
    read = 300 + (len(set(answer.ids)) if answer.total == 450 else 0)
    assert (outcome.read, outcome.vanished, outcome.missing) == (read, 0, 450 - read)
    assert outcome.problems == (f"page 2 : réponse contredite, {told}",)


def test_a_contradiction_that_passes_costs_one_more_request_and_nothing_else():
    sweep, (second, third) = begun(450)
    (again,) = sweep.answered(second, Answer(0, (), ()))
    assert (again.page, again.key) == (second.page, second.key)
    assert sweep.answered(third, page_of(450, 300)) == []
    assert sweep.answered(again, page_of(450, 150)) == []
    (outcome,) = sweep.outcomes()
    assert (outcome.read, outcome.vanished, outcome.missing) == (450, 0, 0)
    assert (is_sound(outcome), outcome.problems) == (True, ())


@pytest.mark.parametrize("recorded", [False, True])
def test_what_was_contradicted_twice_is_read_again_by_linked_pages(recorded):
    sweep, (second, third) = begun(450)
    doubted = replace(page_of(450, 150), doubted=1), replace(page_of(450, 300), doubted=1)
    assert sweep.answered(second, doubted[0], recorded=recorded) == []
    more = sweep.answered(third, doubted[1], recorded=recorded)
    assert [question.criteria.get("origineOffre") for question in more] == ["1", "2"]


def test_where_that_is_not_allowed_it_is_incomplete_by_name():
    sweep = Sweep([Search({"motsCles": "data"})], 3)
    (first,) = sweep.start()
    second, third = sweep.answered(first, page_of(450, 0))
    sweep.answered(second, replace(page_of(450, 150), doubted=1))
    assert sweep.answered(third, replace(page_of(450, 300), doubted=1)) == []
    (outcome,) = sweep.outcomes()
    assert outcome.read == 450
    told = "2 réponse(s) contredite(s) sur 3, trop pour croire les autres"
    assert outcome.problems == (told,)


def test_nothing_is_believed_once_it_was_said_twice():
    sweep = Sweep([Search({"motsCles": "data"})], 1)
    (first,) = sweep.start()
    (again,) = sweep.answered(first, Answer(0, (), ()))
    assert sweep.answered(again, Answer(0, (), ())) == []
    (outcome,) = sweep.outcomes()
    assert (outcome.announced, is_sound(outcome), outcome.stopped_by) == (0, True, None)


def test_a_page_of_another_place_is_asked_again():
    sweep, (second, third) = begun(450)
    (again,) = sweep.answered(second, page_of(450, 100))
    assert sweep.doubt.reason == "des offres d'une autre page"
    assert sweep.answered(third, page_of(450, 300)) == []
    assert sweep.answered(again, page_of(450, 150)) == []
    assert is_sound(sweep.outcomes()[0])
