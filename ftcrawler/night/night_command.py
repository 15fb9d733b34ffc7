"""What a night is asked for, and the crawls that it makes of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter, ValidationError

from ftcrawler.arguments.run_arguments import NOT_IDENTITY
from ftcrawler.arguments.value_checks import Flag
from ftcrawler.crawling.crawl_command import CrawlCommand
from ftcrawler.quoting import one_line
from ftcrawler.runs.start_run import Command

if TYPE_CHECKING:
    from collections.abc import Mapping

ALL: Final = "all"
CLOSED: Final = "closed"
# Of the arguments, those that the spider of the candidates has too.
OF_CLOSED: Final = ("delay", "no_s3")
# Settings by which feeds are asked for: offers that were asked one by one are none of them.
FEEDS: Final = {"FEEDS", "FEED_URI", "FEED_FORMAT"}


@dataclass(frozen=True, slots=True)
class NightCommand:
    """A spider with its arguments and settings, as the command line has them.

    `feeds` are the options for exports, `log` those for the log, word by word.
    """

    spider: str = ALL
    given: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    feeds: tuple[str, ...] = ()
    log: tuple[str, ...] = ()

    @property
    def arguments(self) -> Mapping[str, str]:
        """What the crawl is given: a night reads all of France whole, unless told otherwise.

        >>> NightCommand().arguments, NightCommand("keywords", {"keywords": "a"}).arguments
        ({'max_pages': '0'}, {'keywords': 'a'})
        """
        return {"max_pages": "0", **self.given} if self.spider == ALL else self.given

    @property
    def text(self) -> str:
        """The command as it is told: without its settings, among which secrets may be.

        >>> NightCommand("all", {"region": "11"}).text
        'scrapy nightly all -a region=11'
        """
        words = (f"-a {name}={value}" for name, value in self.given.items())
        return one_line(" ".join(["scrapy nightly", self.spider, *words]))

    @property
    def no_s3(self) -> bool:
        """Whether nothing is sent to S3."""
        return self._says("no_s3")

    @property
    def force(self) -> bool:
        """Whether a night that is done already begins anew."""
        return self._says("force")

    @property
    def exports(self) -> bool:
        """Whether the crawl writes feeds as well."""
        return bool(self.feeds or FEEDS & self.settings.keys())

    def digest(self, source: str) -> str:
        """Return a short name of all that tells its nights apart: not when, nor how fast.

        >>> one, two = NightCommand("all", {"delay": "0.1"}), NightCommand("all", {"force": "1"})
        >>> one.digest("api") == two.digest("api") != NightCommand("sector").digest("api")
        True
        """
        told = NOT_IDENTITY | {"_job"}
        identity = {
            "arguments": {k: v for k, v in self.arguments.items() if k not in told},
            "settings": self.settings,
            "feeds": self.feeds,
        }
        return Command(f"nightly {self.spider}", source, identity, {}).digest

    def crawl(self, *, force: bool) -> CrawlCommand:
        """Return the crawl of the night; only with *force* does it begin anew."""
        arguments = {name: value for name, value in self.arguments.items() if name != "force"}
        forced = {"force": "1"} if force else {}
        return CrawlCommand(
            self.spider, arguments | forced, self.settings, (*self.log, *self.feeds)
        )

    def closed(self) -> CrawlCommand:
        """Return the crawl that asks the candidates, as fast as the other, and to the same S3.

        >>> NightCommand("all", {"delay": "0.1", "region": "11"}).closed().words()[4:]
        ['closed', '-a', 'delay=0.1']
        """
        arguments = {name: self.given[name] for name in OF_CLOSED if name in self.given}
        settings = {name: value for name, value in self.settings.items() if name not in FEEDS}
        return CrawlCommand(CLOSED, arguments, settings, self.log)

    def _says(self, argument: str) -> bool:
        with suppress(ValidationError):  # the crawl refuses it, and the night ends
            return _flag().validate_python(self.given.get(argument, "0"))
        return False


@cache
def _flag() -> TypeAdapter[bool]:
    return TypeAdapter(Flag)
