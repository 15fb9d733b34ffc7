"""What is fetched before a crawl and kept after it, besides its own run."""

from __future__ import annotations

import json

from ftcrawler.aws_lambda.fetch_reports import NEWEST, fetch_reports
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import paris_now, stamp
from ftcrawler.runs.run_name import RunName
from tests.s3.conftest import BUCKET

from .function import SLOW

OTHER = {"spider": "keywords", "arguments": {"keywords": "infirmier", "max_pages": 0}}
DAMAGED = f"state/all_{stamp(paris_now())}.sqlite3"


def test_another_command_leaves_a_cut_run_as_it_is(start_sandbox, function_of, bucket, moto):
    sandbox = start_sandbox(offers_count=7500)
    function = function_of(sandbox)
    cut, _ = function.live(
        {"event": SLOW, "after": {"pages": 5, "left": 99}}, {"event": OTHER}
    ).results
    (journal,) = bucket().journals
    saved = moto.client().head_object(Bucket=BUCKET, Key=journal)["LastModified"]
    (other,) = function.live({"event": OTHER}).results
    assert moto.client().head_object(Bucket=BUCKET, Key=journal)["LastModified"] == saved
    (complete,) = function.live({"event": SLOW}).results
    assert other["report"]["status"] == "skipped"
    assert complete["report"]["run"] == cut["report"]["run"]
    assert complete["report"]["status"] == "complete"
    of_all = {key: body for key, body in bucket().objects.items() if "france_travail_all_" in key}
    assert type(bucket())(of_all).ids == dict.fromkeys(sandbox.ids({}), 1)
    assert bucket().journals == []


def test_what_cannot_be_read_stays_where_it_is(start_sandbox, function_of, bucket, moto):
    s3 = moto.client()
    for key in (DAMAGED, "state/notes.txt"):
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"not a journal")
    event = {"spider": "all", "arguments": {"max_pages": 2}}
    lived = function_of(start_sandbox(offers_count=1000)).live({"event": event})
    assert lived.results[0]["report"]["status"] == "truncated"
    assert f"Laissé de côté dans S3, sous {DAMAGED}. Journal illisible" in lived.log
    assert bucket().journals == [DAMAGED, "state/notes.txt"]


def test_the_newest_reports_come_first(moto, store_at, tmp_path):
    s3 = moto.client()
    today = stamp(paris_now())
    stamps = [f"202601{day:02}_{hour:02}0000" for day in range(1, 8) for hour in range(10)]
    for name in [*(f"all_{one}" for one in stamps), f"keywords_{today}", "sector_20260107_110000"]:
        s3.put_object(Bucket=BUCKET, Key=f"runs/{name}.json", Body=json.dumps(name).encode())
        s3.put_object(Bucket=BUCKET, Key=f"runs/{name}_found_by.jsonl", Body=b"")
    left_out = RunName("all", stamps[-1])
    fetch_reports(store_at(moto.url), DataLayout(tmp_path), apart_from=[left_out])
    found = sorted(path.name for path in (tmp_path / "runs").iterdir())
    assert found == [
        *(f"all_{one}.json" for one in stamps[-NEWEST:-1]),
        "sector_20260107_110000.json",
    ]
    assert json.loads((tmp_path / "runs" / found[0]).read_bytes()) == found[0][:-5]
