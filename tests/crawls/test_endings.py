"""Exit codes, reports and closing lines, however a run ends."""

from __future__ import annotations

import json
import signal

import pytest

from ftcrawler import settings

from .crawling import scrapy
from .stopping import stopped

BROKEN = """
class Broken:
    @classmethod
    def from_crawler(cls, crawler):
        {at_build}
        return cls()

    async def open_spider(self):
        {at_open}

    def process_item(self, item):
        {at_item}
        return item

    async def process_request(self, request):
        {at_request}
"""


def test_two_lines_close_a_run(start_sandbox, run_crawl):
    done = run_crawl(start_sandbox(offers_count=450), "all")
    verdict, where = done.stdout.splitlines()
    assert verdict == "Collecte complète ; 450 offres sur 450 annoncées, 0 doublon, 3 requêtes"
    assert where == (
        f"Données : 3 fichiers dans {done.data}/raw/france_travail. "
        f"Rapport : {done.data}/runs/{done.report['run']}.json"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["keywords"], "keywords : Argument obligatoire"),
        (["all", "-a", "max_page=3"], "max_page : Argument inconnu ; vouliez-vous dire max_pages"),
        (["all", "-a", "codeROME=X"], "codeROME : "),
        (["sector", "-a", "sector=informatik"], "sector : le secteur « informatik » est inconnu"),
        (["all", "-a", "publieeDepuis=2"], "1, 3, 7, 14 ou 31 attendu."),
    ],
)
def test_a_bad_argument_exits_1_before_any_request(start_sandbox, tmp_path, arguments, told):
    sandbox = start_sandbox(offers_count=10)
    done = scrapy("crawl", *arguments, data=tmp_path / "data", variables=sandbox.env())
    assert (done.code, done.report["status"], done.report["reason"]) == (
        1,
        "failed",
        "bad_argument",
    )
    assert told in done.stdout
    assert len(sandbox.log) == 0
    assert "Traceback" not in done.log


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "all, closed, keywords, sector"),
        (["al"], "« al »"),
        (["all", "keywords"], "et un seul"),
        (["all", "region=11"], "écrivez -a region=11."),
        (["keywords", "-a", "keywords", "=", "x"], "-a keywords : il manque « = »."),
        (["all", "-s", "FT_QUOTA"], "-s FT_QUOTA : il manque « = »."),
    ],
)
def test_wrong_use_exits_2(tmp_path, arguments, told):
    done = scrapy("crawl", *arguments, data=tmp_path / "data", variables={})
    assert done.code == 2
    assert told in done.log


def test_a_broken_sectors_file_exits_1(start_sandbox, run_crawl, tmp_path):
    file = tmp_path / "sectors.json"
    file.write_text("{")
    done = run_crawl(start_sandbox(offers_count=10), "sector", FT_SECTORS_FILE=str(file))
    assert (done.code, done.report["reason"]) == (1, "bad_configuration")
    assert "JSON invalide" in done.stdout


@pytest.mark.parametrize(
    ("setting", "where"),
    [
        ("ITEM_PIPELINES", "at_build"),
        ("ITEM_PIPELINES", "at_open"),
        ("ITEM_PIPELINES", "at_item"),
        ("DOWNLOADER_MIDDLEWARES", "at_build"),
        ("DOWNLOADER_MIDDLEWARES", "at_request"),
        ("EXTENSIONS", "at_build"),
    ],
)
def test_an_exception_in_any_component_is_reported(
    start_sandbox, run_crawl, tmp_path, setting, where
):
    moments = dict.fromkeys(("at_build", "at_open", "at_item", "at_request"), "pass")
    raising = BROKEN.format(**{**moments, where: "raise RuntimeError('cassé')"})
    (tmp_path / "broken.py").write_text(raising)
    components = getattr(settings, setting) | {"broken.Broken": 150}
    done = run_crawl(
        start_sandbox(offers_count=450),
        "all",
        f"{setting}={json.dumps(components)}",
        PYTHONPATH=str(tmp_path),
    )
    assert done.code in {3, 4}
    assert done.report["status"] in {"failed", "incomplete"}
    assert "cassé" in done.log


def test_a_disk_that_refuses_fails_the_run(start_sandbox, run_crawl, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "raw").write_text("a file, where a folder should be")
    done = run_crawl(start_sandbox(offers_count=3000), "all")
    assert (done.code, done.report["status"], done.report["reason"]) == (
        3,
        "failed",
        "storage_failed",
    )
    assert "Impossible d'écrire" in done.stdout


def test_a_data_folder_that_cannot_be_made_exits_3_and_says_so(start_sandbox, run_crawl, tmp_path):
    (tmp_path / "data").write_text("a file, where the folder should be")
    done = run_crawl(start_sandbox(offers_count=10), "all")
    assert done.code == 3
    assert "FT_DATA_DIR" in done.stdout
    assert "Traceback" not in done.log


def test_a_stopped_run_is_incomplete_and_keeps_what_it_has(start_sandbox, tmp_path):
    sandbox = start_sandbox(offers_count=3150)
    done = stopped(tmp_path, sandbox, "all", searches=4, by=signal.SIGTERM)
    assert (done.code, done.report["status"], done.report["reason"]) == (
        4,
        "incomplete",
        "shutdown",
    )
    assert done.search["collected"] == len(set(done.ids)) >= 300
    assert done.search["missing"] == 3150 - done.search["collected"]
    assert "Collecte INCOMPLÈTE" in done.stdout
