"""A run that its day did not see the end of is closed by the next day's, with a report."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.s3.conftest import BUCKET

from .function import SLOW

EARLIER = "20200101_020000"


def test_a_run_of_another_day_is_reported_and_not_taken_up(
    start_sandbox, function_of, bucket, moto, tmp_path
):
    function = function_of(start_sandbox(offers_count=7500))
    (killed,) = function.live({"event": SLOW, "after": {"pages": 8, "left": 39}}).results
    stamp = killed["report"]["run"][-15:]
    set_back(moto, bucket().objects, stamp, tmp_path / "journal")
    kept = sum(bucket().ids.values())
    lived = function.live({"event": SLOW})
    (complete,) = lived.results
    assert (complete["report"]["status"], complete["report"]["resumed"]) == ("complete", 0)
    closed, own = bucket().reports
    assert own == complete["report"]
    assert (closed["run"], closed["reason"]) == (f"all_{EARLIER}", "interrupted")
    assert closed["offers"]["collected"] == kept == killed["report"]["offers"]["collected"]
    assert closed["s3"] == {"uploaded": closed["files"]["written"], "pending": 0}
    assert bucket().journals == []
    assert bucket().stamps == {EARLIER, own["run"][-15:]}


def set_back(moto, objects, stamp, scratch):
    """Move a run to another day: the names of its files, and those that its journal knows."""
    s3 = moto.client()
    for key, body in objects.items():
        if key.startswith("state/"):
            scratch.write_bytes(body)
            with closing(sqlite3.connect(scratch)) as db, db:
                db.execute("UPDATE files SET key = replace(key, ?, ?)", (stamp, EARLIER))
            body = scratch.read_bytes()  # noqa: PLW2901 (the journal as it is now)
        s3.put_object(Bucket=BUCKET, Key=key.replace(stamp, EARLIER), Body=body)
        s3.delete_object(Bucket=BUCKET, Key=key)
