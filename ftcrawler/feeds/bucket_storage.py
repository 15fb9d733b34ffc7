"""Feeds in a bucket, by the client that pages go by: its keys, time limits and causes."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final, Self
from urllib.parse import unquote

from scrapy.extensions.feedexport import BlockingFeedStorage
from scrapy.utils.defer import deferred_from_coro

from ftcrawler.exceptions import ConfigurationError, UploadError
from ftcrawler.quoting import one_line
from ftcrawler.s3.account import S3Account
from ftcrawler.s3.deadline import finished, in_daemon
from ftcrawler.s3.store import SLOWEST, S3Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

logger = logging.getLogger(__name__)

# Larger ones go in parts, each tried by itself: S3 takes 5 GB in one request.
IN_PARTS: Final = 1 << 30
PART: Final = 64 << 20


class NotSentError(UploadError):
    """A feed did not reach its bucket; it is told already."""


class FeedBucket(S3Store):
    """Every method may block, for a time that is bounded, and raises S3Error."""

    def send(self, key: str, file: IO[bytes], size: int, **more: str) -> None:
        """Send all that *file* holds, *size* bytes; *more* are arguments of boto3's."""
        file.seek(0)
        if size <= IN_PARTS:
            self.upload_fileobj(file, self.bucket, key, **more)
        else:
            self._ask(partial(_send_in_parts, self.bucket, key, file, more), size=size)


class BucketFileStorage(BlockingFeedStorage):
    """The storage of `s3://bucket/key`; the address may hold keys of its own, as in Scrapy.

    Settings: those of S3, `FEED_STORAGE_S3_ACL`, `FEED_TEMPDIR`.
    """

    def __init__(
        self,
        bucket: FeedBucket,
        key: str,
        *,
        stopping: Callable[[], bool],
        acl: str | None,
        appends: bool,
    ) -> None:
        self._bucket = bucket
        self._key = key
        self._stopping = stopping
        self._appends = appends
        self._where = one_line(f"s3://{bucket.bucket}/{key}")
        self._more = {"ACL": acl} if acl else {}

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        uri: str,
        *,
        feed_options: dict[str, Any] | None = None,
    ) -> Self:
        """Take the address apart; raise ConfigurationError if it names no file."""
        place, _, key = uri.partition("://")[2].partition("/")
        user, _, bucket = place.rpartition("@")
        if not bucket or not key:
            raise ConfigurationError(
                "Adresse d'export incomplète : écrivez s3://bucket/dossier/fichier.csv."
            )
        account = S3Account.from_settings(crawler.settings)
        if user:
            name, _, secret = user.partition(":")
            account = replace(account, access_key=unquote(name), secret_key=unquote(secret))
        return cls(
            FeedBucket(bucket, account),
            key,
            stopping=lambda: not crawler.crawling,
            acl=crawler.settings["FEED_STORAGE_S3_ACL"] or None,
            appends=not (feed_options or {}).get("overwrite", True),
        )

    def open(self, spider: Spider) -> IO[bytes]:
        """Return a temporary file."""
        if self._appends:
            logger.warning("%s : rien ne s'ajoute dans S3, le fichier est remplacé.", self._where)
        return super().open(spider)

    def store(self, file: IO[bytes]) -> Deferred[None]:
        """Send the file, in no thread that the process would wait for at its end."""
        return deferred_from_coro(self._send(file))

    async def _send(self, file: IO[bytes]) -> None:
        with closing(file):
            size = file.seek(0, 2)
            sent = in_daemon(partial(self._bucket.send, self._key, file, size, **self._more))
            seconds = self._bucket.patience + size / SLOWEST
            try:
                done = await finished(sent, seconds=seconds, stopping=self._stopping)
                if done:
                    sent.result()
                    return
                cause = "pas de réponse entière à temps"
            except UploadError as exc:
                cause = str(exc)
        logger.error("Fichier exporté non envoyé vers %s : %s", self._where, cause)
        raise NotSentError

    def _store_in_thread(self, file: IO[bytes]) -> None:
        raise NotImplementedError  # `store` does without


def _send_in_parts(
    bucket: str,
    key: str,
    file: IO[bytes],
    more: dict[str, str],
    client: Any,  # noqa: ANN401
) -> None:
    from boto3.s3.transfer import TransferConfig  # noqa: PLC0415 (see s3/store.py)

    # In this thread: those of a pool would keep the process at its end.
    parts = TransferConfig(use_threads=False, multipart_threshold=PART, multipart_chunksize=PART)
    client.upload_fileobj(file, bucket, key, ExtraArgs=more or None, Config=parts)
