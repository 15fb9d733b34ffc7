"""What crawls leave behind, read again as runs that are over."""

from __future__ import annotations

import signal

import pytest

from ftcrawler.endings import Status
from ftcrawler.runs.finished_runs import finished_runs
from ftcrawler.runs.found_by import read_found_by
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.page_files import offers_in
from tests.crawls.conftest import data, run_crawl, start_sandbox  # noqa: F401 (fixtures)
from tests.crawls.stopping import begin, end

SECTORS = '{"essai": {"libelle": "Essai", "keywords": ["vendeur", "vente"]}}'


@pytest.fixture
def sandbox(start_sandbox):  # noqa: F811 (a fixture)
    return start_sandbox(offers_count=2000)


def test_every_crawl_that_is_over_is_found_with_what_it_collected(sandbox, run_crawl, data):  # noqa: F811
    process = begin(data, sandbox, "all", delay=0.1)
    sandbox.wait_for_searches(4, process)
    end(process, data, by=signal.SIGKILL)
    layout = DataLayout(data)
    assert list(finished_runs(layout, unreadable=print)) == []
    run_crawl(sandbox, "all")
    run_crawl(sandbox, "all")
    run_crawl(sandbox, "all", "region=zéro")
    sectors = data / "sectors.json"
    sectors.write_text(SECTORS)
    run_crawl(sandbox, "sector", "max_pages=0", FT_SECTORS_FILE=str(sectors))
    told = []
    whole, skipped, refused, sector = finished_runs(
        layout, unreadable=lambda *damaged: told.append(damaged)
    )
    assert told == []
    assert [run.lacking for run in (whole, skipped, refused, sector)] == [()] * 4
    assert (whole.report.status, whole.report.resumed) == (Status.COMPLETE, 1)
    collected = [offer["id"] for page in whole.pages for offer in offers_in(page)]
    assert sorted(collected) == sorted(sandbox.ids({}))
    assert (skipped.report.status, skipped.pages) == (Status.SKIPPED, ())
    assert (refused.report.status, refused.report.reason) == (Status.FAILED, "bad_argument")
    ids = {offer["id"] for page in sector.pages for offer in offers_in(page)}
    assert sector.found_by is not None
    assert {offer for offer, _ in read_found_by(sector.found_by)} == ids
    (last,) = finished_runs(layout, wanted=lambda name: refused.name < name, unreadable=print)
    assert last == sector
