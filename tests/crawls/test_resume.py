"""Killed or stopped anywhere, a crawl goes on when the same command is given again."""

from __future__ import annotations

import json
import random
import re
import signal
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ftcrawler.api.query_limits import pages_for
from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.page_names import page_key
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.runs.start_run import Command, RunStarter

from .stopping import asked_again, begin, end, stopped

if TYPE_CHECKING:
    from pathlib import Path

    from .crawling import Crawl

OFFERS = 3000
# Past what one query reaches, and enough for a crawl not to end between its stops.
WIDE = 40_000
STOPS = 20
IN_FLIGHT = 16  # CONCURRENT_REQUESTS
# What it may take over 1.05 x pages: a clock of bounds is learnt, each lane ends, one count.
LEARNING = 12
FAST = ("max_pages=0", "FT_QUOTA=0")


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=OFFERS)


def leavings(data: Path) -> list[str]:
    """Return what no run leaves when it is over."""
    return [
        str(path.relative_to(data))
        for path in [*(data / "state").iterdir(), *data.rglob("*.part")]
    ]


def stamp_of(path: Path) -> str:
    """Return when the run of a page began, by its name."""
    (stamp,) = re.findall(r"_(\d{8}_\d{6})_p", path.name)
    return str(stamp)


def assert_whole(done: Crawl, sandbox) -> None:
    """Everything is there once, the report says so, and nothing else is left."""
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert sorted(done.ids) == sorted(sandbox.ids({}))
    assert leavings(done.data) == []
    assert done.report["files"] == {
        "written": len(done.files),
        "bytes": sum(path.stat().st_size for path in done.files),
    }
    assert done.report["offers"]["collected"] == OFFERS


@pytest.mark.parametrize(
    ("by", "searches"), [*((signal.SIGKILL, n) for n in (1, 7, 19)), (signal.SIGTERM, 1)]
)
def test_the_same_command_goes_on(sandbox, run_crawl, data, by, searches):
    pages = len(stopped(data, sandbox, "all", searches=searches, by=by).files)
    again = run_crawl(sandbox, "all")
    assert_whole(again, sandbox)
    (report,) = again.reports
    assert report["resumed"] == 1
    (stamp,) = {stamp_of(path) for path in again.files}
    assert report["run"] == f"all_{stamp}"
    assert report["started"].replace("-", "").replace(":", "")[:15] == stamp.replace("_", "T")
    told = re.search(rf"Reprise de la collecte {report['run']} : (\d+) page", again.log)
    assert told
    assert pages - 16 <= int(told[1]) <= pages  # some may be renamed and not committed


def test_killed_again_and_again(sandbox, run_crawl, data):
    for _ in range(5):
        before = sandbox.searches_so_far()
        stopped(data, sandbox, "all", searches=before + 3, by=signal.SIGKILL)
    assert_whole(last := run_crawl(sandbox, "all"), sandbox)
    assert last.report["resumed"] == 5
    assert len(last.reports) == 1


def test_a_wide_search_stopped_twenty_times_is_whole(start_sandbox, run_crawl, data):
    """Stopped at random, by either signal: one run, every offer once, little asked again."""
    draw = random.Random(1)
    sandbox = start_sandbox(offers_count=WIDE, date_shift=-1, upper_bound="exclusive")
    lives: list[list[str]] = []
    logs: list[str] = []
    before = 0
    for _ in range(STOPS):
        searches = before + draw.randint(1, IN_FLIGHT)
        by = draw.choice([signal.SIGKILL, signal.SIGTERM])
        life = stopped(data, sandbox, "all", *FAST, "delay=0", searches=searches, by=by)
        assert life.code == (-by if by is signal.SIGKILL else 4), life.log
        after = sandbox.searches_so_far()
        lives.append(sandbox.questions[before:after])
        before = after
        logs.append(life.log)
    done = run_crawl(sandbox, "all", *FAST)
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert sorted(done.ids) == sorted(sandbox.ids({}))
    (stamp,) = {stamp_of(path) for path in done.files}
    assert (done.report["run"], done.report["resumed"]) == (f"all_{stamp}", STOPS)
    assert all(f"Reprise de la collecte all_{stamp} : " in log for log in [*logs[1:], done.log])
    assert done.report["files"]["written"] == len(done.files)
    assert leavings(data) == []
    asked = sandbox.questions
    assert len(set(asked)) <= 1.05 * pages_for(WIDE) + LEARNING
    lives.append(asked[sum(map(len, lives)) :])
    assert max(asked_again(lives)) <= IN_FLIGHT


