"""More offers than one query reaches: whole crawls of servers of every kind read them all."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ftcrawler.api.query_limits import OFFERS_PER_QUERY, pages_for

if TYPE_CHECKING:
    from .conftest import Server
    from .crawling import Crawl

OFFERS = 12_000
BURST = 5000
NOW = datetime(2026, 11, 23, 18, 30)  # noqa: DTZ001 (a Monday, as on the wall)
# Requests over 1.05 x pages: to learn a server's clock twice, to read a burst, to end a slice.
LEARNING = 12
# Where offers come and go, links are looked for again, and what fell short is counted.
MOVING = 30

# Every two of these properties meet in some server.
SERVERS = [
    {},
    {"date_precision": "millisecond", "upper_bound": "exclusive", "sort1": "own-first"}
    | {"burst_second": BURST},
    {"date_shift": -2, "upper_bound": "exclusive", "sort1": "own-first"},
    {"date_shift": -2, "date_precision": "millisecond", "burst_second": BURST},
    {"date_shift": -1, "date_precision": "millisecond", "sort1": "own-first"},
    {"date_shift": -1, "upper_bound": "exclusive", "burst_second": BURST},
    {"date_shift": 1, "date_precision": "millisecond", "upper_bound": "exclusive"},
    {"date_shift": 1, "sort1": "own-first", "burst_second": BURST},
    {"date_shift": 2, "sort1": "own-first"},
    {"date_shift": 2, "date_precision": "millisecond", "upper_bound": "exclusive"}
    | {"burst_second": BURST},
]
HARSH = {
    "date_precision": "millisecond",
    "date_shift": -2,
    "upper_bound": "exclusive",
    "sort1": "own-first",
}
WINDOW = {
    "minCreationDate": "2026-10-20T00:00:00Z",
    "maxCreationDate": "2026-11-20T12:00:00Z",
}
SEARCHES = {
    "window": ("all", WINDOW, HARSH),
    "keywords": ("keywords", {"motsCles": "de", "typeContrat": "CDI"}, {}),
    "origin": ("all", {"origineOffre": "2"}, HARSH),
    "order": ("all", {"sort": "0", "typeContrat": "CDI,CDD"}, {}),
}


def told(server: dict[str, object]) -> str:
    """Name a server after what is not as expected of it."""
    return ",".join(str(value) for value in server.values()) or "plain"


@pytest.fixture
def read_whole(run_crawl):
    """Run a crawl as fast as it can, without a limit of pages."""

    def run(sandbox: Server, spider: str = "all", criteria: dict[str, str] | None = None) -> Crawl:
        given = {"keywords" if n == "motsCles" else n: v for n, v in (criteria or {}).items()}
        arguments = [f"{name}={value}" for name, value in given.items()]
        done: Crawl = run_crawl(sandbox, spider, *arguments, "max_pages=0", "FT_QUOTA=0")
        return done

    return run


def cost(done: Crawl) -> float:
    """Return how many requests a crawl took over 1.05 x the pages that there are."""
    requests: int = done.report["requests"]["search"]
    return requests - 1.05 * pages_for(done.search["announced"])


def assert_accounts_close(done: Crawl) -> None:
    """At every moment what was announced, came and went is what was read and what is missing."""
    search = done.search
    moved = search["appeared"] - search["vanished"]
    assert search["announced"] + moved == search["announced_after"]
    for part in search["slices"]:
        left = part["announced"] + part["appeared"] - part["vanished"]
        assert left == part["gave"] + part["duplicates"] + part["missing"], part


def assert_whole(done: Crawl, truth: list[str]) -> None:
    """Every offer is on disk once, and the report proves it to the offer."""
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert sorted(done.ids) == sorted(truth)
    search, total = done.search, len(truth)
    for name in ("announced", "announced_after", "collected"):
        assert search[name] == total
    assert (search["appeared"], search["vanished"], search["missing"]) == (0, 0, 0)
    assert sum(part["announced"] - part["duplicates"] for part in search["slices"]) == total
    assert sum(part["gave"] for part in search["slices"]) == total
    assert_accounts_close(done)
    assert list((done.data / "state").iterdir()) == []


@pytest.mark.parametrize("server", SERVERS, ids=told)
def test_every_kind_of_server_is_read_whole(start_sandbox, read_whole, server):
    sandbox = start_sandbox(offers_count=OFFERS, **server)
    done = read_whole(sandbox)
    truth = sandbox.ids({})
    assert len(truth) == OFFERS + server.get("burst_second", 0)
    assert_whole(done, truth)
    assert cost(done) <= LEARNING


@pytest.mark.parametrize(("spider", "criteria", "server"), SEARCHES.values(), ids=SEARCHES)
def test_any_search_may_be_that_large(start_sandbox, read_whole, spider, criteria, server):
    sandbox = start_sandbox(offers_count=OFFERS, now=NOW, **server)
    truth = sandbox.ids(criteria)
    assert len(truth) > OFFERS_PER_QUERY
    done = read_whole(sandbox, spider, criteria)
    assert_whole(done, truth)
    assert done.search["criteria"] == criteria
    assert cost(done) <= LEARNING


@pytest.mark.parametrize(
    "server",
    [
        {"vanish": 60},
        {"appear": 60},
        {"vanish": 60, "appear": 60},
        {"vanish": 20, "appear": 20, "burst_second": BURST} | HARSH,
    ],
    ids=told,
)
def test_offers_that_stay_are_read_while_others_come_and_go(start_sandbox, read_whole, server):
    sandbox = start_sandbox(offers_count=OFFERS, **server)
    before = set(sandbox.ids({}))
    done = read_whole(sandbox)
    after = set(sandbox.ids({}))
    assert before != after
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert len(set(done.ids)) == len(done.ids)
    assert before & after <= set(done.ids) <= before | after
    assert done.search["missing"] == 0
    assert_accounts_close(done)
    assert cost(done) <= MOVING


@pytest.mark.parametrize("server", [{}, HARSH], ids=told)
def test_what_nothing_divides_is_named_to_the_offer(start_sandbox, read_whole, tmp_path, server):
    path = tmp_path / "offers.json"
    same = 5000
    path.write_text(json.dumps([*alike(same), *apart(1500)]))
    sandbox = start_sandbox(offers=path, **server)
    done = read_whole(sandbox)
    lacking = same - OFFERS_PER_QUERY
    assert (done.code, done.report["status"]) == (4, "incomplete"), done.log
    assert len(set(done.ids)) == len(done.ids) == same + 1500 - lacking
    assert done.search["missing"] == lacking
    (problem,) = done.search["problems"]
    assert problem.startswith(f"{lacking} offre(s) hors d'atteinte dans la tranche ")
    assert "codeROME=M1805" in problem
    assert_accounts_close(done)


def test_a_page_that_fails_for_good_is_read_in_another_way(start_sandbox, read_whole):
    sandbox = start_sandbox("status-500:range=1490-1639", offers_count=OFFERS, **HARSH)
    done = read_whole(sandbox)
    assert "abandonnée : HTTP 500" in done.log
    assert "Traceback" not in done.log
    assert_whole(done, sandbox.ids({}))


@pytest.mark.parametrize(
    ("fault", "server", "times"),
    [
        # The last page of a window, on which the next hangs: the rest is read by halves.
        ("reset:range=2980-3129", HARSH, 4),
        # A page that would go on from it.
        ("status-500:range=0-149:from=20", {}, 1.05),
    ],
)
def test_where_there_is_no_other_way_it_is_named_and_the_same_command_completes(
    start_sandbox, read_whole, fault, server, times
):
    sandbox = start_sandbox(fault, offers_count=OFFERS, **server)
    first = read_whole(sandbox)
    report = first.report
    assert (first.code, report["status"]) == (4, "incomplete"), first.log
    assert any(problem.startswith("page ") for problem in first.search["problems"])
    assert len(set(first.ids)) == len(first.ids)
    assert "Traceback" not in first.log
    assert first.search["collected"] == len(first.ids)
    assert first.search["missing"] >= OFFERS - len(first.ids)
    known = set(sandbox.questions)
    answered = report["requests"]["by_status"]["206"]
    asked = len(sandbox.questions)

    sandbox.set_faults()
    again = read_whole(sandbox)
    assert_whole(again, sandbox.ids({}))
    assert again.report["started"] == report["started"]
    assert set(first.files) <= set(again.files)
    # Nothing that was answered is asked again.
    more = sandbox.questions[asked:]
    assert len(more) == len(set(more))
    assert answered + len(set(more) - known) <= times * pages_for(OFFERS) + MOVING


def alike(count: int) -> list[dict[str, object]]:
    """Make offers of one second that no criterion tells apart."""
    return [
        {
            "id": f"{number:07d}",
            "dateCreation": "2026-11-20T02:30:00.000Z",
            "origineOffre": {"origine": "2"},
            "experienceExige": "D",
            "typeContrat": "CDI",
            "romeCode": "M1805",
            "lieuTravail": {"libelle": "75 - Paris"},
        }
        for number in range(count)
    ]


def apart(count: int) -> list[dict[str, object]]:
    """Make offers before and after that second, of both origins."""
    return [
        {
            "id": f"{number:03d}XXXX",
            "dateCreation": f"{NOW - timedelta(minutes=13 * number):%Y-%m-%dT%H:%M:%S}.000Z",
            "origineOffre": {"origine": "12"[number % 2]},
        }
        for number in range(count)
    ]
