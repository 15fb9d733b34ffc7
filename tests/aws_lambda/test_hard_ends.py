"""What a container that was cut hard, or that S3 refused, leaves: no offer lost, none twice."""

from __future__ import annotations

import pytest

from ftcrawler.aws_lambda.lease import KEY
from tests.s3.conftest import BUCKET

from .function import SLOW

DONE = {"event": SLOW}


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=7500)


@pytest.fixture
def function(function_of, sandbox):
    return function_of(sandbox)


def assert_all_once(sandbox, bucket):
    assert bucket.ids == dict.fromkeys(sandbox.ids({}), 1)
    assert len(bucket.stamps) == 1
    assert bucket.journals == []


def test_a_crawl_that_does_not_end_in_time_is_killed_and_taken_up(sandbox, function, bucket):
    (killed,) = function.live({"event": SLOW, "after": {"pages": 5, "left": 39}}).results
    assert (killed["exit_code"], killed["resumable"]) == (4, True)
    assert killed["report"]["message"].startswith("Collecte tuée à la fin du temps")
    assert killed["report"]["offers"]["collected"] == sum(bucket().ids.values()) > 0
    assert killed["report"]["s3"]["pending"] == 0
    assert bucket().reports == []
    (complete,) = function.live(DONE).results
    assert (complete["report"]["run"], complete["report"]["resumed"]) == (
        killed["report"]["run"],
        1,
    )
    assert complete["report"]["status"] == "complete"
    assert_all_once(sandbox, bucket())


def test_pages_that_an_older_journal_does_not_know_are_not_collected_twice(
    sandbox, function, bucket, moto
):
    """As if the container had died between its last page and its journal."""
    function.live({"event": SLOW, "after": {"pages": 8, "left": 39}})
    (journal,) = bucket().journals
    older = bucket().objects[journal]
    function.live({"event": SLOW, "after": {"pages": 8, "left": 39}})
    known = len(bucket().ids)
    moto.client().put_object(Bucket=BUCKET, Key=journal, Body=older)
    lived = function.live(DONE)
    assert "page(s) de S3 reprises au journal" in lived.log
    assert lived.results[0]["report"]["offers"]["collected"] > known
    assert lived.results[0]["report"]["status"] == "complete"
    assert_all_once(sandbox, bucket())


def test_a_container_that_dies_leaves_a_journal_from_its_beginning(
    sandbox, function, bucket, moto
):
    container = function.start(DONE)
    sandbox.wait_for_searches(12)
    function.destroy(container)
    assert bucket().ids
    moto.client().delete_object(Bucket=BUCKET, Key=KEY)  # as if the time that it had were over
    lived = function.live(DONE)
    assert lived.results[0]["report"]["resumed"] == 1
    assert_all_once(sandbox, bucket())


@pytest.mark.parametrize("refused", ["raw/france_travail/*", "state/all_*"])
def test_what_s3_refuses_is_an_error_and_comes_again(
    sandbox, function, bucket, keys_with, refused
):
    keys = keys_with(
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::lake/{refused}"},
    )
    cut = {"event": SLOW, "after": {"pages": 5, "left": 99}}
    kind, message = function.live(cut, **keys).error
    keys_with.lift()
    assert kind in {"UploadError", "S3Error"}
    assert "accès refusé au bucket « lake »" in message
    assert not any(run["status"] == "complete" for run in bucket().reports)
    (complete,) = function.live(DONE).results
    assert complete["report"]["status"] == "complete"
    if refused.startswith("raw/"):  # the journal of the beginning was saved
        assert complete["report"]["resumed"] == 1
        assert_all_once(sandbox, bucket())
    else:  # nobody knows of the first run, which had no end: its pages stay
        assert bucket().ids.keys() == set(sandbox.ids({}))
        assert len(bucket().stamps) == 2
