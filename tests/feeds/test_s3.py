"""A feed in S3 goes by the client that pages go by, and what is written is whole."""

from __future__ import annotations

from io import BytesIO

import pytest

from ftcrawler.feeds import bucket_storage
from ftcrawler.feeds.bucket_storage import FeedBucket
from ftcrawler.s3.account import S3Account
from tests.s3.conftest import BUCKET, front, moto, moto_server  # noqa: F401 (fixtures)
from tests.s3.variables import KEYS, s3

from .reading import ids_of

NOT_SENT = "Fichier exporté non envoyé vers s3://"


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


def test_an_s3_that_knows_no_newer_checksums(sandbox, run_crawl, front, tmp_path):  # noqa: F811
    uri = f"s3://other:secret%2Fkey@{BUCKET}/dossier/mes offres.jsonl"
    done = run_crawl(sandbox, "all", "no_s3=1", feeds((uri, "jsonl")), **s3(front.url))
    assert done.code == 0, done.log
    (tmp_path / "o.jsonl").write_bytes(front.objects["dossier/mes%20offres.jsonl"])
    assert ids_of(tmp_path / "o.jsonl") == sorted(done.ids)
    assert "Credential=other/" in front.last_headers["Authorization"]
    assert not [name for name in front.last_headers if "checksum" in name.lower()]


def test_a_bucket_that_is_not_there_is_told(sandbox, run_crawl, moto):  # noqa: F811
    feed = feeds(("s3://elsewhere/o.csv", "csv"))
    done = run_crawl(sandbox, "all", "no_s3=1", feed, **s3(moto.url))
    assert (done.code, done.report["status"]) == (4, "complete")
    assert "Fichiers exportés absents ou incomplets" in done.stdout
    assert f"{NOT_SENT}elsewhere/o.csv : bucket « elsewhere » introuvable" in done.log
    assert "Traceback" not in done.log
    assert KEYS["KEY_SECRET"] not in done.log + done.stdout


def test_an_s3_that_never_answers_does_not_hold_the_crawl(sandbox, run_crawl, front):  # noqa: F811
    front.dripping = True
    feed = feeds((f"s3://{BUCKET}/o.csv", "csv"))
    # Each KB would have its time as well.
    options = ("no_s3=1", "FT_S3_TIMEOUT=0.5", "FEED_EXPORT_FIELDS=id", feed)
    done = run_crawl(sandbox, "all", "max_pages=1", *options, **s3(front.url))
    assert (done.code, done.report["status"]) == (4, "truncated"), done.log
    assert f"{NOT_SENT}{BUCKET}/o.csv : pas de réponse entière" in done.log


@pytest.mark.parametrize("uri", ["s3://lake", "s3://lake/", "s3:///o.csv"])
def test_an_address_without_a_file_is_refused(sandbox, run_crawl, uri):
    done = run_crawl(sandbox, "all", "no_s3=1", feeds((uri, "csv")), **s3("http://127.0.0.1:9"))
    assert done.code == 1
    assert "Adresse d'export incomplète" in done.stdout
    assert done.files == []


def test_a_large_feed_goes_in_parts(moto, monkeypatch):  # noqa: F811
    monkeypatch.setattr(bucket_storage, "IN_PARTS", 1)
    monkeypatch.setattr(bucket_storage, "PART", 5 << 20)
    body = bytes(range(256)) * (11 << 12)
    account = S3Account(endpoint=moto.url, region="us-east-1", access_key="a", secret_key="b")
    FeedBucket(BUCKET, account).send("o.jsonl", BytesIO(body), len(body))
    assert moto.objects() == {"o.jsonl": body}
    etag = moto.client().head_object(Bucket=BUCKET, Key="o.jsonl")["ETag"]
    assert etag.endswith('-3"')
