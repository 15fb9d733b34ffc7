"""Play nights of the sandbox in a row, and make their report: the demonstration of `make run`.

    python -m scripts.demo_nights NIGHTS

The environment leads to the sandbox, which begins so many days ago, the last of them today, and to
a data folder that is empty. Each night is what `scrapy nightly` does: a crawl over HTTP, the
history, the candidates one by one, the history. Only the calendar is played: between two nights
the sandbox goes on by 24 hours, and what a run leaves is dated as many days earlier as nights are
still to come. They are crawls of one process, because each that starts takes a second.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.request import Request, urlopen

import orjson
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_f_from_coro_f
from scrapy.utils.log import configure_logging
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

from ftcrawler.api.addresses import source_of
from ftcrawler.dashboard.make_report_page import make_report_page
from ftcrawler.endings import EXIT_FAILED, Status
from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.extensions.run_report import written_report
from ftcrawler.history.applying.update import update_history
from ftcrawler.history.history_settings import close_max_percent
from ftcrawler.history.showing.event_words import events_said
from ftcrawler.printing import prepare_console, say
from ftcrawler.reporting.french import count
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.runs.report import write_report
from ftcrawler.runs.run_name import RunName

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path

    from scrapy.settings import Settings

    from ftcrawler.runs.report import Report

# What a day does to the open offers, in shares, as docs/sandbox.md has them; what opens and closes
# by the day of the week, Monday first: less than on its usual day, for each that closes is asked.
OPENED: Final = (0.042, 0.038, 0.035, 0.037, 0.03, 0.009, 0.005)
CLOSED: Final = (0.024, 0.028, 0.031, 0.026, 0.035, 0.012, 0.004)
OTHERS: Final = {"changed": 0.02, "actualised": 0.04, "reopened": 0.05, "hidden": 0.002}
FASTER: Final = {"FT_QUOTA": 0, "LOG_LEVEL": "ERROR", "FT_PROGRESS_INTERVAL": 0}
REACTOR: Final = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


class DemoError(FtcrawlerError):
    """A crawl of the demonstration did not read all."""


class Demo:
    """The nights of a data folder. Settings are those of a crawl."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runner = AsyncCrawlerRunner(settings)
        self._layout = DataLayout.of(settings)
        self._source = source_of(settings["FT_API_URL"])

    async def play(self, nights: int) -> None:
        """Play nights, saying a line of each, and write the report; raise FtcrawlerError."""
        for earlier in (timedelta(days=days) for days in reversed(range(nights))):
            read = await self._crawl(earlier, "all", max_pages="0")
            if not earlier:  # what only the report's comparison of sectors needs
                await self._crawl(earlier, "sector", max_pages="0")
            events = self._update()
            if self._closings_may_come:
                await self._crawl(earlier, "closed")
                events += self._update()
            night = paris_now() - earlier
            offers = count(read.offers["collected"], "offre")
            say(f"Nuit du {night:%d/%m/%Y} : {offers} ; {events_said(events)}.")
            if earlier:
                self._play_day(night + timedelta(days=1))
        say("\n".join(("", *make_report_page(self._layout).lines)))

    @property
    def _closings_may_come(self) -> bool:
        return len(self._layout.with_report()) > 1

    async def _crawl(self, earlier: timedelta, spider: str, **arguments: str) -> Report:
        """Crawl, and date the run *earlier* than it was; raise DemoError unless all is read."""
        crawler = self._runner.create_crawler(spider)
        await self._runner.crawl(crawler, delay="0", no_s3="1", **arguments)
        report, _ = written_report(crawler)
        if report is None or report.status is not Status.COMPLETE:
            told = (report and report.message) or "voyez le journal ci-dessus."
            raise DemoError(f"La démonstration s'arrête, sa collecte n'est pas complète : {told}")
        return redated(self._layout, report, earlier)

    def _update(self) -> Counter[str]:
        done = update_history(
            self._layout,
            self._source,
            close_max_percent=close_max_percent(self._settings),
            unreadable=_unreadable,
        )
        return done.counts

    def _play_day(self, day: datetime) -> None:
        weekday = day.weekday()
        order = {**OTHERS, "opened": OPENED[weekday], "closed": CLOSED[weekday]}
        host = self._settings["FT_TOKEN_HOST"]
        days = Request(f"{host}/_sandbox/days", data=orjson.dumps(order))  # noqa: S310 (our own)
        urlopen(days).close()  # noqa: S310


def redated(layout: DataLayout, report: Report, earlier: timedelta) -> Report:
    """Give all that a run left the moment at which it ran, so much *earlier*."""
    before = report.name
    assert before is not None
    after = RunName.of(before.spider, before.started - earlier)
    for folder in (layout.raw, layout.runs):
        for path in folder.glob(f"*{before.stamp}*"):
            path.rename(path.with_name(path.name.replace(before.stamp, after.stamp)))
    started, finished = (
        (datetime.fromisoformat(moment) - earlier).isoformat()
        for moment in (report.started, report.finished)
    )
    dated = replace(report, run=str(after), started=started, finished=finished)
    write_report(layout, dated)
    return dated


def _unreadable(path: Path, error: Exception) -> None:
    raise DemoError(f"Illisible : {path} ({error})")


def main(nights: int) -> None:
    """Play; exit with 0, or 3 and a message."""
    # Nothing is to be saved: Ctrl-C ends it at once, and the next one begins anew.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    prepare_console()
    settings = get_project_settings()
    settings.setdict(FASTER, priority="cmdline")
    configure_logging(settings)
    install_reactor(REACTOR)

    async def play(_reactor: object) -> None:
        try:
            await Demo(settings).play(nights)
        except FtcrawlerError as error:
            say(f"Erreur: {error}")
            raise SystemExit(EXIT_FAILED) from None

    react(deferred_f_from_coro_f(play))


if __name__ == "__main__":
    main(int(sys.argv[1]))
