"""The pipeline as Scrapy drives it, with real runs and a server that can be slow."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from s3pipeline import S3Pipeline  # type: ignore[import-untyped]  # it ships no types
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from ftcrawler.extensions.current_run import CurrentRun
from ftcrawler.pipelines.store_s3 import StoreS3Pipeline
from ftcrawler.runs.run import Run, leftover_runs
from tests.s3.conftest import BUCKET, SECRETS, Moto
from tests.s3.filled import add_page, on_disk, write_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.runs.layout import DataLayout
    from tests.s3.crawl import StartCrawl
    from tests.s3.front import S3Front


async def test_s3_holds_the_names_and_bytes_of_the_disk(
    moto: Moto, crawl: StartCrawl, layout: DataLayout
):
    under_way = crawl(moto.url)
    assert isinstance(under_way.pipeline, S3Pipeline)
    await under_way.all(7)
    assert under_way.run.journal.pending() == []
    assert moto.objects() == on_disk(layout)
    assert len(moto.objects()) == 7
    assert under_way.figures() == {"uploaded_count": 7}


async def test_other_items_pass(front: S3Front, crawl: StartCrawl):
    under_way = crawl(front.url)
    await under_way.pipeline.open_spider()
    assert under_way.pipeline.process_item({"some": "item"}) == {"some": "item"}
    await under_way.pipeline.close_spider()
    assert front.requests == 0


async def test_the_crawl_goes_on_while_s3_answers_nothing(front: S3Front, crawl: StartCrawl):
    under_way = crawl(front.url)
    front.gate.clear()
    await under_way.pipeline.open_spider()
    keys = [under_way.page(page) for page in range(50)]
    # Two uploads are in the middle of their request, and stay there.
    for _ in range(2):
        assert await asyncio.to_thread(front.arrived.acquire, timeout=5)
    turns = 0
    async with asyncio.timeout(5):
        while turns < 1000:
            await asyncio.sleep(0)
            turns += 1
    assert front.requests == 2
    assert under_way.run.journal.pending() == keys
    front.gate.set()
    await under_way.pipeline.close_spider()
    assert under_way.run.journal.pending() == []
    assert len(front.objects) == 50
    assert front.content_types == {"application/json"}


async def test_slow_s3_is_waited_for_within_the_bound(
    front: S3Front, crawl: StartCrawl, caplog: pytest.LogCaptureFixture
):
    front.delay = 0.15
    under_way = crawl(front.url, drain=0.7)
    await under_way.pipeline.open_spider()
    keys = [under_way.page(page) for page in range(100)]
    assert await asyncio.to_thread(front.arrived.acquire, timeout=10)
    began = time.monotonic()
    await under_way.pipeline.close_spider()
    assert time.monotonic() - began < 3  # 100 pages would take 7.5 s
    left = under_way.run.journal.pending()
    assert 0 < len(left) < len(keys)
    assert under_way.figures() == {"uploaded_count": len(keys) - len(left)}
    told = re.search(r"L'envoi vers S3 n'est pas fini après ([\d.]+) s\.", caplog.text)
    assert told
    assert 0.7 <= float(told[1]) < 3
    assert set(keys) - set(left) <= set(front.objects)


async def test_what_hangs_at_the_end_meets_no_closed_journal(
    front: S3Front, crawl: StartCrawl, layout: DataLayout
):
    under_way = crawl(front.url, drain=0.05)
    front.gate.clear()
    keys = await under_way.all(3)
    under_way.run.close()
    front.gate.set()
    for thread in under_way.pipeline._uploads._threads:
        await asyncio.to_thread(thread.join, 5)
    [left] = leftover_runs(layout, print)
    assert left.journal.pending() == keys
    left.close()


def test_what_hangs_does_not_keep_the_process():
    code = (
        "import threading\n"
        "from ftcrawler.s3.upload_queue import UploadQueue\n"
        "hang = threading.Event().wait\n"
        "uploads = UploadQueue(lambda key: hang(), workers=2)\n"
        "uploads.start([hang]); uploads.add('k'); uploads.finish()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=10)


async def test_sends_what_earlier_runs_left_and_corrects_their_reports(
    moto: Moto, crawl: StartCrawl, new_run: Callable[..., Run], layout: DataLayout
):
    reported, killed = new_run("keywords"), new_run("sector")
    for run in (reported, killed):
        add_page(run, 1)
        add_page(run, 2)
    write_report(reported, uploaded=3, pending=2)
    reported.close()
    killed.close()

    under_way = crawl(moto.url)
    await under_way.all(1)
    assert moto.objects() == on_disk(layout)
    report = on_disk(layout)[f"runs/{reported.name}.json"]
    assert b'"uploaded": 5' in report
    assert b'"pending": 0' in report
    # Two pages of each and the report; the killed run can still be gone on with.
    assert under_way.figures() == {"caught_up_count": 5, "uploaded_count": 1}
    assert not reported.journal.path.exists()
    assert killed.journal.path.exists()


async def test_no_secret_is_logged(
    front: S3Front, crawl: StartCrawl, caplog: pytest.LogCaptureFixture
):
    front.answers.append((403, "SignatureDoesNotMatch"))
    with caplog.at_level(logging.DEBUG):
        under_way = crawl(front.url)
        await under_way.all(2)
    said = caplog.text + repr(vars(under_way.pipeline))
    assert not [secret for secret in SECRETS if secret in said]


def fake_crawler(run: Run, *, no_s3: bool, bucket: str) -> Any:
    return SimpleNamespace(
        settings=Settings(
            {
                "S3PIPELINE_URL": bucket and f"s3://{bucket}/raw/france_travail/",
                "FT_S3_WORKERS": 3,
                "FT_S3_DRAIN": 1.5,
            }
        ),
        stats=get_crawler().stats,
        spider=SimpleNamespace(args=SimpleNamespace(no_s3=no_s3)),
        get_extension=lambda _cls: CurrentRun(run),
    )


def test_is_off_without_a_bucket_and_on_demand(new_run: Callable[[], Run]):
    run = new_run()
    for options in ({"no_s3": True, "bucket": BUCKET}, {"no_s3": False, "bucket": ""}):
        with pytest.raises(NotConfigured) as off:
            StoreS3Pipeline.from_crawler(fake_crawler(run, **options))  # type: ignore[arg-type]
        assert not off.value.args
    pipeline = StoreS3Pipeline.from_crawler(fake_crawler(run, no_s3=False, bucket=BUCKET))
    assert (pipeline._uploads._workers, pipeline._drain) == (3, 1.5)
    run.close()
