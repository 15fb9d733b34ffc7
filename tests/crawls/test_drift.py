"""Fields that come, go or change type from one crawl to the next."""

from __future__ import annotations

import json
import signal

import pytest

from tests.quota.conftest import free_port

from .conftest import REAL_OFFERS
from .stopping import begin, end, stopped

OFFERS = json.loads(REAL_OFFERS.read_text())[:300]


@pytest.fixture
def crawled(start_sandbox, run_crawl, tmp_path):
    """Crawl a catalogue; each call is a run of its own in one data folder, of one source."""
    port = free_port()

    def crawled(offers):
        path = tmp_path / "offers.json"
        path.write_text(json.dumps(offers))
        sandbox = start_sandbox(offers=path, port=port)
        crawl = run_crawl(sandbox, "all", "max_pages=0", "no_s3=1", "force=1")
        sandbox.stop()
        return crawl

    return crawled


def test_fields_are_counted(crawled):
    fields = crawled(OFFERS).report["fields"]
    located = sum("latitude" in offer["lieuTravail"] for offer in OFFERS)
    assert fields["lieuTravail.latitude"] == {
        "types": {"number": located},
        "missing": len(OFFERS) - located,
    }
    assert fields["id"] == {"types": {"string": len(OFFERS)}, "missing": 0}


def test_of_a_long_run_every_second_offer_is_counted_beyond_21_pages(start_sandbox, run_crawl):
    crawl = run_crawl(start_sandbox(offers_count=6000), "all", "max_pages=0", "no_s3=1")
    fields, collected = crawl.report["fields"], crawl.report["offers"]["collected"]
    assert collected == 6000
    counted = fields["id"]["types"]["string"]
    # Of 21 pages all, though not each of them brings 150 new offers; of the rest half.
    assert collected / 2 + 1000 < counted < collected / 2 + 21 * 150 / 2
    assert fields["lieuTravail"]["types"]["object"] == counted


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_goes_on_counts_each_offer_once(start_sandbox, tmp_path, by):
    sandbox = start_sandbox(offers_count=3150)
    arguments = ("all", "max_pages=0", "no_s3=1")
    stopped(tmp_path, sandbox, *arguments, searches=2, by=by)
    report = end(begin(tmp_path, sandbox, *arguments, delay=0), tmp_path).report
    assert (report["status"], report["resumed"]) == ("complete", 1)
    assert report["fields"]["id"] == {"types": {"string": 3150}, "missing": 0}


def test_a_change_is_a_warning_by_name(crawled):
    first = crawled(OFFERS).report
    assert first["drift"] == {"since": None, "changes": []}
    same = crawled(OFFERS).report
    assert same["drift"] == {"since": first["run"], "changes": []}
    changed = [
        {name: value for name, value in offer.items() if name != "romeLibelle"}
        | {"nombrePostes": str(offer["nombrePostes"]), "teletravail": {"jours": 2}}
        for offer in OFFERS
    ]
    after = crawled(changed)
    assert after.code == 0
    assert after.report["status"] == "complete"
    assert after.report["drift"]["since"] == same["run"]
    told = {(each["field"], each["change"]) for each in after.report["drift"]["changes"]}
    assert told == {
        ("nombrePostes", "retyped"),
        ("romeLibelle", "vanished"),
        ("teletravail", "new"),
    }
    for text in ("disparu : romeLibelle", "nouveau : teletravail", "autre type : nombrePostes"):
        assert text in after.log


def test_one_missing_optional_field_breaks_nothing(crawled):
    bare = {"id", "dateCreation", "origineOffre", "lieuTravail"}
    offers = [{name: offer[name] for name in bare} for offer in OFFERS[:10]] + OFFERS[10:]
    crawl = crawled(offers)
    assert crawl.code == 0
    assert crawl.search["collected"] == len(offers)
    assert crawl.report["fields"]["description"]["missing"] == 10
