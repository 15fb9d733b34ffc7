"""Which files of the history a bucket was sent: a note in `state/`, so that nobody has to ask S3.

It is written after the files: killed in between, some are sent once more, with the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import orjson

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.files.manifest import MANIFEST_KEY, read_manifest
from ftcrawler.runs.layout import HISTORY_SENT, STATE_PREFIX
from ftcrawler.runs.local_files import LocalStore

if TYPE_CHECKING:
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.s3.store import S3Store

NOTE: Final = f"{STATE_PREFIX}{HISTORY_SENT}"


@dataclass(slots=True)
class SentFiles:
    """`files` are those that *place* was sent, by key, each with the SHA-256 that it had."""

    place: str
    files: dict[str, str] = field(default_factory=dict)

    def lacks(self, wanted: dict[str, str]) -> dict[str, str]:
        """Return those *wanted* that were not sent as they are now, in the same order."""
        return {key: sha for key, sha in wanted.items() if self.files.get(key) != sha}


def read_sent(layout: DataLayout, store: S3Store) -> SentFiles:
    """Return the note; without one of this bucket, nothing was sent."""
    place = repr(store)  # its bucket and where that is, without whoever asks
    try:
        note = orjson.loads((layout.root / NOTE).read_bytes())
        known = note["files"] if note["place"] == place else {}
        return SentFiles(place, {str(key): str(sha) for key, sha in known.items()})
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return SentFiles(place)


def write_sent(layout: DataLayout, sent: SentFiles) -> None:
    """Keep the note; raise StorageError."""
    LocalStore(layout.root).write(NOTE, orjson.dumps(sent))


def to_send(layout: DataLayout) -> dict[str, str]:
    """Return what a bucket should have, by key, with the SHA-256: events, then the manifest.

    Of open offers nothing: they are whole. Raises HistoryError, ConfigurationError.
    """
    manifest = read_manifest(layout)
    if manifest is None:
        return {}
    try:
        body = (path := layout.root / MANIFEST_KEY).read_bytes()
    except OSError as exc:
        raise HistoryError(f"Historique illisible : {path} ({exc}).") from exc
    events = {named.key: named.sha256 for named in manifest.events}
    return {**events, MANIFEST_KEY: hashlib.sha256(body).hexdigest()}


def unsent(layout: DataLayout, store: S3Store) -> int:
    """Return how many files of the history the bucket was not sent; it is not asked."""
    return len(read_sent(layout, store).lacks(to_send(layout)))
