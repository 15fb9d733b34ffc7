"""Whole crawls, processes of their own, that share what one client id may ask."""

from __future__ import annotations

import json
import signal
import time
from contextlib import ExitStack
from itertools import pairwise

import pytest

from ftcrawler.runs import locks
from tests.crawls import scrapy_process
from tests.crawls.crawling import QUICK, Crawl, environment
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
            command = ("crawl", spider, *QUICK, "-s", f"USER_AGENT={name}", *arguments)
            variables = {**sandbox.env(), "TMPDIR": str(tmp_path), **variables}
            given = environment(tmp_path / name, variables)
            process = scrapy_process.start(*command, environment=given)
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield begin


@pytest.fixture(params=["machine", "redis"])
def shared(request):
    """Return the variables by which crawls share: none, or those of a Redis."""
    if request.param == "machine":
        return {}
    return {"FT_QUOTA_URL": request.getfixturevalue("redis_server").url}


def assert_kept(sandbox, limit=QUOTA):
    """No second saw more arrivals than *limit*, but for those that a late server bunched."""
    arrivals = sandbox.arrivals
    most = max(sum(first <= other < first + WINDOW for other in arrivals) for first in arrivals)
    assert most <= limit * (1 + sandbox.stats()["max_lag"])


def arrivals_of(sandbox, name):
    searches = [entry for entry in sandbox.log if "/offres/search" in entry["path"]]
    return [entry["arrival"] for entry in searches if entry["user_agent"] == name]


def assert_complete(crawl: Crawl):
    assert (crawl.code, crawl.report["status"]) == (0, "complete"), crawl.log


def assert_whole(crawl: Crawl):
    assert_complete(crawl)
    assert "429" not in crawl.report["requests"]["by_status"]


def test_two_crawls_share_the_quota(start_sandbox, start, tmp_path, shared):
    sandbox = start_sandbox(offers_count=PAGES * 150, quota=QUOTA)
    running = {name: start(sandbox, name, **shared) for name in ("one", "two")}
    for name, process in running.items():
        assert_whole(end(process, tmp_path / name))
    assert_kept(sandbox)
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
    assert_kept(sandbox)
    assert max(b - a for a, b in pairwise(arrivals_of(sandbox, "other"))) < 10


def test_a_limit_that_is_announced_to_one_binds_both(start_sandbox, start, tmp_path, shared):
    limit = 4
    sandbox = start_sandbox(offers_count=8 * 150, quota=limit)
    running = {name: start(sandbox, name, **shared) for name in ("one", "two")}
    for name, process in running.items():
        assert_whole(end(process, tmp_path / name))
    assert_kept(sandbox, limit)


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
    assert_kept(sandbox)


def seconds_to_end(process, data, by=signal.SIGTERM):
    """Return a crawl that a signal ends, and how long that took."""
    began = time.monotonic()
    return end(process, data, by=by), time.monotonic() - began


def wait_for_log(process, text):
    """Return once the crawl has said *text*; what it said is not in its log any more."""
    for line in process.stderr:
        if text in line:
            return
    pytest.fail(f"never said: {text}")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("status-429:retry-after=900", "Quota de l'API dépassé (429) : pause de 900 s, comme dem"),
        ("status-429:retry-after=", "(429) : pause de 60 s, faute de durée lisible"),
        ("status-503:retry-after=900", "API indisponible (503) : pause de 900 s, comme demandé"),
    ],
)
def test_a_signal_ends_a_long_pause_at_once(start_sandbox, start, tmp_path, fault, said):
    sandbox = start_sandbox(f"{fault}:times=1:from=3", offers_count=20 * 150, quota=QUOTA)
    process = start(sandbox, "one")
    wait_for_log(process, said)
    # What was sent meanwhile is still answered.
    done, seconds = seconds_to_end(process, tmp_path / "one")
    assert seconds < 10, done.log
    assert (done.code, done.report["reason"]) == (4, "shutdown")
    assert "Traceback" not in done.log
    assert "abandonnée" not in done.log
    sandbox.set_faults()
    # The pause outlives the crawl, and the next one says that it waits.
    following = start(sandbox, "one")
    wait_for_log(following, "Quota en pause : aucune requête avant ")
    done, seconds = seconds_to_end(following, tmp_path / "one", by=signal.SIGINT)
    assert seconds < 10
    assert (done.code, done.report["reason"]) == (4, "shutdown")


