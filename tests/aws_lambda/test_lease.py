"""One invocation at a time in a bucket, even where the other is in another container."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack

import pytest

from ftcrawler.aws_lambda.lease import KEY, alone
from ftcrawler.exceptions import AlreadyRunningError
from tests.s3.conftest import BUCKET


def leave(moto, *, seconds):
    """Leave the lease of a container that died."""
    body = json.dumps({"holder": "dead", "until": time.time() + seconds})
    moto.client().put_object(Bucket=BUCKET, Key=KEY, Body=body)


def test_nobody_else_is_let_in_until_it_is_over(moto, store_at):
    first, second = store_at(moto.url), store_at(moto.url)
    with alone(first, 900):
        refused = pytest.raises(AlreadyRunningError, match="Une autre invocation travaille")
        with refused, alone(second, 900):
            pass
        assert list(moto.objects()) == [KEY]
    with alone(second, 900):
        assert list(moto.objects()) == [KEY]
    assert moto.objects() == {}


def test_it_is_given_back_whatever_happens(moto, store_at):
    with pytest.raises(ZeroDivisionError), alone(store_at(moto.url), 900):
        raise ZeroDivisionError
    assert moto.objects() == {}


def test_that_of_the_dead_ends_with_their_time(moto, store_at):
    leave(moto, seconds=-1)
    with alone(store_at(moto.url), 900):
        assert json.loads(moto.objects()[KEY])["holder"] != "dead"
    assert moto.objects() == {}


def test_of_two_who_find_it_over_one_gets_in(moto, store_at, monkeypatch):
    leave(moto, seconds=-1)
    first, second = store_at(moto.url), store_at(moto.url)
    with ExitStack() as stack:
        read = second.read_tagged

        def read_then_be_late(key):
            found = read(key)
            monkeypatch.undo()
            stack.enter_context(alone(first, 900))
            return found

        monkeypatch.setattr(second, "read_tagged", read_then_be_late)
        refused = pytest.raises(AlreadyRunningError, match="Une autre invocation travaille")
        with refused, alone(second, 900):
            pass
        assert list(moto.objects()) == [KEY]
    assert moto.objects() == {}


def test_whose_time_was_over_leaves_the_next_ones_alone(moto, store_at):
    with alone(store_at(moto.url), -1), alone(store_at(moto.url), 900):
        held = moto.objects()[KEY]
    assert json.loads(held)["until"] > time.time()
    with alone(store_at(moto.url), -1):
        leave(moto, seconds=900)
    assert json.loads(moto.objects()[KEY])["holder"] == "dead"


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"<html>"])
def test_a_damaged_one_locks_nobody_out(moto, store_at, body):
    moto.client().put_object(Bucket=BUCKET, Key=KEY, Body=body)
    with alone(store_at(moto.url), 900):
        assert json.loads(moto.objects()[KEY])["until"] > time.time()


def test_an_answer_that_was_lost_locks_nobody_out(moto, store_at, monkeypatch):
    """S3 took the lease, its answer did not come, and botocore asked again."""
    store = store_at(moto.url)
    create = store.create
    monkeypatch.setattr(
        store, "create", lambda key, body, over: create(key, body, over=over) and False
    )
    with alone(store, 900):
        assert list(moto.objects()) == [KEY]


def test_the_function_asks_nothing_of_the_api_meanwhile(moto, start_sandbox, function_of, bucket):
    sandbox = start_sandbox(offers_count=1000)
    leave(moto, seconds=300)
    kind, message = function_of(sandbox).live({"event": {"spider": "all"}}).error
    assert kind == "AlreadyRunningError"
    assert message.startswith("Une autre invocation travaille dans le bucket « lake », jusqu'à ")
    assert sandbox.log == []
    assert list(bucket().objects) == [KEY]
