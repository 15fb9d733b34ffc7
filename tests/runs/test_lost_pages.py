"""Pages that the journal knows and the disk has no more."""

from __future__ import annotations

from datetime import datetime

import orjson
import pytest

from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.journal_figures import ELSEWHERE
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.lost_pages import forget_lost_pages
from ftcrawler.runs.page_names import page_key
from ftcrawler.runs.paris_time import PARIS
from ftcrawler.runs.run import begin_run
from ftcrawler.sweep.answer import Answer

NOW = datetime(2026, 11, 23, 21, 15, 0, tzinfo=PARIS)


@pytest.fixture
def run(tmp_path):
    run = begin_run(DataLayout(tmp_path), "all", NOW)
    yield run
    run.release()


def add(run, number, *kept, also=(), label="all"):
    """Keep a page, of an answer that held offers *also* kept elsewhere."""
    key = page_key(label, run.stamp, number)
    body = orjson.dumps({"resultats": [{"id": offer} for offer in kept]})
    run.files.write(key, body)
    ids = (*kept, *also)
    run.journal.record_page(
        StoredPage(
            *(key, label, len(body), ids, kept),
            sequence=run.journal.next_sequence(),
            request=f"p{number}",
            digest=Answer(9, ids, ()).to_bytes(),
            fields={"": {"object": len(kept)}},
        )
    )
    return run.files.path(key)


def asked_no_more(run):
    return [answer.request for answer in run.journal.answers()]


def make_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "lose",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes() + b"\n"),
        make_folder,
    ],
)
def test_what_is_not_as_it_was_written_is_forgotten(run, lose):
    lost = add(run, 1, "A", "B")
    add(run, 2, "C")
    lose(lost)
    (told,) = forget_lost_pages(run).values()
    assert (told.pages, told.offers) == ((lost.name,), 2)
    assert "1 page(s) absente(s) du disque" in str(told)
    assert lost.name in str(told)
    assert asked_no_more(run) == ["p2"]
    assert run.journal.claim(["A", "B", "C"]) == {"A", "B"}
    assert (run.journal.offers(), run.journal.totals().pages) == (1, 1)
    assert [key for _, key in run.journal.page_keys()] == run.journal.pending()
    assert run.journal.fields() == {"": {"object": 1}, "id": {"string": 1}}
    assert forget_lost_pages(run) == {}


def test_what_is_there_is_left_alone(run):
    add(run, 1, "A")
    run.journal.record_file("runs/x.json", 2)  # no page: it is written anew
    assert forget_lost_pages(run) == {}
    assert asked_no_more(run) == ["p1"]


def test_a_neighbour_that_left_an_offer_to_the_lost_page_is_asked_again_too(run):
    lost = add(run, 1, "A", "B")
    add(run, 2, "C", also=["B"])
    add(run, 3, "D", also=["C"])
    lost.unlink()
    forget_lost_pages(run)
    assert asked_no_more(run) == ["p3"]
    assert run.journal.claim(["B", "C"]) == {"B"}


def test_another_search_loses_what_only_the_lost_page_kept(run):
    lost = add(run, 1, "A", "B")
    add(run, 1, "C", also=["A"], label="other")
    lost.unlink()
    assert list(forget_lost_pages(run)) == ["all"]
    assert (run.journal.collected("all"), run.journal.collected("other")) == (0, 1)
    assert list(run.journal.sightings()) == [("C", ["other"])]
    assert asked_no_more(run) == []


def test_one_that_cannot_be_read_is_lost_where_others_are(run):
    lost, damaged = add(run, 1, "A"), add(run, 2, "B")
    lost.unlink()
    damaged.write_bytes(b" " * damaged.stat().st_size)
    (told,) = forget_lost_pages(run).values()
    assert told.pages == (lost.name, damaged.name)
    assert run.journal.offers() == 0


def test_pages_that_s3_alone_has_are_not_looked_for(run):
    add(run, 1, "A").unlink()
    run.journal.note(**{ELSEWHERE: "1"})
    assert forget_lost_pages(run) == {}
    assert run.journal.offers() == 1
