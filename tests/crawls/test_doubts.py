"""One answer that contradicts what is known costs no offer, and makes no run complete."""

from __future__ import annotations

import pytest

FEW = 450
MANY = 10_000
LIES = ("status-204", "empty-zero", "empty-page")
WHOLE = ("max_pages=0", "FT_QUOTA=0")
# To ask again, to look at what came of it, to end each lane, one count.
DOUBTS = 16


def assert_whole(done, sandbox):
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert sorted(done.ids) == sorted(sandbox.ids({}))
    search = done.search
    assert (search["announced"], search["vanished"], search["missing"]) == (len(done.ids), 0, 0)


@pytest.mark.parametrize("lie", LIES)
def test_one_empty_answer_in_the_middle_is_asked_again(start_sandbox, run_crawl, lie):
    sandbox = start_sandbox(f"{lie}:range=150-299:times=1", offers_count=FEW)
    done = run_crawl(sandbox, "all", *WHOLE)
    assert_whole(done, sandbox)
    assert "page 2 redemandée" in done.log
    assert done.report["requests"]["search"] == 4
    assert [path.name[-8:] for path in done.files] == ["_p1.json", "_p2.json", "_p3.json"]


@pytest.mark.parametrize("lie", LIES)
def test_what_stays_empty_is_named_and_the_same_command_mends_it(start_sandbox, run_crawl, lie):
    sandbox = start_sandbox(f"{lie}:range=150-299", offers_count=FEW)
    first = run_crawl(sandbox, "all", *WHOLE)
    assert (first.code, first.report["status"]) == (4, "incomplete"), first.log
    assert (first.search["collected"], first.search["missing"]) == (300, 150)
    assert first.search["vanished"] == 0
    assert "page 2 : réponse contredite" in first.search["problems"][0]
    sandbox.set_faults()
    assert_whole(run_crawl(sandbox, "all", *WHOLE), sandbox)


def test_one_first_page_without_offers_is_asked_again(start_sandbox, run_crawl):
    sandbox = start_sandbox("status-204:times=1", offers_count=MANY)
    assert_whole(run_crawl(sandbox, "all", *WHOLE), sandbox)


def test_a_search_that_has_nothing_is_asked_twice(start_sandbox, run_crawl):
    sandbox = start_sandbox(offers_count=0)
    done = run_crawl(sandbox, "all", "max_pages=1")
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert (done.search["announced"], done.search["collected"]) == (0, 0)
    assert done.report["requests"]["search"] == 2


@pytest.mark.parametrize("lie", LIES)
def test_deep_in_a_large_search_too(start_sandbox, run_crawl, lie):
    sandbox = start_sandbox(f"{lie}:from=30:times=1", offers_count=MANY)
    done = run_crawl(sandbox, "all", *WHOLE)
    assert_whole(done, sandbox)
    assert done.report["requests"]["search"] <= 1.05 * MANY / 150 + DOUBTS


def test_a_last_page_that_stays_empty_raises_nothing(start_sandbox, run_crawl):
    sandbox = start_sandbox("empty-page:range=2980-3129", offers_count=MANY)
    first = run_crawl(sandbox, "all", *WHOLE)
    assert "Traceback" not in first.log
    assert set(first.ids) == set(sandbox.ids({})) or first.code == 4
    sandbox.set_faults()
    assert_whole(run_crawl(sandbox, "all", *WHOLE), sandbox)


def test_a_search_that_had_offers_is_empty_only_if_two_commands_say_so(start_sandbox, run_crawl):
    sandbox = start_sandbox(offers_count=FEW)
    run_crawl(sandbox, "all", *WHOLE)
    sandbox.set_faults("status-204")
    first = run_crawl(sandbox, "all", *WHOLE, "force=1")
    assert (first.code, first.report["status"]) == (4, "incomplete"), first.log
    assert "aucune offre, contre 450" in first.search["problems"][0]
    second = run_crawl(sandbox, "all", *WHOLE, "force=1")
    assert (second.code, second.report["status"]) == (0, "complete"), second.log
