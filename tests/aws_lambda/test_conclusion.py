"""What a crawl's end becomes: an answer, or an error that alarms see."""

from __future__ import annotations

import pytest

from ftcrawler import endings
from ftcrawler.aws_lambda.conclusion import conclude
from ftcrawler.aws_lambda.leftover_upload import Unsent
from ftcrawler.crawling.crawl_process import Ended
from ftcrawler.endings import Status
from ftcrawler.exceptions import (
    AccessRefusedError,
    AlreadyRunningError,
    ApiError,
    ArgumentError,
    AuthenticationError,
    ConfigurationError,
    FtcrawlerError,
    HistoryError,
    StorageError,
    UploadError,
)
from ftcrawler.runs.report import Report

ALL_SENT = Unsent()


def ended(code, *, stopped=False, killed=False):
    return Ended(code=code, stopped=stopped, killed=killed)


def report(status, reason="finished"):
    message = "Erreur: dite."
    return Report(
        run="", spider="all", finished="", status=Status(status), reason=reason, message=message
    )


# Lambda's alarms show these names: who can mend what a run failed for.
ERRORS = {
    "bad_argument": ArgumentError,
    "already_running": AlreadyRunningError,
    "bad_configuration": ConfigurationError,
    "history_unusable": HistoryError,
    "auth_failed": AuthenticationError,
    "storage_failed": StorageError,
    "api_refused": AccessRefusedError,
    "api_unreachable": ApiError,
    "start_error": FtcrawlerError,
    "crashed": FtcrawlerError,
}


def test_every_failure_is_an_error_of_somebodys():
    assert ERRORS.keys() == endings.FATAL


@pytest.mark.parametrize("reason", ERRORS)
def test_a_failed_run_is_the_error_of_who_can_mend_it(reason):
    with pytest.raises(ERRORS[reason]) as raised:
        conclude(ended(1), report("failed", reason), ALL_SENT, resumable=True)
    assert (type(raised.value), str(raised.value)) == (ERRORS[reason], "Erreur: dite.")


def test_a_crash_is_an_error():
    with pytest.raises(FtcrawlerError, match="Erreur: dite"):
        conclude(ended(3), report("failed", "crashed"), ALL_SENT, resumable=True)


def test_what_was_sent_after_the_crawl_counts():
    """It ended with 4 for its uploads alone."""
    answer = conclude(ended(4), report("complete"), ALL_SENT, resumable=True)
    assert (answer["exit_code"], answer["resumable"]) == (0, False)


@pytest.mark.parametrize("how", [ended(-9, stopped=True, killed=True), ended(-15, stopped=True)])
def test_a_crawl_cut_by_its_time_limit_is_incomplete(how):
    answer = conclude(how, report("incomplete"), ALL_SENT, resumable=True)
    assert (answer["exit_code"], answer["resumable"]) == (4, True)


def test_what_nobody_can_take_up_is_not_called_resumable():
    answer = conclude(ended(4), report("incomplete"), ALL_SENT, resumable=False)
    assert (answer["exit_code"], answer["resumable"]) == (4, False)


def test_killed_by_another():
    with pytest.raises(FtcrawlerError, match=r"tuée \(signal 9\), sans doute faute de mémoire"):
        conclude(ended(-9), report("incomplete"), ALL_SENT, resumable=True)


def test_no_report():
    with pytest.raises(FtcrawlerError, match=r"sans rapport \(code 2\)"):
        conclude(ended(2), None, ALL_SENT, resumable=False)


def test_files_that_vanish_are_an_error_even_of_a_complete_run():
    unsent = Unsent(files=3, causes={"bucket « lac » introuvable. Créez-le."})
    with pytest.raises(UploadError, match=r"3 fichier\(s\) .* perdu.*« lac » introuvable"):
        conclude(ended(4), report("complete"), unsent, resumable=True)
