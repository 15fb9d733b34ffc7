"""A night that is killed or stopped at any step: given again the same day, it goes on with it."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager

import pytest

from ftcrawler.runs import locks
from ftcrawler.runs.local_files import make_folder
from tests.crawls.crawling import crawl

from .conftest import Nights, kill, wait_until, with_children


@pytest.fixture
def slow(data, start_sandbox):
    """Nights that take long enough to be met in the middle of their crawl."""
    return Nights(data, start_sandbox(offers_count=2000))


def whole(nights, done):
    assert done.code == 0, done.stdout + done.log
    assert "Nuit complète" in done.stdout
    assert set(nights.record["steps"].values()) == {0}
    assert len(nights.record["steps"]) == 5


def test_killed_during_the_crawl(slow):
    with slow.sandbox.held_at(4):
        process = slow.start()
        slow.sandbox.wait_for_searches(4, process)
        kill(*with_children(process))
    slow.end(process)
    assert slow.record["steps"] == {}
    again = slow.run()
    whole(slow, again)
    assert "Nuit reprise : commencée à " in again.stdout
    assert "Reprise de la collecte" in again.log
    assert "2 000 offres sur 2 000" in again.stdout
    assert "2 000 ouvertes" in again.stdout


def test_its_crawl_that_was_left_alone_is_waited_for(slow):
    with slow.sandbox.held_at(4):
        process = slow.start()
        slow.sandbox.wait_for_searches(4, process)
        kill(process.pid)
        again = slow.start()
        wait_until(lambda: "failed" in slow.statuses, again)
    done = slow.end(again)
    slow.end(process)
    whole(slow, done)
    assert "La même collecte est déjà en cours : la nuit attend" in done.stdout
    assert "déjà collecté aujourd'hui" in done.stdout


@contextmanager
def updating(nights):
    """Begin a night, and yield it while its update waits for somebody else's."""
    state = nights.data / "state"
    make_folder(state)
    lock = locks.acquire(state / "history.lock")
    assert lock
    process = nights.start()
    wait_until(lambda: nights.records and "crawl" in nights.record["steps"], process)
    yield process
    locks.release(lock)


def test_killed_during_an_update(nights):
    with updating(nights) as process:
        kill(process.pid)
        nights.end(process)
    asked = len(nights.sandbox.questions)
    again = nights.run()
    whole(nights, again)
    assert "Étape 1" not in again.stdout
    assert len(nights.sandbox.questions) == asked


def test_killed_during_the_candidates(nights):
    assert nights.run().code == 0
    nights.sandbox.play_day(closed=20)
    process = nights.start("force=1", "delay=0.2")
    wait_until(lambda: len(nights.details) > 2, process)
    kill(*with_children(process))
    nights.end(process)
    assert nights.record["steps"] == {"crawl": 0, "update": 0}
    asked = len(nights.sandbox.questions)
    again = nights.run("force=1")
    whole(nights, again)
    assert again.stdout.splitlines()[1].startswith("Étape 3 sur 5")
    assert len(nights.sandbox.questions) == asked
    assert "0 ouverte, 0 modifiée, 0 actualisée, 20 fermées, 0 rouverte." in again.stdout
    assert "Candidates qui restent : 0." in again.stdout


def test_a_forced_night_goes_on(slow):
    done = crawl("all", "max_pages=0", data=slow.data, variables=slow.sandbox.env())
    assert done.code == 0
    asked = len(slow.sandbox.questions)
    with slow.sandbox.held_at(asked + 4):
        process = slow.start("force=1")
        slow.sandbox.wait_for_searches(asked + 4, process)
        kill(*with_children(process))
    slow.end(process)
    again = slow.run("force=1")
    whole(slow, again)
    assert "Reprise de la collecte" in again.log
    # Where no answer was on disk when it died, what is taken up finds today's first.
    assert [each for each in slow.statuses if each != "skipped"] == ["complete", "complete"]


@pytest.mark.parametrize(
    ("by", "both"),
    [(signal.SIGTERM, False), (signal.SIGTERM, True), (signal.SIGINT, True)],
    ids=["kill", "a systemd that is not told KillMode=mixed", "Ctrl-C"],
)
def test_stopped_during_the_crawl(slow, by, both):
    process = slow.start("delay=0.3")
    slow.sandbox.wait_for_searches(2, process)
    for pid in with_children(process) if both else [process.pid]:
        os.kill(pid, by)
    done = slow.end(process)
    assert done.code == 4, done.stdout + done.log
    assert "Collecte INCOMPLÈTE" in done.stdout
    assert "Nuit arrêtée, comme demandé." in done.stdout
    assert "Reste : collecte ; historique ; " in done.stdout
    assert "La même commande, aujourd'hui, reprend là." in done.stdout
    assert slow.record["steps"] == {"crawl": 4}
    assert done.report["reason"] == "shutdown"


def test_stopped_during_an_update(nights):
    with updating(nights) as process:
        process.send_signal(signal.SIGTERM)
        done = nights.end(process)
    assert done.code == 4, done.log
    assert "Nuit arrêtée" in done.stdout
    assert "Traceback" not in done.log
    assert not (nights.data / "state" / "nightly.lock").exists()
