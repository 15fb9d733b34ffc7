"""What offers that were asked for one by one were answered, as journal and list have it."""

from __future__ import annotations

from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.runs.details import (
    LABEL,
    NONE_CAME,
    Detail,
    note_planned,
    planned,
    question,
    read_details,
    recorded_details,
    write_details,
)
from ftcrawler.runs.journal import Journal
from ftcrawler.runs.journal_answers import Holding, StoredPage
from ftcrawler.runs.page_names import page_key
from ftcrawler.sweep.answer import Answer

IDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@pytest.fixture
def journal(tmp_path):
    with closing(Journal.create(tmp_path / "run.sqlite3")) as journal:
        yield journal


def record(journal, offer, status, *, control=False, lasts=True):
    """Enter an answer as a crawl does."""
    ids = (offer,) if status == 200 else ()
    sequence = journal.next_sequence()
    digest = Answer(len(ids), ids, ()).to_bytes() if lasts else None
    page = StoredPage(
        *(page_key(LABEL, "20261123_211500", sequence) if ids else "", LABEL, 2, ids, ids),
        sequence=sequence,
        request=question(offer, control=control),
        status=status,
        digest=digest,
    )
    journal.record_page(page)


@given(st.dictionaries(IDS, st.tuples(st.sampled_from([200, 204, 400, 503]), st.booleans())))
def test_whatever_the_id_it_comes_back(answers):
    rows = [
        (question(offer, control=control), status, True)
        for offer, (status, control) in answers.items()
    ]
    journal: Any = SimpleNamespace(asked=lambda: rows)
    assert recorded_details(journal) == [
        Detail(offer, status, control) for offer, (status, control) in answers.items()
    ]


def test_the_last_answer_counts_and_has_its_place(journal):
    record(journal, "A", 503, lasts=False)
    record(journal, "B", 204)
    record(journal, "X", 200, control=True)
    record(journal, "A", 204)
    record(journal, "C", NONE_CAME, lasts=False)
    assert recorded_details(journal) == [
        Detail("B", 204, control=False),
        Detail("X", 200, control=True),
        Detail("A", 204, control=False),
        Detail("C", None, control=False),
    ]
    assert [each.id for each in recorded_details(journal, lasting=True)] == ["B", "X", "A"]
    assert journal.statuses() == {200: 1, 204: 2, 503: 1}


def test_an_offer_whose_page_is_lost_has_not_told(journal):
    record(journal, "A", 200)
    record(journal, "B", 204)
    record(journal, "C", 200)
    lost = page_key(LABEL, "20261123_211500", 1)
    assert journal.forget([lost], Holding({LABEL: {"C"}}, {})) == {LABEL: 1}
    assert [(each.id, each.status) for each in recorded_details(journal)] == [
        *(("A", None), ("B", 204), ("C", 200)),
    ]
    assert [each.id for each in recorded_details(journal, lasting=True)] == ["B", "C"]


def test_a_journal_knows_how_many_there_are_to_ask(journal):
    assert planned(journal) is None
    note_planned(journal, offers=40_000, controls=801)
    assert planned(journal) == (40_000, 801)


def test_the_list_is_read_as_it_was_written(folder):
    run = folder.start()
    write_details(run)
    path = folder.layout.details(run.name)
    assert not path.exists()
    note_planned(run.journal, offers=1, controls=1)
    record(run.journal, "A", 204)
    record(run.journal, "X", 200, control=True)
    write_details(run)
    assert path.read_bytes() == (
        b'{"id":"A","status":204,"control":false}\n{"id":"X","status":200,"control":true}\n'
    )
    assert list(read_details(path.read_bytes())) == recorded_details(run.journal)
    run.close()


@pytest.mark.parametrize("line", [b" ", b"{", b"[]", b"3", b'{"id":"B"}'])
def test_a_list_that_is_damaged_is_told_behind_what_is_whole(line):
    details = read_details(b'{"id":"A","status":null,"control":false}\n' + line + b"\n")
    assert next(details) == Detail("A", None, control=False)
    with pytest.raises((ValueError, LookupError, TypeError)):
        next(details)
