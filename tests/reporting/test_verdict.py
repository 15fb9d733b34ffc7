from __future__ import annotations

import pytest

from ftcrawler import endings
from ftcrawler.endings import Status
from ftcrawler.reporting.search_reports import Asking, Reading
from ftcrawler.reporting.verdict import exit_code, is_over, run_status
from ftcrawler.runs.report import DetailsReport, Report, SearchReport


def searches(*statuses):
    return [
        SearchReport(label=str(n), criteria={}, status=status, max_pages=0)
        for n, status in enumerate(statuses)
    ]


@pytest.mark.parametrize(
    ("reason", "statuses", "expected"),
    [
        ("finished", ["complete", "complete"], "complete"),
        ("finished", ["complete", "truncated"], "truncated"),
        ("finished", ["truncated", "incomplete", "complete"], "incomplete"),
        ("finished", ["skipped", "skipped"], "skipped"),
        ("finished", ["skipped", "complete"], "complete"),
        ("finished", ["skipped", "truncated"], "truncated"),
        # What came when all was read stopped nothing.
        ("shutdown", ["complete", "skipped"], "complete"),
        ("closespider_timeout", ["truncated"], "truncated"),
        ("shutdown", ["complete", "incomplete"], "incomplete"),
        ("shutdown", [], "incomplete"),
        *((reason, ["complete"], "failed") for reason in ("auth_failed", "storage_failed")),
        *((reason, [], "failed") for reason in ("crashed", "start_error", "api_unreachable")),
    ],
)
def test_the_worst_search_makes_the_run(reason, statuses, expected):
    assert run_status(reason, searches(*map(Status, statuses))) == expected


def a_report(status="complete", reason="finished", pending=0, **more):
    return Report(
        run="keywords_20261123_211500",
        spider="keywords",
        arguments={},
        started="",
        finished="",
        status=Status(status),
        reason=reason,
        s3={"uploaded": 3 - pending, "pending": pending},
        **more,
    )


@pytest.mark.parametrize(
    ("report", "code"),
    [
        *((a_report(status), 0) for status in ("complete", "truncated", "skipped")),
        (a_report("failed", endings.BAD_ARGUMENT.reason), 1),
        (a_report("failed", endings.BAD_CONFIGURATION.reason), 1),
        (a_report("failed", endings.AUTH_FAILED.reason), 3),
        (a_report("failed", endings.CRASHED.reason), 3),
        (a_report("incomplete"), 4),
        (a_report("complete", pending=1), 4),
        (a_report("failed", endings.AUTH_FAILED.reason, pending=1), 3),
    ],
)
def test_exit_codes(report, code):
    assert exit_code(report) == code


@pytest.mark.parametrize(
    ("reason", "details", "expected"),
    [
        ("finished", DetailsReport(asked=2, gone=1, open=1), "complete"),
        ("finished", DetailsReport(), "complete"),
        ("finished", DetailsReport(asked=2, gone=1, left=1), "incomplete"),
        ("finished", DetailsReport(controls=1, controls_left=1), "incomplete"),
        ("shutdown", DetailsReport(asked=2, gone=2), "incomplete"),
        ("api_unreachable", DetailsReport(asked=2, gone=2), "failed"),
    ],
)
def test_an_offer_that_does_not_tell_makes_the_run_incomplete(reason, details, expected):
    assert run_status(reason, [], details) == expected


@pytest.mark.parametrize(
    ("status", "reason", "left", "over"),
    [
        ("complete", "finished", 0, True),
        ("incomplete", "finished", 0, True),
        ("incomplete", "finished", 1, False),
        ("incomplete", "shutdown", 1, False),
        ("failed", "api_unreachable", 0, False),
    ],
)
def test_a_run_that_asked_them_all_is_over(status, reason, left, over):
    reading = Reading(settled=True, asking=Asking(done=3, left=left))
    assert is_over(a_report(status, reason), reading) == over
    assert not is_over(a_report("incomplete"), Reading(settled=True))
