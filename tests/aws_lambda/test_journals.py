"""Journals on their way to S3 and back."""

from __future__ import annotations

import logging

import pytest

from ftcrawler.aws_lambda.journal_snapshot import snapshot
from ftcrawler.aws_lambda.kept_journals import KeptJournals
from ftcrawler.exceptions import StorageError
from ftcrawler.offers.field_counts import count_fields
from ftcrawler.runs.journal import Journal
from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.layout import DataLayout, report_key
from ftcrawler.runs.page_names import page_key
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.runs.run import begin_run
from ftcrawler.searches.search import Search
from tests.s3.conftest import BUCKET
from tests.s3.filled import add_page


@pytest.fixture
def run(tmp_path):
    run = begin_run(DataLayout(tmp_path), "all", paris_now())
    yield run
    run.journal.close()


def test_a_journal_of_files_that_s3_lacks_is_not_kept(run):
    with snapshot(run.journal.path) as copy:
        assert copy is None, "it knows no search"
    key = add_page(run, 1)
    with snapshot(run.journal.path) as copy:
        assert copy is None
    run.journal.mark_uploaded(key)
    with snapshot(run.journal.path) as copy:
        assert copy is not None
        body = copy.read_bytes()
    kept = run.layout.root / "kept.sqlite3"
    kept.write_bytes(body)
    journal = Journal.open(kept)
    assert journal.page_keys() == [("all", key)]
    assert (journal.offers(), journal.fact("to_upload")) == (1, "1")
    journal.close()


def test_at_the_start_it_knows_what_to_read_alone(run):
    run.journal.note_searches([Search({})])
    add_page(run, 1)
    fields = count_fields([{"id": "2"}])
    run.journal.record_page(
        StoredPage(page_key("all", run.stamp, 2), "all", 9, ["2"], ["2"], fields=fields)
    )
    with snapshot(run.journal.path, at_the_start=True) as copy:
        assert copy is not None
        journal = Journal.open(copy)
        assert [search.label for search in journal.searches()] == ["all"]
        assert (journal.offers(), journal.statuses(), journal.page_keys()) == (0, {}, [])
        assert journal.fields() == {}, "its pages are entered again, and their fields counted"
        journal.close()
    assert run.journal.offers() == 2


def test_a_journal_that_is_gone_is_not_made_anew(run):
    gone = run.journal.path.with_name("all_20200101_000000.sqlite3")
    with pytest.raises(Exception, match="unable to open"), snapshot(gone):
        pass
    assert not gone.exists()


@pytest.fixture
def saved(run, moto, store_at):
    """A run whose journal is in S3, with its page and its report."""
    run.journal.note_searches([Search({})])
    run.journal.mark_uploaded(add_page(run, 1))
    run.journal.record_file(report_key(run.name), 2)
    run.journal.mark_uploaded(report_key(run.name))
    state = KeptJournals(store_at(moto.url), run.layout)
    state.save()
    assert state.is_saved(run.name)
    return run


@pytest.fixture
def fetched(saved, moto, store_at, tmp_path):
    """Fetch the state into another folder."""

    def fetch():
        state = KeptJournals(store_at(moto.url), DataLayout(tmp_path / "other"))
        state.fetch()
        return state

    return fetch


def test_its_own_report_comes_along(saved, fetched, moto, tmp_path):
    report = tmp_path / "other" / report_key(saved.name)
    assert fetched().runs() == {saved.name}
    assert not report.exists(), "somebody deleted it"
    moto.client().put_object(Bucket=BUCKET, Key=report_key(saved.name), Body=b"{}")
    fetched()
    assert report.read_bytes() == b"{}"


def test_a_report_of_an_earlier_life_does_not(saved, fetched, moto, store_at, tmp_path):
    moto.client().put_object(Bucket=BUCKET, Key=report_key(saved.name), Body=b"{}")
    saved.journal.take_up_again()
    KeptJournals(store_at(moto.url), saved.layout).save()
    assert fetched().runs() == {saved.name}
    assert not (tmp_path / "other" / report_key(saved.name)).exists()


def test_a_damaged_page_leaves_its_journal_aside(saved, fetched, moto, caplog):
    key = page_key("all", saved.stamp, 2)
    moto.client().put_object(Bucket=BUCKET, Key=key, Body=b"<html>")
    with caplog.at_level(logging.WARNING):
        state = fetched()
    assert (state.runs(), state.is_saved(saved.name)) == (set(), False)
    assert f"Page illisible : {key}" in caplog.text
    state.save()
    assert f"state/{saved.name}.sqlite3" in moto.objects()


def test_pages_of_another_run_are_not_taken_in(saved, fetched, moto, tmp_path):
    for key in (page_key("all", "20200101_000000", 2), page_key("all", saved.stamp, 1) + ".part"):
        moto.client().put_object(Bucket=BUCKET, Key=key, Body=b"{}")
    own = page_key("all", saved.stamp, 7)
    moto.client().put_object(Bucket=BUCKET, Key=own, Body=b'{"resultats":[{"id":"new"}]}')
    fetched()
    journal = Journal.open(tmp_path / "other" / "state" / f"{saved.name}.sqlite3")
    assert sorted(key for _, key in journal.page_keys()) == [
        page_key("all", saved.stamp, 1),
        own,
    ]
    assert journal.claim(["new", "newer"]) == {"newer"}
    assert journal.pending() == []
    assert [answer.sequence for answer in journal.answers()] == [1], "it is to be asked again"
    journal.close()


def test_a_journal_that_cannot_be_copied_is_said(saved, moto, store_at):
    (saved.layout.state / "all_20200101_000000.sqlite3").write_bytes(b"damaged" * 1000)
    with pytest.raises(StorageError, match="Impossible de copier le journal all_20200101_000000"):
        KeptJournals(store_at(moto.url), saved.layout).save()
