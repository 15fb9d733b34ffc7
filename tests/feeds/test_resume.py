"""A feed holds what its run holds, whichever process, or earlier run of the day, collected it."""

from __future__ import annotations

import json
import shutil
import signal

import pytest

from tests.crawls.stopping import begin, end

from .reading import FORMATS, ids_of

OFFERS = 2000


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=OFFERS)


def outputs(tmp_path):
    """Return the options for one feed a format, and where the feeds are."""
    paths = [tmp_path / f"offres.{kind}" for kind in FORMATS]
    return [option for path in paths for option in ("-O", str(path))], paths


def as_settings(paths):
    feeds = {str(path): {"format": path.suffix[1:], "overwrite": True} for path in paths}
    return f"FEEDS={json.dumps(feeds)}"


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("searches", [1, 5, 11])
def test_a_run_taken_up_again_exports_all_of_it(sandbox, crawl, tmp_path, by, searches):
    data, (options, paths) = tmp_path / "data", outputs(tmp_path)
    first = begin(data, sandbox, "all", as_settings(paths))
    sandbox.wait_for_searches(searches, first)
    end(first, data, by=by)
    done = crawl(*options)
    # Stopped late, the first had everything.
    assert (done.code, done.report["status"] in {"complete", "skipped"}) == (0, True), done.log
    for path in paths:
        assert ids_of(path) == sorted(done.ids) == sandbox_ids(sandbox), path
    assert sorted(tmp_path.glob(".*")) == []


def sandbox_ids(sandbox):
    return sorted(sandbox.ids({}))


def test_a_kill_leaves_the_file_of_yesterday(sandbox, data, tmp_path):
    _, paths = outputs(tmp_path)
    for path in paths:
        path.write_text("of yesterday")
    first = begin(data, sandbox, "all", as_settings(paths))
    sandbox.wait_for_searches(8, first)
    end(first, data, by=signal.SIGKILL)
    assert {path.read_text() for path in paths} == {"of yesterday"}


def test_a_run_killed_twice_of_a_search_past_one_query(start_sandbox, data, tmp_path):
    sandbox = start_sandbox(offers_count=4500)
    path = tmp_path / "offres.parquet"
    arguments = ("max_pages=0", as_settings([path]))
    for searches in (10, 24):
        life = begin(data, sandbox, "all", *arguments)
        sandbox.wait_for_searches(searches, life)
        end(life, data, by=signal.SIGKILL)
    done = end(begin(data, sandbox, "all", *arguments, delay=0), data)
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert ids_of(path) == sorted(done.ids) == sandbox_ids(sandbox)


def test_a_search_collected_today_is_exported_from_the_disk(sandbox, crawl, tmp_path):
    options, paths = outputs(tmp_path)
    assert crawl().code == 0
    asked = len(sandbox.log)
    done = crawl(*options)
    assert (done.code, done.report["status"], len(sandbox.log)) == (0, "skipped", asked)
    for path in paths:
        assert ids_of(path) == sandbox_ids(sandbox)


def test_what_was_collected_today_and_is_gone_is_collected_again(sandbox, crawl, tmp_path):
    path = tmp_path / "o.csv"
    path.write_text("of before")
    crawl().files[3].unlink()
    done = crawl("-O", str(path))
    assert (done.code, done.report["status"]) == (0, "complete")
    assert "mais ses pages ne sont plus toutes" in done.log
    assert ids_of(path) == sandbox_ids(sandbox)


def test_a_page_that_cannot_be_read_ends_the_run(crawl, tmp_path):
    damaged = crawl().files[3]
    damaged.write_text("{" * damaged.stat().st_size)
    done = crawl("-O", str(tmp_path / "o.csv"))
    assert done.code == 3
    assert f"Page illisible : {damaged}" in done.stdout


def test_searches_that_share_offers(sandbox, crawl, sectors, tmp_path):
    """An offer found by two searches is in a page of either, and in the feed of both."""
    path = tmp_path / "o.csv"
    one, other = (sandbox.ids({"motsCles": word}) for word in ("vendeur", "vente"))
    assert set(one) & set(other), "the test needs a common offer"
    both = sectors(un="vendeur", deux="vente")
    crawl("-O", str(path), spider="sector", **both)
    assert ids_of(path) == sorted({*one, *other})
    for sector, ids in (("un", one), ("deux", other)):
        done = crawl("-a", f"sector={sector}", "-O", str(path), spider="sector", **both)
        assert done.report["status"] == "skipped"
        assert ids_of(path) == sorted(ids)


def test_a_search_collected_today_beside_a_new_one(sandbox, crawl, sectors, tmp_path):
    path = tmp_path / "o.jsonl"
    one, other = (sandbox.ids({"motsCles": word}) for word in ("vendeur", "vente"))
    assert set(one) & set(other), "the test needs a common offer"
    crawl(spider="sector", **sectors(un="vendeur"))
    done = crawl("-O", str(path), spider="sector", **sectors(un="vendeur,vente"))
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert ids_of(path) == sorted({*one, *other})


def test_a_feed_moved_away_comes_again(crawl, tmp_path):
    """The remedy of whatever went wrong with a feed: the same command."""
    path = tmp_path / "o.csv"
    crawl("-O", str(path))
    shutil.move(path, tmp_path / "moved.csv")
    crawl("-O", str(path))
    assert sorted(path.read_bytes().splitlines()) == sorted(
        (tmp_path / "moved.csv").read_bytes().splitlines()
    )