def test_a_signal_ends_the_wait_between_two_tries_for_the_delay_and_for_a_token(
    start_sandbox, start, tmp_path
):
    def stopped(name, *faults, until, arguments=()):
        sandbox = start_sandbox(*faults, offers_count=20 * 150, quota=QUOTA)
        process = start(sandbox, name, "all", *arguments)
        wait_for_log(process, until)
        if not faults:
            sandbox.wait_for_searches(1)
        done, seconds = seconds_to_end(process, tmp_path / name)
        assert seconds < 10, done.log
        assert (done.code, done.report["reason"]) == (4, "shutdown")
        assert "Traceback" not in done.log

    slow = ("-s", "FT_RETRY_WAIT=25")
    stopped("retry", "status-500", until="nouvel essai 1/5", arguments=slow)
    stopped("token", "token-status-500", until="Spider opened", arguments=slow)
    stopped("delay", until="Nouveau token", arguments=("-a", "delay=30"))


def test_a_signal_ends_the_wait_for_an_answer_that_does_not_come(start_sandbox, start, tmp_path):
    sandbox = start_sandbox("hang:from=3", offers_count=8 * 150, quota=QUOTA)
    process = start(sandbox, "one")
    sandbox.wait_for_searches(3)
    done, seconds = seconds_to_end(process, tmp_path / "one")
    assert seconds < 10, done.log
    assert (done.code, done.report["reason"]) == (4, "shutdown")
    assert "Traceback" not in done.log
    sandbox.set_faults()
    assert_whole(end(start(sandbox, "one"), tmp_path / "one"))


def test_a_signal_ends_the_wait_for_who_sends_the_files_of_a_run(start_sandbox, start, tmp_path):
    sandbox = start_sandbox(offers_count=20 * 150, quota=QUOTA)
    process = start(sandbox, "one")
    sandbox.wait_for_searches(4)
    end(process, tmp_path / "one", by=signal.SIGKILL)
    (journal,) = (tmp_path / "one/state").glob("*.sqlite3")
    lock = locks.acquire(journal.with_name(f"{journal.stem.partition('_')[2]}.lock"))
    assert lock
    following = start(sandbox, "one")
    time.sleep(6)
    done, seconds = seconds_to_end(following, tmp_path / "one")
    locks.release(lock)
    assert seconds < 10
    assert (done.code, done.report["reason"]) == (4, "shutdown")
    assert "arrêt demandé avant le début de la collecte" in done.report["message"]
    assert "Traceback" not in done.log


def test_a_pause_that_nobody_waits_for_ends_the_run(start_sandbox, start, tmp_path):
    fault = "status-503:retry-after=date+7200:times=1:from=3"
    sandbox = start_sandbox(fault, offers_count=20 * 150, quota=QUOTA)
    done = end(start(sandbox, "one"), tmp_path / "one")
    assert (done.code, done.report["status"]) == (3, "failed")
    assert done.report["reason"] == "api_unreachable"
    assert "Erreur: l'API demande une pause plus longue que l'heure" in done.stdout
    assert "(HTTP 503, Retry-After : " in done.report["message"]
    assert "relancez la même commande à partir du " in done.report["message"]
    assert "abandonnée" not in done.log
    # With another client id, or from another address, nobody is held up.
    sandbox.set_faults()
    assert_whole(end(start(sandbox, "two", POLE_EMPLOI_CLIENT_ID="another"), tmp_path / "two"))
    elsewhere = start_sandbox(offers_count=150)
    assert_whole(end(start(elsewhere, "three"), tmp_path / "three"))


def test_a_pause_asked_by_date_or_by_a_server_in_trouble_is_kept(start_sandbox, start, tmp_path):
    faults = ["status-503:times=1:from=2:retry-after=2", "status-429:times=1:retry-after=date+3"]
    sandbox = start_sandbox(*faults, offers_count=20 * 150, quota=QUOTA)
    done = end(start(sandbox, "one"), tmp_path / "one")
    assert_complete(done)
    assert done.log.count("s, comme demandé") == 2
    gaps = sorted(b - a for a, b in pairwise(sandbox.arrivals))
    # A date is in whole seconds.
    assert gaps[-1] > 1.9
    assert sum(gaps[-2:]) > 3.9


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
    assert_kept(sandbox)
    assert done.log.count("Redis ne répond plus") == 1
    assert PASSWORD not in done.log
