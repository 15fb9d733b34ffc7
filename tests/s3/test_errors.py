"""Whatever an S3 does, a question to it ends, and ends in an S3Error that says what to mend."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from ftcrawler.checks.checked_bucket import CheckedBucket
from ftcrawler.s3.account import S3Account
from ftcrawler.s3.causes import S3Cause, S3Error
from ftcrawler.s3.store import S3Store
from tests.crawls.conftest import run_crawl, start_sandbox  # noqa: F401 (fixtures)
from tests.crawls.stopping import begin, end
from tests.s3.conftest import KEY, StoreAt
from tests.s3.variables import SENTENCE, s3

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.s3.front import S3Front

QUESTIONS: dict[str, Callable[[CheckedBucket], object]] = {
    "upload": lambda store: store.write(KEY, b"{}"),
    "list": lambda store: store.list("raw/"),
    "read": lambda store: store.read(KEY),
    "create": lambda store: store.create(KEY, b"{}"),
    "delete": lambda store: store.delete(KEY),
    "first": lambda store: store.first_keys("raw/"),
    "region": lambda store: store.find_region(),
}


@pytest.fixture(params=QUESTIONS)
def ask(request, front: S3Front):
    """Ask one question of a bucket at the front, and return why it was refused."""

    def refused(patience: float = 20.0) -> S3Cause:
        account = S3Account(
            endpoint=front.url,
            region="us-east-1",
            access_key="a",
            secret_key="b",
            patience=patience,
        )
        with pytest.raises(S3Error) as error:
            QUESTIONS[request.param](CheckedBucket("lake", account))
        return error.value.cause

    return refused


def test_bytes_that_drip(front: S3Front, ask) -> None:
    front.dripping = True
    assert ask(patience=0.5) is S3Cause.TOO_SLOW


@pytest.mark.parametrize("status", [301, 307])
def test_redirects(front: S3Front, ask, status: int) -> None:
    front.always = (status, "")
    front.headers = {"Location": f"{front.url}/elsewhere"}
    assert ask() is S3Cause.REDIRECTED


@pytest.mark.parametrize(
    ("listing", "cause"),
    [
        (b"<html", S3Cause.BUSY),  # botocore takes it for a failure of S3, and asks again
        (b"\xff\xfe", S3Cause.BUSY),
        (b"<ListBucketResult><Contents/></ListBucketResult>", S3Cause.UNEXPECTED),
    ],
)
def test_a_listing_that_is_none(
    front: S3Front, store_at: StoreAt, listing: bytes, cause: S3Cause
) -> None:
    front.listing = listing
    with pytest.raises(S3Error) as error:
        store_at(front.url).list("raw/")
    assert error.value.cause is cause


def test_a_listing_without_an_end(front: S3Front, store_at: StoreAt) -> None:
    front.listing = (
        b"<ListBucketResult><IsTruncated>true</IsTruncated>"
        b"<NextContinuationToken>a</NextContinuationToken></ListBucketResult>"
    )
    with pytest.raises(S3Error, match="liste sans fin"):
        store_at(front.url).list("raw/")


@pytest.mark.parametrize(
    "endpoint",
    ["minio:9000", "http://[::1", "http://\udcff", "http://h:99999", "http://é..x", "s3"],
)
def test_addresses_that_are_none(endpoint: str, page: Path) -> None:
    account = S3Account(endpoint=endpoint, region="us-east-1", access_key="a", secret_key="b")
    with pytest.raises(S3Error) as error:
        S3Store("lake", account).upload(KEY, page)
    assert error.value.cause is S3Cause.MISCONFIGURED


def test_an_error_code_is_quoted_on_one_line(front: S3Front, store_at: StoreAt, page: Path):
    front.always = (400, "Bad\nErreur: tout va bien\u202e")
    with pytest.raises(S3Error) as error:
        store_at(front.url).upload(KEY, page)
    assert str(error.value).isprintable()


def test_a_crawl_goes_on_where_s3_redirects(
    start_sandbox,  # noqa: F811
    run_crawl,  # noqa: F811
    front: S3Front,
) -> None:
    front.always = (301, "")
    done = run_crawl(start_sandbox(offers_count=300), "all", **s3(front.url))
    assert (done.code, done.report["status"]) == (4, "complete"), done.log
    assert done.report["s3"] == {"uploaded": 0, "pending": 2}
    assert done.log.count(SENTENCE) == 1
    assert "Traceback" not in done.log


@pytest.mark.parametrize("times", [1, 2])
def test_a_signal_ends_a_crawl_whose_s3_never_answers(
    start_sandbox,  # noqa: F811
    front: S3Front,
    tmp_path: Path,
    times: int,
) -> None:
    front.dripping = True
    process = begin(tmp_path, start_sandbox(offers_count=300), "all", **s3(front.url))
    assert front.arrived.acquire(timeout=30)
    for _ in range(times):
        process.send_signal(signal.SIGTERM)
    # FT_S3_TIMEOUT is a minute.
    _, log = process.communicate(timeout=30)
    assert process.returncode == 4, log
    assert "Traceback" not in log


def test_a_crawl_does_not_wait_for_s3_longer_than_it_may(
    start_sandbox,  # noqa: F811
    front: S3Front,
    tmp_path: Path,
) -> None:
    front.dripping = True
    sandbox = start_sandbox(offers_count=300)
    options = ("FT_S3_TIMEOUT=0.5", "FT_S3_DRAIN=1")
    done = end(begin(tmp_path, sandbox, "all", *options, delay=0, **s3(front.url)), tmp_path)
    assert (done.code, done.report["status"]) == (4, "complete"), done.log
    assert "S3 illisible, seul le disque local est consulté" in done.log
