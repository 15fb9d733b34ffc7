"""What becomes of feeds: one that breaks stops no other, nor the crawl, and is told at the end.

What is refused beforehand: tests/feeds/test_refusals.py.
"""

from __future__ import annotations

import pytest
from scrapy.exceptions import NotConfigured

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.extensions.feeds import OffersFeeds, feeds_of, lacking_feeds, prints_feed
from ftcrawler.extensions.written_feeds import lacking_line, written_lines
from ftcrawler.items import KeptPage

FEEDS = {"ftcrawler.extensions.feeds.OffersFeeds": 50}
PAGE = KeptPage(resultats=[{"id": "A"}, {"id": "B"}])


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "offres.csv"
    path.write_text("good")
    return path


@pytest.fixture
def fed(here):
    """Give pages to a crawl with these feeds."""

    def feed(*pages, feeds):
        return here.give(*pages, EXTENSIONS=FEEDS, FEEDS=feeds)

    return feed


def rows_of(path):
    return path.read_text(encoding="utf-8-sig").split()


def test_one_place_twice_is_refused(here, good):
    feeds = {str(good): {"format": "csv"}, f"file://{good}": {"format": "csv"}}
    with pytest.raises(ConfigurationError, match=r"offres\.csv"):
        OffersFeeds.from_crawler(here.crawler(FEEDS=feeds))


def test_without_feeds_it_is_off(here):
    crawler = here.crawler(FEEDS={})
    with pytest.raises(NotConfigured):
        OffersFeeds.from_crawler(crawler)
    assert feeds_of(crawler) == []
    assert lacking_feeds(crawler) == 0


def test_pages_are_rows_and_the_closing_line_says_where(fed, good):
    went = fed(PAGE, feeds={str(good): {"format": "csv", "overwrite": True, "fields": ["id"]}})
    assert rows_of(good) == ['"id"', '"A"', '"B"']
    assert written_lines(feeds_of(went.crawler)) == [f"Export : 2 lignes dans {good}"]
    assert lacking_feeds(went.crawler) == 0


def test_a_run_without_a_page_leaves_the_file_that_is_there(fed, good):
    went = fed(feeds={str(good): {"format": "csv", "overwrite": True}})
    assert good.read_text() == "good"
    assert written_lines(feeds_of(went.crawler)) == []


def test_a_feed_that_breaks_is_told_and_stops_no_other(fed, good, tmp_path, caplog):
    folder = tmp_path / "exports"
    folder.mkdir()
    broken = folder / "o.jsonl"

    def spoil():
        folder.rmdir()
        folder.write_text("a file, where the folder was")

    feeds = {
        str(broken): {"format": "jsonl", "overwrite": True},
        str(good): {"format": "csv", "overwrite": True, "fields": ["id"]},
    }
    went = fed(spoil, PAGE, feeds=feeds)
    assert not broken.exists()
    assert rows_of(good) == ['"id"', '"A"', '"B"']
    assert went.reason == "finished"
    assert lacking_feeds(went.crawler) == 1
    assert "Fichier exporté abandonné" in caplog.text
    assert str(broken) in lacking_line(feeds_of(went.crawler))


def test_what_a_program_reads_is_known(here):
    assert prints_feed(here.crawler(FEEDS={"stdout:": {"format": "csv"}}))
    assert not prints_feed(here.crawler(FEEDS={"o.csv": {"format": "csv"}}))
