"""A local server that behaves as the API does; in a test:

with running_sandbox(SandboxConfig(offers_count=500)) as sandbox:
    run_crawl(env=os.environ | sandbox.env())
"""  # noqa: D400 (the example is the description)

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from ftsandbox.config import SandboxConfig, SandboxError
from ftsandbox.days.day_order import DayOrder
from ftsandbox.http.app import build_app
from ftsandbox.ordered_faults import Fault, parse_fault
from ftsandbox.service import API, Service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from ftsandbox.catalogue.catalogue import Catalogue, Offer
    from ftsandbox.days.played_days import Day
    from ftsandbox.request_log import RequestLog
    from ftsandbox.search.market import Market
    from ftsandbox.wall_clock import Clock

__all__ = ["Sandbox", "SandboxConfig", "running_sandbox", "serving"]

HOST = "127.0.0.1"


class Sandbox:
    """A sandbox that is listening; safe to use from other threads than its own."""

    def __init__(self, service: Service, port: int) -> None:
        self._service = service
        self.config = service.config
        self.base_url = f"http://{HOST}:{port}"

    @property
    def catalogue(self) -> Catalogue:
        """All offers made so far: open, vanished, or about to appear."""
        return self._service.market.catalogue

    @property
    def log(self) -> RequestLog:
        """The requests so far; `log.entries` are the last ones."""
        return self._service.log

    @property
    def clock(self) -> Clock:
        """The sandbox's clock, which a test may advance."""
        return self._service.clock

    def env(self) -> dict[str, str]:
        """Return the environment variables that lead the crawler here."""
        return {
            "URL_POLE_EMPLOI": self.base_url,
            "URL_API_FRANCE_TRAVAIL": self.base_url + API,
            "POLE_EMPLOI_CLIENT_ID": self.config.client_id or "PAR_sandbox",
            "POLE_EMPLOI_CLIENT_SECRET": self.config.client_secret or "sandbox",
        }

    def stats(self) -> dict[str, object]:
        """Return what `/_sandbox/stats` shows."""
        return self._service.stats()

    def set_faults(self, *faults: Fault | str) -> None:
        """Put other faults in place, from now on; none: the sandbox is sound again."""
        self._service.faults.replace(
            parse_fault(fault) if isinstance(fault, str) else fault for fault in faults
        )

    def play_day(self, **order: float) -> Day:
        """Move to the next day: a count or a share of each kind; without any, a usual day.

        Raise ValueError, in French, for what cannot be.
        """
        wanted = DayOrder(**order) if order else None
        return self._service.do(lambda: self._service.days.play(wanted))

    @property
    def days(self) -> tuple[Day, ...]:
        """What each day did, so far."""
        return tuple(self._service.days.records)

    def open_offers(self) -> dict[str, Offer]:
        """Return every offer that is open, hidden ones too, as its detail shows it, by id."""
        return self._service.do(lambda: _open_offers(self._service.market))


@asynccontextmanager
async def serving(config: SandboxConfig) -> AsyncIterator[Sandbox]:
    """Serve in the running loop; raise SandboxError if that cannot be."""
    service = Service(config)
    # Cancelling a handler whose client has left is what ends the fault `hang`.
    runner = web.AppRunner(
        build_app(service), access_log=None, handler_cancellation=True, shutdown_timeout=1.0
    )
    await runner.setup()
    beat = asyncio.create_task(service.log.watch_lag())
    try:
        server = await _listening(runner, config.port)
        try:
            yield Sandbox(service, server.sockets[0].getsockname()[1])
        finally:
            await _close(server)
    finally:
        beat.cancel()
        await runner.cleanup()
        service.close()


def _open_offers(market: Market) -> dict[str, Offer]:
    market.refresh()
    positions = market.open_positions().tolist()
    return {offer["id"]: offer for offer in market.catalogue.source.render(positions)}


async def _listening(runner: web.AppRunner, port: int) -> asyncio.Server:
    assert runner.server is not None
    try:
        return await asyncio.get_running_loop().create_server(runner.server, HOST, port)
    except OSError:
        raise SandboxError(
            f"Le port {port} est déjà pris, ou interdit : choisissez-en un autre, ou 0."
        ) from None


async def _close(server: asyncio.Server) -> None:
    # asyncio forgets a connection that it has accepted if the server closes before the loop has
    # made a transport of it, and its socket stays open: accept no more, let it catch up, close.
    for listening in server.sockets:
        asyncio.get_running_loop().remove_reader(listening.fileno())
    for _ in range(5):
        await asyncio.sleep(0)
    server.close()


@contextmanager
def running_sandbox(config: SandboxConfig | None = None) -> Iterator[Sandbox]:
    """Serve from a thread of its own until the block is left."""
    ready: Future[tuple[Sandbox, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        leaving = asyncio.Event()
        async with serving(config or SandboxConfig()) as sandbox:
            ready.set_result((sandbox, asyncio.get_running_loop(), leaving))
            await leaving.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            if ready.done():
                raise
            # Whoever waits for the sandbox raises it.
            ready.set_exception(error)

    thread = threading.Thread(target=run, name="sandbox", daemon=True)
    thread.start()
    sandbox, loop, leaving = ready.result()
    try:
        yield sandbox
    finally:
        loop.call_soon_threadsafe(leaving.set)
        thread.join()
