"""A report is written and read by one model: it comes back, or what is none is told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from ftcrawler.endings import Status
from ftcrawler.runs.report import DetailsReport, Report, with_pending
from ftcrawler.runs.reported_fields import Change

DOCS = Path(__file__).parents[2] / "docs" / "run-report.md"
# What every version wrote, and no reader does without.
LEAST = {
    "run": "all_20261123_211500",
    "spider": "all",
    "status": "complete",
    "finished": "2026-11-23T21:20:48+01:00",
    "searches": [{"label": "all", "status": "complete"}],
}


@pytest.fixture
def shown():
    """The report that docs/run-report.md shows, as its file would be."""
    (block,) = re.findall(r"```json\n(\{\n.*?\n\}\n)```", DOCS.read_text(), re.DOTALL)
    return block.encode()


def test_what_is_read_is_written_again_byte_by_byte(shown):
    report = Report.from_json(shown)
    assert report.to_json() == shown
    assert (report.status, report.searches[0].slices[1].gave) == (Status.COMPLETE, 2301)
    assert report.drift.changes[0].change is Change.RETYPED
    assert str(report.name) == report.run


def test_what_an_older_version_did_not_write_is_as_if_nothing_was_said():
    report = Report.from_json(orjson.dumps(LEAST))
    assert (report.source, report.fields, report.s3, report.drift.since) == ("", {}, {}, None)
    assert not report.is_of("")
    assert report.searches[0].announced is None


def test_what_a_newer_version_wrote_besides_is_passed_over(shown):
    more = orjson.loads(shown) | {"weather": {"rain": True}}
    more["searches"][0]["mood"] = "good"
    more["offers"]["new"] = {"lawful": 0.5}
    more["files"]["codec"] = "zstd"
    more["s3"]["bucket"] = None
    assert Report.from_json(orjson.dumps(more)).to_json() == shown


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "Invalid JSON"),
        (b'{"run": "all_2026', "Invalid JSON"),
        (b"[]", r"."),
        (b"null", r"."),
        (b"{}", "run : Field required"),
        (b"[" * 100_000, "Invalid JSON: recursion limit"),
        (orjson.dumps(LEAST | {"status": "splendid"}), "status : Input should be 'complete'"),
        (orjson.dumps(LEAST | {"source": None}), "source : "),
        (orjson.dumps(LEAST | {"searches": [{"label": "a"}]}), r"searches\.0\.status : "),
    ],
)
def test_what_is_no_report_is_told_in_a_line(body, told):
    with pytest.raises(ValueError, match=told) as error:
        Report.from_json(body)
    assert len(str(error.value).splitlines()) == 1


def test_of_s3_only_the_figures_change_and_nothing_of_another_version_is_lost(shown):
    known = orjson.loads(shown)
    known |= {"weather": {"rain": True}, "s3": {"uploaded": 20, "parts": 3, "pending": 6}}
    corrected = with_pending(orjson.dumps(known), 2)
    assert corrected is not None
    told = orjson.loads(corrected)
    assert told == known | {"s3": {"uploaded": 24, "parts": 3, "pending": 2}}
    assert list(told) == list(known)
    assert with_pending(corrected, 2) is None


@pytest.mark.parametrize("s3", [None, {}, {"uploaded": 1}, {"uploaded": 1, "pending": "x"}])
def test_figures_of_s3_that_are_none_are_not_corrected(s3):
    with pytest.raises(ValueError, match="s3"):
        with_pending(orjson.dumps(LEAST | {"s3": s3}), 0)


def test_details_are_told_of_those_runs_alone(shown):
    report = Report.from_json(shown)
    assert b'"details"' not in shown
    details = DetailsReport(asked=3, gone=2, left=1, controls=1)
    told = replace(report, details=details)
    assert Report.from_json(told.to_json()) == told
    with pytest.raises(ValueError, match=r"details\.gone : "):
        Report.from_json(told.to_json().replace(b'"gone": 2', b'"gone": "many"'))
