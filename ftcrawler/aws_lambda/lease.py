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
from ftcrawler.runs.layout import STATE_PREFIX
from ftcrawler.runs.paris_time import PARIS
from ftcrawler.s3.causes import S3Cause, S3Error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.s3.store import S3Store

logger = logging.getLogger(__name__)

KEY: Final = f"{STATE_PREFIX}invocation.lock"
# Others may take it, or give it back, between two requests.
TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Lease:
    """Who may work in the bucket, until when, in seconds of the epoch."""

    holder: str
    until: float

    @classmethod
    def read(cls, store: S3Store) -> tuple[Self, str] | None:
        """Return the lease that is there, and its tag; None if there is none.

        One that is damaged holds nobody out. Raises UploadError.
        """
        try:
            body, tag = store.read_tagged(KEY)
        except S3Error as exc:
            if exc.cause is S3Cause.OBJECT_MISSING:
                return None
            raise
        try:
            return cls(**orjson.loads(body)), tag
        except (ValueError, TypeError):
            return cls("", 0.0), tag


@contextmanager
def alone(store: S3Store, seconds: float) -> Iterator[None]:
    """Keep others out of the bucket, for so many seconds at most: Lambda grants no more.

    A container that dies leaves its lease, which ends with the time that it had. Raises
    AlreadyRunningError if another holds it, UploadError if S3 cannot be asked.
    """
    own = Lease(uuid4().hex, time.time() + seconds)
    _take(store, own)
    try:
        yield
    finally:
        try:
            _give_back(store, own)
        except UploadError as exc:
            logger.warning("Verrou laissé dans S3, sous %s, pour %.0f s. %s", KEY, seconds, exc)


def _give_back(store: S3Store, own: Lease) -> None:
    found = Lease.read(store)
    if found and found[0].holder == own.holder:  # else it was over, and another's by now
        store.delete(KEY)


def _take(store: S3Store, own: Lease) -> None:
    until, tag = own.until, None
    for _ in range(TRIES):
        # In the place of the very lease that was seen to be over: of two who saw it, one does.
        if store.create(KEY, orjson.dumps(asdict(own)), over=tag):
            return
        if (found := Lease.read(store)) is None:  # given back meanwhile
            tag = None
            continue
        held, tag = found
        if held.holder == own.holder:  # S3's first answer was lost
            return
        until = held.until
        if until > time.time():
            break
    hour = datetime.fromtimestamp(until, UTC).astimezone(PARIS)
    raise AlreadyRunningError(
        f"Une autre invocation travaille dans le bucket « {store.bucket} », jusqu'à "
        f"{hour:%H:%M:%S} au plus tard. Attendez qu'elle finisse ; espacez les horaires."
    )
