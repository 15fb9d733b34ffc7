"""What became of a feed, and the lines that say so at the end."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.feeds.destinations import is_stdout, local_path, shown
from ftcrawler.reporting.french import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(slots=True)
class Feed:
    """A feed as it was asked for, and what was written of it: in several files, if in batches."""

    uri: str
    rows: int = 0
    files: int = 0
    failures: int = 0
    # The name that was made of `uri` for the last file: `%(time)s` and the like are filled in.
    last: str = ""

    def stored(self, uri: str, rows: int) -> None:
        """Note a file that is whole, and where it belongs."""
        self.last = uri
        self.rows += rows
        self.files += 1

    def failed(self) -> None:
        """Note a file that is not."""
        self.failures += 1

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Have a file count as failed until it is settled: a signal may end the process first."""
        self.failures += 1
        yield
        self.failures -= 1


def written_lines(feeds: Iterable[Feed]) -> list[str]:
    """Return a line, in French, for each feed that was written.

    >>> written_lines([Feed("s3://bucket/%(batch_id)d.csv", rows=1200, files=2), Feed("o.csv")])
    ['Export : 1 200 lignes dans 2 fichiers, s3://bucket/%(batch_id)d.csv']
    >>> written_lines([Feed("s3://bucket/%(name)s.csv", rows=1, files=1, last="s3://bucket/all.csv")])
    ['Export : 1 ligne dans s3://bucket/all.csv']
    """
    return [f"Export : {count(feed.rows, 'ligne')} {_where(feed)}" for feed in feeds if feed.files]


def lacking_line(feeds: Iterable[Feed]) -> str:
    """Return, in French, that feeds fall short, and which could not be written."""
    names = [shown(feed.uri) for feed in feeds if feed.failures]
    which = f" ({', '.join(names)})" if names else ""
    return f"Fichiers exportés absents ou incomplets : le journal dit pourquoi{which}"


def _where(feed: Feed) -> str:
    if is_stdout(feed.uri):
        return "sur la sortie standard"
    uri = feed.last if feed.files == 1 and feed.last else feed.uri
    path = local_path(uri)
    name = shown(uri if path is None else str(path.absolute()))
    return f"dans {count(feed.files, 'fichier')}, {name}" if feed.files > 1 else f"dans {name}"
