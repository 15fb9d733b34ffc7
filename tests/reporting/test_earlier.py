from __future__ import annotations

import orjson
import pytest

from ftcrawler.reporting.earlier import Earlier, find_earlier


def report(status, *, max_pages=10, label="data"):
    search = {"label": label, "status": status, "max_pages": max_pages, "collected": 7}
    files = {"written": 2}
    run = {"run": "r", "spider": "keywords", "status": status, "finished": "f"}
    return orjson.dumps({**run, "files": files, "searches": [search]})


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
        (b"{half a rep", 10, False),
        (b"[]", 10, False),
        (b"{}", 10, False),
    ],
)
def test_what_counts_as_collected_today(earlier, max_pages, enough):
    found = find_earlier([b"", earlier], "data", max_pages)
    assert found == (Earlier("r", "f", 7, 2) if enough else None)


def test_the_run_that_asks_does_not_count_itself():
    assert find_earlier([report("complete")], "data", 10, apart_from="r") is None
    assert find_earlier([report("complete")], "data", 10, apart_from="other") is not None
