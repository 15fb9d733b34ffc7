"""What Scrapy says of itself before a crawl asks anything: held back until it does.

What is refused before that, an argument or a variable, is then told in a few lines and not below
sixty.
"""

from __future__ import annotations

import logging
from typing import Final

TALKATIVE: Final = (
    "scrapy.addons", "scrapy.core.engine", "scrapy.crawler", "scrapy.middleware",
    "scrapy.statscollectors",
)  # fmt: skip


class Preamble(logging.Filter):
    """Holds what those loggers say below a warning, from when it is made."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[logging.LogRecord] = []
        self._over = False
        for name in TALKATIVE:
            logging.getLogger(name).addFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep a record back, unless it matters at once."""
        if record.levelno >= logging.WARNING:
            return True
        self._held.append(record)
        return False

    def release(self) -> None:
        """Say what was held, in its order, and hold nothing any more."""
        if not self._over:
            held = self._held
            self.drop()
            for record in held:
                logging.getLogger(record.name).handle(record)

    def drop(self) -> None:
        """Hold nothing any more, and never say what was held."""
        self._over, self._held = True, []
        for name in TALKATIVE:
            logging.getLogger(name).removeFilter(self)
