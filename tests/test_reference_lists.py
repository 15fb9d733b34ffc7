"""A reference list is asked for once, kept for its own API only, and never believed if damaged."""

from __future__ import annotations

import os
from typing import Any

import orjson
import pytest
from scrapy import Request, Spider

from ftcrawler.api.addresses import ApiAddress
from ftcrawler.exceptions import FtcrawlerError, PageShapeError
from ftcrawler.reference_lists import MAX_AGE, reference_list
from ftcrawler.runs.local_files import LocalStore
from tests.answering import Answer

TOWNS = [{"code": "33063", "libelle": "Bordeaux", "codePostal": "33000"}]


class Reading(Spider):
    """Reads the list of towns, and notes what it got."""

    name = "reading"

    def __init__(self, base, folder, got):
        super().__init__()
        self._list = ApiAddress(base), "communes", LocalStore(folder)
        self._got = got

    async def start(self):
        try:
            self._got.append(await reference_list(self.crawler, *self._list))
        except FtcrawlerError as exc:
            self._got.append(exc)
        for request in list[Request]():
            yield request


@pytest.fixture
def read(here, tmp_path):
    """Read the list of an API, and return what came of it."""

    def read(server, base="/api"):
        got: list[Any] = []
        url = f"{server.url}{base}"
        here.crawl(Reading, settings={}, base=url, folder=tmp_path, got=got)
        return got[0]

    return read


@pytest.fixture
def server(answering):
    return answering(lambda asked: Answer(orjson.dumps(TOWNS)))


def test_it_is_asked_for_once(read, server):
    assert read(server) == read(server) == TOWNS
    assert [asked.path for asked in server.asked] == ["/api/v2/referentiel/communes"]


def test_another_api_has_its_own(read, server):
    read(server)
    read(server, "/other")
    assert len(server.asked) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"source": "x"}'])
def test_what_is_damaged_on_disk_is_asked_for_again(read, server, tmp_path, content):
    read(server)
    (tmp_path / "cache/communes.json").write_bytes(content)
    assert read(server) == TOWNS
    assert len(server.asked) == 2


@pytest.mark.parametrize("age", [MAX_AGE + 60, -3600])
def test_what_is_too_old_or_of_the_future_is_asked_for_again(read, server, tmp_path, age):
    read(server)
    path = tmp_path / "cache/communes.json"
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))
    assert read(server) == TOWNS
    assert len(server.asked) == 2


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'[{"code": "1"}]', b'{"a": 1}'])
def test_what_is_no_list_is_an_error_and_is_not_kept(read, answering, tmp_path, body):
    assert isinstance(read(answering(lambda asked: Answer(body))), PageShapeError)
    assert not (tmp_path / "cache/communes.json").exists()
