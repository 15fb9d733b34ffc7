"""What every spider that asks the API does with its arguments and with what Scrapy would keep."""

from __future__ import annotations

import pytest

from ftcrawler.exceptions import ArgumentError, ConfigurationError
from ftcrawler.spiders.all import AllSpider
from ftcrawler.spiders.counting_spider import CountingSpider, counting
from ftcrawler.spiders.keywords import KeywordsSpider
from ftcrawler.spiders.offers_spider import OffersSpider


@pytest.fixture
def made(here):
    """Make a spider as a crawl does."""

    def make(spider, settings=None, **arguments):
        crawler = here.crawler(spider, **(settings or {}))
        return spider.from_crawler(crawler, **arguments), crawler.settings

    return make


def test_the_delay_is_an_argument(made):
    assert made(AllSpider, delay="0.25")[1].getfloat("DOWNLOAD_DELAY") == 0.25
    assert made(AllSpider, {"DOWNLOAD_DELAY": 3})[1].getfloat("DOWNLOAD_DELAY") == 3


@pytest.mark.parametrize("spider", [AllSpider, counting(AllSpider)])
def test_an_argument_that_nobody_knows_is_refused(made, spider):
    with pytest.raises(ArgumentError, match="vouliez-vous dire codeROME"):
        made(spider, code_rome="M1805")


def test_an_address_that_is_none_is_refused(made):
    with pytest.raises(ConfigurationError, match="URL_API_FRANCE_TRAVAIL"):
        made(AllSpider, {"FT_API_URL": "nowhere"})


@pytest.mark.parametrize(("name", "value"), [("JOBDIR", "jobs"), ("HTTPCACHE_ENABLED", True)])
def test_what_scrapy_would_bring_back_of_other_days_is_ignored(made, caplog, name, value):
    _, settings = made(AllSpider, {name: value})
    assert not settings[name]
    assert f"{name} est ignoré" in caplog.text


async def test_a_counting_spider_has_the_searches_of_the_other_and_no_sweep(made):
    spider, settings = made(counting(KeywordsSpider), keywords="infirmier", delay="0.5")
    assert CountingSpider in type(spider).mro()
    assert OffersSpider not in type(spider).mro()
    assert spider.name == "keywords"
    assert (spider.delay, settings.getfloat("DOWNLOAD_DELAY")) == (0.5, 0.5)
    ((search,),) = await spider.collecting.groups()
    assert search.label == "infirmier"
