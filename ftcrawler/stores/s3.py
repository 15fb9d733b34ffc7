"""The S3 bucket that holds a copy of the data folder: same keys, same bytes.

boto3 costs some 0.4 s of CPU and 50 MB: it is imported with the first request, never before.
"""

from __future__ import annotations

import base64
import hashlib
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.quoting import one_line
from ftcrawler.secret import Secret, hide_accounts
from ftcrawler.stores.layout import RAW_PREFIX
from ftcrawler.stores.s3_causes import find_cause
from ftcrawler.stores.s3_faults import S3Cause, S3Error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ftcrawler.stores.layout import SettingsLike

CONTENT_TYPES: Final = {".json": "application/json", ".jsonl": "application/x-ndjson"}

# There is something else; somebody is putting something; what was to be replaced is gone.
TAKEN: Final = {412, 409, 404}


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Account:
    """Where S3 is and who asks. Without keys, boto3 looks for a role, a profile, a session."""

    endpoint: str | None = None
    region: str | None = None
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    session_token: str | None = field(default=None, repr=False)
    use_ssl: bool | None = None
    verify: bool | str | None = None

    def __post_init__(self) -> None:
        for key in (self.access_key, self.secret_key, self.session_token):
            Secret(key or "")
        hide_accounts(self.endpoint)

    @property
    def place(self) -> str:
        """The endpoint as one may show it: without the name and password it may hold."""
        scheme, slashes, rest = (self.endpoint or "https://s3.amazonaws.com").rpartition("//")
        return f"{scheme}{slashes}{rest.rpartition('@')[2].partition('/')[0]}"


class S3Store:
    """One bucket. Thread-safe; every method may block and raises S3Error."""

    def __init__(self, bucket: str, account: S3Account) -> None:
        self.bucket = bucket
        self._account = account
        self._made: Any = None
        self._making = threading.Lock()

    @classmethod
    def from_settings(cls, settings: SettingsLike) -> Self | None:
        """Return the store that scrapy-s3pipeline's settings describe, or None without a URL.

        Raises ConfigurationError for a URL with another place than the one files always have.
        """
        if not (url := settings.get("S3PIPELINE_URL")):
            return None
        bucket, slash, prefix = url.removeprefix("s3://").partition("/")
        if not url.startswith("s3://") or not bucket or slash + prefix != f"/{RAW_PREFIX}":
            raise ConfigurationError(
                "data_lake_bucket : écrivez le nom du bucket seul, sans « s3:// » ni « / » "
                f"(S3PIPELINE_URL : « s3://bucket/{RAW_PREFIX} » attendu, "
                f"reçu « {one_line(url)} »)."
            )
        account = S3Account(
            endpoint=settings.get("AWS_ENDPOINT_URL"),
            region=settings.get("AWS_REGION_NAME"),
            access_key=settings.get("AWS_ACCESS_KEY_ID"),
            secret_key=settings.get("AWS_SECRET_ACCESS_KEY"),
            session_token=settings.get("AWS_SESSION_TOKEN"),
            use_ssl=settings.get("AWS_USE_SSL"),
            verify=settings.get("AWS_VERIFY"),
        )
        return cls(bucket, account)

    def __repr__(self) -> str:
        return f"S3Store({self.bucket!r}, {self._account.place!r})"

    def upload(self, key: str, path: Path) -> None:
        """Send the file at *path*; when this returns, S3 holds these bytes under *key*."""
        try:
            body = path.read_bytes()
        except OSError as exc:
            detail = f"{path} : {exc.strerror or exc}"
            raise self._error(S3Cause.FILE_UNREADABLE, detail) from exc
        self.upload_fileobj(BytesIO(body), self.bucket, key)

    def upload_fileobj(self, file: BinaryIO, bucket_name: str, object_key: str) -> None:
        """Send what *file* holds: what scrapy-s3pipeline asks of a strategy."""
        body = file.read()
        # Whole and in one request: nothing is left behind by an upload cut short, and MD5, unlike
        # newer checksums, is verified by every kind of S3.
        digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        with self._client() as client:
            answer = client.put_object(
                Bucket=bucket_name,
                Key=object_key,
                Body=body,
                ContentMD5=digest,
                ContentType=CONTENT_TYPES.get(
                    PurePosixPath(object_key).suffix, "binary/octet-stream"
                ),
            )
        if not answer.get("ETag"):  # a portal or a proxy that says 200 to anything
            raise self._error(S3Cause.UNEXPECTED, "200 sans ETag")

    def list(self, prefix: str) -> list[str]:
        """Return the keys that begin with *prefix*, in order."""
        with self._client() as client:
            pages = client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=prefix
            )
            return [entry["Key"] for page in pages for entry in page.get("Contents", ())]

    def read(self, key: str) -> bytes:
        """Return the bytes under *key*; S3Cause.OBJECT_MISSING if there are none."""
        with self._client() as client:
            body: bytes = client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
            return body

    def read_tagged(self, key: str) -> tuple[bytes, str]:
        """Return the bytes under *key*, and the tag by which `create` knows them again."""
        with self._client() as client:
            answer = client.get_object(Bucket=self.bucket, Key=key)
            return answer["Body"].read(), str(answer["ETag"])

    def create(self, key: str, body: bytes, *, over: str | None = None) -> bool:
        """Put *body* under *key* unless something is there; tell whether it was put.

        With *over*, a tag: only in the place of what has that tag. Of several who try, one does.
        """
        from botocore.exceptions import ClientError  # noqa: PLC0415 (see the first lines)

        with self._client() as client:
            try:
                condition = {"IfNoneMatch": "*"} if over is None else {"IfMatch": over}
                client.put_object(Bucket=self.bucket, Key=key, Body=body, **condition)
            except ClientError as exc:
                if exc.response["ResponseMetadata"]["HTTPStatusCode"] not in TAKEN:
                    raise
                return False
        return True

    def delete(self, key: str) -> None:
        """Take what is under *key* away; nothing may be there."""
        with self._client() as client:
            client.delete_object(Bucket=self.bucket, Key=key)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        # Deferred: see the first lines of this file.
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415
        from botocore.parsers import ResponseParserError  # noqa: PLC0415

        try:
            with self._making:
                if self._made is None:
                    from ftcrawler.stores.s3_client import make_client  # noqa: PLC0415

                    self._made = make_client(self._account)
            yield self._made
        except (BotoCoreError, ClientError, ResponseParserError, ValueError) as exc:
            raise self._error(*find_cause(exc)) from exc

    def _error(self, cause: S3Cause, detail: str) -> S3Error:
        return S3Error(cause, bucket=self.bucket, endpoint=self._account.place, detail=detail)
