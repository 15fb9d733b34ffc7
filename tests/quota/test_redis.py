"""The Redis where machines meet: down, refusing, back without its memory; and its password."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest
import redis

from ftcrawler.exceptions import QuotaError
from ftcrawler.quota import redis_quota
from ftcrawler.quota.redis_quota import RedisQuota
from ftcrawler.quota.schedule import MEMORY, WIDE
from ftcrawler.secret import Secret
from tests.quota.conftest import PASSWORD, free_port

AWAY = "Redis ne répond plus"


@pytest.fixture
async def opened(redis_server):
    quota = RedisQuota(Secret(redis_server.url), "key", 10)
    await quota.open()
    yield quota
    await quota.close()


@pytest.fixture
def client(redis_server):
    with redis.Redis.from_url(redis_server.url) as connected:
        yield connected


def everything_about(error):
    """Return all that a log could show of an error and its causes."""
    told = []
    while error is not None:
        told += [str(error), repr(error)]
        error = error.__cause__
    return "\n".join(told)


@pytest.mark.parametrize(
    "url",
    [
        f"http://:{PASSWORD}@127.0.0.1:6379/0",
        f"redis://:{PASSWORD}@127.0.0.1:port/0",
        f"redis://:{PASSWORD}@127.0.0.1/0?unheard=1",
        f"redis://:{PASSWORD}@127.0.0.1/0?socket_timeout=long",
        f"redis://:{PASSWORD}[@127.0.0.1/0",
        PASSWORD,
    ],
)
async def test_an_address_that_is_none(url):
    quota = RedisQuota(Secret(url), "key", 10)
    with pytest.raises(QuotaError, match="FT_QUOTA_URL : adresse de la forme redis://") as failed:
        await quota.open()
    await quota.close()
    assert PASSWORD not in everything_about(failed.value)


async def test_one_that_is_down_at_the_start_is_not_waited_for():
    port = free_port()
    quota = RedisQuota(Secret(f"redis://:{PASSWORD}@127.0.0.1:{port}/0"), "key", 10)
    with pytest.raises(QuotaError, match=f"Redis, à 127.0.0.1:{port} : pas de réponse") as failed:
        await quota.open()
    await quota.close()
    assert PASSWORD not in everything_about(failed.value)


async def test_one_that_knows_us_not(redis_server):
    url = redis_server.url.replace(PASSWORD, "another-password")
    quota = RedisQuota(Secret(url), "key", 10)
    with pytest.raises(QuotaError, match="identifiants refusés") as failed:
        await quota.open()
    await quota.close()
    assert "another-password" not in everything_about(failed.value)


async def test_one_that_lets_nobody_write(redis_server, client):
    client.execute_command("REPLICAOF", "127.0.0.1", str(free_port()))
    quota = RedisQuota(Secret(redis_server.url), "key", 10)
    with pytest.raises(QuotaError, match="pas de réponse utilisable"):
        await quota.open()
    await quota.close()


async def test_an_empty_one_lets_a_second_pass(opened, redis_server):
    assert 0 < (await opened.depart(WIDE)).wait <= WIDE.kept
    await asyncio.sleep(WIDE.kept)
    for _ in range(10):
        assert (await opened.depart(WIDE)).wait == 0
    redis_server.stop()
    redis_server.start()
    # Whether the restart was seen or not: what has left before it counts.
    assert (await opened.depart(WIDE)).wait > 0


async def test_one_that_goes_away_is_waited_for_and_said_once(opened, redis_server, caplog):
    redis_server.stop()
    waiting = [asyncio.create_task(opened.reserve(WIDE)) for _ in range(3)]
    async with asyncio.timeout(20):
        while AWAY not in caplog.text:  # noqa: ASYNC110 (a log has no event)
            await asyncio.sleep(0.01)
    redis_server.start()
    assert [verdict.limit for verdict in await asyncio.gather(*waiting)] == [10] * 3
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert PASSWORD not in caplog.text


async def test_one_that_stays_away_is_given_up(opened, redis_server, monkeypatch):
    monkeypatch.setattr(redis_quota, "PATIENCE", 0.1)
    redis_server.stop()
    began = time.monotonic()
    with pytest.raises(QuotaError, match="pas de réponse utilisable"):
        await opened.depart(WIDE)
    assert time.monotonic() - began < 10


async def test_nothing_stays_there(opened, client):
    await opened.depart(WIDE)
    await opened.pause(30)
    assert client.keys() == [b"ftcrawler:quota:{key}:state"]
    assert 30 < client.ttl("ftcrawler:quota:{key}:state") <= MEMORY + 30
