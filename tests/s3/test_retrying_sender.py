"""What is tried again, what stops the rest, what the journal holds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from ftcrawler.runs.run import Run, leftover_runs
from ftcrawler.s3.causes import S3Cause, S3Error
from ftcrawler.s3.retrying_sender import GIVE_UP_AFTER, Sender
from tests.s3.filled import add_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout


def error(cause: S3Cause) -> S3Error:
    return S3Error(cause, bucket="lake", endpoint="http://s3", detail="d")


class Uploads:
    """An upload function that raises the causes given, in turn, then succeeds."""

    def __init__(self, *causes: S3Cause) -> None:
        self._causes: Iterator[S3Cause] = iter(causes)
        self.keys: list[str] = []

    def __call__(self, key: str, _path: Path) -> None:
        self.keys.append(key)
        if cause := next(self._causes, None):
            raise error(cause)


@pytest.fixture
def run(new_run: Callable[[], Run]) -> Iterator[Run]:
    run = new_run()
    yield run
    run.close()


def test_notes_in_the_journal_what_was_sent(run: Run):
    first, second = add_page(run, 1), add_page(run, 2)
    seen: list[list[str]] = []
    assert Sender(Uploads()).send(run, first, lambda: seen.append(run.journal.pending()))
    assert seen == [[second]]


@pytest.mark.parametrize("cause", [S3Cause.BUSY, S3Cause.UNREACHABLE])
def test_tries_again_what_passes(run: Run, cause: S3Cause):
    key, upload = add_page(run, 1), Uploads(cause, cause)
    assert Sender(upload, waits=(0, 0)).send(run, key)
    assert len(upload.keys) == 3
    assert run.journal.pending() == []


def test_gives_a_file_up_after_its_tries_but_not_the_others(run: Run):
    keys = [add_page(run, page) for page in range(5)]
    sender = Sender(Uploads(*[S3Cause.BUSY] * 8), waits=(0,))
    for key in keys[:4]:
        with pytest.raises(S3Error):
            sender.send(run, key)
    assert sender.send(run, keys[4])
    assert run.journal.pending() == keys[:4]


@pytest.mark.parametrize("cause", [cause for cause in S3Cause if cause.lasting])
def test_stops_after_lasting_failures_in_a_row(run: Run, cause: S3Cause):
    upload = Uploads(*[cause] * 100)
    sender = Sender(upload, waits=())
    for page in range(GIVE_UP_AFTER):
        with pytest.raises(S3Error):
            sender.send(run, add_page(run, page))
    assert sender.stopped
    assert not sender.send(run, add_page(run, 9))
    assert len(upload.keys) == GIVE_UP_AFTER
    assert len(run.journal.pending()) == GIVE_UP_AFTER + 1


def test_a_success_breaks_the_row(run: Run):
    denied = S3Cause.ACCESS_DENIED
    sender = Sender(Uploads(denied, denied), waits=())
    for page in range(2):
        with pytest.raises(S3Error):
            sender.send(run, add_page(run, page))
    assert sender.send(run, add_page(run, 2))
    assert sender._in_a_row == 0


def test_hurry_ends_the_waits(run: Run):
    key, upload = add_page(run, 1), Uploads(*[S3Cause.BUSY] * 9)
    sender = Sender(upload, waits=(3600, 3600))
    sender.hurry()
    with pytest.raises(S3Error):
        sender.send(run, key)
    assert len(upload.keys) == 1


def test_hurry_wakes_who_waits_for_one_last_try(run: Run):
    tried = threading.Event()
    key = add_page(run, 1)

    def upload(_key: str, _path: Path) -> None:
        if not tried.is_set():
            tried.set()
            raise error(S3Cause.BUSY)

    sender = Sender(upload, waits=(3600,))
    thread = threading.Thread(target=sender.send, args=(run, key))
    thread.start()
    assert tried.wait(5)
    sender.hurry()
    thread.join(5)
    assert run.journal.pending() == []


def test_after_stop_nothing_is_noted(new_run: Callable[[], Run], layout: DataLayout):
    run = new_run()
    key = add_page(run, 1)
    began, go_on = threading.Event(), threading.Event()
    results: list[bool] = []

    def upload(_key: str, _path: Path) -> None:
        began.set()
        go_on.wait(5)

    sender = Sender(upload)
    noted: list[str] = []
    thread = threading.Thread(
        target=lambda: results.append(sender.send(run, key, lambda: noted.append(key)))
    )
    thread.start()
    assert began.wait(5)
    sender.stop()
    run.close()
    go_on.set()
    thread.join(5)
    assert (results, noted) == ([False], [])
    [left] = leftover_runs(layout, print)
    assert left.journal.pending() == [key]
    left.close()
