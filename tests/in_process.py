"""Scrapy's own engine in the process of the tests, with only the components that one is about.

Its reactor runs in a thread, for as long as the tests do: there is one in a process, once.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.project import get_project_settings

from ftcrawler.arguments import AllArguments

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence

    from scrapy.http import Response
    from twisted.python.failure import Failure

TIMEOUT = 60.0  # seconds
REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
# Nothing of the project's, until a test asks for it.
BARE: dict[str, Any] = {
    "EXTENSIONS": {},
    "ITEM_PIPELINES": {},
    "DOWNLOADER_MIDDLEWARES": {"scrapy.downloadermiddlewares.retry.RetryMiddleware": None},
    "DOWNLOAD_HANDLERS": {},
    "DOWNLOAD_DELAY": 0,
    "HTTPERROR_ALLOW_ALL": True,
    "FT_CLIENT_ID": "PAR_sandbox",
    "FT_CLIENT_SECRET": "sandbox",
    "FT_QUOTA": 0,
    "FT_RETRY_WAIT": 0.01,
    "S3PIPELINE_URL": None,
}


class Reactor:
    """Twisted's reactor, which Scrapy finds as its own, and what runs in it."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(TIMEOUT)

    def result(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Return what the coroutine returns, or raises, in the reactor's thread."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(TIMEOUT)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._reactor.stop)
        self._thread.join(TIMEOUT)

    def _run(self) -> None:
        from scrapy.utils.reactor import install_reactor  # noqa: PLC0415 (in this thread)

        install_reactor(REACTOR)
        from twisted.internet import reactor  # noqa: PLC0415 (the one that was installed)

        self._reactor = cast("Any", reactor)
        self._loop: asyncio.AbstractEventLoop = self._reactor._asyncioEventloop
        self._loop.call_soon(self._ready.set)
        self._reactor.run(installSignalHandlers=False)
        self._loop.close()


@dataclass
class Went:
    """How a crawl went: answers and failures in the order in which they came, and its crawler."""

    crawler: Crawler
    responses: list[Response] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)
    items: list[Any] = field(default_factory=list)

    @property
    def stats(self) -> dict[str, Any]:
        return dict(self.crawler.stats.get_stats())

    @property
    def reason(self) -> str:
        return str(self.stats["finish_reason"])

    @property
    def bodies(self) -> list[bytes]:
        return [response.body for response in self.responses]


class Given(Spider):
    """Asks for the requests that a test gives it, and notes what comes; or yields its items.

    What can be called among the items is, in its turn.
    """

    name = "given"

    def __init__(self, given: Sequence[Any], went: Went, args: Any) -> None:
        super().__init__()
        self._given = given
        self._went = went
        self.args = args

    async def start(self) -> AsyncIterator[Any]:
        requests = [one for one in self._given if isinstance(one, Request)]
        for one in requests:
            yield one.replace(callback=self.answered, errback=self.failed, dont_filter=True)
        if len(requests) < len(self._given):  # of an answer, as items are; this asks nobody
            yield Request("data:,", callback=self.items)

    def items(self, _: Response) -> Iterator[Any]:
        for one in self._given:
            if callable(one):
                one()
            elif not isinstance(one, Request):
                yield one

    def answered(self, response: Response) -> None:
        self._went.responses.append(response)

    def failed(self, failure: Failure) -> None:
        assert failure.value is not None
        self._went.errors.append(failure.value)


class Here:
    """Crawls in this process; `settings` are those of every crawl of the test."""

    def __init__(self, reactor: Reactor, **settings: Any) -> None:
        self._reactor = reactor
        self.settings = settings

    def crawler(self, spider: type[Spider] = Given, **settings: Any) -> Crawler:
        """Return a crawler with these settings on top of the project's, less its components."""
        all_of_them = get_project_settings()
        all_of_them.setdict(BARE | self.settings | settings, priority="project")
        return Crawler(spider, all_of_them)

    def give(self, *given: Any, args: Any = None, **settings: Any) -> Went:
        """Crawl what is given, requests or items; addresses are requests too."""
        crawler = self.crawler(**settings)
        went = Went(crawler)
        requests = [Request(one) if isinstance(one, str) else one for one in given]
        return self._crawled(went, requests, went, args or AllArguments())

    def crawl(self, spider: type[Spider], *, settings: dict[str, Any], **arguments: Any) -> Went:
        """Run a spider of the project's."""
        return self._crawled(Went(self.crawler(spider, **settings)), **arguments)

    def result(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Return what the coroutine returns in the reactor's thread."""
        return self._reactor.result(coroutine)

    def _crawled(self, went: Went, *args: Any, **arguments: Any) -> Went:
        async def crawl() -> None:
            went.crawler.signals.connect(keep, signal=signals.item_scraped)
            await went.crawler.crawl_async(*args, **arguments)

        def keep(item: Any) -> None:
            went.items.append(item)

        self._reactor.result(crawl())
        return went
