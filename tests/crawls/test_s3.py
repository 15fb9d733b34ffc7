"""Whole crawls with S3: same names, same bytes, and nothing lost when S3 fails."""

from __future__ import annotations

import pytest

from tests.s3.conftest import BUCKET, front, moto, moto_server  # noqa: F401 (fixtures)
from tests.s3.variables import KEYS, SENTENCE, s3

from .conftest import REAL_OFFERS
from .crawling import scrapy


def on_disk(data):
    return {
        path.relative_to(data).as_posix(): path.read_bytes()
        for folder in ("raw", "runs")
        for path in (data / folder).rglob("*")
        if path.is_file()
    }


@pytest.fixture
def real(start_sandbox):
    return start_sandbox(offers=REAL_OFFERS)


def test_the_bucket_holds_the_same_names_and_bytes(real, run_crawl, moto):  # noqa: F811
    done = run_crawl(real, "sector", "sector=data", "max_pages=0", **s3(moto.url))
    assert done.code == 0, done.log
    assert len(done.files) > 3
    assert moto.objects() == on_disk(done.data)
    assert done.report["s3"] == {"uploaded": len(done.files), "pending": 0}
    assert list((done.data / "state").iterdir()) == []
    assert KEYS["KEY_SECRET"] not in done.log + done.stdout


def test_no_s3_sends_nothing(real, run_crawl, moto):  # noqa: F811
    done = run_crawl(real, "all", "no_s3=1", **s3(moto.url))
    assert (done.code, moto.objects()) == (0, {})
    assert done.report["s3"] == {"uploaded": 0, "pending": 0}
    assert list((done.data / "state").iterdir()) == []


def test_what_another_machine_collected_today_is_not_collected_again(
    real,
    start_sandbox,
    run_crawl,
    moto,  # noqa: F811
    tmp_path,
):
    run_crawl(real, "all", data=tmp_path / "one", **s3(moto.url))
    asked = len(real.log)
    second = run_crawl(real, "all", data=tmp_path / "two", **s3(moto.url))
    assert (second.code, second.report["status"]) == (0, "skipped")
    assert f"s3://{BUCKET}/raw/france_travail/" in second.log
    assert len(real.log) == asked
    # What the bucket holds of another server is none of this one's.
    elsewhere = start_sandbox(offers_count=150)
    third = run_crawl(elsewhere, "all", data=tmp_path / "three", **s3(moto.url))
    assert (third.code, third.report["status"]) == (0, "complete")


@pytest.mark.parametrize("fault", ["down", "no bucket", "denied", "wrong key", "wrong secret"])
def test_s3_that_fails_leaves_the_files_whole_and_exits_4(
    real,
    run_crawl,
    moto,  # noqa: F811
    front,  # noqa: F811
    fault,
):
    codes = {
        "denied": (403, "AccessDenied"),
        "wrong key": (403, "InvalidAccessKeyId"),
        "wrong secret": (403, "SignatureDoesNotMatch"),
    }
    front.always = codes.get(fault)
    variables = {
        "down": s3("http://127.0.0.1:9"),
        "no bucket": s3(moto.url, "nowhere"),
    }.get(fault, s3(front.url))
    done = run_crawl(real, "all", **variables)
    assert (done.code, done.report["status"]) == (4, "complete"), done.log
    assert sorted(done.ids) == sorted(real.ids({}))
    assert done.report["s3"] == {"uploaded": 0, "pending": 9}
    assert done.log.count(SENTENCE) == 1
    assert "9 à envoyer par « scrapy s3-sync »" in done.stdout
    assert KEYS["KEY_SECRET"] not in done.log + done.stdout
    synced = scrapy("s3-sync", data=done.data, variables={**real.env(), **s3(moto.url)})
    assert (synced.code, synced.log) == (0, "")
    assert moto.objects() == on_disk(done.data)
    assert done.report["s3"] == {"uploaded": 9, "pending": 0}
    assert list((done.data / "state").iterdir()) == []


def test_s3_cut_in_mid_run_is_made_up_for_by_the_next_crawl(
    real,
    run_crawl,
    moto,  # noqa: F811
    front,  # noqa: F811
):
    front.answers.extend([(403, "AccessDenied")] * 4)
    front.always = (403, "AccessDenied")
    first = run_crawl(real, "all", **s3(front.url))
    assert first.code == 4
    second = run_crawl(real, "keywords", "keywords=data", **s3(moto.url))
    assert second.code == 0, second.log
    assert moto.objects() == on_disk(second.data)
    assert list((second.data / "state").iterdir()) == []
