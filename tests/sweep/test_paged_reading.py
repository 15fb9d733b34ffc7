"""A search that one query reaches, while offers come and go."""

from __future__ import annotations

from ftcrawler.sweep.answer import Answer
from ftcrawler.sweep.contradictions import is_sound

from .model import begun, page_of


def test_pages_that_a_growing_list_needs_are_asked_for():
    sweep, (second,) = begun(300)
    (third,) = sweep.answered(second, page_of(301, 150))
    assert third.page == 3
    assert sweep.answered(third, page_of(301, 300)) == []
    (outcome,) = sweep.outcomes()
    assert (outcome.announced, outcome.announced_after, outcome.appeared) == (300, 301, 1)
    assert (outcome.read, outcome.missing, outcome.finished) == (301, 0, True)


def test_an_empty_page_ends_a_list_that_has_become_a_little_shorter():
    sweep, (second, third) = begun(301)
    assert sweep.answered(third, Answer(300, (), ())) == []
    (seam,) = sweep.answered(second, page_of(300, 150))
    assert sweep.answered(seam, page_of(300, seam.ask.offset)) == []
    (outcome,) = sweep.outcomes()
    assert (outcome.vanished, outcome.missing, outcome.finished) == (1, 0, True)


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
