"""What is worth an alert, threshold by threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from ftcrawler.endings import Status
from ftcrawler.monitors.alert_notice import make_notice
from ftcrawler.monitors.field_alerts import field_alerts
from ftcrawler.monitors.run_alerts import (
    error_alerts,
    offers_alerts,
    pending_alerts,
    status_alerts,
    throttle_alerts,
)
from ftcrawler.monitors.thresholds import Thresholds
from ftcrawler.offers.field_counts import count_fields
from ftcrawler.reporting.drift import field_changes
from ftcrawler.reporting.drift_lines import drift_lines
from ftcrawler.reporting.field_reports import field_reports
from ftcrawler.runs.report import DetailsReport, Report, SearchReport
from ftcrawler.runs.reported_fields import Change, Drift, FieldChange

LIMITS = Thresholds(
    statuses=frozenset({Status.INCOMPLETE, Status.FAILED}),
    offers_percent=80,
    missing_points=10,
    errors=0,
    throttled=2,
    pending=1,
)


@dataclass
class Broken:
    """A monitor that failed."""

    reason: str | None
    error: str | None = None


def report(status=Status.COMPLETE, collected=100, max_pages=0, **parts):
    search = SearchReport(
        label="data", criteria={}, status=status, max_pages=max_pages, collected=collected
    )
    return Report(
        run="keywords_20261125_030000",
        spider="keywords",
        arguments={},
        started="",
        finished="",
        status=status,
        reason="finished",
        searches=(search,),
        **parts,
    )


def past(*counts, status="complete", label="data", max_pages=0):
    return [
        Report(
            run="",
            spider="keywords",
            status=Status.COMPLETE,
            finished="",
            searches=(
                SearchReport(
                    label=label, status=Status(status), max_pages=max_pages, collected=count
                ),
            ),
        )
        for count in counts
    ]


@pytest.mark.parametrize(
    ("status", "alerts"),
    [(each, each in {Status.INCOMPLETE, Status.FAILED}) for each in Status],
)
def test_statuses(status, alerts):
    assert bool(list(status_alerts(report(status), LIMITS))) == alerts


def test_offers_that_gave_no_answer_are_told():
    details = DetailsReport(asked=3, gone=1, left=2)
    incomplete = replace(report(Status.INCOMPLETE), searches=(), details=details)
    assert list(status_alerts(incomplete, LIMITS)) == [
        "Vérification INCOMPLÈTE (motif : finished)",
        "2 offres encore à vérifier",
    ]


@pytest.mark.parametrize(
    ("collected", "earlier", "alerts"),
    [
        (79, past(100, 100, 100), True),
        (80, past(100, 100, 100), False),
        (500, past(100, 100, 100), False),
        (79, past(100, 100), False),  # too few to tell
        (79, past(60, 100, 100), True),  # the median, not the mean
        (10, past(*[10] * 7, *[1000] * 9), False),  # seven, and the newest
        (10, past(*[1000] * 7, *[10] * 9), True),
        (79, past(100, 100, 100, status="truncated"), True),
        (79, past(100, 100, 100, status="incomplete"), False),
        (79, past(100, 100, 100, status="skipped"), False),
        (79, past(100, 100, 100, label="other"), False),
        (79, past(100, 100, 100, max_pages=3), False),
        (0, past(0, 0, 0), False),
    ],
)
def test_fewer_offers_than_usual(collected, earlier, alerts):
    told = list(offers_alerts(report(collected=collected), earlier, LIMITS))
    assert bool(told) == alerts


def test_fewer_offers_in_french():
    (told,) = offers_alerts(report(collected=12), past(1000, 1200, 1200, 1300), LIMITS)
    assert told == (
        "« data » : 12 offres, moins de 80 % de la médiane des 4 dernières collectes (1 200)"
    )


def test_a_skipped_search_has_no_offers_to_compare():
    skipped = report(Status.SKIPPED, collected=0)
    assert list(offers_alerts(skipped, past(100, 100, 100), LIMITS)) == []


def test_errors():
    assert list(error_alerts({}, LIMITS)) == []
    assert list(error_alerts({"log_count/ERROR": 2}, LIMITS)) == [
        "2 erreurs dans le journal de Scrapy"
    ]


@pytest.mark.parametrize(("count", "alerts"), [(0, False), (2, False), (3, True)])
def test_answers_429(count, alerts):
    run = report(requests={"by_status": {"206": 9, "429": count}})
    assert bool(list(throttle_alerts(run, LIMITS))) == alerts


@pytest.mark.parametrize(("count", "alerts"), [(0, False), (1, False), (2, True)])
def test_files_pending(count, alerts):
    assert bool(list(pending_alerts(report(s3={"pending": count}), LIMITS))) == alerts


def told_of_fields(before, now):
    was, is_ = (
        field_reports(count_fields([{"id": str(n), **o} for n, o in enumerate(offers)]))
        for offers in (before, now)
    )
    drift = Drift("keywords_20261124_030000", field_changes(was, is_))
    return list(field_alerts(drift, was, is_, LIMITS))


def some(number, of):
    return [{"salaire": {}}] * number + [{}] * (of - number)


@pytest.mark.parametrize(
    ("before", "now", "alerts"),
    [
        (some(500, 1000), some(390, 1000), True),  # 11 points
        (some(500, 1000), some(610, 1000), True),
        (some(500, 1000), some(410, 1000), False),  # 9 points
        (some(10, 20), some(7, 20), False),  # 15 points, by chance
        (some(500, 1000), some(0, 1000), True),  # vanished
        (some(500, 1000), [{"salaire": "2 000 euros"}] * 500 + [{}] * 500, True),
        (some(0, 1000), some(500, 1000), False),  # new breaks nobody
    ],
)
def test_fields(before, now, alerts):
    assert len(told_of_fields(before, now)) == alerts


def test_fields_in_french():
    (told,) = told_of_fields(some(500, 1000), some(250, 1000))
    assert told == (
        "Champ salaire : absent de 75,0 % des cas, contre 50,0 % avant "
        "(comparé à keywords_20261124_030000)"
    )


def test_names_and_messages_of_strangers_make_no_alert_of_their_own():
    evil = "b\r\n- Collecte complète\x1b[2J\u202e\ud83d"
    field = field_reports(count_fields([{"id": "1"}]))["id"]
    drift = Drift("run\n2", (FieldChange(evil, Change.NEW, None, field),))
    failed = report(Status.FAILED, message=f"Erreur: {evil}", drift=drift)
    reasons = ["\n".join(status_alerts(failed, LIMITS)), "\n".join(drift_lines(drift)), evil]
    notice = make_notice(failed, 3, [Broken(reason) for reason in reasons])
    assert len(notice.alerts) == len(notice.text.splitlines()) - 1
    assert notice.alerts[0] == "ÉCHEC de la collecte (Erreur: b - Collecte complète [2J)"
    assert any("Champ nouveau : b - Collecte complète [2J" in alert for alert in notice.alerts)
    assert all(alert.isprintable() for alert in notice.alerts)
    assert make_notice(replace(failed, run="a\nBcc: x@y"), 0, []).subject.isprintable()


def test_a_monitor_that_broke_is_told_by_its_last_line():
    (alert,) = make_notice(
        report(), 0, [Broken(None, "Traceback\n  x\nValueError: a\x1b[2J")]
    ).alerts
    assert alert == "Moniteur en panne : ValueError: a [2J"
