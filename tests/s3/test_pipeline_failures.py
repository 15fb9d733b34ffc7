"""The pipeline when S3 fails, is away or refuses."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from ftcrawler.s3.retrying_sender import GIVE_UP_AFTER
from tests.s3.crawl import FAILED, StartCrawl
from tests.s3.filled import add_page, write_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.runs.run import Run
    from tests.s3.front import S3Front


async def test_a_busy_s3_is_asked_again(front: S3Front, crawl: StartCrawl):
    front.answers.extend([(503, "SlowDown"), (500, "InternalError")])
    under_way = crawl(front.url)
    await under_way.all(4)
    assert under_way.figures() == {"uploaded_count": 4}
    assert front.requests == 6


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((404, "NoSuchBucket"), "bucket « lake » introuvable"),
        ((403, "AccessDenied"), "accès refusé"),
        ((403, "InvalidAccessKeyId"), "clé d'accès inconnue"),
        ((403, "SignatureDoesNotMatch"), "KEY_SECRET"),
    ],
)
async def test_stops_at_what_lasts_and_says_it_once(
    front: S3Front,
    crawl: StartCrawl,
    caplog: pytest.LogCaptureFixture,
    answer: tuple[int, str],
    said: str,
):
    front.always = answer
    under_way = crawl(front.url, workers=1)
    keys = await under_way.all(20)
    assert under_way.run.journal.pending() == keys
    assert under_way.figures() == {"failed_count": GIVE_UP_AFTER}
    assert front.requests == GIVE_UP_AFTER
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.message.startswith(f"{FAILED} : ")
    assert said in record.message
    assert f"Les fichiers restent dans {under_way.run.layout.raw}" in record.message
    assert "`scrapy s3-sync`" in record.message


async def test_an_endpoint_that_is_down_costs_files_nothing(
    crawl: StartCrawl, caplog: pytest.LogCaptureFixture
):
    under_way = crawl("http://127.0.0.1:9", workers=4)
    keys = await under_way.all(6)
    assert under_way.run.journal.pending() == keys
    assert under_way.figures()["failed_count"] >= GIVE_UP_AFTER
    assert caplog.text.count(f"{FAILED} : point d'accès injoignable") == 1


async def test_a_file_that_went_away_stops_no_other(
    front: S3Front, crawl: StartCrawl, caplog: pytest.LogCaptureFixture
):
    under_way = crawl(front.url)
    gone, there = add_page(under_way.run, 1), add_page(under_way.run, 2)
    under_way.run.files.path(gone).unlink()
    await under_way.all(0)  # the journal's at the opening: the run goes on from another
    assert "fichier local illisible" in caplog.text
    assert under_way.figures() == {"failed_count": 1, "uploaded_count": 1}
    assert under_way.run.journal.pending() == [gone]
    assert list(front.objects) == [there]


async def test_a_report_that_cannot_be_read_holds_no_other_run_back(
    front: S3Front,
    crawl: StartCrawl,
    new_run: Callable[..., Run],
    caplog: pytest.LogCaptureFixture,
):
    damaged, sound = new_run("all"), new_run("sector")
    keys = [add_page(damaged, 1), add_page(sound, 1)]
    write_report(damaged, uploaded=0, pending=1).write_text("{")
    damaged.close()
    sound.close()
    await crawl(front.url).all(0)
    assert sorted(front.objects) == sorted(keys)
    assert "Rapport illisible" in caplog.text
