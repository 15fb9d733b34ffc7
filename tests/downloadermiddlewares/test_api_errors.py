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


OFFER = Answer(b'{"id":"048KLTP","intitule":"Soudeur"}')
OFFER_R = Answer(b'{"id":"048KLTR"}')
CLOSED = Answer(b"", 204)


@pytest.fixture
def details(here, answering):
    """Ask the details of offers of an API that answers each as given, its last one for ever."""

    def ask(given, **settings):
        left = {offer: list(answers) for offer, answers in given.items()}

        def answer(asked):
            answers = left[asked.path.rpartition("/")[2]]
            return answers.pop(0) if len(answers) > 1 else answers[0]

        server = answering(answer)
        urls = [f"{server.url}/api/v2/offres/{offer}" for offer in given]
        settings = {
            "DOWNLOADER_MIDDLEWARES": MIDDLEWARES,
            "FT_API_URL": f"{server.url}/api",
            "RETRY_TIMES": TRIES - 1,
            **settings,
        }
        return here.give(*urls, **settings), server

    return ask


def test_the_detail_of_an_offer_is_a_page_of_it_or_of_none(details):
    went, _ = details({"048KLTP": [OFFER], "048KLTQ": [CLOSED]})
    found = {response.status: response for response in went.responses}
    assert all(isinstance(response, PageResponse) for response in found.values())
    assert found[200].page.resultats == [{"id": "048KLTP", "intitule": "Soudeur"}]
    assert (found[204].page.ids, found[204].page.body) == ((), b"")


WRONG_DETAILS = {
    "another offer": Answer(b'{"id":"048KLTQ"}'),
    "no offer": Answer(b"[]"),
    "two offers": Answer(b'{"id":"048KLTP"},{"id":"048KLTP"}'),
    "a list of it": Answer(b'[{"id":"048KLTP"}]'),
    "nothing": Answer(b""),
    "no JSON": Answer(b"nothing"),
    "half of it": Answer(b'{"id":"048KLTP","int'),
    "a part": Answer(OFFER.body, 206),
}


@pytest.mark.parametrize("fault", WRONG_DETAILS)
def test_what_is_not_the_offer_is_asked_again_then_told(details, fault):
    went, server = details({"048KLTP": [WRONG_DETAILS[fault]]})
    (error,) = went.errors
    assert isinstance(error, PageShapeError)
    assert (len(server.asked), went.responses) == (TRIES, [])
    mended, _ = details({"048KLTP": [WRONG_DETAILS[fault], OFFER]})
    assert [response.page.ids for response in mended.responses] == [("048KLTP",)]


def test_an_offer_that_is_hardly_json_is_mended(details):
    odd = Answer(b'{"id":"048KLTP","intitule":"\\ud83d Soudeur"}')
    went, _ = details({"048KLTP": [odd]})
    (response,) = went.responses
    assert response.page.mended == ("048KLTP",)
    assert response.page.resultats[0]["intitule"].endswith(" Soudeur")
    assert response.page.body == b""


@pytest.mark.parametrize("status", [404, 410])
def test_an_offer_that_is_not_there_is_not_the_address_of_all(details, status):
    went, server = details(
        {"048KLTP": [CLOSED], "048KLTQ": [Answer(b"", status)], "048KLTR": [OFFER_R]},
        CONCURRENT_REQUESTS=1,
    )
    assert [error.status for error in went.errors] == [status]
    assert (went.reason, len(server.asked)) == ("finished", 2 + TRIES)


def test_no_offer_that_is_there_is_a_wrong_address(details):
    went, _ = details({f"048KLT{n}": [Answer(b"", 404)] for n in range(5)}, CONCURRENT_REQUESTS=1)
    assert went.reason == "api_refused"


def test_a_detail_that_is_refused_to_all_is_access_refused(details):
    went, _ = details({"048KLTP": [Answer(b"", 403)], "048KLTQ": [Answer(b"", 403)]})
    assert went.reason == "api_refused"
    assert "ne donne accès à rien" in went.stats["ftcrawler/run/failure"]


def test_an_id_that_the_api_refuses_is_not_asked_again(details):
    went, server = details({"048KLTP": [Answer(b'{"message":"id incorrect"}', 400)]})
    (error,) = went.errors
    assert (type(error), error.status, len(server.asked)) == (RequestRefusedError, 400, 1)


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
