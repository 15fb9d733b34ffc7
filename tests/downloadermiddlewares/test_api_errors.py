"""Each answer judged: read into a page, asked again after a wait, or told for what it is."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import replace

import pytest
from scrapy import Request

from ftcrawler.exceptions import (
    AccessRefusedError,
    AnswerStatusError,
    ConnectionFailedError,
    HtmlPageError,
    PageShapeError,
    RequestRefusedError,
)
from ftcrawler.page_response import DOUBTED, PageResponse
from tests.answering import Answer

MIDDLEWARES = {
    "ftcrawler.downloadermiddlewares.api_errors.ApiErrorsMiddleware": 550,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
}
RANGE = {"Content-Range": "offres 0-1/2"}
PAGE = Answer(json.dumps({"resultats": [{"id": "1"}, {"id": "2"}]}).encode(), 206, RANGE)
TRIES = 3  # RETRY_TIMES and the first one


@pytest.fixture
def judged(here, answering):
    """Ask an API that gives these answers, then the last one for ever."""

    def ask(*answers, paths=("range=0-1",), meta=None, **settings):
        left = list(answers)
        server = answering(lambda asked: left.pop(0) if len(left) > 1 else left[0])
        requests = [
            Request(f"{server.url}/api/v2/offres/search?{path}", meta=meta) for path in paths
        ]
        settings = {
            "DOWNLOADER_MIDDLEWARES": MIDDLEWARES,
            "FT_API_URL": f"{server.url}/api",
            "RETRY_TIMES": TRIES - 1,
            **settings,
        }
        return here.give(*requests, **settings), server

    return ask


def test_a_page_is_read_once_and_travels_with_its_answer(judged):
    went, server = judged(PAGE)
    (response,) = went.responses
    assert isinstance(response, PageResponse)
    assert (response.page.total, response.page.ids) == (2, ("1", "2"))
    assert response.body == PAGE.body
    assert len(server.asked) == 1
    assert "ftcrawler/requests/retried_count" not in went.stats


def test_what_is_no_search_of_the_api_is_left_as_it_is(here, answering):
    server = answering(lambda asked: Answer(b"no page at all", 404 if "x" in asked.path else 200))
    went = here.give(
        f"{server.url}/api/v2/referentiel/communes",
        f"{server.url}/x",
        DOWNLOADER_MIDDLEWARES=MIDDLEWARES,
        FT_API_URL=f"{server.url}/api",
    )
    assert sorted(response.status for response in went.responses) == [200, 404]
    assert not any(isinstance(response, PageResponse) for response in went.responses)
    assert len(server.asked) == 2


PASSING = {
    "a status": Answer(b"", 500),
    "too many requests": Answer(b"", 429),
    "no JSON": Answer(b"{", 206, RANGE),
    "no total": Answer(PAGE.body, 206),
    "a page for people": Answer(b"<html>", 200),
    "a refusal": Answer(b"", 403),
    "a cut connection": Answer(None),
    "no offer's id": Answer(b'{"resultats": [{}]}', 206, RANGE),
}


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_costs_a_retry(judged, fault, caplog):
    went, server = judged(PASSING[fault], PAGE)
    assert [response.page.ids for response in went.responses] == [("1", "2")]
    assert len(server.asked) == 2
    assert went.stats["ftcrawler/requests/retried_count"] == 1
    assert "nouvel essai 1/2" in caplog.text


LASTING = {
    "a status": (Answer(b"", 500), AnswerStatusError, "HTTP 500"),
    "no JSON": (Answer(b"nothing", 206, RANGE), PageShapeError, "JSON"),
    "a page for people": (Answer(b"<!doctype html><p>", 200), HtmlPageError, "HTML"),
    "a refusal": (Answer(b"", 403), AccessRefusedError, "HTTP 403"),
    "a cut connection": (Answer(None), ConnectionFailedError, "connexion coupée"),
}


@pytest.mark.parametrize("fault", LASTING)
def test_what_lasts_is_told_after_all_its_tries(judged, fault):
    answer, kind, told = LASTING[fault]
    # Another search is answered before: it ends nothing but its own page.
    # Closed: on a connection that was kept, Twisted would ask again by itself.
    closed = replace(PAGE, headers={**RANGE, "Connection": "close"})
    went, server = judged(
        closed, answer, paths=("range=0-1", "range=150-299"), CONCURRENT_REQUESTS=1
    )
    (error,) = went.errors
    assert type(error) is kind
    assert told in str(error)
    assert len(server.asked) == 1 + TRIES
    assert went.stats["ftcrawler/requests/given_up_count"] == 1
    assert went.reason == "finished"


def test_an_answer_that_inflates_beyond_measure_is_no_page(judged):
    compression = "ftcrawler.downloadermiddlewares.compression.BoundedCompressionMiddleware"
    bomb = Answer(gzip.compress(b" " * 10_000_000), 206, RANGE | {"Content-Encoding": "gzip"})
    went, server = judged(
        bomb,
        DOWNLOADER_MIDDLEWARES=MIDDLEWARES
        | {
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            compression: 590,
        },
        DOWNLOAD_MAXSIZE=1_000_000,
    )
    (error,) = went.errors
    assert isinstance(error, PageShapeError)
    assert "une fois décompressée" in str(error)
    assert len(server.asked) == TRIES


def test_a_defect_that_lasts_keeps_what_the_page_holds(judged):
    answer = Answer(b'{"resultats": [{"id": "1"}, {"intitule": "x"}]}', 206, RANGE)
    went, server = judged(answer)
    (response,) = went.responses
    assert [offer["id"] for offer in response.page.resultats] == ["1"]
    assert response.page.defects
    assert len(server.asked) == TRIES


def test_a_request_that_is_wrong_is_not_asked_again(judged):
    body = json.dumps({"message": "Le paramètre region est inconnu."}).encode()
    went, server = judged(PAGE, Answer(body, 400), paths=("range=0-1", "region=99"))
    (error,) = went.errors
    assert isinstance(error, RequestRefusedError)
    assert "Le paramètre region est inconnu." in str(error)
    assert len(server.asked) == 2
    assert went.reason == "finished"


def test_a_refusal_of_all_that_is_asked_ends_the_run_with_its_remedy(judged):
    paths = [f"motsCles={word}&range=0-149" for word in "abcdefgh"]
    went, server = judged(Answer(b"", 403), paths=paths, CONCURRENT_REQUESTS=2)
    assert went.reason == "api_refused"
    assert "abonn" in went.stats["ftcrawler/run/failure"]
    assert len(server.asked) < len(paths) * TRIES


def test_an_api_that_gives_nothing_any_more_ends_the_run(judged):
    paths = [f"range={first}-{first + 149}" for first in range(150, 3150, 150)]
    went, _ = judged(Answer(b"", 500), paths=paths)
    assert went.reason == "api_unreachable"
    assert "l'API ne répond plus" in went.stats["ftcrawler/run/failure"]


def test_waits_double_from_one_try_to_the_next(judged):
    _, server = judged(Answer(b"", 500), FT_RETRY_WAIT=0.1)
    first, second = server.gaps
    assert first > 0.09
    assert second > 0.19


def test_what_is_doubted_is_asked_after_a_wait(judged):
    began = time.monotonic()
    _, server = judged(PAGE, meta={DOUBTED: 1}, FT_RETRY_WAIT=0.3)
    assert server.asked[0].arrival - began > 0.3


def test_no_try_of_a_run_that_is_being_stopped(judged):
    """What waits for its next try when a refusal ends the run is not asked any more."""
    paths = [f"motsCles={word}&range=0-149" for word in "abcdefghij"]
    went, server = judged(Answer(b"", 401), paths=paths, FT_RETRY_WAIT=0.2)
    assert went.reason == "api_refused"
    asked = [one.path for one in server.asked]
    assert max(asked.count(path) for path in asked) <= TRIES
    assert len(asked) < len(paths) * TRIES
