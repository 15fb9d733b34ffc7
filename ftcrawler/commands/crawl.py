"""``scrapy crawl SPIDER``: Scrapy's own, with a report, two closing lines and an exit code."""

from __future__ import annotations

import gc
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from ftcrawler.crash import report_crash, statistics
from ftcrawler.extensions.feeds import lacking_feeds, prints_feed
from ftcrawler.extensions.run_report import written_report
from ftcrawler.monitors.watch import watch
from ftcrawler.reporting.closing_lines import closing_lines
from ftcrawler.reporting.verdict import exit_code
from ftcrawler.stores.layout import DataLayout

if TYPE_CHECKING:
    import argparse

logger = logging.getLogger(__name__)


class Command(ScrapyCrawl):
    """Exit codes: docs/exit-codes.md."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then say in two lines what came of it and where it is."""
        process = self.crawler_process
        assert isinstance(process, AsyncCrawlerProcess)
        crawler = process.create_crawler(self._spider(args, process))
        crawl = process.crawl(crawler, **opts.spargs)
        _spare_the_collector()
        process.start()
        # Asking for the exception keeps asyncio from printing its traceback over our message.
        error = crawl.exception() if crawl.done() and not crawl.cancelled() else None
        report = written_report(crawler)
        if report is None or error is not None:
            report = report_crash(crawler, opts.spargs, error, report)
        # A folder that is not named is the fault that this report tells of.
        root = DataLayout.of(crawler.settings).root if report.run else Path()
        lines = closing_lines(report, root)
        lacking = lacking_feeds(crawler)
        if lacking:
            lines.append("Fichiers exportés absents ou incomplets : le journal dit pourquoi")
        self.exitcode = exit_code(report, lacking_feeds=lacking)
        watch(crawler, report, statistics(crawler), exit_code=self.exitcode)
        # A feed on stdout is read by a program.
        out = sys.stderr if prints_feed(crawler) else sys.stdout
        print("\n".join(lines), file=out, flush=True)

    @staticmethod
    def _spider(args: list[str], process: AsyncCrawlerProcess) -> str:
        known = ", ".join(process.spider_loader.list())
        if len(args) != 1:
            raise UsageError(f"Indiquez un spider, et un seul : {known}.", print_help=False)
        if args[0] not in process.spider_loader.list():
            raise UsageError(f"Spider inconnu : « {args[0]} ». Spiders : {known}.")
        return args[0]


def _spare_the_collector() -> None:
    """Let Python look for cycles less often, and not among what was imported.

    A page makes 10,000 objects that are freed without its help; at its own thresholds it would
    walk the whole heap every few pages, for a sixth of the crawl's CPU (benchmarks/RESULTS.md).
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
