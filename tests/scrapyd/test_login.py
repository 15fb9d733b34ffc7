"""scrapyd starts with a login and beside no other ftcrawler, or not at all."""

from __future__ import annotations

import socket
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
import requests

from tests.crawls.crawling import ROOT
from tests.quota.conftest import free_port
from tests.scrapyd.server import PASSWORD, USER, environment, install

PROC = Path("/proc")
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


@pytest.mark.parametrize("login", [LOGIN, {}])
def test_no_start_in_the_clone(refused, login):
    said = refused(ROOT, **login)
    assert said.startswith(f"scrapyd ne démarre pas. ftcrawler est déjà dans {ROOT / 'ftcrawler'}")


@pytest.mark.parametrize("below", ["configs", "docs"])
def test_no_start_in_a_folder_of_the_clone(refused, below):
    assert "No module named 'configs'" in refused(ROOT / below, **LOGIN)


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


@pytest.mark.skipif(not PROC.exists(), reason="an environment is read in /proc")
def test_jobs_do_not_inherit_the_password(start_sandbox, schedule, scrapyd):
    sandbox = start_sandbox(offers_count=3000)
    job = schedule(sandbox, "all", delay="0.2")
    sandbox.wait_for_searches(1)
    (running,) = [
        one
        for one in scrapyd.get("listjobs.json", project="ftcrawler")["running"]
        if one["id"] == job.number
    ]
    inherited = (PROC / str(running["pid"]) / "environ").read_text()
    job.cancel()
    assert "SCRAPYD_USERNAME=" in inherited
    assert "SCRAPYD_PASSWORD" not in inherited
    job.end()


def test_the_configuration_is_safe_as_it_ships():
    config = ConfigParser()
    config.read(ROOT / "configs/scrapyd.conf")
    scrapyd = config["scrapyd"]
    assert scrapyd["application"] == "scrapyd_login.application"
    assert scrapyd["bind_address"] == "127.0.0.1"
    assert not {"username", "password"} & scrapyd.keys()
    assert (scrapyd["items_dir"], scrapyd["jobs_dir"]) == ("", "")
