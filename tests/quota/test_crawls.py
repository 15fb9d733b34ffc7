"""Whole crawls, processes of their own, that share what one client id may ask."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from contextlib import ExitStack
from itertools import pairwise

import pytest

from tests.crawls.crawling import QUICK, ROOT, SCRAPY, Crawl, environment
from tests.crawls.stopping import end
from tests.quota.conftest import PASSWORD, free_port
from tests.quota.slow_names import SLOW, SlowResolver

# No second holds more than 10 that leave (test_keepers.py); those that arrive may have been held
# up by a machine with nothing but tests to run, and come closer. Two that do not share send 19.
WINDOW = 0.75
PAGES = 20
QUOTA = 10
WORDS = [
    *("agent", "assistant", "chef", "comptable", "conducteur", "cuisine", "gestion", "infirmier"),
    *("ingénieur", "maçon", "mécanicien", "opérateur", "peintre", "soudeur", "technicien"),
]


@pytest.fixture
def start(tmp_path):
    """Start a crawl that is called by a name, its user agent, and has a folder of that name."""
    with ExitStack() as stack:

        def begin(sandbox, name, spider="all", *arguments, **variables):
            command = [*SCRAPY, "crawl", spider, *QUICK, "-s", f"USER_AGENT={name}", *arguments]
            variables = {**sandbox.env(), "TMPDIR": str(tmp_path), **variables}
            process = stack.enter_context(
                subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=environment(tmp_path / name, variables),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            stack.callback(process.kill)
            return process

        yield begin


@pytest.fixture(params=["machine", "redis"])
def shared(request):
    """Return the variables by which crawls share: none, or those of a Redis."""
    if request.param == "machine":
        return {}
    return {"FT_QUOTA_URL": request.getfixturevalue("redis_server").url}


def busiest(sandbox):
    arrivals = sandbox.arrivals
    return max(sum(first <= other < first + WINDOW for other in arrivals) for first in arrivals)


def arrivals_of(sandbox, name):
    searches = [entry for entry in sandbox.log if "/offres/search" in entry["path"]]
    return [entry["arrival"] for entry in searches if entry["user_agent"] == name]


def assert_whole(crawl: Crawl):
    assert (crawl.code, crawl.report["status"]) == (0, "complete"), crawl.log
    assert "429" not in crawl.report["requests"]["by_status"]


def test_two_crawls_share_the_quota(start_sandbox, start, tmp_path, shared):
    sandbox = start_sandbox(offers_count=PAGES * 150, quota=QUOTA)
    running = {name: start(sandbox, name, **shared) for name in ("one", "two")}
    for name, process in running.items():
        assert_whole(end(process, tmp_path / name))
    assert busiest(sandbox) <= QUOTA
    one, two = (arrivals_of(sandbox, name) for name in running)
    together = max(one[0], two[0]), min(one[-1], two[-1])
    parts = [sum(together[0] <= at <= together[1] for at in crawl) for crawl in (one, two)]
    assert min(parts) >= sum(parts) / 4


def test_one_that_is_killed_blocks_nobody(start_sandbox, start, tmp_path, shared):
    sandbox = start_sandbox(offers_count=PAGES * 150, quota=QUOTA)
    killed, other = start(sandbox, "killed", **shared), start(sandbox, "other", **shared)
    while not (arrivals_of(sandbox, "killed") and arrivals_of(sandbox, "other")):
        sandbox.wait_for_searches(len(sandbox.arrivals) + 1)
    end(killed, tmp_path / "killed", by=signal.SIGKILL)
    assert_whole(end(other, tmp_path / "other"))
    assert busiest(sandbox) <= QUOTA
    assert max(b - a for a, b in pairwise(arrivals_of(sandbox, "other"))) < 10


def test_a_limit_that_is_announced_to_one_binds_both(start_sandbox, start, tmp_path, shared):
    limit = 4
    sandbox = start_sandbox(offers_count=8 * 150, quota=limit)
    running = {name: start(sandbox, name, **shared) for name in ("one", "two")}
    for name, process in running.items():
        assert_whole(end(process, tmp_path / name))
    assert busiest(sandbox) <= limit


def test_the_delay_is_kept_besides(start_sandbox, start, tmp_path):
    sandbox = start_sandbox(offers_count=6 * 150, quota=QUOTA)
    running = {name: start(sandbox, name, "all", "-a", "delay=0.4") for name in ("one", "two")}
    for name, process in running.items():
        assert_whole(end(process, tmp_path / name))
        arrivals = arrivals_of(sandbox, name)
        assert arrivals[-1] - arrivals[0] > 5 * 0.4 - 0.2


def test_requests_that_a_slow_name_held_back_do_not_leave_all_at_once(
    start_sandbox, start, tmp_path
):
    sectors = tmp_path / "sectors.json"
    sectors.write_text(json.dumps({"many": {"libelle": "Many", "keywords": WORDS}}))
    sandbox = start_sandbox(offers_count=500, quota=QUOTA)
    api = sandbox.env()["URL_API_FRANCE_TRAVAIL"].replace("127.0.0.1", SLOW)
    resolver = f"TWISTED_DNS_RESOLVER={SlowResolver.__module__}.{SlowResolver.__name__}"
    process = start(
        *(sandbox, "one", "sector", "-a", "max_pages=40", "-s", resolver),
        FT_SECTORS_FILE=str(sectors),
        URL_API_FRANCE_TRAVAIL=api,
    )
    assert_whole(end(process, tmp_path / "one"))
    assert len(sandbox.arrivals) >= len(WORDS) > QUOTA
    assert busiest(sandbox) <= QUOTA


def test_a_redis_that_is_down_at_the_start_ends_the_run(start_sandbox, start, tmp_path):
    sandbox = start_sandbox(offers_count=150)
    url = f"redis://:{PASSWORD}@127.0.0.1:{free_port()}/0"
    done = end(start(sandbox, "one", FT_QUOTA_URL=url), tmp_path / "one")
    assert done.code == 1
    assert done.report["reason"] == "bad_configuration"
    assert done.report["message"].startswith("Erreur: Redis, à 127.0.0.1:")
    assert done.report["message"] in done.stdout
    assert "Traceback" not in done.log
    assert sandbox.log == []
    written = [path.read_text() for path in done.data.rglob("*") if path.is_file()]
    assert PASSWORD not in "".join([done.stdout, done.log, *written])


def test_a_redis_that_comes_back_is_waited_for(start_sandbox, start, tmp_path, redis_server):
    sandbox = start_sandbox(offers_count=PAGES * 150, quota=QUOTA)
    process = start(sandbox, "one", FT_QUOTA_URL=redis_server.url)
    sandbox.wait_for_searches(5)
    redis_server.stop()
    time.sleep(0.5)
    redis_server.start()
    done = end(process, tmp_path / "one")
    assert_whole(done)
    assert busiest(sandbox) <= QUOTA
    assert done.log.count("Redis ne répond plus") == 1
    assert PASSWORD not in done.log
