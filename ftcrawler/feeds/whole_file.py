"""Files of feeds take the place of what was there once they are whole, never before."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scrapy.extensions.feedexport import FileFeedStorage

if TYPE_CHECKING:
    from typing import Any

    from scrapy import Spider


class WholeFileStorage(FileFeedStorage):
    """Scrapy's, but that a file to overwrite is written under another name beside it.

    Scrapy empties it first: a crawl that dies would leave half of the new one, none of the old.
    """

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        super().__init__(uri, feed_options=feed_options)
        self._target = Path(self.path).resolve()
        self._partial: Path | None = None

    def open(self, spider: Spider) -> IO[bytes]:
        """Return where to write; what is appended to, or is no plain file, is opened itself."""
        target = self._target
        if self.write_mode == "ab" or (target.exists() and not target.is_file()):
            return super().open(spider)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._partial = target.with_name(f".{target.name}.part")
        return self._partial.open("wb")

    def store(self, file: IO[bytes]) -> None:
        """Put the file in its place; ValueError if a broken feed has closed it."""
        try:
            file.flush()
            if self._partial:
                os.fsync(file.fileno())  # or a power cut might leave an empty file in its place
        except ValueError:
            if self._partial:
                self._partial.unlink(missing_ok=True)
            raise
        file.close()
        if self._partial:
            self._partial.replace(self._target)
