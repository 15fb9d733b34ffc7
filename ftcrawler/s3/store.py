"""The S3 bucket that holds a copy of the data folder: same keys, same bytes.

boto3 costs some 0.4 s of CPU and 50 MB: it is imported with the first request, never before.
"""

from __future__ import annotations

import base64
import hashlib
import threading
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Final, Self, TypeVar

from ftcrawler.s3.account import S3Account, bucket_of
from ftcrawler.s3.causes import S3Cause, S3Error
from ftcrawler.s3.deadline import LateError, ask_within
from ftcrawler.s3.find_cause import find_cause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ftcrawler.runs.layout import SettingsLike

T = TypeVar("T")

CONTENT_TYPES: Final = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
}
# Bytes a second for which a body is waited longer than a question without one.
SLOWEST: Final = 64_000
CHUNK: Final = 1 << 20

# There is something else; somebody is putting something; what was to be replaced is gone.
TAKEN: Final = {412, 409, 404}


class S3Store:
    """One bucket. Thread-safe; every method may block, for a time that is bounded.

    Raises S3Error, and nothing else, whatever boto3 met.
    """

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
        bucket = bucket_of(settings)
        return cls(bucket, S3Account.from_settings(settings)) if bucket else None

    @property
    def patience(self) -> float:
        """Seconds that one question may take in all."""
        return self._account.patience

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

    def upload_fileobj(
        self, file: IO[bytes], bucket_name: str, object_key: str, **more: str
    ) -> None:
        """Send what *file* holds from here on: what scrapy-s3pipeline asks of a strategy."""
        begin = file.tell()
        # Whole and in one request: nothing is left behind by an upload cut short, and MD5, unlike
        # newer checksums, is verified by every kind of S3.
        md5 = hashlib.md5(usedforsecurity=False)
        while part := file.read(CHUNK):
            md5.update(part)
        size = file.tell() - begin
        file.seek(begin)
        kind = CONTENT_TYPES.get(PurePosixPath(object_key).suffix, "binary/octet-stream")
        answer = self._ask(
            lambda client: client.put_object(
                Bucket=bucket_name,
                Key=object_key,
                Body=file,
                ContentMD5=base64.b64encode(md5.digest()).decode(),
                ContentType=kind,
                **more,
            ),
            size=size,
        )
        if not answer.get("ETag"):  # a portal or a proxy that says 200 to anything
            raise self._error(S3Cause.UNEXPECTED, "200 sans ETag")

    def list(self, prefix: str) -> list[str]:
        """Return the keys that begin with *prefix*, in order."""
        return [key for key, _ in self.sizes(prefix)]

    def sizes(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the keys that begin with *prefix*, in order, each with its size."""
        after: dict[str, str] = {}

        def question(client: Any) -> tuple[list[tuple[str, int]], dict[str, str]]:  # noqa: ANN401 (boto3's)
            page = client.list_objects_v2(Bucket=self.bucket, Prefix=prefix, **after)
            listed = [(entry["Key"], int(entry["Size"])) for entry in page.get("Contents", ())]
            token = page["NextContinuationToken"] if page.get("IsTruncated") else None
            return listed, {"ContinuationToken": token} if token else {}

        while True:
            found, following = self._ask(question)
            yield from found
            if not following:
                return
            if following == after:
                raise self._error(S3Cause.UNEXPECTED, "liste sans fin")
            after = following

    def read(self, key: str, *, most: int | None = None) -> bytes:
        """Return the bytes under *key*, *most* of them at most.

        S3Cause.OBJECT_MISSING if there are none, UNEXPECTED if there are more.
        """

        def question(client: Any) -> bytes:  # noqa: ANN401 (boto3's)
            stream = client.get_object(Bucket=self.bucket, Key=key)["Body"]
            return bytes(stream.read(None if most is None else most + 1))

        body = self._ask(question)
        if most is not None and len(body) > most:
            raise self._error(S3Cause.UNEXPECTED, f"{key} : plus de {most // 1_000_000} Mo")
        return body

    def read_tagged(self, key: str) -> tuple[bytes, str]:
        """Return the bytes under *key*, and the tag by which `create` knows them again."""

        def question(client: Any) -> tuple[bytes, str]:  # noqa: ANN401 (boto3's)
            answer = client.get_object(Bucket=self.bucket, Key=key)
            return bytes(answer["Body"].read()), str(answer["ETag"])

        return self._ask(question)

    def create(self, key: str, body: bytes, *, over: str | None = None) -> bool:
        """Put *body* under *key* unless something is there; tell whether it was put.

        With *over*, a tag: only in the place of what has that tag. Of several who try, one does.
        """

        def question(client: Any) -> bool:  # noqa: ANN401 (boto3's)
            from botocore.exceptions import ClientError  # noqa: PLC0415 (see the first lines)

            try:
                condition = {"IfNoneMatch": "*"} if over is None else {"IfMatch": over}
                client.put_object(Bucket=self.bucket, Key=key, Body=body, **condition)
            except ClientError as exc:
                if exc.response["ResponseMetadata"]["HTTPStatusCode"] not in TAKEN:
                    raise
                return False
            return True

        return self._ask(question, size=len(body))

    def delete(self, key: str) -> None:
        """Take what is under *key* away; nothing may be there."""
        self._ask(lambda client: client.delete_object(Bucket=self.bucket, Key=key))

    def _ask(self, question: Callable[[Any], T], *, size: int = 0) -> T:
        """Return what *question*, given a client, returns; it may be given up while it runs."""
        seconds = self._account.patience + size / SLOWEST
        try:
            return ask_within(seconds, lambda: question(self._client()))
        except LateError:
            raise self._error(S3Cause.TOO_SLOW, "") from None
        except Exception as exc:
            raise self._error(*find_cause(exc)) from exc

    def _client(self) -> Any:  # noqa: ANN401 (boto3 makes its methods at run time)
        with self._making:
            if self._made is None:
                # Deferred: see the first lines of this file.
                from ftcrawler.s3.client import make_client  # noqa: PLC0415

                self._made = make_client(self._account)
        return self._made

    def _error(self, cause: S3Cause, detail: str) -> S3Error:
        return S3Error(cause, bucket=self.bucket, endpoint=self._account.place, detail=detail)
