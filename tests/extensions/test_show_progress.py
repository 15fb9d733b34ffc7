"""How far a crawl is, looked at now and then: a line of the log, until it is over."""

from __future__ import annotations

import re

import pytest
from scrapy.exceptions import NotConfigured

from ftcrawler.extensions.show_progress import ShowProgress
from ftcrawler.spiders.all import AllSpider
from tests.crawls.conftest import start_sandbox

__all__ = ["start_sandbox"]

SHOWN = {
    "ftcrawler.extensions.show_progress.ShowProgress": 300,
    "ftcrawler.extensions.current_run.CurrentRun": 950,
}
LINE = re.compile(r"Progression : (\d+) %, ([\d ]+) offres? sur 3 000 annoncées")


@pytest.fixture
def shown(here, start_sandbox, tmp_path, caplog):
    """Crawl a sandbox, and return the percentages and offers that lines told."""

    def crawl(interval):
        sandbox = start_sandbox(offers_count=3000)
        settings = {
            "EXTENSIONS": SHOWN,
            "DOWNLOADER_MIDDLEWARES": {
                "ftcrawler.downloadermiddlewares.api_errors.ApiErrorsMiddleware": 550,
                "ftcrawler.downloadermiddlewares.oauth2.OAuth2Middleware": 950,
            },
            "DOWNLOAD_HANDLERS": {"http": "ftcrawler.downloadhandlers.quota.QuotaDownloadHandler"},
            "FT_PROGRESS_INTERVAL": interval,
            "FT_API_URL": sandbox.source,
            "FT_TOKEN_HOST": sandbox.base_url,
            "FT_DATA_DIR": str(tmp_path),
        }
        with caplog.at_level("INFO"):
            went = here.crawl(AllSpider, settings=settings, delay="0.03", max_pages="0")
        assert went.reason == "finished"
        return [(int(a), int(b.replace(" ", ""))) for a, b in LINE.findall(caplog.text)]

    return crawl


def test_lines_tell_more_and_more(shown):
    told = shown(0.1)
    assert len(told) > 2
    assert told == sorted(told)
    assert all(percent == 100 * offers // 3000 for percent, offers in told)


def test_a_line_is_told_as_seldom_as_asked(shown):
    assert shown(60) == []


def test_it_can_be_turned_off(here):
    with pytest.raises(NotConfigured):
        ShowProgress.from_crawler(here.crawler(FT_PROGRESS_INTERVAL=0))
