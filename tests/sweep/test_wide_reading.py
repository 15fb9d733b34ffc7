"""More offers than one query reaches, on thousands of catalogues and every variant of server."""

from __future__ import annotations

import random
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from ftcrawler.api.query_limits import OFFERS_PER_QUERY, pages_for

from .model import Model, Offer, read

NOW = 1_790_000_000  # seconds
DAY = 86_400


@dataclass(frozen=True)
class Block:
    """*count* offers, created at random within *span* seconds, *age* seconds ago at the latest."""

    count: int
    age: int
    span: int
    own: float  # the share of own offers, whose dates have milliseconds


def catalogue(blocks, *, blank=0.0, seed=0):
    """Return offers; *blank* is the share of those that lack a field."""
    draw = random.Random(seed)
    offers: list[Offer] = []
    for block in blocks:
        for _ in range(block.count):
            own = draw.random() < block.own
            created = NOW - block.age - (draw.random() * block.span)
            offers.append(
                Offer(
                    id=f"{'A' if own else '9'}{len(offers):06d}",
                    created=int(created * 1000) if own else int(created) * 1000,
                    origin="1" if own else "2",
                    experience=draw.choices("01234", [3, 5, 37, 5, 50])[0],
                    contract=draw.choice(["CDI", "CDD", "MIS"]),
                    department=None if draw.random() < blank else draw.choice(["75", "69", "2A"]),
                    rome=draw.choice(["M1805", "K1304", "G1602"]),
                )
            )
    return offers


steady = st.builds(
    Block,
    count=st.integers(1, 4000),
    age=st.integers(0, 200 * DAY),
    span=st.sampled_from([60, 3600, DAY, 30 * DAY, 300 * DAY]),
    own=st.sampled_from([0.0, 0.3, 1.0]),
)
# One second; not of offers whose milliseconds differ, which bounds in milliseconds can part.
spike = st.builds(
    Block,
    count=st.integers(1, 9000),
    age=st.integers(0, 100 * DAY),
    span=st.just(0),
    own=st.sampled_from([0.0, 0.3]),
)
# Enough for two queries and more; stretches without offers come of themselves.
blocks = st.tuples(
    st.just(Block(2000, 0, 40 * DAY, 0.3)), st.just(Block(1200, 3 * DAY, 3600, 0.3))
).flatmap(lambda base: st.lists(steady | spike, max_size=4).map(lambda more: [*base, *more]))
servers = st.fixed_dictionaries(
    {
        "precision": st.sampled_from(["second", "millisecond"]),
        "upper": st.sampled_from(["inclusive", "exclusive"]),
        "shift": st.sampled_from([0, 1, -1, 2, -2]),
        "own_first": st.booleans(),
        "seed": st.integers(0, 9),
    }
)
orders = st.integers(0, 2**16)


def assert_closed(outcome, total):
    """The accounts close: every slice's, and all of them with the total."""
    assert (outcome.finished, outcome.missing, outcome.problems) == (True, 0, ())
    assert (outcome.announced, outcome.announced_after) == (total, total)
    assert (outcome.appeared, outcome.vanished, outcome.read) == (0, 0, total)
    for part in outcome.slices:
        assert (part.appeared, part.vanished, part.missing) == (0, 0, 0)
        assert part.announced == part.gave + part.duplicates
    assert sum(part.announced - part.duplicates for part in outcome.slices) == total


@given(blocks, servers, orders)
def test_a_catalogue_that_stands_still_is_read_whole_and_proven(blocks, server, order):
    model = Model(catalogue(blocks, blank=0.1), **server)
    outcome, met = read(model, seed=order)
    assert met == model.present
    assert_closed(outcome, len(met))


@given(blocks, servers, orders)
def test_it_costs_hardly_more_requests_than_pages(blocks, server, order):
    model = Model(catalogue(blocks), **server)
    outcome, _ = read(model, seed=order)
    # A slice that is divided has one page read for its count, and the parts end with a page that
    # is not full; to understand the server's clock costs a few.
    assert len(model.asked) <= 1.05 * pages_for(outcome.read) + 2 * len(outcome.slices) + 40


def assert_held_while_others_move(model, order, rate, *, unseen=False):
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
    assert outcome.finished
    assert (outcome.missing, outcome.problems) == (0, ())
    assert outcome.announced + outcome.appeared - outcome.vanished == outcome.announced_after


@given(blocks, servers, orders, st.sampled_from([0.02, 0.5, 3]))
def test_offers_that_stay_are_read_while_others_vanish_and_appear(blocks, server, order, rate):
    assert_held_while_others_move(Model(catalogue(blocks), **server), order, rate)


@given(st.integers(300, OFFERS_PER_QUERY), servers, orders, st.sampled_from([0.02, 0.1, 0.3]))
@settings(max_examples=200)
def test_so_are_those_of_a_search_that_one_query_reaches(count, server, order, rate):
    few = catalogue([Block(count, 0, 40 * DAY, 0.3)])
    assert_held_while_others_move(Model(few, **server), order, rate, unseen=True)


@given(servers, orders)
def test_what_no_criterion_divides_is_named_to_the_offer(server, order):
    same = [Offer(f"{number:07d}", (NOW - DAY) * 1000) for number in range(5000)]
    model = Model([*catalogue([Block(500, 2 * DAY, DAY, 0.5)]), *same], **server)
    outcome, met = read(model, seed=order)
    lacking = len(model.present) - len(met)
    assert lacking == 5000 - OFFERS_PER_QUERY
    assert outcome.missing == lacking
    assert sum(part.missing for part in outcome.slices) == lacking


@given(blocks, orders)
def test_an_order_that_is_not_newest_first_is_noticed(blocks, order):
    model = Model(catalogue(blocks), oldest_first=True)
    outcome, met = read(model, seed=order)
    assert met == model.present
    assert outcome.missing == 0


@given(blocks, servers, orders)
def test_offers_of_no_origin_are_read_too(blocks, server, order):
    offers = catalogue(blocks)
    offers += [Offer(f"X{n:06d}", (NOW - n * 977) * 1000, origin=None) for n in range(300)]
    model = Model(offers, **(server | {"own_first": False}))
    outcome, met = read(model, seed=order)
    assert met == model.present
    assert outcome.missing == 0


@given(blocks, servers, orders)
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
@settings(max_examples=30)
def test_an_allowance_is_spent_and_no_more(blocks, order, pages):
    model = Model(catalogue(blocks))
    outcome, met = read(model, seed=order, max_pages=pages)
    # A first page without offers is asked for again, and is one page.
    asked = {tuple(sorted(criteria.items())) for criteria in model.asked}
    assert len(asked) <= pages
    if met != model.present:
        assert len(model.asked) >= pages
        assert outcome.stopped_by == "max_pages"
