"""Alerts of the history: what is worth one, and whom it reaches after an update."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ftcrawler.history.files.manifest import RefusedClosings
from ftcrawler.history.showing.standing import Standing
from ftcrawler.monitors.history_alerts import candidate_alerts, closings_alerts, reading_alerts
from ftcrawler.runs.paris_time import paris_now, stamp
from tests.crawls.crawling import scrapy
from tests.history.made_runs import SOURCE, offers
from tests.monitors.conftest import receiver  # noqa: F401 (a fixture)

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)


def ago(**past):
    return NOW - timedelta(**past)


@pytest.mark.parametrize(
    ("readings", "followed", "told"),
    [
        ({"all": ago(hours=23)}, {"all"}, []),
        ({"all": ago(hours=25)}, {"all"}, ["all"]),
        # The last one is told however old it is, even if it was a trial.
        ({"all": ago(days=99)}, set(), ["all"]),
        # A trial, and a search that was given up, are not.
        ({"trial": ago(days=2), "all": ago(hours=1)}, {"all"}, []),
        ({"x": ago(days=9), "all": ago(hours=1)}, {"x", "all"}, []),
        ({"x": ago(days=2), "all": ago(hours=1)}, {"x", "all"}, ["x"]),
    ],
)
def test_readings(readings, followed, told):
    standing = Standing(readings=readings, followed=frozenset(followed))
    alerts = list(reading_alerts(standing, NOW, 24))
    assert [alert.split(" »")[0].removeprefix("« ") for alert in alerts] == told


def test_readings_in_french():
    standing = Standing(readings={"all": ago(hours=26)})
    (alert,) = reading_alerts(standing, NOW, 24)
    assert alert == "« all » : dernière lecture complète il y a 1 j 2 h, plus de 24 h"
    (alert,) = reading_alerts(Standing(), NOW, 24)
    assert alert.startswith("aucune lecture complète")


def test_candidates():
    assert list(candidate_alerts(Standing(), NOW, 48)) == []
    young = Standing(candidates=3, oldest_candidate=ago(hours=47))
    assert list(candidate_alerts(young, NOW, 48)) == []
    (alert,) = candidate_alerts(Standing(candidates=3, oldest_candidate=ago(days=3)), NOW, 48)
    assert alert == (
        "3 offres à demander par « scrapy crawl closed » : la plus ancienne manque depuis "
        "3 j 0 h, plus de 48 h"
    )


def test_closings():
    refused = RefusedClosings(run="all_20261126_030000", since=NOW, stock=1000, gone=400)
    (alert,) = closings_alerts(Standing(closings_refused={"all": refused}))
    assert alert.startswith("« all » : fermetures refusées, 400 des 1 000 offres (40,0 %)")
    assert "« scrapy history update --accept-closures », puis « scrapy crawl closed »" in alert


@pytest.fixture
def update(history):
    def run(*arguments, **variables):
        variables = {"URL_API_FRANCE_TRAVAIL": SOURCE, **variables}
        command = ("history", "update", *arguments)
        return scrapy(*command, data=history.root, variables=variables)

    return run


def days_ago(days):
    return stamp(paris_now() - timedelta(days=days))


def test_a_sound_history_alerts_nobody(history, update, receiver):  # noqa: F811
    history.run(days_ago(1), offers("AB"))
    history.run(days_ago(0), offers("AB"))
    done = update(FT_ALERT_WEBHOOK_URL=receiver.url)
    assert (done.code, done.log, receiver.received) == (0, "", [])


def test_all_that_is_wrong(history, update, receiver):  # noqa: F811
    history.run(days_ago(6), offers("ABCDEFGHIJ"))
    history.run(days_ago(5), offers("ABCDEFGHI"))
    history.run(days_ago(4), {"x": offers("WXYZ")}, spider="keywords")
    history.run(days_ago(3), {"x": offers("W")}, spider="keywords")
    where = {"FT_ALERT_WEBHOOK_URL": receiver.url, "FT_ALERT_SLACK_URL": receiver.url}
    done = update(**where)
    assert done.code == 4
    texts = [told["text"] for _, told in receiver.received if "text" in told]
    (notice,) = [told for _, told in receiver.received if "alerts" in told]
    assert notice.pop("host")
    assert [alert.split(" : ")[0] for alert in notice.pop("alerts")] == [
        "« all »",
        "« x »",
        "1 offre à demander par « scrapy crawl closed »",
        "« x »",
    ]
    assert notice.pop("last_complete")
    assert notice == {
        "history": str(history.root),
        "exit_code": 4,
        "candidates": 1,
        "closings_refused": ["x"],
    }
    assert texts[0].startswith(f"ftcrawler, historique de {history.root} sur ")
    assert "Alerte : « x » : fermetures refusées, 3 des 4 offres" in done.log
    # They stand: they are told again after each update, unless nobody is to be told.
    assert update("-s", "FT_MONITORS=", **where).log == ""
    assert len(receiver.received) == 2
    assert "Alerte" in update("-s", "FT_ALERT_READING_HOURS=9999").log


def test_a_limit_that_is_none(history, update):
    history.run(days_ago(0), offers("A"))
    done = update("-s", "FT_ALERT_READING_HOURS=x")
    assert done.code == 0
    assert "Historique non surveillé : FT_ALERT_READING_HOURS : nombre attendu" in done.log
