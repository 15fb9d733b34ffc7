"""The command line of a crawl that another program starts."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class CrawlCommand:
    """A crawl to run; values as the command line has them.

    `options` are those of `scrapy crawl` that are neither arguments nor settings, word by word.
    `folder` is where it is run from, by default here; `environment` is by default that of this
    process (`crawl_environment`).
    """

    spider: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    folder: Path | None = None
    environment: Mapping[str, str] | None = None

    def words(self, **settings: str) -> list[str]:
        """Return the command line, with these *settings* on top of its own.

        >>> CrawlCommand("all", {"delay": "0.1"}, {"FT_QUOTA": "5"}, ("-L", "INFO")).words()[1:]
        ['-m', 'scrapy', 'crawl', 'all', '-L', 'INFO', '-a', 'delay=0.1', '-s', 'FT_QUOTA=5']
        """
        words = [sys.executable, "-m", "scrapy", "crawl", self.spider, *self.options]
        for option, values in (("-a", self.arguments), ("-s", {**self.settings, **settings})):
            for name, value in values.items():
                words += [option, f"{name}={value}"]
        return words
