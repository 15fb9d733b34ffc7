"""Answers inflated as far as is allowed; a bomb and a garbled one are no answers, and say so."""

from __future__ import annotations

import gzip
import zlib

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest

from ftcrawler.downloadermiddlewares.compression import GARBLED, TOO_LARGE, check_inflated
from ftcrawler.exceptions import PageShapeError
from tests.answering import Answer

MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "ftcrawler.downloadermiddlewares.compression.BoundedCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
}
MOST = 100_000  # bytes
PACKED = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}


@pytest.fixture
def inflated(here, answering):
    """Return the answer that comes of a body and its coding."""

    def ask(body, coding):
        server = answering(lambda asked: Answer(body, headers={"Content-Encoding": coding}))
        settings = {"DOWNLOADER_MIDDLEWARES": MIDDLEWARES, "DOWNLOAD_MAXSIZE": MOST}
        went = here.give(f"{server.url}/", **settings)
        assert went.errors == []
        return went.responses[0]

    return ask


@pytest.mark.parametrize("coding", PACKED)
def test_an_answer_is_inflated(inflated, coding):
    response = inflated(PACKED[coding](b"a" * MOST), coding)
    assert response.body == b"a" * MOST
    check_inflated(response)


@pytest.mark.parametrize("coding", PACKED)
def test_a_bomb_is_no_answer(inflated, coding):
    response = inflated(PACKED[coding](b"a" * (MOST * 50)), coding)
    assert response.body == b""
    with pytest.raises(PageShapeError, match=TOO_LARGE):
        check_inflated(response)


@pytest.mark.parametrize("coding", PACKED)
def test_a_garbled_answer_is_none(inflated, coding):
    response = inflated(b"\xff" * 40, coding)
    assert response.body == b""
    with pytest.raises(PageShapeError) as raised:
        check_inflated(response)
    assert str(raised.value) == GARBLED
