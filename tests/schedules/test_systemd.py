"""The systemd units: checked by systemd where it is installed, and run as it would run them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest
from dotenv import dotenv_values

from tests.crawls.crawling import environment

from .reading import ROOT, SCHEDULES, accept_command, directives, values

FOLDER = SCHEDULES / "systemd"
UNITS = sorted(path for path in FOLDER.iterdir() if path.suffix in {".service", ".timer"})
SERVICES = [path for path in UNITS if path.suffix == ".service"]
CRAWLS = sorted(
    path for path in (FOLDER / "etc").glob("*.env") if "COLLECTE" in dotenv_values(path)
)
INSTALLED = "/opt/ftcrawler"
PYTHON = f"{INSTALLED}/.venv/bin/python"
PYTHONS = re.compile(rf"{re.escape(PYTHON)}|/opt/scrapyd/bin/python")

by_name = pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
services = pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd is not installed"
)


def verdict(folder, path, text):
    """Return what systemd says of a unit that is installed where this Python is."""
    name = path.name.replace("@.", "@nuit.")
    for unit in UNITS:
        (folder / unit.name).write_text(PYTHONS.sub(sys.executable, unit.read_text()))
    (folder / path.name).write_text(PYTHONS.sub(sys.executable, text))
    done = subprocess.run(
        ["systemd-analyze", "verify", f"./{name}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    # It looks at the machine's own units as well.
    return [line for line in done.stderr.splitlines() if "ftcrawler" in line]


@needs_systemd
@by_name
def test_systemd_accepts(tmp_path, path):
    assert verdict(tmp_path, path, path.read_text()) == []


@needs_systemd
@services
def test_systemd_would_refuse(tmp_path, path):
    broken = path.read_text().replace("[Service]", "[Service]\nRestartSec=bientôt")
    assert verdict(tmp_path, path, broken)


@by_name
def test_paths_are_absolute(path):
    for _, name, value in directives(path):
        if name in {"ExecStart", "EnvironmentFile", "WorkingDirectory"}:
            assert value.startswith("/"), f"{name}={value}"


@services
def test_files_that_a_service_reads_are_there(path):
    for file in values(path, "EnvironmentFile"):
        folder, _, name = file.rpartition("/")
        assert folder == "/etc/ftcrawler"
        assert (FOLDER / "etc" / name.replace("%i", "nuit")).exists()
    for unit in values(path, "OnFailure"):
        assert (FOLDER / unit.replace("%n", "")).exists()


@services
def test_where_a_service_may_write(path):
    if "ftcrawler" not in values(path, "User"):
        return
    assert values(path, "ProtectSystem") == ["strict"]
    folders = {f"/var/lib/{name}" for name in values(path, "StateDirectory")[0].split()}
    given = dict(value.split("=", 1) for value in values(path, "Environment"))
    # With a /tmp of its own it would not share the quota with the others.
    assert values(path, "PrivateTmp") == ["yes"]
    assert given["FT_QUOTA_DIR"] == "/var/lib/ftcrawler/quota"
    for name in {"FT_QUOTA_DIR", "FT_DATA_DIR"} & given.keys():
        assert given[name] in folders


def test_nobody_from_outside_reaches_scrapyd():
    given = values(FOLDER / "ftcrawler-scrapyd.service", "Environment")
    assert "SCRAPYD_BIND_ADDRESS=127.0.0.1" in given


@pytest.mark.parametrize("path", [p for p in UNITS if p.suffix == ".timer"], ids=str)
def test_when_timers_elapse(path):
    (moment,) = values(path, "OnCalendar")
    hours = re.fullmatch(r"(?:Mon )?\*-\*-\* ([\d,]+):\d\d:00 Europe/Paris", moment)
    assert hours, moment
    assert not {"00", "02", "23"} & set(hours[1].split(","))
    assert path.with_suffix(".service").exists()


@pytest.mark.parametrize("path", CRAWLS, ids=lambda path: path.name)
def test_crawls_are_accepted(path):
    # systemd takes off the outer quotes, and splits the rest as a shell does.
    accept_command(shlex.split(dotenv_values(path)["COLLECTE"] or ""))


def test_examples_hold_no_secret():
    for path in (FOLDER / "etc").glob("*.env"):
        for name, value in dotenv_values(path).items():
            assert not value or name in {"COMMANDE", "COLLECTE", "ALERTE"}, f"{path.name}: {name}"


def command_of(service, name):
    """Return the words that systemd makes of a service and its file."""
    told = dict(v.split("=", 1) for v in values(service, "Environment"))
    told |= {k: v or "" for k, v in dotenv_values(FOLDER / "etc" / f"{name}.env").items()}
    (command,) = values(service, "ExecStart")
    for variable in ("COMMANDE", "COLLECTE"):
        command = command.replace(f"${variable}", told[variable])
    return shlex.split(command.replace(PYTHON, sys.executable))


@pytest.mark.parametrize("name", ["nuit", "infirmier"])
def test_a_service_collects(start_sandbox, tmp_path, name):
    """What systemd would do, minus its walls: the environment, the working folder, the command."""
    sandbox = start_sandbox(offers_count=400)
    service = FOLDER / "ftcrawler@.service"
    given = dict(value.split("=", 1) for value in values(service, "Environment"))
    moved = {name: value.replace("/var/lib", str(tmp_path)) for name, value in given.items()}
    for folder in (each for each in moved.values() if each.startswith("/")):
        os.makedirs(folder)  # noqa: PTH103 (StateDirectory= makes them)
    words = command_of(service, name)
    (where,) = values(service, "WorkingDirectory")
    assert where == INSTALLED
    env = environment(tmp_path, {**sandbox.env(), **moved})
    done = subprocess.run(
        words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    spider = words[words.index("nightly" if name == "nuit" else "crawl") + 1]
    (report,) = (tmp_path / "ftcrawler" / "data" / "runs").glob(f"{spider}_*.json")
    assert json.loads(report.read_text())["status"] == "complete"
    assert ("Nuit complète" in done.stdout) == (name == "nuit")
    assert list((tmp_path / "ftcrawler" / "quota").iterdir())
