"""Files of feeds take the place of what was there once they are whole, never before."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from glob import escape
from pathlib import Path
from secrets import token_hex
from stat import S_ISREG
from typing import IO, TYPE_CHECKING

from scrapy.extensions.feedexport import FileFeedStorage

from ftcrawler.exceptions import StorageError
from ftcrawler.feeds.formats import WHOLE

if TYPE_CHECKING:
    from typing import Any

    from scrapy import Spider

# Of files that are not whole yet: a name of its own for each, locked while somebody writes it.
SUFFIX = ".part"
# Of a name at most 255 bytes long, so that ours stays below that.
KEPT_OF_NAME = 50


class WholeFileStorage(FileFeedStorage):
    """Scrapy's, but that a file to overwrite is written under a name of its own beside it.

    Scrapy empties it first: a crawl that dies would leave half of the new one, none of the old,
    and two crawls would write into one another's.
    """

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        super().__init__(uri, feed_options=feed_options)
        self._target = Path(self.path).resolve()
        self._partial: Path | None = None
        # One document, to which nothing is added: a new file is written whole too.
        self._document = (feed_options or {}).get("format") in WHOLE

    def open(self, spider: Spider) -> IO[bytes]:
        """Return where to write; what is no plain file is opened itself.

        So is what is appended to, by one crawl at a time: raises StorageError for the second, and
        for a document that is there already.
        """
        target = self._target
        if target.exists() and not target.is_file():
            return super().open(spider)
        if self.write_mode == "ab" and not self._document:
            return self._alone(super().open(spider))
        if self.write_mode == "ab" and target.exists() and target.stat().st_size:
            raise StorageError("ce fichier existe déjà, et rien ne s'ajoute à ce format")
        target.parent.mkdir(parents=True, exist_ok=True)
        file = new_partial(target)
        self._partial = Path(file.name)
        return file

    def store(self, file: IO[bytes]) -> None:
        """Put the file in its place; raise StorageError if what was appended to is gone."""
        try:
            file.flush()
        except ValueError:  # a broken feed has closed it
            self.discard()
            raise
        if self._partial is None:
            plain = S_ISREG(os.fstat(file.fileno()).st_mode)
            gone = plain and not is_at(file, self._target)
            file.close()
            if gone:
                raise StorageError("une autre collecte a remplacé ce fichier entre-temps")
            return
        os.fsync(file.fileno())  # or a power cut might leave an empty file in its place
        if sys.platform == "win32":  # it moves no open file; elsewhere, closed is up for removal
            file.close()
        self._partial.replace(self._target)
        file.close()

    def discard(self) -> None:
        """Remove what was written, unless it is in its place."""
        if self._partial:
            with suppress(OSError):
                self._partial.unlink(missing_ok=True)

    @staticmethod
    def _alone(file: IO[bytes]) -> IO[bytes]:
        if lock(file) is False:
            file.close()
            raise StorageError("une autre collecte y ajoute ses offres en ce moment")
        return file


def new_partial(target: Path) -> IO[bytes]:
    """Open a new file beside *target*, which no other writer has; `name` says where it is.

    Those that killed writers left there go.
    """
    _remove_abandoned(target)
    while True:
        path = target.with_name(f"{_stem(target)}.{token_hex(4)}{SUFFIX}")
        file = path.open("xb")
        # Whoever removes what is abandoned may have come between these two lines.
        if lock(file) is not False and is_at(file, path):
            return file
        file.close()


def lock(file: IO[bytes]) -> bool | None:
    """Lock a file until it is closed; False: another has it; None: no locks are to be had."""
    if sys.platform == "win32":
        return None
    import fcntl  # noqa: PLC0415 (not on Windows)

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def is_at(file: IO[bytes], path: Path) -> bool:
    """Tell whether an open file still is what *path* names."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def _stem(target: Path) -> str:
    return f".{target.name[:KEPT_OF_NAME]}"


def _remove_abandoned(target: Path) -> None:
    for path in target.parent.glob(f"{escape(_stem(target))}.*{SUFFIX}"):
        with suppress(OSError):  # Windows removes no file that is open
            if sys.platform == "win32":
                path.unlink()
                continue
            with path.open("rb") as file:
                if lock(file):
                    path.unlink()
