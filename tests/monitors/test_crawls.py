"""The monitors over whole crawls: they see what the report and the statistics say."""

from __future__ import annotations

import json
import signal

import pytest

from tests.crawls.conftest import REAL_OFFERS
from tests.crawls.stopping import begin, end
from tests.quota.conftest import free_port

OFFERS = json.loads(REAL_OFFERS.read_text())[:400]


def test_fewer_offers_and_fields_that_vanished(start_sandbox, run_crawl, receiver, tmp_path):
    port = free_port()

    def crawl(offers):
        path = tmp_path / "offers.json"
        path.write_text(json.dumps(offers))
        sandbox = start_sandbox(offers=path, port=port)
        arguments = ("max_pages=0", "no_s3=1", "force=1")
        done = run_crawl(sandbox, "all", *arguments, FT_ALERT_WEBHOOK_URL=receiver.url)
        sandbox.stop()
        return done

    for _ in range(3):
        assert crawl(OFFERS).code == 0
    assert receiver.received == []
    without = [{k: v for k, v in offer.items() if k != "romeCode"} for offer in OFFERS[::2]]
    assert crawl(without).code == 0
    offers, field = receiver.alerts
    assert offers == (
        "« all » : 200 offres, moins de 80 % de la médiane des 3 dernières collectes (400)"
    )
    assert field.startswith("Champ disparu : romeCode, avant texte, présent 400 fois sur 400")


def test_429(start_sandbox, run_crawl, receiver):
    sandbox = start_sandbox("status-429:times=1:retry-after=1", offers_count=2_000)
    crawl = run_crawl(
        sandbox,
        *("keywords", "keywords=infirmier", "no_s3=1"),
        FT_ALERT_WEBHOOK_URL=receiver.url,
    )
    assert crawl.report["status"] == "complete"
    assert "1 réponse 429 : le quota de l'API a été dépassé" in receiver.alerts


def test_files_that_s3_lacks(start_sandbox, run_crawl, receiver):
    crawl = run_crawl(
        start_sandbox(offers_count=2_000),
        *("keywords", "keywords=infirmier", "FT_S3_DRAIN=1"),
        data_lake_bucket="lake",
        AWS_ENDPOINT_URL="http://127.0.0.1:1",
        AWS_REGION="eu-west-3",
        KEY_ACCESS="AKIA",
        KEY_SECRET="secret",
        FT_ALERT_WEBHOOK_URL=receiver.url,
    )
    assert crawl.report["s3"]["pending"] == 1
    assert "1 fichier à envoyer vers S3 par « scrapy s3-sync »" in receiver.alerts
    assert any("dans le journal de Scrapy" in alert for alert in receiver.alerts)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("FT_ALERT_ERRORS=beaucoup", "FT_ALERT_ERRORS : nombre attendu, 0 ou plus."),
        ("FT_ALERT_OFFERS_PERCENT=nan", "FT_ALERT_OFFERS_PERCENT : nombre attendu"),
        ("FT_ALERT_STATUSES=incomplet", "FT_ALERT_STATUSES : statut inconnu, « incomplet »"),
        ("FT_MONITORS=no.such.Suite", "FT_MONITORS : « no.such.Suite » introuvable"),
        ("FT_MONITORS=json.JSONDecoder", "FT_MONITORS : « json.JSONDecoder » n'est pas"),
        ("FT_MONITORS=own.Unusable", "FT_MONITORS : « own.Unusable » est inutilisable"),
    ],
)
def test_a_wrong_setting_ends_the_run_before_its_first_request(
    start_sandbox, run_crawl, own, setting, told
):
    sandbox = start_sandbox(offers_count=100)
    crawl = run_crawl(sandbox, "keywords", "keywords=infirmier", setting, PYTHONPATH=own)
    assert crawl.code == 1
    assert told in crawl.stdout
    assert sandbox.log == []


def test_a_command_that_is_under_way_already_is_no_alert(
    start_sandbox, run_crawl, receiver, tmp_path
):
    sandbox = start_sandbox(offers_count=9000)
    first = begin(tmp_path / "data", sandbox, "all", "max_pages=0", "no_s3=1", delay=0.3)
    sandbox.wait_for_searches(2, first)
    second = run_crawl(
        *(sandbox, "all", "max_pages=0", "no_s3=1"), FT_ALERT_WEBHOOK_URL=receiver.url
    )
    assert second.code == 1
    assert "La même commande est déjà en cours" in second.stdout
    end(first, tmp_path / "data", by=signal.SIGTERM)
    assert receiver.received == []


SUITE = """
from spidermon import Monitor
from ftcrawler.monitors.suite import RunSuite

class FloorMonitor(Monitor):
    def test_it(self):
        self.fail(f"{self.data.report.status} {self.data.crawler.spider.name}")

class BrokenMonitor(Monitor):
    def test_it(self):
        raise KeyError("oups")

class OwnSuite(RunSuite):
    monitors = (*RunSuite.monitors, FloorMonitor, BrokenMonitor)

class BrokenSuite(OwnSuite):
    def on_monitors_failed(self, result):
        raise KeyError("oups")

class Unusable(RunSuite):
    monitors = ("no monitor",)
"""


@pytest.fixture
def own(tmp_path):
    """A folder where Python finds suites of one's own."""
    (tmp_path / "own.py").write_text(SUITE)
    return str(tmp_path)


def test_a_suite_that_breaks_changes_nothing_else(start_sandbox, run_crawl, own):
    crawl = run_crawl(
        start_sandbox(offers_count=2_000),
        *("keywords", "keywords=infirmier", "no_s3=1", "FT_MONITORS=own.BrokenSuite"),
        PYTHONPATH=own,
    )
    assert crawl.code == 0
    assert "Collecte complète" in crawl.stdout
    assert "Surveillance en panne" in crawl.log


def test_monitors_of_ones_own(start_sandbox, run_crawl, receiver, own):
    crawl = run_crawl(
        start_sandbox(offers_count=2_000),
        *("keywords", "keywords=infirmier", "no_s3=1", "FT_MONITORS=own.OwnSuite"),
        PYTHONPATH=own,
        FT_ALERT_WEBHOOK_URL=receiver.url,
    )
    assert crawl.code == 0
    assert receiver.alerts == ["complete keywords", "Moniteur en panne : KeyError: 'oups'"]
