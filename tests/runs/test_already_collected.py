from __future__ import annotations

import orjson
import pytest

from ftcrawler.runs.already_collected import EarlierCollection, find_earlier
from ftcrawler.runs.report import Report
from ftcrawler.runs.run_name import RunName

RUN = RunName("keywords", "20261123_211500")
API = "https://api.test/o"


def report(status, *, max_pages=10, label="data", **source):
    search = {"label": label, "status": status, "max_pages": max_pages, "collected": 7}
    files = {"written": 2}
    run = {"run": str(RUN), "spider": "keywords", "status": status, "finished": "f"}
    run |= source or {"source": API}
    return Report.from_json(orjson.dumps({**run, "files": files, "searches": [search]}))


@pytest.mark.parametrize(
    ("earlier", "max_pages", "enough"),
    [
        (report("complete", max_pages=1), 0, True),
        (report("truncated", max_pages=10), 10, True),
        (report("truncated", max_pages=10), 3, True),
        (report("truncated", max_pages=10), 11, False),
        (report("truncated", max_pages=10), 0, False),
        (report("incomplete"), 10, False),
        (report("failed"), 10, False),
        (report("skipped"), 10, False),
        (report("complete", label="python"), 10, False),
        (report("complete", source="https://elsewhere.test/o"), 10, False),
        (report("complete", source=""), 10, False),
    ],
)
def test_what_counts_as_collected_today(earlier, max_pages, enough):
    found = find_earlier([earlier], "data", max_pages, source=API)
    assert found == (EarlierCollection(RUN, "f", 7, 2) if enough else None)


def test_the_run_that_asks_does_not_count_itself():
    done = [report("complete")]
    assert find_earlier(done, "data", 10, source=API, apart_from=RUN) is None
    assert (
        find_earlier(
            done, "data", 10, source=API, apart_from=RunName("keywords", "20261123_211501")
        )
        is not None
    )


def test_a_report_of_before_sources_is_of_none():
    body = orjson.loads(report("complete").to_json())
    del body["source"]
    old = Report.from_json(orjson.dumps(body))
    assert find_earlier([old], "data", 10, source=API) is None
    assert find_earlier([old], "data", 10, source="") is None
