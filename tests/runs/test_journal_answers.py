"""What a journal gives back to a run that is taken up again."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftcrawler.runs.journal import Journal
from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.journal_figures import KnownSearch, Totals
from ftcrawler.searches.search import Search


@pytest.fixture
def journal(tmp_path):
    with closing(Journal.create(tmp_path / "run.sqlite3")) as journal:
        yield journal


def answer(sequence, ids, kept=None, *, label="all", **options):
    kept = ids if kept is None else kept
    key = f"raw/p{sequence}.json" if kept else ""
    request, digest = f"range={sequence}", f"d{sequence}".encode()
    return StoredPage(
        *(key, label, 10, list(ids), set(kept)),
        sequence=sequence,
        request=request,
        digest=digest,
        **options,
    )


def test_answers_come_back_in_the_order_in_which_they_were_taken_in(journal):
    assert (journal.next_sequence(), journal.answers()) == (1, [])
    for sequence, label in ((3, "b"), (1, "a"), (2, "b")):
        journal.record_page(answer(sequence, [f"{sequence}"], label=label))
    assert journal.answers() == [
        (1, "a", "range=1", b"d1"),
        (2, "b", "range=2", b"d2"),
        (3, "b", "range=3", b"d3"),
    ]
    assert journal.next_sequence() == 4
    assert (journal.begun("b"), journal.begun("c")) == (True, False)


def test_an_answer_that_leaves_nothing_to_keep_has_no_file_and_is_recorded(journal):
    journal.record_page(answer(1, ["A", "B"], status=206))
    journal.record_page(answer(2, ["A"], kept=[], status=206))
    journal.record_page(answer(3, [], status=204))
    assert [recorded.sequence for recorded in journal.answers()] == [1, 2, 3]
    assert journal.statuses() == {204: 1, 206: 2}
    assert journal.pending() == ["raw/p1.json"]
    assert journal.totals() == Totals(pages=1, size=10, uploaded=0, duplicates=1)


def test_pages_that_s3_has_are_counted_whoever_sent_them(journal):
    journal.record_page(answer(1, ["A"]))
    journal.record_page(answer(2, ["B"]))
    journal.record_file("runs/x.json", 5)
    journal.mark_uploaded("raw/p1.json")
    journal.mark_uploaded("runs/x.json")
    journal.to_upload = False
    journal.record_page(answer(3, ["C"]))
    assert (journal.totals().uploaded, journal.pending()) == (1, ["raw/p2.json"])


def test_a_search_is_known_before_it_is_asked_for(journal):
    journal.record_page(answer(1, ["A"], label="all__region-11"))
    journal.note_searches([Search({"region": "11"}), Search({"motsCles": "sql"}, "data")])
    for total in (312, 7):
        journal.note_announced("all__region-11", total)
    assert journal.searches() == [
        KnownSearch("all__region-11", {"region": "11"}, None, 312),
        KnownSearch("sql__sector-data", {"motsCles": "sql"}, "data", None),
    ]


def test_an_answer_is_asked_again_if_an_offer_was_left_to_a_page_that_never_came(journal):
    journal.claim(["A", "B"])  # for answer 1, killed before it was on disk
    journal.record_page(answer(2, ["B", "C"], kept=["C"]))
    journal.record_page(answer(3, ["C", "D"], kept=["D"]))
    journal.take_up_again()
    assert [recorded.sequence for recorded in journal.answers()] == [3]
    assert journal.next_sequence() == 4
    assert journal.collected("all") == 2
    assert [offer for offer, _ in journal.sightings()] == ["C", "D"]


def test_it_is_not_if_that_page_came_later(journal):
    journal.claim(["A", "B"])
    journal.record_page(answer(2, ["B", "C"], kept=["C"]))
    journal.record_page(answer(1, ["A", "B"]))
    journal.take_up_again()
    assert [recorded.sequence for recorded in journal.answers()] == [1, 2]


OFFERS = st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=5)
# Of the answers that a process took in, those that were committed before it was killed, in order.
LIVES = st.lists(st.tuples(st.integers(0, 6), st.randoms(use_true_random=False)), max_size=4)


@settings(deadline=None, max_examples=60)
@given(pages=st.lists(OFFERS, min_size=1, max_size=6), lives=LIVES)
def test_killed_anywhere_and_however_often_no_offer_is_lost_or_kept_twice(pages, lives):
    """A question has one page; a process asks for what is not recorded, and keeps some of it."""
    kept: Counter[str] = Counter()

    def live(journal, committed, shuffled):
        journal.take_up_again()
        known = {recorded.request for recorded in journal.answers()}
        sequence = journal.next_sequence()
        taken = []
        for number, ids in enumerate(pages):
            if f"range={number}" not in known:
                page = (sequence, f"range={number}", ids, journal.claim(ids))
                taken.append(page)
                sequence += 1
        shuffled(taken)
        for place, request, ids, fresh in taken[:committed]:
            key = f"raw/p{place}.json" if fresh else ""
            journal.record_page(
                StoredPage(key, "all", 1, ids, fresh, sequence=place, request=request)
            )
            kept.update(fresh)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.sqlite3"
        Journal.create(path).close()
        for committed, random in lives:
            with closing(Journal.open(path)) as journal:
                live(journal, committed, random.shuffle)
        with closing(Journal.open(path)) as journal:
            live(journal, len(pages), lambda _: None)
            assert {recorded.request for recorded in journal.answers()} == {
                f"range={number}" for number in range(len(pages))
            }
    assert kept == Counter({offer: 1 for ids in pages for offer in ids})
