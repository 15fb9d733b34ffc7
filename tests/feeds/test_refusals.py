"""What cannot be written is said before anything is requested, and no file is touched."""

from __future__ import annotations

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.extensions.feeds import OffersFeeds
from ftcrawler.spiders.all import AllSpider


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=300)


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "offres.csv"
    path.write_text("good")
    return path


# What the command line has, and what is said. The extension refuses as it is made, whatever it
# refuses: one of those cases is a whole crawl, the others are below.
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-s", "FEED_EXPORT_FIELDS=id,lieuTravail.libelle"], "colonne inconnue au format csv"),
        (["-a", "zorglub=1"], "Argument inconnu"),
        (["-a", "departement=zorglub"], "departement"),
    ],
)
def test_a_refusal(crawl, sandbox, good, options, words):
    done = crawl("-O", str(good), *options)
    assert done.code == 1, done.log
    assert words in done.stdout
    assert sandbox.log == []
    assert good.read_text() == "good"


def feed(uri="{good}", **options):
    return {"FEEDS": {uri: {"format": "csv", **options}}}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (feed() | {"FEED_EXPORT_ENCODING": "zorglub"}, "refusée : unknown encoding: zorglub"),
        (feed("ftpp://here/o.csv"), "ne peuvent pas être écrits"),
        (feed("{good}/o.csv"), "impossible d'écrire à cet endroit"),
        (feed(format="parquet"), "rien ne s'ajoute à un fichier parquet"),
        (feed(format="json"), "rien ne s'ajoute à un fichier json"),
        (feed(format="zorglub"), "format inconnu, « zorglub »"),
        (feed(format="parquet", overwrite=True, fields=["lieuTravail_libelle"]), "colonne"),
        (feed(format="jsonl", fields=["autres"]), "colonne inconnue au format jsonl : autres"),
        (feed(item_export_kwargs={"zorglub": 1}), "zorglub"),
    ],
)
def test_a_refusal_of_the_settings(good, settings, words):
    feeds = {uri.format(good=good): options for uri, options in settings["FEEDS"].items()}
    whole = Settings()
    whole.setmodule("ftcrawler.settings")
    whole.setdict({**settings, "FEEDS": feeds})
    with pytest.raises(ConfigurationError, match=words):
        OffersFeeds.from_crawler(Crawler(AllSpider, whole))
    assert list(good.parent.iterdir()) == [good]
    assert good.read_text() == "good"


def test_a_crawl_that_gets_no_token_leaves_the_file_alone(crawl, sandbox, good):
    sandbox.set_faults("token-refuse:times=9")
    done = crawl("-O", str(good))
    assert done.code == 3
    assert good.read_text() == "good"


def test_a_town_that_is_not_found_leaves_the_file_alone(crawl, good):
    arguments = ("-a", "keywords=infirmier", "-a", "location=Zorglub")
    assert crawl(*arguments, "-O", str(good), spider="keywords").code == 1
    assert good.read_text() == "good"


def test_a_disk_that_is_full_is_told_and_the_same_command_mends_it(crawl, good):
    done = crawl("-O", "/dev/full:csv", "-O", str(good))
    assert done.code == 4
    assert "Fichier exporté abandonné" in done.log
    assert "Fichiers exportés absents ou incomplets" in done.stdout
    assert done.report["status"] == "complete"
    assert good.read_text().startswith('"id"'), "the other feed goes on"
    good.unlink()
    assert crawl("-O", str(good)).code == 0
    assert good.read_text().count('"Contrat travail"') > 1