@pytest.mark.parametrize(("by", "searches"), [(signal.SIGKILL, 5), (signal.SIGTERM, 1)])
def test_force_begins_anew(sandbox, run_crawl, data, by, searches):
    before = sorted(stopped(data, sandbox, "all", searches=searches, by=by).ids)
    again = run_crawl(sandbox, "all", "force=1")
    old, new = again.reports
    assert (old["status"], new["status"], new["resumed"]) == ("incomplete", "complete", 0)
    assert old["reason"] == ("shutdown" if by is signal.SIGTERM else "interrupted")
    assert old["offers"]["collected"] == len(before)
    assert len(again.ids) == OFFERS + len(before)
    assert leavings(data) == []
    assert run_crawl(sandbox, "all").report["status"] == "skipped"


def test_a_run_that_ended_incomplete_asks_for_what_it_lacks(start_sandbox, run_crawl):
    sandbox = start_sandbox("status-500:range=150-299:times=6", offers_count=OFFERS)
    first = run_crawl(sandbox, "all")
    first_report = first.report
    assert (first.code, first_report["status"]) == (4, "incomplete")
    again = run_crawl(sandbox, "all")
    assert_whole(again, sandbox)
    assert again.report["started"] == first_report["started"]


def test_two_at_once(sandbox, run_crawl, data):
    first = begin(data, sandbox, "all", delay=0.1)
    sandbox.wait_for_searches(3, first)
    first.send_signal(signal.SIGSTOP)  # it is under way as long as the others take
    second = run_crawl(sandbox, "all")
    assert (second.code, second.report["reason"]) == (1, "already_running")
    (run,) = {re.sub(r".*_(\d{8}_\d{6})_p.*", r"all_\1", path.name) for path in second.files}
    assert f"La même commande est déjà en cours : collecte {run}" in second.stdout
    assert "Traceback" not in second.log
    other = run_crawl(sandbox, "all", "region=11", "max_pages=1")
    assert other.report["status"] in {"truncated", "complete"}
    # One token for the first, one for the other: the second asked for nothing.
    assert sum("access_token" in entry["path"] for entry in sandbox.log) == 2
    assert end(first, data, by=signal.SIGCONT).code == 0
    assert leavings(data) == []


def test_what_another_day_left_is_closed(sandbox, run_crawl, data):
    yesterday = paris_now() - timedelta(days=1)
    command = Command("all", sandbox.source, {}, {"delay": 0.5})
    run = RunStarter(DataLayout(data), yesterday, print).start(command, to_upload=False)
    key = page_key("all", run.stamp, 1)
    run.files.write(key, b'{"resultats":[{"id":"A"}]}')
    page = StoredPage(key, "all", 26, ["A"], ["A"], sequence=1, status=206)
    run.journal.note_announced("all", 3000)
    run.journal.record_page(page)
    run.journal.close()
    for lock in run.held:
        lock.release()

    done = run_crawl(sandbox, "all")
    assert f"La collecte {run.name}, interrompue, n'est pas reprise" in done.log
    old = json.loads((data / f"runs/{run.name}.json").read_text())
    assert (old["status"], old["reason"], old["started"]) == (
        "incomplete",
        "interrupted",
        yesterday.isoformat(),
    )
    assert (old["arguments"], old["requests"]["search"]) == ({"delay": 0.5}, 1)
    assert old["source"] == sandbox.source
    (search,) = old["searches"]
    assert (search["announced"], search["collected"], search["missing"]) == (3000, 1, 2999)
    assert (done.report["status"], done.report["resumed"]) == ("complete", 0)
    assert leavings(data) == []
