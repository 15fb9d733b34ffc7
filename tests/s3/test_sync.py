"""s3-sync: everything that is left, once, and the reports it changes."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ftcrawler.runs.layout import details_key, found_by_key, report_key
from ftcrawler.s3.retrying_sender import Sender
from ftcrawler.s3.sync import Outcome, Sync
from tests.s3.conftest import BUCKET, Moto
from tests.s3.crawl import FAILED, StartCrawl
from tests.s3.filled import add_page, in_folder, on_disk, write_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run import Run
    from ftcrawler.s3.store import S3Store
    from tests.s3.front import S3Front

ROOT = Path(__file__).parents[2]


def sync(layout: DataLayout, store: S3Store) -> Outcome:
    return Sync(layout, store, Sender(store.upload, waits=()), workers=3).run()


def figures(path: Path) -> Any:
    return json.loads(path.read_bytes())["s3"]


def test_sends_everything_once(
    moto: Moto, store_at: Callable[..., S3Store], layout: DataLayout, new_run: Callable[[], Run]
):
    runs = [new_run(), new_run()]
    for run in runs:
        for page in range(10):
            add_page(run, page)
        report = write_report(run, uploaded=0, pending=10)
        run.close()
    outcome = sync(layout, store_at(moto.url))
    assert moto.objects() == on_disk(layout)
    assert (outcome.files, outcome.left, outcome.failures) == (22, 0, {})
    assert outcome.size == sum(map(len, on_disk(layout).values()))
    assert figures(report) == {"uploaded": 10, "pending": 0}
    assert not list(layout.state.iterdir())
    assert sync(layout, store_at(moto.url)) == Outcome()


def test_leaves_living_runs_to_themselves(
    moto: Moto, store_at: Callable[..., S3Store], layout: DataLayout, new_run: Callable[[], Run]
):
    alive = new_run()
    add_page(alive, 1)
    assert sync(layout, store_at(moto.url)) == Outcome()
    alive.close()


async def test_a_server_cut_in_mid_run_gets_the_rest_later(
    moto: Moto,
    crawl: StartCrawl,
    store_at: Callable[..., S3Store],
    layout: DataLayout,
    caplog: Any,
):
    under_way = crawl(moto.url, workers=1)
    await under_way.pipeline.open_spider()
    under_way.page(1)
    while under_way.figures() != {"uploaded_count": 1}:  # noqa: ASYNC110 (no event tells)
        await asyncio.sleep(0.001)
    moto.stop()
    try:
        keys = [under_way.page(page) for page in range(2, 9)]
        await under_way.pipeline.close_spider()
        assert under_way.run.journal.pending() == keys
        assert caplog.text.count(FAILED) == 1
        report = write_report(under_way.run, uploaded=1, pending=7)
        under_way.run.close()
        outcome = sync(layout, store_at(moto.url))
        assert (outcome.files, outcome.left) == (0, 7)
        assert sum(outcome.failures.values()) >= 3
        assert figures(report) == {"uploaded": 1, "pending": 7}
    finally:
        moto.start()
    assert sync(layout, store_at(moto.url)).left == 0
    assert moto.objects() == on_disk(layout)
    assert figures(report) == {"uploaded": 8, "pending": 0}


def test_corrects_a_report_by_what_could_be_sent(
    front: S3Front,
    store_at: Callable[..., S3Store],
    layout: DataLayout,
    new_run: Callable[[], Run],
):
    run = new_run()
    for page in range(3):
        add_page(run, page)
    report = write_report(run, uploaded=1, pending=4)
    run.files.path(add_page(run, 9)).unlink()
    run.close()
    outcome = sync(layout, store_at(front.url))
    assert figures(report) == {"uploaded": 4, "pending": 1}
    assert front.objects[f"runs/{run.name}.json"] == report.read_bytes()
    assert (outcome.files, outcome.left) == (4, 1)


def test_sends_reports_that_s3_lost_but_not_those_of_runs_kept_off_it(
    moto: Moto, store_at: Callable[..., S3Store], layout: DataLayout, new_run: Callable[..., Run]
):
    for spider, uploaded in (("all", 2), ("keywords", 0)):
        run = new_run(spider)
        write_report(run, uploaded=uploaded, pending=0)
        run.close()
    outcome = sync(layout, store_at(moto.url))
    assert [key.partition("_")[0] for key in moto.objects()] == ["runs/all"]
    assert outcome.files == 1
    assert sync(layout, store_at(moto.url)) == Outcome()


def test_sends_again_what_the_bucket_lost(
    moto: Moto, store_at: Callable[..., S3Store], layout: DataLayout, new_run: Callable[..., Run]
):
    store = store_at(moto.url)
    # One that is over, one that may be taken up again and has its journal, one kept off S3.
    for spider, pages, uploaded in (("all", 6, 6), ("sector", 3, 3), ("keywords", 2, 0)):
        run = new_run(spider)
        keys = [add_page(run, page) for page in range(pages)]
        write_report(run, uploaded=uploaded, pending=0)
        run.files.write(found_by_key(run.name), b"{}\n")
        run.files.write(details_key(run.name), b"{}\n")
        for key in keys:
            if uploaded:
                store.upload(key, run.files.path(key))
            run.journal.mark_uploaded(key)
        if spider == "sector":
            for key in (found_by_key(run.name), details_key(run.name), report_key(run.name)):
                run.journal.record_file(key, 3)
            run.journal.note(over="")
        run.close()
    expected = {key: body for key, body in in_folder(layout).items() if "keywords" not in key}
    assert len(list(layout.state.glob("*.sqlite3"))) == 1
    assert sync(layout, store).left == 0
    assert moto.objects() == expected
    for key in list(expected)[::2]:
        moto.client().delete_object(Bucket=BUCKET, Key=key)
    moto.client().put_object(Bucket=BUCKET, Key=list(expected)[1], Body=b"{")
    outcome = sync(layout, store)
    assert moto.objects() == expected
    assert (outcome.again, outcome.left) == (len(expected) // 2 + 1 + len(expected) % 2, 0)
    assert sync(layout, store) == Outcome()


def test_a_file_that_the_disk_has_less_of_is_not_sent_over_its_copy(
    moto: Moto, store_at: Callable[..., S3Store], layout: DataLayout, new_run: Callable[..., Run]
):
    run = new_run()
    key = add_page(run, 1)
    write_report(run, uploaded=0, pending=1)
    run.close()
    whole = run.files.path(key).read_bytes()
    assert sync(layout, store_at(moto.url)).left == 0
    run.files.path(key).write_bytes(whole[:-9])
    outcome = sync(layout, store_at(moto.url))
    assert (outcome.longer, outcome.files) == ([key], 0)
    assert moto.objects()[key] == whole
    code, said = scrapy_s3_sync(layout, moto.url)
    assert code == 4
    assert said.startswith(
        "1 fichier(s) plus court(s) que leur copie dans S3, gardée telle quelle"
    )


def test_what_cannot_be_sent_again_is_left(
    moto: Moto,
    front: S3Front,
    store_at: Callable[..., S3Store],
    layout: DataLayout,
    new_run: Callable[..., Run],
):
    run = new_run()
    for page in range(20):
        add_page(run, page)
    write_report(run, uploaded=0, pending=20)
    run.close()
    assert sync(layout, store_at(moto.url)).left == 0
    front.always_put = (403, "AccessDenied")
    outcome = sync(layout, store_at(front.url))
    assert (outcome.left, outcome.files) == (21, 0)
    assert front.requests < 12  # it gives up


def test_says_which_report_cannot_be_read(
    moto: Moto, store_at: Callable[..., S3Store], layout: DataLayout, new_run: Callable[[], Run]
):
    run = new_run()
    add_page(run, 1)
    write_report(run, uploaded=0, pending=1).write_text("{")
    run.close()
    [message] = sync(layout, store_at(moto.url)).failures
    assert "Rapport illisible" in message


def test_says_which_journal_cannot_be_read(
    front: S3Front, store_at: Callable[..., S3Store], layout: DataLayout
):
    layout.state.mkdir(parents=True)
    (layout.state / "all_20261123_211500.sqlite3").write_bytes(b"no database" * 100)
    [message] = sync(layout, store_at(front.url)).failures
    assert "Journal illisible" in message


def scrapy_s3_sync(layout: DataLayout, url: str, bucket: str = BUCKET) -> tuple[int, str]:
    environment = {
        "PATH": "",
        "data_lake_bucket": bucket,
        "AWS_ENDPOINT_URL": url,
        "KEY_ACCESS": "a",
        "KEY_SECRET": "b",
        "FT_DATA_DIR": str(layout.root),
    }
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "s3-sync"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_command_says_what_it_did(
    moto: Moto, layout: DataLayout, new_run: Callable[[], Run], front: S3Front
):
    run = new_run()
    add_page(run, 1)
    write_report(run, uploaded=0, pending=1)
    run.close()
    assert scrapy_s3_sync(layout, moto.url, bucket="") == (
        1,
        "Erreur: aucun bucket S3. Renseignez data_lake_bucket dans .env.\n",
    )
    front.always = (403, "AccessDenied")
    code, said = scrapy_s3_sync(layout, front.url)
    assert code == 4
    assert said.startswith(f"{FAILED} : accès refusé au bucket « lake ». Donnez à cette clé")
    assert said.endswith("1 fichier(s) reste(nt) à envoyer ; relancez scrapy s3-sync.\n")
    code, said = scrapy_s3_sync(layout, moto.url)
    assert (code, said) == (0, "2 fichier(s) envoyé(s) vers s3://lake/ (0,00 Mo).\n")
    assert scrapy_s3_sync(layout, moto.url) == (0, "Rien à envoyer : s3://lake/ est à jour.\n")
