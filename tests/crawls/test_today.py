"""A search collected today is not collected again, unless forced or unless it was cut short."""

from __future__ import annotations

import json
from typing import Any

import pytest

SENTENCE = "Des données ont déjà été collectées aujourd'hui"


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=1000)


def searches_of(sandbox):
    return sum("/offres/search" in entry["path"] for entry in sandbox.log)


def test_the_second_crawl_of_the_day_asks_nothing_and_says_why(sandbox, run_crawl):
    first = run_crawl(sandbox, "all")
    run, files = first.report["run"], len(first.files)
    before = len(sandbox.log)
    second = run_crawl(sandbox, "all")
    assert (second.code, second.report["status"], second.search["status"]) == (
        0,
        "skipped",
        "skipped",
    )
    assert len(sandbox.log) == before
    assert SENTENCE in second.log
    assert run in second.log
    assert str(first.data / "raw/france_travail") in second.log
    assert "-a force=1" in second.log
    assert len(second.files) == files


def test_force_collects_again(sandbox, run_crawl):
    written = len(run_crawl(sandbox, "all").files)
    second = run_crawl(sandbox, "all", "force=1")
    assert second.report["status"] == "complete"
    assert len(second.files) == 2 * written


@pytest.mark.parametrize(("later", "status"), [(2, "skipped"), (1, "skipped"), (3, "truncated")])
def test_a_limited_collection_counts_for_no_more_pages_than_it_read(
    sandbox, run_crawl, later, status
):
    run_crawl(sandbox, "all", "max_pages=2")
    assert run_crawl(sandbox, "all", f"max_pages={later}").report["status"] == status


def test_another_search_is_not_concerned(sandbox, run_crawl):
    run_crawl(sandbox, "all")
    assert run_crawl(sandbox, "all", "departement=75").report["status"] == "complete"


def test_an_incomplete_collection_does_not_count(start_sandbox, run_crawl):
    sandbox = start_sandbox("status-500:range=150-299:times=6", offers_count=600)
    assert run_crawl(sandbox, "all").report["status"] == "incomplete"
    assert run_crawl(sandbox, "all").report["status"] == "complete"


def test_a_failed_collection_does_not_count(start_sandbox, run_crawl):
    sandbox = start_sandbox("token-refuse:times=1", offers_count=600)
    assert run_crawl(sandbox, "all").report["status"] == "failed"
    assert run_crawl(sandbox, "all").report["status"] == "complete"


def test_yesterday_does_not_count(sandbox, run_crawl):
    first = run_crawl(sandbox, "all")
    report = first.report
    yesterday = report["run"].replace(report["run"][4:12], "20200101")
    (first.data / "runs" / f"{report['run']}.json").unlink()
    (first.data / "runs" / f"{yesterday}.json").write_text(json.dumps(report))
    assert run_crawl(sandbox, "all").report["status"] == "complete"


def test_another_server_is_another_source(start_sandbox, run_crawl, tmp_path):
    here, there = start_sandbox(offers_count=300), start_sandbox(offers_count=450, seed=8)
    first = run_crawl(here, "all")
    assert first.report["source"] == here.source
    feed = tmp_path / "offres.jsonl"
    feeds = json.dumps({str(feed): {"format": "jsonl", "overwrite": True}})
    second = run_crawl(there, "all", f"FEEDS={feeds}").report
    assert (second["status"], second["source"]) == ("complete", there.source)
    rows = sorted(feed.read_text().splitlines())
    assert sorted(json.loads(row)["id"] for row in rows) == sorted(there.ids({}))
    assert second["drift"]["since"] is None
    url = there.source.replace("http://", "HTTP://") + "/"
    third = run_crawl(there, "all", f"FEEDS={feeds}", URL_API_FRANCE_TRAVAIL=url)
    assert (third.report["status"], third.report["source"]) == ("skipped", there.source)
    assert second["run"] in third.log
    assert rows == sorted(feed.read_text().splitlines())


def test_some_keywords_of_a_sector_may_be_done_already(sandbox, run_crawl, tmp_path):
    sectors = tmp_path / "sectors.json"
    few: dict[str, Any] = {"mini": {"libelle": "Mini", "keywords": ["cuisinier"]}}
    sectors.write_text(json.dumps(few))
    run_crawl(sandbox, "sector", FT_SECTORS_FILE=str(sectors))
    few["mini"]["keywords"].append("serveur")
    sectors.write_text(json.dumps(few))
    second = run_crawl(sandbox, "sector", FT_SECTORS_FILE=str(sectors))
    assert sorted(search["status"] for search in second.report["searches"]) == [
        "complete",
        "skipped",
    ]
    assert second.report["status"] == "complete"
