"""More offers than one query reaches, on thousands of catalogues and every variant of server."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.query_limits import OFFERS_PER_QUERY, pages_for
from tests.effort import examples

from .catalogues import DAY, NOW, Block, blocks, catalogue, orders, servers
from .model import Model, Offer, assert_closed, read


@given(blocks, servers, orders)
@examples(30)
def test_a_catalogue_that_stands_still_is_read_whole_and_proven(blocks, server, order):
    model = Model(catalogue(blocks, blank=0.1), **server)
    outcome, met = read(model, seed=order)
    assert met == model.present
    assert_closed(outcome, len(met))


@pytest.mark.parametrize("shift", [0, 1, -1, 2, -2])
@pytest.mark.parametrize("upper", ["inclusive", "exclusive"])
@pytest.mark.parametrize("precision", ["second", "millisecond"])
@pytest.mark.parametrize("in_one_second", [2714, 3300])
def test_so_is_one_of_every_server(precision, upper, shift, in_one_second):
    # Within what offsets reach, and beyond it: the one ends in the middle of a window.
    few = [
        Block(2000, 0, 40 * DAY, 0.3),
        Block(1200, 3 * DAY, 3600, 0.3),
        Block(in_one_second, 0, 0, 0.0),
    ]
    model = Model(catalogue(few), precision, upper, shift)
    outcome, met = read(model)
    assert met == model.present
    assert_closed(outcome, len(met))


@given(blocks, servers, orders)
@examples(30)
def test_it_costs_hardly_more_requests_than_pages(blocks, server, order):
    model = Model(catalogue(blocks), **server)
    outcome, _ = read(model, seed=order)
    # A slice that is divided has one page read for its count, and the parts end with a page that
    # is not full; to understand the server's clock costs a few.
    assert len(model.asked) <= 1.05 * pages_for(outcome.read) + 2 * len(outcome.slices) + 40


def held_while_others_move(model, order, rate, *, unseen=False):
    """Read it while, with each answer, *rate* offers vanish and as many appear.

    *unseen*: where one came as another went, and pages do not overlap, no total tells of it.
    """
    draw = random.Random(order)
    before = sorted(model.present)

    def move():
        for _ in range(int(rate) + (draw.random() < rate % 1)):
            model.gone.add(draw.choice(before))
            number = len(model.offers)
            model.add(Offer(f"N{number:06d}", (NOW + 10 + number) * 1000, draw.choice("12")))

    outcome, met = read(model, seed=order, between=move)
    lacking = set(before) - model.gone - met
    assert len(lacking) <= (len(model.gone) if unseen else 0)
    return outcome


def assert_settled(outcome):
    """The reading came to its end, and its figures square."""
    assert outcome.finished
    assert (outcome.missing, outcome.problems) == (0, ())
    assert outcome.announced + outcome.appeared - outcome.vanished == outcome.announced_after


@given(blocks, servers, orders, st.sampled_from([0.02, 0.5, 1]))
@examples(30)
def test_offers_that_stay_are_read_while_others_vanish_and_appear(blocks, server, order, rate):
    model = Model(catalogue(blocks), **server)
    assert_settled(held_while_others_move(model, order, rate))


# With each answer three come and three go: thirty a second, where the quota is used whole.
RUSH = 3


@given(blocks, servers, orders)
@examples(10)
def test_none_that_stays_is_missed_in_a_rush(blocks, server, order):
    """One reading in a hundred gives up there, and says so: it holds what stayed all the same."""
    held_while_others_move(Model(catalogue(blocks), **server), order, RUSH)


@pytest.mark.parametrize("order", range(10))
def test_a_rush_keeps_hardly_a_reading_from_its_end(order):
    few = [Block(2000, 0, 40 * DAY, 0.3), Block(1200, 3 * DAY, 3600, 0.3), Block(800, 0, DAY, 0.3)]
    assert_settled(held_while_others_move(Model(catalogue(few), seed=order), order, RUSH))


@given(st.integers(300, OFFERS_PER_QUERY), servers, orders, st.sampled_from([0.02, 0.1, 0.3]))
@examples(100)
def test_so_are_those_of_a_search_that_one_query_reaches(count, server, order, rate):
    few = catalogue([Block(count, 0, 40 * DAY, 0.3)])
    assert_settled(held_while_others_move(Model(few, **server), order, rate, unseen=True))


@given(servers, orders)
@examples(10)
def test_what_no_criterion_divides_is_named_to_the_offer(server, order):
    same = [Offer(f"{number:07d}", (NOW - DAY) * 1000) for number in range(4000)]
    model = Model([*catalogue([Block(500, 2 * DAY, DAY, 0.5)]), *same], **server)
    outcome, met = read(model, seed=order)
    lacking = len(model.present) - len(met)
    assert lacking == 4000 - OFFERS_PER_QUERY
    assert outcome.missing == lacking
    assert sum(part.missing for part in outcome.slices) == lacking


@given(blocks, orders)
@examples(20)
def test_an_order_that_is_not_newest_first_is_noticed(blocks, order):
    model = Model(catalogue(blocks), oldest_first=True)
    outcome, met = read(model, seed=order)
    assert met == model.present
    assert outcome.missing == 0


@given(blocks, servers, orders)
@examples(20)
def test_offers_of_no_origin_are_read_too(blocks, server, order):
    offers = catalogue(blocks)
    offers += [Offer(f"X{n:06d}", (NOW - n * 977) * 1000, origin=None) for n in range(300)]
    model = Model(offers, **(server | {"own_first": False}))
    outcome, met = read(model, seed=order)
    assert met == model.present
    assert outcome.missing == 0


@given(blocks, servers, orders)
@examples(30)
def test_a_page_lost_now_and_then_is_asked_for_again(blocks, server, order):
    model = Model(catalogue(blocks), **server)
    draw = random.Random(order)
    once = set()

    def lose(question):
        lost = question.page > 1 and draw.random() < 0.05 and question.key not in once
        once.add(question.key)
        return lost

    outcome, met = read(model, seed=order, lose=lose)
    assert met == model.present or outcome.problems


@given(blocks, servers, orders)
@examples(30)
def test_a_page_that_never_comes_is_made_good_or_named(blocks, server, order):
    model = Model(catalogue(blocks), **server)

    def lose(question):
        # One question in thirty, each time that it is asked.
        return question.page > 1 and random.Random(f"{order}{question.key}").random() < 1 / 30

    outcome, met = read(model, seed=order, lose=lose)
    lacking = len(model.present) - len(met)
    assert outcome.missing >= lacking
    assert bool(outcome.problems or outcome.missing) or not lacking
    if not outcome.problems:
        assert outcome.missing == lacking


@given(blocks, orders, st.integers(22, 60))
@examples(12)
def test_an_allowance_is_spent_and_no_more(blocks, order, pages):
    model = Model(catalogue(blocks))
    outcome, met = read(model, seed=order, max_pages=pages)
    # A first page without offers is asked for again, and is one page.
    asked = {tuple(sorted(criteria.items())) for criteria in model.asked}
    assert len(asked) <= pages
    if met != model.present:
        assert len(model.asked) >= pages
        assert outcome.stopped_by == "max_pages"
