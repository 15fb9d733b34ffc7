from __future__ import annotations

import json
from typing import Any

import pytest

from ftcrawler.endings import Status
from ftcrawler.reporting import past_runs
from ftcrawler.reporting.past_runs import PastRuns
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.report import Report, SearchReport
from ftcrawler.runs.run_name import RunName

RUN = RunName("all", "20261125_030000")
API = "https://api.test/o"


SEARCH: dict[str, Any] = {"label": "all", "status": "complete", "max_pages": 0, "collected": 1}
# Parts of reports that no version wrote.
STRANGE: tuple[dict[str, Any], ...] = (
    {"searches": "x"},
    {"searches": [None]},
    {"searches": [{"label": "all"}]},
    {"searches": [SEARCH | {"collected": None}]},
    {"searches": [SEARCH | {"status": "splendid"}]},
    {"status": ["complete"]},
    {"fields": {"id": {}}},
    {"fields": [1]},
)


@pytest.fixture
def layout(tmp_path):
    layout = DataLayout(tmp_path)
    layout.runs.mkdir()
    return layout


@pytest.fixture
def write(layout):
    """Write a report; return what is told of the runs before RUN."""

    def write(name, *labels, spider="all", source=API, status=Status.COMPLETE, skipped=()):
        searches = [
            SearchReport(
                label=label,
                criteria={},
                status=Status.SKIPPED if label in skipped else status,
                max_pages=0,
            )
            for label in labels
        ]
        report = Report(
            run=str(name),
            spider=spider,
            source=source,
            arguments={},
            started="",
            finished="",
            status=status,
            reason="finished",
            searches=tuple(searches),
        )
        (layout.runs / f"{name}.json").write_bytes(report.to_json())

    return write


@pytest.fixture
def past(layout):
    return PastRuns(layout, API, RUN)


def names(past):
    return [report.run for report in past]


def test_newest_first_and_only_those_before(write, past):
    for name in ("all_20261123_030000", "all_20261124_030000", RUN, "all_20261125_040000"):
        write(name, "all")
    write("keywords_20261124_030000", "data", spider="keywords")
    write("all_20261124_040000", "all", source="https://elsewhere.test/o")
    write("all_20261124_050000", "all", source="")
    assert names(past) == ["all_20261124_030000", "all_20261123_030000"]
    assert names(past) == names(past), "it can be read again"


def test_what_is_no_report_is_left_out(write, past, layout):
    write("all_20261123_030000", "all")
    (layout.runs / "all_20261124_030000.json").write_text('{"half a rep')
    (layout.runs / "all_20261124_040000.json").write_text("[]")
    for number, strange in enumerate(STRANGE):
        body = {
            "run": "r",
            "spider": "all",
            "source": API,
            "status": "complete",
            "finished": "",
            "searches": [],
        }
        path = layout.runs / f"all_20261124_06000{number}.json"
        path.write_text(json.dumps(body | strange))
    (layout.runs / "all_20261124_050000.json").mkdir()
    assert names(past) == ["all_20261123_030000"]


def test_no_more_than_so_many_are_read(write, past, monkeypatch):
    monkeypatch.setattr(past_runs, "NEWEST", 2)
    for day in range(20, 25):
        write(f"all_202611{day}_030000", "all")
    assert names(past) == ["all_20261124_030000", "all_20261123_030000"]


def test_the_last_run_of_the_same_searches(write, past):
    write("all_20261120_030000", "a", "b")
    write("all_20261121_030000", "a", "b", status=Status.TRUNCATED)
    write("all_20261122_030000", "a", "b", status=Status.INCOMPLETE)
    write("all_20261123_030000", "a", "b", skipped={"b"})
    write("all_20261124_030000", "a", "b", "c")
    found = past.last_of({"a", "b"})
    assert found is not None
    assert found.run == "all_20261121_030000"
    only_a = past.last_of({"a"})
    assert only_a is not None
    assert only_a.run == "all_20261123_030000"
    assert past.last_of({"d"}) is None


def test_how_many_offers_a_search_had_when_it_was_last_read(layout, past):
    def write(day, status, **figures):
        search = SEARCH | {"status": status} | figures
        body = {
            "run": "r",
            "spider": "all",
            "source": API,
            "status": status,
            "finished": "",
            "searches": [search],
        }
        (layout.runs / f"all_202611{day}_030000.json").write_text(json.dumps(body))
        return past.offers_of("all")

    assert past.offers_of("all") == 0
    assert write(20, "complete", collected=450) == 450
    assert write(21, "incomplete", announced=450, collected=300) == 450
    assert write(22, "skipped") == 450
    assert write(23, "incomplete", announced=0, collected=0) == 0
    assert write(24, "truncated", announced=9000, collected=150) == 150
    assert past.offers_of("data") == 0


def test_no_folder_is_no_past(tmp_path):
    assert list(PastRuns(DataLayout(tmp_path), API, RUN)) == []
