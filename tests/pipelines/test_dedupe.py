"""A page keeps what no other page of the run holds."""

from __future__ import annotations

from ftcrawler.items import KeptPage

from .conftest import DEDUPE


def kept(went):
    return [[offer["id"] for offer in item.resultats] for item in went.items]


def test_an_offer_is_kept_once_in_a_run(piped, page_of):
    went, _ = piped(page_of("A", "B"), page_of("B", "C", page=2), page_of("C", page=3))
    assert sorted(each for page in kept(went) for each in page) == ["A", "B", "C"]
    assert went.stats["ftcrawler/offers/duplicate_count"] == 2


def test_an_offer_that_a_page_holds_twice_is_kept_once(piped, page_of):
    went, _ = piped(page_of("A", "A", "B"))
    assert kept(went) == [["A", "B"]]
    assert went.stats["ftcrawler/offers/duplicate_count"] == 1


def test_it_is_claimed_before_its_page_is_on_disk(piped, page_of):
    """Two pages under way at once do not both keep it, though none is stored yet."""
    went, _ = piped(page_of("A"), page_of("A", page=2), pipelines=DEDUPE)
    assert sorted(map(len, kept(went))) == [0, 1]


def test_what_earlier_pages_of_the_run_hold_is_known_when_it_goes_on(piped, page_of):
    _, first = piped(page_of("A", "B", request="range=0-149"))
    first.close()
    went, second = piped(page_of("B", "C", page=2, request="range=150-299"))
    assert second.name == first.name
    assert kept(went) == [["C"]]


def test_what_is_on_disk_already_passes_untouched(piped, page_of):
    old = KeptPage(resultats=[{"id": "A"}, {"id": "A"}])
    went, run = piped(old)
    assert went.items == [old]
    assert run.journal.offers() == 0
