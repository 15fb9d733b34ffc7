"""The files of scrapydweb, whose environment is not this one: pins, addresses, no secret."""

from __future__ import annotations

import re
import runpy

import pytest

from .reading import ROOT

FOLDER = ROOT / "configs" / "scrapydweb"
SETTINGS = FOLDER / "scrapydweb_settings_v11.py"
GIVEN = {
    "SCRAPYDWEB_USERNAME": "moi",
    "SCRAPYDWEB_PASSWORD": "mot de passe",
    "SCRAPYD_USERNAME": "collectes",
    "SCRAPYD_PASSWORD": "a:b@c#d",
    "SCRAPYDWEB_DATA": "/var/lib/scrapydweb",
}


def test_pins():
    lines = (FOLDER / "requirements.txt").read_text().splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins[0] == "scrapydweb==1.6.0"
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", pin) for pin in pins)
    # It could not share an environment with Scrapy: that is why it has its own.
    assert "w3lib==2.0.0" in pins


def test_settings(monkeypatch):
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    read = runpy.run_path(str(SETTINGS))
    assert read["SCRAPYDWEB_BIND"] == "127.0.0.1"
    assert read["ENABLE_AUTH"] is True
    assert (read["USERNAME"], read["PASSWORD"]) == ("moi", "mot de passe")
    assert read["SCRAPYD_SERVERS"] == [("collectes", "a:b@c#d", "127.0.0.1", "6800", "")]


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_it_does_not_start_without_what_it_needs(monkeypatch, name):
    for other, value in GIVEN.items():
        monkeypatch.setenv(other, value)
    monkeypatch.delenv(name)
    with pytest.raises(KeyError, match=name):
        runpy.run_path(str(SETTINGS))
