from __future__ import annotations

import pytest
import scrapy
from hypothesis import given
from hypothesis import strategies as st
from scrapy.utils.test import get_crawler
from scrapy_spider_metadata import Args

from ftcrawler.api.search_parameters import CRITERIA
from ftcrawler.arguments import AllArguments, KeywordsArguments, RunArguments, SectorArguments
from ftcrawler.exceptions import ArgumentError


class WordsSpider(Args[KeywordsArguments], scrapy.Spider):
    name = "words"


def test_defaults():
    assert [AllArguments().max_pages, SectorArguments().max_pages] == [100, 5]
    arguments = KeywordsArguments(keywords="python")
    assert arguments.max_pages == 10
    assert (arguments.delay, arguments.no_s3, arguments.force) == (None, False, False)
    assert arguments.location is None
    assert AllArguments().criteria() == {}


def test_texts_become_values():
    arguments = AllArguments.model_validate(
        {"max_pages": "0", "delay": "0.5", "no_s3": "1", "force": "0", "_job": "26a1"}
    )
    assert arguments.max_pages == 0
    assert arguments.delay == 0.5
    assert (arguments.no_s3, arguments.force, arguments.job) == (True, False, "26a1")


def test_a_caller_in_python_may_give_plain_values():
    arguments = AllArguments.model_validate(
        {"max_pages": 3, "no_s3": True, "departement": 33, "region": None}
    )
    assert (arguments.max_pages, arguments.no_s3) == (3, True)
    assert arguments.criteria() == {"departement": "33"}


def test_criteria_are_what_is_sent():
    arguments = AllArguments.model_validate(
        {"motsCles": " Python , sql", "departement": "2a, 75", "tempsPlein": "oui", "region": " "}
    )
    assert arguments.criteria() == {
        "motsCles": "Python,sql",
        "departement": "2A,75",
        "tempsPlein": "true",
    }


def test_the_spider_adds_the_town():
    arguments = KeywordsArguments.model_validate(
        {"keywords": "python", "location": "Lyon", "distance": "10", "typeContrat": "CDI"}
    )
    assert arguments.criteria() == {"motsCles": "python", "typeContrat": "CDI"}
    assert (arguments.location, arguments.distance) == ("Lyon", "10")


def test_a_radius_around_a_town_code_is_sent():
    arguments = KeywordsArguments.model_validate(
        {"keywords": "python", "commune": "33063", "distance": "0"}
    )
    assert arguments.criteria() == {"motsCles": "python", "commune": "33063", "distance": "0"}


def test_a_spider_takes_them_as_scrapy_and_scrapyd_give_them():
    spider = WordsSpider.from_crawler(get_crawler(), keywords="data engineer", _job="x")
    assert spider.args.criteria() == {"motsCles": "data engineer"}
    with pytest.raises(ArgumentError, match="keywords : Argument obligatoire"):
        WordsSpider.from_crawler(get_crawler())


def test_the_schema_describes_every_argument():
    schema = WordsSpider.get_param_schema()
    assert schema["required"] == ["keywords"]
    assert schema["properties"].keys() > CRITERIA.keys()
    assert all(field["description"] for field in schema["properties"].values())


@pytest.mark.parametrize("model", [AllArguments, KeywordsArguments, SectorArguments])
@given(
    data=st.dictionaries(
        st.sampled_from([*CRITERIA, "max_pages", "delay", "force", "keywords", "location", "zz"]),
        st.text() | st.sampled_from(["1", "python", "75", "CDI", "true"]),
        max_size=5,
    )
)
def test_no_other_error_than_ours_comes_out(model, data):
    try:
        arguments = model.model_validate(data)
    except ArgumentError:
        return
    assert all(arguments.criteria().values())


def test_a_run_that_collects_nothing_has_few_arguments():
    assert RunArguments.names() == ["delay", "no_s3", "_job"]


def test_a_chosen_limit_of_a_sector_is_another_run_than_the_default():
    chosen, default = SectorArguments.model_validate({"max_pages": "5"}), SectorArguments()
    assert (chosen.allowance(6), default.allowance(6), default.allowance(2)) == (5, 6, 5)
    assert chosen.identity() != default.identity()
    assert SectorArguments.model_validate({"max_pages": "0"}).allowance(6) == 0
    assert AllArguments.model_validate({"max_pages": "100"}).identity() == {}
    assert AllArguments.model_validate({"force": "1", "delay": "2", "_job": "x"}).identity() == {}
