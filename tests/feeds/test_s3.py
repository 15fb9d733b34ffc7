"""A feed in S3 is Scrapy's own affair: it gets the keys, and what is written is whole."""

from __future__ import annotations

import pytest

from tests.crawls.test_s3 import KEYS, s3
from tests.s3.conftest import BUCKET, moto, moto_server  # noqa: F401 (fixtures)

from .reading import ids_of


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=300)


def feeds(*uris):
    return "FEEDS={" + ",".join(f'"{uri}": {{"format": "{kind}"}}' for uri, kind in uris) + "}"


def test_a_feed_in_a_bucket(sandbox, run_crawl, moto, tmp_path):  # noqa: F811
    uris = [(f"s3://{BUCKET}/o.parquet", "parquet"), (f"s3://{BUCKET}/o.csv", "csv")]
    done = run_crawl(sandbox, "all", "no_s3=1", feeds(*uris), **s3(moto.url))
    assert done.code == 0, done.log
    for name, body in moto.objects().items():
        (tmp_path / name).write_bytes(body)
        assert ids_of(tmp_path / name) == sorted(done.ids)
    assert KEYS["KEY_SECRET"] not in done.log + done.stdout


def test_a_bucket_that_is_not_there_is_told(sandbox, run_crawl, moto):  # noqa: F811
    feed = feeds(("s3://elsewhere/o.csv", "csv"))
    done = run_crawl(sandbox, "all", "no_s3=1", feed, **s3(moto.url))
    assert (done.code, done.report["status"]) == (4, "complete")
    assert "Fichiers exportés absents ou incomplets" in done.stdout
    assert KEYS["KEY_SECRET"] not in done.log + done.stdout
