"""A real scrapyd, in a folder of its own as on a server, and how tests speak to it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import requests

from tests.crawls.crawling import OURS, ROOT, Crawl
from tests.quota.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

USER, PASSWORD = "collecte", "pa55-of-scrapyd"
CLIENT_ID, CLIENT_SECRET = "PAR_of-scrapyd", "s3cr3t-of-the-api"
# What may stand in no log.
SECRETS = (PASSWORD, CLIENT_ID, CLIENT_SECRET, "Bearer")
INSTALLED = ("scrapyd.conf", "scrapyd_login.py")
PATIENCE = 60


def wait_until(holds: Callable[[], Any], what: str) -> None:
    """Return once *holds* does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def environment(home: Path, **variables: str) -> dict[str, str]:
    """Return an environment without anything of ours but *variables*."""
    strange = (*OURS, "SCRAPY", "PYTHONPATH", "PYTHON_DOTENV", "PYTEST")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    return clean | {"HOME": str(home)} | variables


def install(folder: Path) -> None:
    """Copy into scrapyd's folder what docs/scrapyd.md says."""
    folder.mkdir()
    for name in INSTALLED:
        shutil.copy(ROOT / "configs" / name, folder)


class Scrapyd:
    """scrapyd, started in *folder*; `log` is all that it says."""

    def __init__(self, folder: Path) -> None:
        install(folder)
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.data = folder / "offres"
        settled = f"POLE_EMPLOI_CLIENT_ID={CLIENT_ID}\nPOLE_EMPLOI_CLIENT_SECRET={CLIENT_SECRET}\n"
        (folder / ".env").write_text(f"{settled}FT_DATA_DIR={self.data}\n")

    def start(self) -> None:
        """Start it, with its login in the environment, and wait until it answers."""
        login = {"SCRAPYD_USERNAME": USER, "SCRAPYD_PASSWORD": PASSWORD}
        with (self.folder / "scrapyd.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "scrapyd"],
                cwd=self.folder,
                env=environment(self.folder, SCRAPYD_HTTP_PORT=str(self.port), **login),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until(lambda: "Site starting" in self.log, "scrapyd does not start")

    def stop(self) -> None:
        """Stop it, as a service manager does."""
        self._process.terminate()
        self._process.wait(timeout=PATIENCE)

    @property
    def log(self) -> str:
        """What scrapyd has said, with its jobs' closing lines."""
        return (self.folder / "scrapyd.log").read_text()

    def get(self, service: str, **parameters: str) -> dict[str, Any]:
        """Ask scrapyd something."""
        url = self.url + service
        return _sound(requests.get(url, parameters, auth=(USER, PASSWORD), timeout=30))

    def post(self, service: str, **fields: Any) -> dict[str, Any]:
        """Tell scrapyd to do something with the project."""
        form = {"project": "ftcrawler", **fields}
        url = self.url + service
        return _sound(requests.post(url, form, auth=(USER, PASSWORD), timeout=30))

    def state(self, job: str) -> str:
        """Return `pending`, `running` or `finished`."""
        return str(self.get("status.json", job=job)["currstate"])


class Job:
    """A job that was scheduled, and its data folder."""

    def __init__(self, scrapyd: Scrapyd, number: str, spider: str, data: Path) -> None:
        self.scrapyd, self.number, self.data = scrapyd, number, data
        self.log_file = scrapyd.folder / f"logs/ftcrawler/{spider}/{number}.log"

    def cancel(self) -> None:
        """Ask it to stop, once."""
        assert self.scrapyd.post("cancel.json", job=self.number)["prevstate"] == "running"

    def end(self) -> Crawl:
        """Wait for it; its exit code is what scrapyd's log says."""
        over = rf"Process (?:finished:|died: exitstatus=(\d+)) .*job='{self.number}'"
        wait_until(lambda: re.search(over, self.scrapyd.log), f"{self.number} does not end")
        ended = re.search(over, self.scrapyd.log)
        assert ended
        wait_until(lambda: self.scrapyd.state(self.number) == "finished", "not noted as finished")
        return Crawl(int(ended[1] or 0), "", self.log_file.read_text(), self.data)

    def report(self) -> dict[str, Any]:
        """Find its report by its number."""
        found = [
            report
            for path in (self.data / "runs").glob("*.json")
            if (report := json.loads(path.read_text()))["arguments"].get("_job") == self.number
        ]
        (report,) = found
        return dict(report)


def _sound(answer: requests.Response) -> dict[str, Any]:
    answer.raise_for_status()
    body: dict[str, Any] = answer.json()
    assert body["status"] == "ok", body
    return body
