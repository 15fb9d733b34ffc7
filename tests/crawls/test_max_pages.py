"""A limit of pages is shared fairly, and what it leaves unread is named."""

from __future__ import annotations

import json

import pytest

KEYWORDS = ["vente", "cuisinier", "serveur", "infirmier", "soudeur", "chauffeur"]


@pytest.fixture
def sectors(tmp_path):
    path = tmp_path / "sectors.json"
    path.write_text(json.dumps({"six": {"libelle": "Six", "keywords": KEYWORDS}}))
    return str(path)


def test_no_keyword_of_a_sector_goes_without_a_page(start_sandbox, run_crawl, sectors):
    sandbox = start_sandbox(offers_count=20_000)
    done = run_crawl(sandbox, "sector", FT_SECTORS_FILE=sectors)
    assert (done.code, done.report["requests"]["search"]) == (0, 6)
    assert [search["announced"] for search in done.report["searches"]] == [
        len(sandbox.ids({"motsCles": each})) for each in KEYWORDS
    ]
    assert {search["max_pages"] for search in done.report["searches"]} == {6}
    assert "jamais lues" not in done.stdout
    left = sum(search["missing"] for search in done.report["searches"])
    assert f"{left}offresnonlues(max_pages=6)" in done.stdout.replace(" ", "")


def test_what_a_limit_never_came_to_is_named(start_sandbox, run_crawl, sectors):
    sandbox = start_sandbox(offers_count=20_000)
    done = run_crawl(sandbox, "sector", "max_pages=5", FT_SECTORS_FILE=sectors)
    assert (done.code, done.report["requests"]["search"]) == (0, 5)
    assert "(max_pages=5) ; recherches jamais lues : « chauffeur__sector-six »" in done.stdout
    # Not the same command as without a limit of one's own: that one reads them all.
    again = run_crawl(sandbox, "sector", FT_SECTORS_FILE=sectors)
    by_keyword = {each["criteria"]["motsCles"]: each for each in again.report["searches"]}
    assert by_keyword["chauffeur"]["announced"] == len(sandbox.ids({"motsCles": "chauffeur"}))
    assert "jamais lues" not in again.stdout


def test_what_lies_beyond_the_limit_is_counted(start_sandbox, run_crawl):
    done = run_crawl(start_sandbox(offers_count=4000), "all", "max_pages=3")
    assert "450 offres sur 4 000 annoncées" in done.stdout
    assert "3 550 offres non lues (max_pages=3)" in done.stdout
