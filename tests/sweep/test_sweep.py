"""Searches that share an allowance of pages, read side by side, whatever the order of answers."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.query_limits import OFFERS_PER_QUERY, pages_for
from ftcrawler.searches.search import Search
from ftcrawler.sweep.sweep import Sweep
from tests.effort import examples

from .model import page_of

KEYWORDS = ["soudeur", "data", "infirmier", "cuisinier"]


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
@examples(50)
def test_no_page_is_asked_twice_and_the_allowance_is_kept(totals, max_pages, seed):
    asked, _ = drive(totals, max_pages, seed=seed)
    assert len(asked) == len(set(asked))
    assert max_pages == 0 or len(asked) <= max_pages


@given(totals_of_searches, st.integers())
@examples(50)
def test_without_limit_each_search_costs_its_floor(totals, seed):
    asked, outcomes = drive(totals, 0, seed=seed)
    assert len(asked) == sum(max(1, pages_for(total)) for total in totals)
    for total, outcome in zip(totals, outcomes, strict=True):
        assert (outcome.announced, outcome.read, outcome.missing) == (total, total, 0)
        assert (outcome.finished, outcome.stopped_by) == (True, None)


@given(totals_of_searches, st.integers(1, 60), st.integers())
@examples(50)
def test_what_is_read_is_all_unless_it_says_what_stopped_it(totals, max_pages, seed):
    asked, outcomes = drive(totals, max_pages, seed=seed)
    for total, outcome in zip(totals, outcomes, strict=True):
        pages = sum(1 for label, _ in asked if label == outcome.search.label)
        assert (outcome.stopped_by is None) == (0 < pages >= pages_for(total))


@given(st.lists(st.integers(0, 3000), min_size=2, max_size=4), st.integers(1, 40))
@examples(50)
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
