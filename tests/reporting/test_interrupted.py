from __future__ import annotations

from datetime import datetime

import orjson
import pytest

from ftcrawler.offers.field_counts import count_fields
from ftcrawler.reporting.interrupted import close_interrupted, say_resumed
from ftcrawler.reporting.make_report import make_report, report_of_killed
from ftcrawler.reporting.report_figures import request_figures
from ftcrawler.reporting.search_reports import Reading
from ftcrawler.runs.details import LABEL, note_planned, question, read_details
from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.layout import DataLayout, details_key, report_key
from ftcrawler.runs.paris_time import PARIS
from ftcrawler.runs.run import begin_run, open_run
from ftcrawler.searches.search import Search

NOW = datetime(2026, 11, 23, 21, 15, 0, tzinfo=PARIS)


@pytest.fixture
def left(tmp_path):
    """A run that was killed, as the next command opens it."""
    layout = DataLayout(tmp_path)
    facts = {"source": "https://api.test/o", "arguments": '{"region":"11"}'}
    killed = begin_run(layout, "all", NOW)
    killed.journal.note(**facts, limits='{"all__region-11":100,"all__region-84":100}')
    killed.journal.note_searches([Search({"region": "11"}), Search({"region": "84"})])
    for number, ids in enumerate((["A", "B"], ["B", "C"]), start=1):
        page = StoredPage(
            *(f"raw/p{number}.json", "all__region-11", 1000, ids, set(ids[number - 1 :])),
            sequence=number,
            status=206,
            fields=count_fields([{"id": each} for each in ids[number - 1 :]]),
        )
        killed.journal.record_page(page)
    killed.journal.note_announced("all__region-11", 412)
    killed.journal.mark_uploaded("raw/p1.json")
    killed.journal.close()
    killed.held[0].release()
    run = open_run(layout, killed.name)
    assert run is not None
    yield run
    run.close(NOW)


def test_a_killed_run_is_reported_from_its_journal(left):
    report = orjson.loads(report_of_killed(left).to_json())
    first, second = report.pop("searches")
    assert report.pop("finished") > report["started"]
    assert report == {
        "run": "all_20261123_211500",
        "spider": "all",
        "source": "https://api.test/o",
        "arguments": {"region": "11"},
        "started": NOW.isoformat(),
        "resumed": 0,
        "status": "incomplete",
        "reason": "interrupted",
        "message": "Collecte interrompue et non reprise.",
        "offers": {"collected": 3, "duplicates": 1},
        "mended": {"count": 0, "ids": []},
        "requests": {
            "search": 2,
            "floor": 3,
            "token": 0,
            "detail": 0,
            "referentiel": 0,
            "retried": 0,
            "by_status": {"206": 2},
        },
        "files": {"written": 2, "bytes": 2000},
        "s3": {"uploaded": 1, "pending": 1},
        "fields": {"id": {"types": {"string": 3}, "missing": 0}},
        "drift": {"since": None, "changes": []},
    }
    assert (first["label"], first["criteria"]) == ("all__region-11", {"region": "11"})
    assert (first["announced"], first["collected"], first["missing"]) == (412, 3, 409)
    assert (first["status"], first["max_pages"], first["pages"]) == ("incomplete", 100, 2)
    assert (second["label"], second["announced"], second["pages"]) == ("all__region-84", None, 0)


def test_one_that_is_stopped_before_it_knows_what_to_read_tells_what_it_had(left):
    report = make_report(left, arguments={}, reason="shutdown", reading=Reading(), values={})
    assert report.status == "incomplete"
    first, second = report.searches
    assert (first.announced, first.collected, first.missing) == (412, 3, 409)
    assert (second.announced, second.collected, second.missing) == (None, 0, 0)


def test_closing_it_writes_the_report_and_has_it_uploaded(left, caplog):
    close_interrupted(left)
    assert left.reported
    assert left.journal.pending() == ["raw/p2.json", report_key(left.name)]
    assert f"La collecte {left.name}, interrompue, n'est pas reprise" in caplog.text


def test_a_run_that_goes_on_says_from_where(left, caplog):
    caplog.set_level("INFO")
    say_resumed(left)
    assert f"Reprise de la collecte {left.name} : 2 page(s) déjà sur disque, 3" in caplog.text


def test_requests_of_all_processes_are_counted():
    values = {
        "ftcrawler/requests/search_count": 3,
        "ftcrawler/requests/status_count/206": 2,
        "ftcrawler/requests/status_count/500": 1,
    }
    figures = request_figures(values, [], {206: 10, 204: 1})
    assert figures["search"] == 14
    assert figures["by_status"] == {"204": 1, "206": 12, "500": 1}
    details = request_figures(values, [], {200: 10, 204: 1}, of="detail")
    assert (details["search"], details["detail"]) == (3, 11)


def test_of_offers_asked_for_one_by_one_the_list_comes_with_the_report(tmp_path):
    run = begin_run(DataLayout(tmp_path), "closed", NOW)
    note_planned(run.journal, offers=3, controls=1)
    for sequence, (offer, status) in enumerate({"A": 204, "B": 503}.items(), start=1):
        page = StoredPage(
            *("", LABEL, 0, (), ()),
            sequence=sequence,
            request=question(offer, control=False),
            status=status,
        )
        run.journal.record_page(page)
    close_interrupted(run)
    report = orjson.loads(run.layout.report(run.name).read_bytes())
    assert (report["status"], report["searches"]) == ("incomplete", [])
    assert report["details"] == {
        "asked": 2,
        "gone": 1,
        "open": 0,
        "left": 2,
        "controls": 0,
        "controls_gone": 0,
        "controls_left": 1,
    }
    assert run.journal.pending() == [details_key(run.name), report_key(run.name)]
    listed = run.layout.details(run.name).read_bytes()
    assert [each.id for each in read_details(listed)] == ["A", "B"]
    run.close(NOW)
