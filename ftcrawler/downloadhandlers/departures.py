"""Tie a turn to the moment at which its request really leaves.

Between the two lie a name to look up, a connection to open, a busy process. A turn that is late
by little is put right afterwards; one that has lapsed meanwhile is waited for again.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from scrapy.utils.defer import deferred_from_coro
from twisted.internet.error import ConnectionLost

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IStreamClientEndpoint
    from twisted.web._newclient import HTTP11ClientProtocol
    from twisted.web.client import HTTPConnectionPool

    from ftcrawler.quota.request_queue import Turn

_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)


@contextmanager
def sent_in(turn: Turn) -> Iterator[None]:
    """Spend *turn* on the request that is begun in this block."""
    before = _turn.set(turn)
    try:
        yield
    finally:
        _turn.reset(before)


def watch_departures(pool: HTTPConnectionPool) -> None:
    """Have the pool hand out connections to requests whose turn is not lapsed, and note it."""
    get_connection = pool.getConnection

    def watched(key: Hashable, endpoint: IStreamClientEndpoint) -> Deferred[HTTP11ClientProtocol]:
        connecting = get_connection(key, endpoint)
        if turn := _turn.get():
            connecting.addCallback(_ready, turn)
        return connecting

    pool.getConnection = watched  # type: ignore[method-assign]  # the pool is of Scrapy's making


def _ready(
    connection: HTTP11ClientProtocol, turn: Turn
) -> HTTP11ClientProtocol | Deferred[HTTP11ClientProtocol]:
    if turn.lapsed:
        return deferred_from_coro(_renewed(connection, turn))
    return _leaving(connection, turn)


async def _renewed(connection: HTTP11ClientProtocol, turn: Turn) -> HTTP11ClientProtocol:
    try:
        await turn.renew()
    except BaseException:
        # Nobody else knows of it yet, to close it.
        connection.abort()  # type: ignore[no-untyped-call]  # Twisted's
        raise
    if connection.state != "QUIESCENT":
        # The server did not wait as long; Twisted's own exception is none that is retried.
        raise ConnectionLost
    return _leaving(connection, turn)


def _leaving(connection: HTTP11ClientProtocol, turn: Turn) -> HTTP11ClientProtocol:
    # Twisted keeps what is written for the next round of the loop; after that it has left.
    loop = asyncio.get_running_loop()
    loop.call_soon(loop.call_soon, turn.used)
    return connection
