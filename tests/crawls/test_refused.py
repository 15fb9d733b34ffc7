"""What is refused before a crawl asks anything: in a few lines, with what to type instead."""

from __future__ import annotations

import pytest

from .crawling import scrapy


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["all", "-a", "max_page=3"], "vouliez-vous dire max_pages ?"),
        (["sector", "-a", "sector=informatik"], "le secteur « informatik » est inconnu"),
        (["keywords", "-a", "keywords=a", "-a", "location=93"], "keywords : "),
        (["keywords", "-a", "keywords=infirmier", "-a", "location=93"], "departement=93."),
    ],
)
def test_a_refusal_takes_a_few_lines(start_sandbox, tmp_path, arguments, told):
    sandbox = start_sandbox(offers_count=10)
    done = scrapy("crawl", *arguments, data=tmp_path / "data", variables=sandbox.env())
    assert done.code == 1, done.log
    assert told in done.stdout
    assert len(done.log.splitlines()) <= 4
    assert "[scrapy.middleware]" not in done.log


@pytest.mark.parametrize("command", ["crawl", "plan"])
def test_a_value_without_its_quotes_is_quoted_back(tmp_path, command):
    given = ["keywords", "-a", "keywords=data", "scientist", "senior", "-a", "delay=1"]
    done = scrapy(command, *given, data=tmp_path / "data", variables={})
    assert done.code == 2
    assert '-a keywords="data scientist senior".' in done.log
    assert not (tmp_path / "data").exists()


def test_what_was_held_back_is_said_once_a_crawl_asks(start_sandbox, run_crawl):
    log = run_crawl(start_sandbox(offers_count=10), "all").log
    assert log.count("Enabled item pipelines") == log.count("Overridden settings") == 1
    assert log.index("Enabled extensions") < log.index("Spider opened") < log.index("Dumping")
