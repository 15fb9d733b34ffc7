"""``scrapy plan SPIDER``: what ``scrapy crawl SPIDER`` would cost, without collecting anything."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from ftcrawler import stats
from ftcrawler.commands.crawl import Command as Crawl
from ftcrawler.endings import (
    EXIT_FAILED,
    EXIT_INCOMPLETE,
    EXIT_OK,
    FATAL,
    FINISHED,
    SHUTDOWN,
    failed_exit_code,
    reason_of,
)
from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.printing import UNREAD, say
from ftcrawler.quoting import one_line
from ftcrawler.reporting.plan_table import table
from ftcrawler.scrapy_process import asyncio_process, run_to_its_end
from ftcrawler.spiders.counting_spider import CountingSpider, counting
from ftcrawler.spiders.offers_spider import OffersSpider

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Command(Crawl):
    """Exit codes: docs/exit-codes.md."""

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Dit ce que coûterait une collecte : offres, requêtes, durée"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Ask the API for totals, and print the plan, or why there is none."""
        if opts.output or opts.overwrite_output:
            raise UsageError("scrapy plan ne collecte rien : retirez -o.", print_help=False)
        process = asyncio_process(self.crawler_process)
        spiders = process.spider_loader
        spider = spiders.load(self._spider(args, spiders.list()))
        if not issubclass(spider, OffersSpider):
            told = f"scrapy plan compte les offres d'une recherche ; {spider.name} n'en fait pas."
            raise UsageError(told, print_help=False)
        if opts.loglevel is None:  # of so few requests, Scrapy's own steps are of no interest
            logging.getLogger("scrapy").setLevel(logging.WARNING)
        crawler = process.create_crawler(counting(spider))
        crawl = process.crawl(crawler, **opts.spargs)
        run_to_its_end(process)
        error = crawl.exception() if crawl.done() and not crawl.cancelled() else None
        self.exitcode = _conclude(crawler, error)


def _conclude(crawler: Crawler, error: BaseException | None) -> int:
    """Print the plan, or why there is none, and return the exit code."""
    text, code = _conclusion(crawler, error)
    return code if say(text) else UNREAD


def _conclusion(crawler: Crawler, error: BaseException | None) -> tuple[str, int]:
    if isinstance(error, FtcrawlerError):
        return f"Erreur: {error}", failed_exit_code(reason_of(error))
    if error is not None:
        logger.error("Erreur imprévue", exc_info=error)
        told = one_line(str(error))
        return f"Erreur imprévue : {type(error).__name__}: {told} (trace ci-dessus)", EXIT_FAILED
    reason = crawler.stats.get_value("finish_reason", SHUTDOWN.reason)
    if reason in FATAL:
        unforeseen = "Erreur imprévue (trace ci-dessus)"
        return crawler.stats.get_value(stats.FAILURE, unforeseen), failed_exit_code(reason)
    if reason != FINISHED.reason:
        return "Interrompu : pas de plan.", EXIT_INCOMPLETE
    assert isinstance(crawler.spider, CountingSpider)
    plan = crawler.spider.plan()
    if plan.unknown:
        return "Erreur: l'API n'a répondu à aucune recherche.", EXIT_FAILED
    return table(plan), EXIT_OK if plan.known else EXIT_INCOMPLETE
