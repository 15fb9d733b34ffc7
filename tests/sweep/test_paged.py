"""The paged sweep, driven against a list that stands still, whatever the order of answers."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.ranges import PAGE_SIZE, PAGES_PER_QUERY, pages_for
from ftcrawler.searches.search import Search
from ftcrawler.sweep.paged import PagedSweep
from ftcrawler.sweep.progress import StoppedBy

KEYWORDS = ["soudeur", "data", "infirmier", "cuisinier"]


def drive(totals, max_pages, *, seed=0, broken=frozenset()):
    """Answer every request, in random order; return the pages asked and the outcomes."""
    searches = {word: Search({"motsCles": word}) for word in KEYWORDS[: len(totals)]}
    total_of = dict(zip((s.label for s in searches.values()), totals, strict=True))
    sweep = PagedSweep(list(searches.values()), max_pages)
    waiting, asked, shuffle = sweep.start(), [], random.Random(seed)
    while waiting:
        request = waiting.pop(shuffle.randrange(len(waiting)))
        place = (request.search.label, request.page)
        asked.append(place)
        total = total_of[request.search.label]
        if place in broken:
            waiting += sweep.failed(request, "connexion coupée")
            continue
        offers = max(0, min(PAGE_SIZE, total - PAGE_SIZE * (request.page - 1)))
        waiting += sweep.answered(request, total=total, offers=offers)
    return asked, sweep.outcomes()


totals_of_searches = st.lists(st.integers(0, 5000), min_size=1, max_size=4)


@given(totals_of_searches, st.integers(0, 60), st.integers())
def test_no_page_is_asked_twice_and_the_allowance_is_kept(totals, max_pages, seed):
    asked, _ = drive(totals, max_pages, seed=seed)
    assert len(asked) == len(set(asked))
    assert max_pages == 0 or len(asked) <= max_pages


@given(totals_of_searches, st.integers())
def test_without_limit_each_search_costs_its_floor(totals, seed):
    asked, outcomes = drive(totals, 0, seed=seed)
    reachable = [max(1, min(pages_for(total), PAGES_PER_QUERY)) for total in totals]
    assert len(asked) == sum(reachable)
    for total, outcome in zip(totals, outcomes, strict=True):
        assert outcome.announced == total
        assert (outcome.stopped_by is StoppedBy.API_LIMIT) == (total > 3150)


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
    assert [place for place in asked if place[0] == "data"] == [
        ("data", 1),
        ("data", 2),
        ("data", 3),
    ]


def test_pages_that_a_growing_list_needs_are_asked_for():
    sweep = PagedSweep([Search({"motsCles": "data"})], 0)
    (first,) = sweep.start()
    (second,) = sweep.answered(first, total=300, offers=150)
    (third,) = sweep.answered(second, total=301, offers=150)
    assert third.page == 3
    assert sweep.answered(third, total=301, offers=1) == []
    (outcome,) = sweep.outcomes()
    assert (outcome.announced, outcome.filled_pages, outcome.stopped_by) == (300, 3, None)


def test_an_empty_page_ends_a_shrinking_list():
    sweep = PagedSweep([Search({"motsCles": "data"})], 4)
    (first,) = sweep.start()
    more = sweep.answered(first, total=450, offers=150)
    assert [request.page for request in more] == [2, 3]
    sweep.answered(more[0], total=150, offers=0)
    sweep.answered(more[1], total=150, offers=0)
    (outcome,) = sweep.outcomes()
    assert (outcome.filled_pages, outcome.stopped_by, outcome.unanswered) == (1, None, 0)


def test_a_request_without_an_end_is_counted():
    sweep = PagedSweep([Search({"motsCles": "data"})], 0)
    (first,) = sweep.start()
    sweep.answered(first, total=450, offers=150)
    assert sweep.outcomes()[0].unanswered == 2
