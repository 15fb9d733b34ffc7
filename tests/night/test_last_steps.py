"""What a night does once its offers are in the history: pages that go, a bucket, alerts."""

from __future__ import annotations

from ftcrawler.endings import Status
from ftcrawler.runs.paris_time import day, paris_now
from tests.history.made_runs import History, offers
from tests.s3.conftest import moto, moto_server
from tests.s3.variables import s3

__all__ = ["moto", "moto_server"]


def test_pages_that_are_old_enough_go_and_the_bucket_gets_the_history(nights, moto):
    nights.variables = s3(moto.url)
    history = History(nights.data, nights.sandbox.source)
    old = history.run("20260101_020000", offers("ABC"), status=Status.TRUNCATED)
    history.update()
    done = nights.run("FT_RAW_DAYS=30")
    assert done.code == 0, done.stdout + done.log
    assert "Étape 6 sur 7, pages brutes à effacer : faite" in done.stdout
    assert "Effacé, de 1 collecte de plus de 30 jours : 1 page" in done.stdout
    assert list((nights.data / "raw/france_travail").glob(f"*{old.stamp}*")) == []
    assert "Étape 7 sur 7, envoi vers S3 : faite" in done.stdout
    below = {path.key for path in history.manifest.events} | {"history/manifest.json"}
    assert below <= set(moto.objects())
    assert not [key for key in moto.objects() if key.startswith("history/open/")]


def test_a_report_that_cannot_be_written_keeps_nothing_else_from_being_done(nights, moto):
    nights.variables = s3(moto.url)
    (nights.data / "reports").mkdir(parents=True)
    (nights.data / "reports" / f"rapport_{day(paris_now())}.html").mkdir()
    done = nights.run("-L", "CRITICAL")
    assert done.code == 3
    assert "Étape 5 sur 6, rapport : ÉCHEC (code 3), en " in done.stdout
    assert f"Impossible d'écrire {nights.data / 'reports'}" in done.stdout
    assert "Étape 6 sur 6, envoi vers S3 : faite" in done.stdout
    assert "Nuit EN ÉCHEC (code 3)" in done.stdout
    assert "Reste : rapport." in done.stdout
    assert "à ouvrir dans un navigateur" not in done.stdout
    assert not [key for key in moto.objects() if key.startswith("reports/")]


def test_an_alert_tells_of_closings_that_are_refused(nights):
    history = History(nights.data, nights.sandbox.source)
    history.run("20260101_020000", offers(f"{number:07}" for number in range(100)))
    done = nights.run()
    assert done.code == 4
    assert "Fermetures refusées pour « all »" in done.stdout
    assert "ALERTE" in done.log.upper()
    accepted = nights.run("--accept-closures")
    assert accepted.code == 0, accepted.stdout
    assert "100 fermées" in accepted.stdout
