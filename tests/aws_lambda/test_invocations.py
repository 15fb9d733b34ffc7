"""A function in its container: cut by its time limit, going on, done, skipped."""

from __future__ import annotations

import json

import pytest

from .function import SLOW

CUT = {"event": SLOW, "after": {"pages": 5, "left": 99}}


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=7500)


def test_cut_then_complete_then_skipped(sandbox, function_of, bucket):
    lived = function_of(sandbox).live(CUT, {"event": SLOW}, {"event": SLOW})
    cut, complete, skipped = lived.results
    assert (cut["exit_code"], cut["resumable"]) == (4, True)
    assert (cut["report"]["status"], cut["report"]["reason"]) == ("incomplete", "shutdown")
    assert (complete["exit_code"], complete["resumable"]) == (0, False)
    assert complete["report"]["run"] == cut["report"]["run"]
    assert complete["report"]["resumed"] == 1
    assert (skipped["exit_code"], skipped["report"]["status"]) == (0, "skipped")
    truth = sandbox.ids({})
    assert bucket().ids == dict.fromkeys(truth, 1)
    assert len(bucket().stamps) == 1
    assert bucket().reports == [complete["report"], skipped["report"]]
    assert bucket().journals == []
    assert complete["report"]["s3"] == {
        "uploaded": sum(key[:4] == "raw/" for key in bucket().objects),
        "pending": 0,
    }
    assert "Reprise de la collecte" in lived.log
    assert "s3://lake/raw/france_travail/ (collecte" in lived.log
    assert [(line["Done"], line["Offers"]) for line in metrics(lived.log)] == [
        (0, cut["report"]["offers"]["collected"]),
        (1, len(truth)),
        (1, 0),
    ]


def metrics(log):
    """Return the lines from which CloudWatch takes figures, each of which it must find."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith('{"_aws"')]
    for line in lines:
        (described,) = line["_aws"]["CloudWatchMetrics"]
        assert described["Namespace"] == "ftcrawler"
        assert all(metric["Name"] in line for metric in described["Metrics"])
        assert all(line[name] for names in described["Dimensions"] for name in names)
    return lines
