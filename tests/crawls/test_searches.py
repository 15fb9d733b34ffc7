"""What is on disk against what the sandbox holds, for each spider."""

from __future__ import annotations

import json

import pytest

from .conftest import REAL_OFFERS

KEYWORDS = [
    "data scientist",
    "data engineer",
    "développeur",
    "python,sql",
    "power bi",
    "comptable",
]


def truth(sandbox, **criteria):
    return sorted(sandbox.ids(criteria))


@pytest.fixture
def real(start_sandbox):
    return start_sandbox(offers=REAL_OFFERS)


def test_all_reads_every_offer_once_and_says_so_as_designed(real, run_crawl):
    done = run_crawl(real, "all")
    assert done.code == 0, done.log
    assert sorted(done.ids) == truth(real)
    report = done.report
    assert report["status"] == "complete"
    assert report["reason"] == "finished"
    assert report["arguments"] == {"delay": 0}
    assert done.search | {"label": "all"} == {
        "label": "all",
        "criteria": {},
        "sector": None,
        "status": "complete",
        "max_pages": 100,
        "announced": 1206,
        "announced_after": 1206,
        "collected": 1206,
        "appeared": 0,
        "vanished": 0,
        "missing": 0,
        "pages": 9,
        "slices": [
            {
                "criteria": {},
                "announced": 1206,
                "gave": 1206,
                "duplicates": 0,
                "appeared": 0,
                "vanished": 0,
                "missing": 0,
            }
        ],
        "problems": [],
    }
    assert report["offers"] == {"collected": 1206, "duplicates": 0}
    assert report["requests"] == {
        "search": 9,
        "floor": 9,
        "token": 1,
        "detail": 0,
        "referentiel": 0,
        "retried": 0,
        "by_status": {"206": 9},
    }
    assert report["files"] == {
        "written": 9,
        "bytes": sum(path.stat().st_size for path in done.files),
    }
    stamp = report["run"].removeprefix("all_")
    assert {path.name for path in done.files} == {
        f"france_travail_all_{stamp}_p{page}.json" for page in range(1, 10)
    }
    assert list((done.data / "state").iterdir()) == []


def test_a_page_is_written_as_the_api_gave_it_compact_and_in_utf8(real, run_crawl):
    done = run_crawl(real, "keywords", "keywords=data scientist")
    body = done.files[0].read_bytes()
    page = json.loads(body)
    assert list(page) == ["resultats", "filtresPossibles"]
    offers = {offer["id"]: offer for offer in json.loads(REAL_OFFERS.read_bytes())}
    assert all(offer == offers[offer["id"]] for offer in page["resultats"])
    compact = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(body) == len(compact)


@pytest.mark.parametrize("keywords", KEYWORDS)
def test_keywords_find_what_the_file_holds(real, run_crawl, keywords):
    done = run_crawl(real, "keywords", f"keywords={keywords}", "max_pages=0")
    assert done.code == 0, done.log
    assert sorted(done.ids) == truth(real, motsCles=keywords)
    assert done.report["requests"]["search"] == max(done.report["requests"]["floor"], 1)


def test_criteria_are_passed_on_and_mark_the_label(real, run_crawl):
    done = run_crawl(real, "all", "departement=75", "typeContrat=CDI,CDD")
    expected = truth(real, departement="75", typeContrat="CDI,CDD")
    assert expected
    assert sorted(done.ids) == expected
    assert done.search["label"] == "all__departement-75__typeContrat-CDI_CDD"


def test_nothing_found_is_complete_and_writes_nothing(real, run_crawl):
    done = run_crawl(real, "keywords", "keywords=zythologue")
    assert done.code == 0
    assert (done.search["announced"], done.search["pages"], done.files) == (0, 0, [])
    assert done.report["status"] == "complete"
    assert done.report["requests"]["by_status"] == {"204": 2}


def test_a_search_that_fits_one_page_is_answered_200(real, run_crawl):
    done = run_crawl(real, "keywords", "keywords=data scientist", "departement=31")
    assert done.report["requests"]["by_status"] == {"200": 1}
    assert done.search["status"] == "complete"


def test_max_pages_truncates_and_exits_0(real, run_crawl):
    done = run_crawl(real, "all", "max_pages=2")
    assert done.code == 0
    assert (done.report["status"], done.search["missing"]) == ("truncated", 906)
    assert len(done.ids) == 300


def test_past_the_reach_of_a_query_it_reads_on(start_sandbox, run_crawl):
    sandbox = start_sandbox(offers_count=4000)
    done = run_crawl(sandbox, "all", "max_pages=0")
    assert (done.code, done.report["status"]) == (0, "complete")
    assert (done.search["announced"], done.search["announced_after"]) == (4000, 4000)
    assert sorted(done.ids) == truth(sandbox)
    slices = done.search["slices"]
    assert sum(part["announced"] - part["duplicates"] for part in slices) == 4000
    assert sum(part["gave"] for part in slices) == 4000


@pytest.mark.parametrize("max_pages", [21, 25])
def test_a_limit_stops_a_large_search_at_its_newest_offers(start_sandbox, run_crawl, max_pages):
    sandbox = start_sandbox(offers_count=8000)
    done = run_crawl(sandbox, "all", f"max_pages={max_pages}")
    assert (done.code, done.report["status"]) == (0, "truncated")
    assert done.report["requests"]["search"] == max_pages
    assert done.search["missing"] == 8000 - len(done.ids)
    assert len(set(done.ids)) == len(done.ids) >= 150 * (max_pages - 3)


def test_one_sector_keeps_an_offer_once_and_records_all_who_found_it(real, run_crawl):
    done = run_crawl(real, "sector", "sector=data", "max_pages=0")
    assert done.code == 0, done.log
    found: dict[str, set[str]] = {}
    for search in done.report["searches"]:
        keywords = search["criteria"]["motsCles"]
        ids = truth(real, motsCles=keywords)
        assert (search["announced"], search["collected"]) == (len(ids), len(ids))
        assert search["label"].endswith("__sector-data")
        for offer in ids:
            found.setdefault(offer, set()).add(keywords)
    assert sorted(done.ids) == sorted(found)
    duplicates = sum(len(who) - 1 for who in found.values())
    assert duplicates
    assert done.report["offers"] == {"collected": len(found), "duplicates": duplicates}
    (listing,) = (done.data / "runs").glob("*_found_by.jsonl")
    lines = [json.loads(line) for line in listing.read_text().splitlines()]
    assert {line["id"]: {by["keywords"] for by in line["found_by"]} for line in lines} == found
    assert {by["sector"] for line in lines for by in line["found_by"]} == {"data"}


def test_the_keywords_of_a_sector_share_its_pages_in_turn(real, run_crawl):
    done = run_crawl(real, "sector", "sector=data", "max_pages=6")
    pages = [search["pages"] for search in done.report["searches"]]
    assert sum(pages) <= 6
    assert done.report["requests"]["search"] <= 6
    assert done.report["status"] == "truncated"
    assert done.code == 0


def test_every_sector_is_read_when_none_is_named(real, run_crawl):
    done = run_crawl(real, "sector", "max_pages=1")
    sectors = {search["sector"] for search in done.report["searches"]}
    assert len(sectors) >= 10
    read = [each for each in done.report["searches"] if each["announced"] is not None]
    assert len(read) == len(sectors)
    # A first page without offers is asked for again before it is believed.
    empty = [each for each in read if not each["announced"]]
    assert done.report["requests"]["search"] == len(read) + len(empty)
