"""Whatever a server answers, a reading ends, and is complete only if it holds all that stayed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.query_limits import pages_for
from ftcrawler.sweep.answer import Answer
from ftcrawler.sweep.budget import SPARE, TIMES
from ftcrawler.sweep.window_pages import Pages
from tests.effort import examples

from .catalogues import DAY, NOW, Block, catalogue
from .lying import LIES, Liar, run
from .model import Model, page_of

# Beyond one page, beyond what one query reaches, and on either side of both.
SIZES = (0, 1, 149, 150, 151, 300, 450, 1000, 3149, 3150, 3151, 5000)
FEW = st.integers(100, 700)


@st.composite
def liars(draw, sizes=st.sampled_from(SIZES)):  # noqa: B008 (a strategy, never changed)
    count = draw(sizes)
    bulk = draw(st.sampled_from([0, 0, 0, 4000])) if count > 4000 else 0
    seed = draw(st.integers(0, 2**32))
    blocks = [Block(count - bulk, 0, 40 * DAY, 0.3), Block(bulk, 5 * DAY, 0, 0.3)]
    model = Model(catalogue(blocks, seed=seed), own_first=draw(st.booleans()), seed=seed)
    return Liar(
        model,
        lies=tuple(draw(st.sets(st.sampled_from(LIES)))),
        every=draw(st.sampled_from([2, 3, 4, 10, 50])),
        withdrawn=draw(st.none() | st.tuples(st.integers(1, 60), st.sampled_from([1, 5, 8, 10]))),
        growth=draw(st.sampled_from([0, 0, 0, 1, 30, 150])),
        seed=seed,
    )


def bound(outcome):
    """Return what docs/architecture.md says that a reading costs at most."""
    return TIMES * pages_for(outcome.announced or 0) + SPARE


def assert_honest(told, before, liar):
    """It may be complete only if it holds what was there from the first to the last answer."""
    if told.report.status == "complete":
        # What some answer did not know of cannot be told from what came later.
        assert not (before & liar.model.present) - liar.hidden - told.met


@given(liars(), st.integers(0, 2**16))
@examples(40)
def test_it_ends_and_is_complete_only_if_it_holds_all_that_stayed(liar, order):
    before = liar.model.present
    told = run(liar, order=order)
    assert told.requests <= bound(told.outcome)
    assert_honest(told, before, liar)


@given(liars(FEW), st.integers(0, 2**16))
@examples(80)
def test_nor_does_any_of_many_short_readings_lose_an_offer_unsaid(liar, order):
    before = liar.model.present
    assert_honest(run(liar, order=order), before, liar)


@given(liars(), st.integers(0, 2**16), st.floats(0, 1))
@examples(30)
def test_the_same_command_on_a_sound_server_mends_whatever_a_run_was_told(liar, order, share):
    before = liar.model.present
    told = run(liar, order=order)
    earlier = told.recorded[: int(share * len(told.recorded))]
    mended = run(liar.model, order=order, earlier=earlier)
    assert (mended.report.status, mended.report.problems) == ("complete", ())
    assert mended.requests <= 2 * bound(mended.outcome)
    assert (before & liar.model.present) - liar.hidden <= mended.met


@given(st.integers(1, 21), st.integers(0, 2**16))
@examples(20)
def test_an_allowance_holds_whatever_is_answered(pages, order):
    liar = Liar(Model(catalogue([Block(3000, 0, 40 * DAY, 0.3)])), LIES, every=3, seed=order)
    told = run(liar, order=order, max_pages=pages)
    assert len(set(told.pages)) <= pages
    # What is doubted is asked for twice more, at most.
    assert told.requests <= 3 * pages


@pytest.mark.parametrize("seed", range(3))
def test_pages_that_come_empty_at_first_spoil_nothing(seed):
    model = Model(catalogue([Block(5000, 0, 40 * DAY, 0.3)], seed=seed), seed=seed)
    told = run(Liar(model, lies=("nothing", "empty"), every=20, seed=seed), order=seed)
    assert (told.report.status, told.report.problems) == ("complete", ())
    assert told.met == model.present


@pytest.mark.parametrize("after", [2, 30, 100])
def test_offers_withdrawn_by_the_thousand_are_not_taken_for_read(after):
    model = Model(catalogue([Block(20_000, 0, 40 * DAY, 0.3)]))
    liar = Liar(model, withdrawn=(after, 8))
    before = model.present
    told = run(liar, order=after)
    assert told.report.status == "incomplete"
    assert any("le total annoncé est tombé de 20000 à 4" in each for each in told.report.problems)
    assert told.outcome.vanished == 0
    mended = run(model, order=after, earlier=told.recorded)
    assert mended.report.status == "complete"
    assert before & model.present <= mended.met


@pytest.mark.parametrize("after", [3, 12, 24, 36])
def test_a_tenth_of_all_offers_may_go_at_any_moment(after):
    model = Model(catalogue([Block(6000, 0, 40 * DAY, 0.3)]))
    before = model.present
    told = run(Liar(model, withdrawn=(after, 1)), order=after)
    assert (told.report.status, told.report.vanished) == ("complete", 600)
    assert before & model.present <= told.met


def test_offers_without_end_come_to_an_end():
    model = Model(catalogue([Block(4000, 0, 40 * DAY, 0.3)]))
    told = run(Liar(model, growth=150))
    assert told.requests <= bound(told.outcome)
    assert told.report.status == "incomplete"


def test_two_pages_are_linked_only_where_one_goes_on_from_the_other():
    pages = Pages(page_of(600, 300))
    for at, torn in ((149, [0]), (200, [0]), (300, [0]), (440, [0]), (449, []), (450, [0])):
        pages.put(1, page_of(600, at), seam=False, closes=False)
        assert list(pages.torn()) == torn


class Babel:
    """Answers anything at all."""

    def __init__(self, seed):
        self._draw = random.Random(seed)

    def answer(self, criteria):
        draw = self._draw
        count = draw.choice([0, 1, 2, 149, 150, 151])
        ids = tuple(str(draw.randrange(draw.choice([3, 500, 10**6]))) for _ in range(count))
        dates = tuple((NOW - draw.randrange(300 * DAY)) * 1000 for _ in ids)
        total = draw.choice([None, 0, 1, count, 150, 5000, draw.randrange(10**4), 10**15])
        return Answer(total, ids, draw.choice([dates, dates, ()]), draw.choice([(), (), ("x",)]))


@given(st.integers(0, 2**32), st.sampled_from([0, 0, 5, 40]))
@examples(150)
def test_no_answer_is_too_strange(seed, max_pages):
    told = run(Babel(seed), max_pages=max_pages)
    assert told.report.status in {"complete", "truncated", "incomplete"}
