from __future__ import annotations

import pytest

from ftcrawler import endings
from ftcrawler.endings import Status
from ftcrawler.reporting.verdict import exit_code, run_status
from ftcrawler.runs.report import Report, SearchReport


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
