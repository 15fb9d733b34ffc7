"""Scrapy's own settings, which people bring along from other projects."""

from __future__ import annotations

import pytest

from .crawling import scrapy


def test_a_folder_of_jobs_is_named_and_does_no_harm(start_sandbox, run_crawl, tmp_path):
    done = run_crawl(
        start_sandbox(offers_count=4000), "all", f"JOBDIR={tmp_path}/job", "max_pages=0"
    )
    assert (done.code, done.search["status"], done.search["collected"]) == (0, "complete", 4000)
    assert len(set(done.ids)) == len(done.ids) == 4000
    assert done.report["offers"]["duplicates"] < 400
    assert "JOBDIR est ignoré : la même commande reprend d'elle-même la collecte." in done.log
    assert not (tmp_path / "job").exists()


def test_a_cache_is_named_and_passes_off_nothing_old(start_sandbox, run_crawl, tmp_path):
    cache = ("HTTPCACHE_ENABLED=1", f"HTTPCACHE_DIR={tmp_path}/cache")
    sandbox = start_sandbox("status-503:times=1:from=2", offers_count=450)
    done = run_crawl(sandbox, "all", *cache)
    assert (done.code, done.search["status"], done.search["collected"]) == (0, "complete", 450)
    again = run_crawl(sandbox, "all", "force=1", *cache)
    assert (again.code, again.report["requests"]["search"]) == (0, 3)
    assert "HTTPCACHE_ENABLED est ignoré : l'API est lue à chaque fois." in done.log
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    "limit", ["CLOSESPIDER_ITEMCOUNT=3", "CLOSESPIDER_PAGECOUNT=4", "CLOSESPIDER_TIMEOUT=600"]
)
def test_a_limit_that_all_was_read_within_spoils_nothing(start_sandbox, run_crawl, limit):
    done = run_crawl(start_sandbox(offers_count=450), "all", limit)
    assert (done.code, done.report["status"], done.search["missing"]) == (0, "complete", 0)


def test_a_limit_is_kept_and_the_same_command_goes_on(start_sandbox, run_crawl):
    sandbox = start_sandbox(offers_count=3000)
    stopped = run_crawl(sandbox, "all", "CLOSESPIDER_ITEMCOUNT=2", "CONCURRENT_REQUESTS=1")
    assert (stopped.code, stopped.report["status"]) == (4, "incomplete")
    assert stopped.report["reason"] == "closespider_itemcount"
    assert 0 < stopped.search["missing"] == 3000 - stopped.search["collected"]
    done = run_crawl(sandbox, "all")
    assert (done.code, done.report["resumed"], len(set(done.ids))) == (0, 1, 3000)


@pytest.mark.parametrize("command", ["crawl", "plan"])
@pytest.mark.parametrize(
    "setting",
    [
        "TWISTED_REACTOR=twisted.internet.selectreactor.SelectReactor",
        "TWISTED_REACTOR_ENABLED=0",
        "FORCE_CRAWLER_PROCESS=1",
    ],
)
def test_another_reactor_is_refused_by_name(tmp_path, command, setting):
    done = scrapy(command, "all", "-s", setting, data=tmp_path / "data", variables={})
    assert done.code == 2
    assert setting.partition("=")[0] in done.log
    assert "Retirez ce réglage." in done.log
    assert "Traceback" not in done.log
    assert not (tmp_path / "data").exists()
