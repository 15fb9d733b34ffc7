"""What is refused, before anything is requested, and what a crawl's own refusal becomes."""

from __future__ import annotations

import os
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from ftcrawler.aws_lambda.event import ON_DISK, SETTINGS, SPIDERS, read_event
from ftcrawler.exceptions import ArgumentError
from tests.crawls.crawling import ROOT


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=1000)


def test_every_spider_can_be_asked_for_but_those_that_go_by_a_history():
    assert sorted([*SPIDERS, *ON_DISK]) == SpiderLoader(get_project_settings()).list()


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (None, "objet JSON attendu"),
        ({"detail-type": "Scheduled Event", "id": "1"}, "clé inconnue (detail-type, id)"),
        ({}, "« spider » doit être all, keywords, sector ; reçu : None"),
        ({"spider": "closed"}, "Lancez-le sur la machine qui a l'historique"),
        ({"spider": "--help"}, "reçu : '--help'"),
        ({"spider": "all", "arguments": ["delay=1"]}, "« arguments » doit être un objet JSON"),
        ({"spider": "all", "arguments": {"a b": 1}}, "'a b' n'est pas un nom"),
        ({"spider": "all", "arguments": {"region": [1]}}, "region doit être un texte, un nombre"),
        ({"spider": "all", "arguments": {"region": None}}, "region doit être un texte"),
        ({"spider": "all", "arguments": {"region": "1\0"}}, "region doit être un texte"),
        ({"spider": "all", "arguments": {"no_s3": True}}, "no_s3 n'a pas de sens sur Lambda"),
        ({"spider": "all", "settings": {"FT_DATA_DIR": "x"}}, "FT_DATA_DIR ne se règle que"),
        ({"spider": "all", "settings": {"AWS_ACCESS_KEY_ID": "x"}}, "AWS_ACCESS_KEY_ID ne se"),
        ({"spider": "all", "settings": {"FT_TOKEN_HOST": "https://x"}}, "FT_TOKEN_HOST ne se"),
        ({"spider": "all", "settings": {"LOG_FILE": "x", "FT_QUOTA": 5}}, "LOG_FILE ne se règle"),
        ({"spider": "all", "settings": {"FEEDS": "{}", "ADDONS": "{}"}}, "ADDONS, FEEDS ne se"),
    ],
)
def test_events_that_are_refused(event, said):
    with pytest.raises(ArgumentError) as refused:
        read_event(event)
    assert str(refused.value).startswith("Événement refusé : ")
    assert said in str(refused.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
NAMES = st.dictionaries(st.from_regex(r"[a-z]\w{0,8}", fullmatch=True), JSON, max_size=3)


EVENTS = st.fixed_dictionaries(
    {"spider": st.sampled_from(SPIDERS)}, optional={"arguments": NAMES, "settings": NAMES}
)


@given(JSON | EVENTS)
def test_any_event_is_understood_or_refused(event):
    try:
        words = read_event(event).words()
    except ArgumentError:
        return
    assert words[:4] == [sys.executable, "-m", "scrapy", "crawl"]
    assert words[4] in SPIDERS
    assert set(words[5::2]) <= {"-a", "-s"}
    assert all("=" in word and b"\0" not in os.fsencode(word) for word in words[6::2])


def test_what_an_event_may_set_is_documented_and_is_a_setting():
    page = (ROOT / "docs/lambda.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"settings` are (.*?), for this\s+once", page, re.DOTALL)
    assert tuple(re.findall(r"`([A-Z_0-9]+)`", listed)) == SETTINGS
    known = get_project_settings()
    assert all(name in known for name in SETTINGS)
    event = {"spider": "all", "settings": dict.fromkeys(SETTINGS, 1)}
    assert read_event(event).settings == dict.fromkeys(SETTINGS, "1")


def test_no_other_setting_of_scrapys_or_ours_passes():
    others = set(get_project_settings()) - set(SETTINGS)
    assert {"FT_API_URL", "FT_MONITORS", "LOG_LEVEL", "EXTENSIONS"} <= others
    for name in others:
        with pytest.raises(ArgumentError, match=f"{name} ne se règle que"):
            read_event({"spider": "all", "settings": {name: "x"}})


def test_a_value_that_is_refused_is_not_repeated():
    with pytest.raises(ArgumentError) as refused:
        read_event({"spider": "all", "settings": {"FT_CLIENT_SECRET": "s3cret"}})
    assert "s3cret" not in str(refused.value)


def test_a_crawl_that_refuses_its_arguments(sandbox, function_of, bucket):
    event = {"spider": "all", "arguments": {"code_rome": "M1805"}}
    kind, message = function_of(sandbox).live({"event": event}).error
    assert kind == "ArgumentError"
    assert message.startswith("Erreur: Argument refusé :")
    assert "vouliez-vous dire codeROME ?" in message
    assert sandbox.log == []
    assert bucket().objects == {}  # such a run has nothing that is meant for S3


def test_wrong_credentials(start_sandbox, function_of):
    sandbox = start_sandbox("token-refuse", offers_count=1000)
    kind, message = function_of(sandbox).live({"event": {"spider": "all"}}).error
    assert kind == "AuthenticationError"
    assert message.startswith("Erreur: Impossible d'obtenir un token d'accès")


def test_no_bucket(sandbox, function_of):
    lived = function_of(sandbox).live({"event": {"spider": "all"}}, data_lake_bucket="")
    kind, message = lived.error
    assert kind == "ConfigurationError"
    assert message.startswith("Aucun bucket S3 : sur Lambda rien ne dure hors de S3.")
    assert sandbox.log == []


def test_a_bucket_that_is_not_there(sandbox, function_of):
    lived = function_of(sandbox).live({"event": {"spider": "all"}}, data_lake_bucket="lac")
    assert lived.error[1].startswith("bucket « lac » introuvable")
    assert sandbox.log == []


def test_too_little_time(sandbox, function_of):
    event = {"event": {"spider": "all"}, "after": {"pages": 0, "left": 60}}
    kind, message = function_of(sandbox).live(event).error
    assert kind == "ConfigurationError"
    assert message.startswith("La fonction n'a que 60 s : il en faut 180 au moins.")
    assert sandbox.log == []
