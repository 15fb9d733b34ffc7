"""Requests for the API leave when the quota allows: spaced, paused, stopped; others just leave."""

from __future__ import annotations

import pytest
from scrapy import Request

from ftcrawler.exceptions import QuotaError
from tests.answering import Answer

HANDLER = "ftcrawler.downloadhandlers.quota.QuotaDownloadHandler"
GOOD = Answer(b"{}")
# Arrivals come closer than departures, on a machine with much to do.
SLACK = 0.2


@pytest.fixture
def let_go(here, answering, tmp_path):
    """Ask an API that gives these answers, then the last one for ever."""

    def ask(*answers, count=1, base="/api", server=None, **settings):
        left = list(answers)
        server = server or answering(lambda asked: left.pop(0) if len(left) > 1 else left[0])
        settings = {
            "DOWNLOAD_HANDLERS": {"http": HANDLER},
            "FT_API_URL": f"{server.url}/api",
            "FT_QUOTA_DIR": str(tmp_path / "quota"),
            **settings,
        }
        requests = [
            # The slot that oauth2.py chooses: without a delay of Scrapy's own.
            Request(f"{server.url}{base}/v2/offres/search?{page}", meta={"download_slot": "api"})
            for page in range(count)
        ]
        return here.give(*requests, **settings), server

    return ask


def in_any_second(server):
    """Return the most requests that arrived within a second."""
    arrivals = [asked.arrival for asked in server.asked]
    return max(sum(0 <= other - one < 1 - SLACK for other in arrivals) for one in arrivals)


def test_no_second_holds_more_than_the_quota(let_go):
    went, server = let_go(GOOD, count=9, FT_QUOTA=4)
    assert len(went.responses) == 9
    assert in_any_second(server) <= 4
    assert went.stats["ftcrawler/requests/search_count"] == 9
    assert went.stats["ftcrawler/requests/status_count/200"] == 9


def test_two_crawls_of_one_client_share_it(let_go):
    _, server = let_go(GOOD, count=2, FT_QUOTA=2)
    let_go(server=server, count=1, FT_QUOTA=2, FT_CLIENT_ID="another client")
    let_go(server=server, count=1, FT_QUOTA=2)
    first, _, anothers, third = [asked.arrival for asked in server.asked]
    assert anothers - first < third - first
    assert third - first > 1 - SLACK


def test_the_delay_is_kept_between_any_two(let_go):
    _, server = let_go(GOOD, count=4, DOWNLOAD_DELAY=0.4)
    assert min(server.gaps) > 0.4 - SLACK


def test_another_address_has_no_quota_and_no_delay(let_go):
    went, server = let_go(GOOD, count=6, base="/elsewhere", FT_QUOTA=1, DOWNLOAD_DELAY=1)
    assert len(went.responses) == 6
    assert sum(server.gaps) < 3
    assert "ftcrawler/requests/search_count" not in went.stats


@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_that_is_asked_for_holds_every_request_back(let_go, status, caplog):
    asked = Answer(b"", status, {"Retry-After": "1"})
    went, server = let_go(asked, GOOD, count=4, CONCURRENT_REQUESTS=1)
    assert server.gaps[0] > 1 - SLACK
    assert went.stats["ftcrawler/quota/paused_seconds"] == 1
    assert "pause de 1 s, comme demandé" in caplog.text


def test_a_pause_that_nobody_waits_for_ends_the_run(let_go):
    asked = Answer(b"", 429, {"Retry-After": "7200"})
    went, server = let_go(asked, count=5, CONCURRENT_REQUESTS=1)
    assert len(server.asked) == 1
    assert went.reason == "api_unreachable"
    assert "(HTTP 429, Retry-After : 7200)" in went.stats["ftcrawler/run/failure"]


def test_the_limit_that_the_api_announces_wins(let_go):
    told = Answer(b"{}", headers={"X-Ratelimit-Replenish-Rate-Clientidlimiter": "2"})
    _, server = let_go(told, count=5, FT_QUOTA=50, CONCURRENT_REQUESTS=1)
    assert in_any_second(server) <= 3  # the first one left before anybody knew


def test_a_quota_that_cannot_be_kept_lets_nothing_leave(let_go, tmp_path):
    (tmp_path / "quota").write_text("a file, where the folder should be")
    went, server = let_go(GOOD, count=2, FT_QUOTA=5)
    assert server.asked == []
    assert {type(error) for error in went.errors} == {QuotaError}
    assert went.reason == "bad_configuration"
    assert went.stats["ftcrawler/run/failure"].startswith("Erreur: ")


def test_twisted_asks_nothing_again_by_itself(let_go):
    """On a connection that was kept, and is cut: unseen by the quota, it would."""
    went, server = let_go(GOOD, Answer(None), count=2, CONCURRENT_REQUESTS=1)
    assert (len(went.responses), len(went.errors), len(server.asked)) == (1, 1, 2)
