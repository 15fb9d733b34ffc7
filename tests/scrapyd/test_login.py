"""scrapyd starts with a login and beside no other ftcrawler, or not at all."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest
import requests

from tests.crawls.crawling import ROOT
from tests.quota.conftest import free_port
from tests.scrapyd.server import PASSWORD, USER, environment, install

LOGIN = {"SCRAPYD_USERNAME": USER, "SCRAPYD_PASSWORD": PASSWORD}


@pytest.fixture
def refused(tmp_path):
    """Start a scrapyd that must not start; return what it says."""

    def start(folder, **variables):
        port = free_port()
        done = subprocess.run(
            [sys.executable, "-m", "scrapyd"],
            cwd=folder,
            env=environment(tmp_path, SCRAPYD_HTTP_PORT=str(port), **variables),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 1
        assert "Site starting" not in done.stdout
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
        assert PASSWORD not in done.stdout + done.stderr
        return done.stderr.strip()

    return start


@pytest.fixture
def folder(tmp_path):
    install(tmp_path / "scrapyd")
    return tmp_path / "scrapyd"


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({}, "SCRAPYD_USERNAME et SCRAPYD_PASSWORD"),
        ({"SCRAPYD_USERNAME": USER}, "SCRAPYD_PASSWORD"),
        ({"SCRAPYD_PASSWORD": PASSWORD}, "SCRAPYD_USERNAME"),
        ({"SCRAPYD_USERNAME": USER, "SCRAPYD_PASSWORD": "  "}, "SCRAPYD_PASSWORD"),
    ],
)
def test_no_start_without_a_login(refused, folder, variables, missing):
    said = refused(folder, **variables)
    assert said.startswith(f"scrapyd ne démarre pas. Il manque {missing} : ")
    assert "Traceback" not in said


def test_no_start_with_a_user_that_http_cannot_say(refused, folder):
    said = refused(folder, **{**LOGIN, "SCRAPYD_USERNAME": "a:b"})
    assert said == (
        "scrapyd ne démarre pas. SCRAPYD_USERNAME ne peut pas contenir « : ». "
        "Choisissez un autre nom."
    )


def test_no_start_where_a_checkout_would_come_before_the_egg(refused, folder):
    (folder / "ftcrawler").mkdir()
    (folder / "ftcrawler/__init__.py").touch()
    said = refused(folder, **LOGIN)
    assert f"ftcrawler est déjà dans {folder / 'ftcrawler'} : " in said


def test_no_start_where_it_is_installed(refused, folder):
    said = refused(folder, **LOGIN, PYTHONPATH=str(ROOT))
    assert f"ftcrawler est déjà dans {ROOT / 'ftcrawler'} : " in said


def test_nobody_gets_in_without_the_login(scrapyd):
    status = f"{scrapyd.url}daemonstatus.json"
    for auth in (None, (USER, "wrong"), ("wrong", PASSWORD), ("", "")):
        session = requests.Session()
        session.trust_env = False  # no .netrc
        answer = session.get(status, auth=auth, timeout=30)
        assert answer.status_code == 401, auth
    assert requests.get(status, auth=(USER, PASSWORD), timeout=30).json()["status"] == "ok"


def test_it_listens_on_this_machine_only(scrapyd):
    assert f"console available at http://127.0.0.1:{scrapyd.port}/" in scrapyd.log
