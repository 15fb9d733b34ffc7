"""One table of endings: what it says is what becomes of a run, for every error there is."""

from __future__ import annotations

import pytest

from ftcrawler import endings, exceptions
from ftcrawler.endings import ENDINGS, Ending, reason_of
from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.reporting.verdict import exit_code, run_status
from ftcrawler.runs.report import Report

REASONS = {
    "FtcrawlerError": "crashed",
    "ArgumentError": "bad_argument",
    "UnknownTownError": "bad_argument",
    "QueryError": "bad_argument",
    "AlreadyRunningError": "already_running",
    "StoppedError": "shutdown",
    "ConfigurationError": "bad_configuration",
    "QuotaError": "bad_configuration",
    "AuthenticationError": "auth_failed",
    "TokenServiceDownError": "api_unreachable",
    "DatabaseError": "crashed",
    "HistoryError": "history_unusable",
    "StorageError": "storage_failed",
    "DamagedJournalError": "storage_failed",
    "UploadError": "crashed",
    "ApiError": "api_unreachable",
    "RequestRefusedError": "api_refused",
    "AccessRefusedError": "api_refused",
    "TransientApiError": "api_unreachable",
    "AnswerStatusError": "api_unreachable",
    "ConnectionFailedError": "api_unreachable",
    "PageShapeError": "api_unreachable",
    "HtmlPageError": "api_refused",
}
ERRORS = {
    name: kind
    for name, kind in vars(exceptions).items()
    if isinstance(kind, type) and issubclass(kind, FtcrawlerError)
}


def test_every_row_is_in_the_table_once():
    rows = [row for row in vars(endings).values() if isinstance(row, Ending)]
    assert rows == list(ENDINGS)
    assert len({row.reason for row in rows}) == len(rows)
    assert len({error for row in rows for error in row.errors}) == sum(
        len(row.errors) for row in rows
    )


def test_every_error_has_a_reason():
    assert ERRORS.keys() == REASONS.keys()


@pytest.mark.parametrize("name", REASONS)
def test_the_reason_of_an_error(name):
    assert reason_of(ERRORS[name].__new__(ERRORS[name])) == REASONS[name]


@pytest.mark.parametrize("row", [row for row in ENDINGS if row.status], ids=lambda row: row.reason)
def test_what_a_run_comes_to(row):
    status = run_status(row.reason, [])
    report = Report(
        run="", spider="", arguments={}, started="", finished="", status=status, reason=row.reason
    )
    assert (status, exit_code(report)) == (row.status, row.exit_code)


@pytest.mark.parametrize("row", ENDINGS, ids=lambda row: row.reason)
def test_a_remedy_is_one_sentence_or_some(row):
    assert row.remedy.endswith(".")
    assert "\n" not in row.remedy
    assert "|" not in row.remedy
