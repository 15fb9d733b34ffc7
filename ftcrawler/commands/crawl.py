"""``scrapy crawl SPIDER``: Scrapy's own, with a report, two closing lines and an exit code."""

from __future__ import annotations

import logging
import sys
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from ftcrawler.crash import report_crash, statistics
from ftcrawler.endings import BAD_INPUT
from ftcrawler.exceptions import ConfigurationError
from ftcrawler.extensions.feeds import asked_feeds, feeds_of, lacking_feeds, prints_feed
from ftcrawler.extensions.run_report import written_report
from ftcrawler.extensions.written_feeds import lacking_line, written_lines
from ftcrawler.monitors.run_monitors import watch
from ftcrawler.printing import say
from ftcrawler.quoting import one_line
from ftcrawler.reporting.closing_lines import closing_lines
from ftcrawler.reporting.verdict import exit_code
from ftcrawler.runs.layout import DataLayout
from ftcrawler.scrapy_process import (
    Preamble,
    asyncio_process,
    run_to_its_end,
    spare_the_collector,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

logger = logging.getLogger(__name__)


class Command(ScrapyCrawl):
    """Exit codes: docs/exit-codes.md."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; `-o` and `-O` here, which Scrapy refuses in English or merges."""
        asked = [*((given, False) for given in opts.output or ())]
        asked += [(given, True) for given in opts.overwrite_output or ()]
        opts.output, opts.overwrite_output = None, None
        for option, said in (("-a", opts.spargs), ("-s", opts.set)):
            if nameless := [one_line(each) for each in said if "=" not in each]:
                named = f"{option} {nameless[0]} : il manque « = ». Écrivez {option} NOM=VALEUR"
                raise UsageError(f"{named}, sans espace autour du signe.", print_help=False)
        super().process_options(args, opts)
        if not asked:
            return
        opts.output = [given for given, _ in asked]
        assert self.settings is not None
        try:
            feeds = asked_feeds(self.settings, asked)
        except ConfigurationError as exc:
            raise UsageError(str(exc), print_help=False) from None
        self.settings.set("FEEDS", feeds, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then say in two lines what came of it and where it is."""
        process = asyncio_process(self.crawler_process)
        crawler = process.create_crawler(self._spider(args, process.spider_loader.list()))
        preamble = Preamble()
        crawler.signals.connect(preamble.release, signal=signals.request_scheduled)
        crawl = process.crawl(crawler, **opts.spargs)
        spare_the_collector()
        run_to_its_end(process)
        # Asking for the exception keeps asyncio from printing its traceback over our message.
        error = crawl.exception() if crawl.done() and not crawl.cancelled() else None
        report, kept_from_it = written_report(crawler)
        error = error or kept_from_it
        if report is None or error is not None:
            report = report_crash(crawler, opts.spargs, error, report)
        if report.reason in BAD_INPUT:
            preamble.drop()
        preamble.release()
        # A folder that is not named is the fault that this report tells of.
        name = report.name
        layout = DataLayout.of(crawler.settings) if name else DataLayout(Path())
        written = name is not None and layout.report(name).is_file()
        lines = closing_lines(report, layout.root, written=written)
        feeds = feeds_of(crawler)
        lines += written_lines(feeds)
        lacking = lacking_feeds(crawler)
        if lacking:
            lines.append(lacking_line(feeds))
        self.exitcode = exit_code(report, lacking_feeds=lacking)
        watch(crawler, report, statistics(crawler), exit_code=self.exitcode)
        # A feed on stdout is read by a program.
        say("\n".join(lines), error=prints_feed(crawler))

    @staticmethod
    def _spider(args: list[str], known: list[str]) -> str:
        if len(args) != 1:
            raise UsageError(usage_fault(args, sys.argv, known), print_help=False)
        if args[0] not in known:
            named = f"Spider inconnu : « {one_line(args[0])} ». Spiders : {', '.join(known)}."
            raise UsageError(named, print_help=False)
        return args[0]


def usage_fault(args: Sequence[str], typed: Sequence[str], spiders: Sequence[str]) -> str:
    """Say what is wrong with *args*, which is not one spider, by all that was *typed*.

    >>> typed = ["crawl", "keywords", "-a", "keywords=data", "scientist", "-a", "delay=1"]
    >>> usage_fault(["all", "region=11"], ["crawl", "all", "region=11"], ["all"])
    'Il manque -a devant « region=11 » : écrivez -a region=11.'
    >>> print(usage_fault(["keywords", "scientist"], typed, ["keywords"]))
    « scientist » est en trop, après keywords=data : une valeur qui contient un espace s'écrit \
entre guillemets, comme -a keywords="data scientist".
    """
    extra = set(args) - set(spiders)
    if forgotten := [one_line(word) for word in args if word in extra and "=" in word]:
        return f"Il manque -a devant « {forgotten[0]} » : écrivez -a {forgotten[0]}."
    for place, option in enumerate(typed[:-2]):
        said, *following = typed[place + 1 :]
        more = list(takewhile(extra.__contains__, following))
        if option == "-a" and more:
            name, _, value = said.partition("=")
            whole = " ".join([value, *more])
            return one_line(
                f"« {' '.join(more)} » est en trop, après {said} : une valeur qui contient un "
                f'espace s\'écrit entre guillemets, comme -a {name}="{whole}".'
            )
    return f"Indiquez un spider, et un seul : {', '.join(spiders)}."
