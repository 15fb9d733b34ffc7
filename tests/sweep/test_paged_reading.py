"""Searches that one query reaches, read side by side, whatever the order of answers."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.query_limits import OFFERS_PER_QUERY, PAGE_SIZE, pages_for
from ftcrawler.searches.search import Search
from ftcrawler.sweep.answer import Answer
from ftcrawler.sweep.completeness import is_sound
from ftcrawler.sweep.doubts import AGAIN
from ftcrawler.sweep.sweep import Sweep

KEYWORDS = ["soudeur", "data", "infirmier", "cuisinier"]


def page_of(listed, offset, *, name="offer", gone=0, total=None):
    """Return what a list of so many offers answers, after its first *gone* have vanished."""
    ids = [f"{name}{n}" for n in range(gone, listed)][offset : offset + PAGE_SIZE]
    return Answer(total or listed - gone, tuple(ids), tuple(range(len(ids), 0, -1)))


def drive(totals, max_pages, *, seed=0, broken=frozenset()):
    """Answer every question, in random order; return the pages asked for and the outcomes.

    A page asked for again, because there was nothing on the first, is one page.
    """
    searches = {word: Search({"motsCles": word}) for word in KEYWORDS[: len(totals)]}
    total_of = dict(zip((s.label for s in searches.values()), totals, strict=True))
    sweep = Sweep(list(searches.values()), max_pages)
    waiting, asked, shuffle = sweep.start(), [], random.Random(seed)
    while waiting:
        question = waiting.pop(shuffle.randrange(len(waiting)))
        label = question.search.label
        if not question.again:
            asked.append((label, question.page))
        if (label, question.page) in broken:
            waiting += sweep.lost(question, "connexion coupée")
            continue
        answer = page_of(total_of[label], question.ask.offset, name=label)
        waiting += sweep.answered(question, answer)
    return asked, sweep.outcomes()


totals_of_searches = st.lists(st.integers(0, OFFERS_PER_QUERY), min_size=1, max_size=4)


@given(totals_of_searches, st.integers(0, 60), st.integers())
def test_no_page_is_asked_twice_and_the_allowance_is_kept(totals, max_pages, seed):
    asked, _ = drive(totals, max_pages, seed=seed)
    assert len(asked) == len(set(asked))
    assert max_pages == 0 or len(asked) <= max_pages


@given(totals_of_searches, st.integers())
def test_without_limit_each_search_costs_its_floor(totals, seed):
    asked, outcomes = drive(totals, 0, seed=seed)
    assert len(asked) == sum(max(1, pages_for(total)) for total in totals)
    for total, outcome in zip(totals, outcomes, strict=True):
        assert (outcome.announced, outcome.read, outcome.missing) == (total, total, 0)
        assert (outcome.finished, outcome.stopped_by) == (True, None)


@given(totals_of_searches, st.integers(1, 60), st.integers())
def test_what_is_read_is_all_unless_it_says_what_stopped_it(totals, max_pages, seed):
    asked, outcomes = drive(totals, max_pages, seed=seed)
    for total, outcome in zip(totals, outcomes, strict=True):
        pages = sum(1 for label, _ in asked if label == outcome.search.label)
        assert (outcome.stopped_by is None) == (0 < pages >= pages_for(total))


@given(st.lists(st.integers(0, 3000), min_size=2, max_size=4), st.integers(1, 40))
def test_an_allowance_is_spent_in_turn(totals, max_pages):
    asked, _ = drive(totals, max_pages)
    pages = [sum(1 for label, _ in asked if label == word) for word in KEYWORDS[: len(totals)]]
    for mine, total in zip(pages, totals, strict=True):
        if mine < max(1, pages_for(total)):  # still hungry: nobody else had two pages more
            assert max(pages) <= mine + 1


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_page_that_fails_is_named_and_stops_no_other(page):
    asked, (outcome,) = drive([450], 0, broken={("soudeur", page)})
    assert outcome.problems == (f"page {page} : connexion coupée",)
    assert outcome.silent == (page == 1)
    assert len(asked) == (1 if page == 1 else 3)


def test_one_search_that_says_nothing_keeps_no_other_from_its_pages():
    asked, outcomes = drive([450, 450], 0, broken={("soudeur", 1)})
    assert [o.silent for o in outcomes] == [True, False]
    assert [page for label, page in asked if label == "data"] == [1, 2, 3]


def begun(total):
    """Return a sweep of one search whose first page has come, and what it asks next."""
    sweep = Sweep([Search({"motsCles": "data"})], 0)
    (first,) = sweep.start()
    return sweep, sweep.answered(first, page_of(total, 0))


def test_pages_that_a_growing_list_needs_are_asked_for():
    sweep, (second,) = begun(300)
    (third,) = sweep.answered(second, page_of(301, 150))
    assert third.page == 3
    assert sweep.answered(third, page_of(301, 300)) == []
    (outcome,) = sweep.outcomes()
    assert (outcome.announced, outcome.announced_after, outcome.appeared) == (300, 301, 1)
    assert (outcome.read, outcome.missing, outcome.finished) == (301, 0, True)


def ask_again(sweep, question, answer):
    """Give an answer that is doubted as often as it is asked for; return what is asked then."""
    for again in range(AGAIN):
        (question,) = sweep.answered(question, answer)
        assert (question.again, sweep.doubt.for_good) == (again + 1, False)
    return sweep.answered(question, answer)


def test_an_empty_page_ends_a_list_that_has_become_a_little_shorter():
    sweep, (second, third) = begun(301)
    assert sweep.answered(third, Answer(300, (), ())) == []
    (seam,) = sweep.answered(second, page_of(300, 150))
    assert sweep.answered(seam, page_of(300, seam.ask.offset)) == []
    (outcome,) = sweep.outcomes()
    assert (outcome.vanished, outcome.missing, outcome.finished) == (1, 0, True)


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


def test_an_offer_that_moves_up_from_the_last_page_is_looked_for():
    sweep, (second,) = begun(151)
    (seam,) = sweep.answered(second, Answer(150, (), ()))
    tail = page_of(151, seam.ask.offset, gone=1)
    assert tail.ids[-1] == "offer150"
    assert sweep.answered(seam, tail) == []
    (outcome,) = sweep.outcomes()
    assert (outcome.read, outcome.vanished, is_sound(outcome)) == (151, 1, True)


def test_what_is_new_is_looked_for_where_the_newest_are():
    sweep, (second,) = begun(299)
    (head,) = sweep.answered(second, page_of(299, 149, total=300))
    assert head.ask.offset == 0
    first = page_of(299, 0)
    newest = Answer(300, ("new", *first.ids[:149]), (999, *first.created[:149]))
    assert sweep.answered(head, newest) == []
    (outcome,) = sweep.outcomes()
    assert (outcome.read, outcome.appeared, is_sound(outcome)) == (300, 1, True)


def test_offers_that_move_up_into_a_page_already_read_are_looked_for():
    sweep, (second, third) = begun(450)
    assert sweep.answered(second, page_of(450, 150, gone=3)) == []
    (seam,) = sweep.answered(third, page_of(450, 300, gone=3))
    assert seam.ask.offset < 147
    assert sweep.answered(seam, page_of(450, seam.ask.offset, gone=3)) == []
    (outcome,) = sweep.outcomes()
    assert (outcome.read, outcome.vanished, outcome.missing) == (450, 3, 0)


def test_an_offer_that_vanished_costs_one_more_request():
    sweep, more = begun(1500)
    for question in more[:-1]:
        assert sweep.answered(question, page_of(1500, question.ask.offset)) == []
    (seam,) = sweep.answered(more[-1], page_of(1500, more[-1].ask.offset, gone=1))
    assert sweep.answered(seam, page_of(1500, seam.ask.offset, gone=1)) == []
    (outcome,) = sweep.outcomes()
    (only,) = outcome.slices
    assert (outcome.read, outcome.vanished, outcome.finished) == (1500, 1, True)
    assert only.announced + only.appeared - only.vanished == only.gave + only.missing


def test_a_request_without_an_end_is_counted():
    sweep, _ = begun(450)
    assert sweep.outcomes()[0].unanswered == 2
