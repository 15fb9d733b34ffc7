"""One invocation at a time in a bucket: two that took up one run would write over its pages."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Self
from uuid import uuid4

import orjson

from ftcrawler.exceptions import AlreadyRunningError, UploadError
from ftcrawler.stores.clock import PARIS
from ftcrawler.stores.layout import STATE_PREFIX
from ftcrawler.stores.s3_faults import S3Cause, S3Error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.stores.s3 import S3Store

logger = logging.getLogger(__name__)

KEY: Final = f"{STATE_PREFIX}invocation.lock"


@dataclass(frozen=True, slots=True)
class Lease:
    """Who may work in the bucket, until when, in seconds of the epoch."""

    holder: str
    until: float

    @classmethod
    def read(cls, store: S3Store) -> Self | None:
        """Return the lease that is there; raise UploadError."""
        try:
            return cls(**orjson.loads(store.read(KEY)))
        except S3Error as exc:
            if exc.cause is S3Cause.OBJECT_MISSING:  # given back meanwhile
                return None
            raise


@contextmanager
def alone(store: S3Store, seconds: float) -> Iterator[None]:
    """Keep others out of the bucket, for so many seconds at most: Lambda grants no more.

    A container that dies leaves its lease, which ends with the time that it had. Raises
    AlreadyRunningError if another holds it, UploadError if S3 cannot be asked.
    """
    _take(store, Lease(uuid4().hex, time.time() + seconds))
    try:
        yield
    finally:
        try:
            store.delete(KEY)
        except UploadError as exc:
            logger.warning("Verrou laissé dans S3, sous %s, pour %.0f s. %s", KEY, seconds, exc)


def _take(store: S3Store, own: Lease) -> None:
    held = None
    for _ in range(2):
        if store.create(KEY, orjson.dumps(asdict(own))):
            return
        held = Lease.read(store)
        if held is not None and held.holder == own.holder:  # S3's first answer was lost
            return
        if held is not None and held.until > time.time():
            break
        store.delete(KEY)
    hour = datetime.fromtimestamp(held.until if held else own.until, UTC).astimezone(PARIS)
    raise AlreadyRunningError(
        f"Une autre invocation travaille dans le bucket « {store.bucket} », jusqu'à "
        f"{hour:%H:%M:%S} au plus tard. Attendez qu'elle finisse ; espacez les horaires."
    )
