from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from ftcrawler.exceptions import StorageError
from ftcrawler.runs.journal import Journal
from ftcrawler.runs.journal_answers import StoredPage


@pytest.fixture
def journal(tmp_path):
    journal = Journal.create(tmp_path / "run.sqlite3")
    yield journal
    journal.close()


def page(number, ids, *, kept=None, label="all"):
    kept = set(ids if kept is None else kept)
    return StoredPage(key=f"raw/p{number}.json", label=label, size=10, ids=ids, kept=kept)


def test_an_offer_is_seen_only_once_its_page_is_recorded(journal):
    assert journal.claim(["A", "B"]) == {"A", "B"}
    journal.release({"A", "B"})  # the page could not be written
    assert journal.claim(["A", "B", "C"]) == {"A", "B", "C"}
    journal.record_page(page(1, ["A", "B", "C"]))
    assert journal.claim(["A", "B", "C", "D"]) == {"D"}


def test_an_offer_claimed_by_a_page_on_its_way_is_not_given_twice(journal):
    assert journal.claim(["A"]) == {"A"}
    assert journal.claim(["A", "B"]) == {"B"}


def test_a_page_that_only_saw_an_offer_does_not_make_it_seen(tmp_path):
    journal = Journal.create(tmp_path / "run.sqlite3")
    journal.claim(["A"])  # for page 1, killed before it was on disk
    journal.record_page(page(2, ["A", "B"], kept=["B"]))
    journal.close()
    again = Journal.open(tmp_path / "run.sqlite3")
    assert again.claim(["A", "B"]) == {"A"}
    again.close()


def test_each_search_counts_what_it_found_wherever_it_is_kept(journal):
    journal.record_page(page(1, ["A", "B"], label="data"))
    journal.record_page(page(2, ["B", "C"], kept=["C"], label="python"))
    journal.record_page(page(3, ["D"], kept=[], label="python"))  # D is on no disk
    assert (journal.collected("data"), journal.collected("python")) == (2, 2)
    assert (journal.pages("data"), journal.pages("python")) == (1, 2)
    assert journal.offers() == 3
    assert list(journal.sightings()) == [
        ("A", ["data"]),
        ("B", ["data", "python"]),
        ("C", ["python"]),
        ("D", ["python"]),
    ]


def test_what_is_not_uploaded_is_pending_in_order_of_writing(journal):
    for number in (2, 1, 3):
        journal.record_page(page(number, [str(number)]))
    journal.record_file("runs/x.json", 5)
    journal.mark_uploaded("raw/p1.json")
    assert journal.pending() == ["raw/p2.json", "raw/p3.json", "runs/x.json"]


def test_files_not_meant_for_s3_are_never_pending(tmp_path):
    journal = Journal.create(tmp_path / "run.sqlite3")
    journal.to_upload = False
    journal.record_page(page(1, ["A"]))
    assert journal.pending() == []
    journal.close()


def test_a_name_is_given_once(tmp_path, journal):
    with pytest.raises(FileExistsError):
        Journal.create(tmp_path / "run.sqlite3")
    with pytest.raises(FileNotFoundError):
        Journal.open(tmp_path / "other.sqlite3")


def test_a_journal_that_cannot_be_written_is_told_in_french(journal):
    journal._db.execute("PRAGMA query_only = 1")
    with pytest.raises(StorageError, match="Impossible d'écrire le journal"):
        journal.record_page(page(1, ["A"]))
    assert journal.offers() == 0


def test_threads_share_it(journal):
    def record(first):
        for number in range(first, first + 25):
            journal.claim([str(number)])
            journal.record_page(page(number, [str(number)]))

    threads = [threading.Thread(target=record, args=(first,)) for first in range(0, 100, 25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journal.offers() == 100


def test_deleting_leaves_nothing(tmp_path, journal):
    journal.record_page(page(1, ["A"]))
    journal.delete()
    assert list(tmp_path.iterdir()) == []


def test_fields_add_up_over_pages_and_lives(tmp_path):
    journal = Journal.create(tmp_path / "run.sqlite3")
    journal.record_page(replace(page(1, ["A"]), fields={"id": {"string": 1}}))
    journal.close()
    again = Journal.open(tmp_path / "run.sqlite3")
    again.record_page(replace(page(2, ["B"]), fields={"id": {"string": 1}, "x": {"null": 1}}))
    assert again.fields() == {"id": {"string": 2}, "x": {"null": 1}}
    again.close()


def test_a_journal_of_the_version_before_goes_on(tmp_path):
    journal = Journal.create(tmp_path / "run.sqlite3")
    journal.record_page(page(1, ["A"]))
    journal._db.executescript("DROP TABLE fields; PRAGMA user_version = 2")
    journal.close()
    again = Journal.open(tmp_path / "run.sqlite3")
    assert again.fields() == {}
    assert again.claim(["A", "B"]) == {"B"}
    again.close()
