"""A real scrapyd, with a login, that runs the project as it stands here."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.crawls.crawling import environment

from .reading import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOGIN, PASSWORD = "planificateur", "m0t:de#passe"
# scrapyd reads its own section here, and the jobs find the project.
CONFIGURATION = """\
[settings]
ftcrawler = ftcrawler.settings
[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
poll_interval = 0.2
max_proc = 1
"""


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@dataclass(frozen=True)
class Scrapyd:
    """Where it listens, its folder (`data` below it is the crawls'), and its process."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def post(self, path: str, **fields: str) -> dict[str, Any]:
        """Have it do something, with the login."""
        return self.get(path, urllib.parse.urlencode(fields).encode())

    def get(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        """Ask it something, with the login."""
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, self.url, LOGIN, PASSWORD)
        opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
        with opener.open(f"{self.url}/{path}", body, timeout=30) as answer:
            return dict(json.load(answer))

    def answers(self) -> bool:
        """Tell whether it listens."""
        try:
            return bool(self.get("daemonstatus.json")["status"] == "ok")
        except urllib.error.URLError:
            return False

    def finished(self, job: str) -> bool:
        """Tell whether a job has ended, however."""
        return any(one["id"] == job for one in self.get("listjobs.json")["finished"])

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Return once the condition holds, while scrapyd lives."""
        deadline = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < deadline
            assert self.process.poll() is None, "scrapyd is gone"
            time.sleep(0.1)


@contextmanager
def running_scrapyd(folder: Path, variables: dict[str, str]) -> Iterator[Scrapyd]:
    """Start it, wait until it answers, and stop it."""
    port = free_port()
    (folder / "scrapy.cfg").write_text(CONFIGURATION.format(port=port))
    given = {
        **variables,
        "SCRAPYD_USERNAME": LOGIN,
        "SCRAPYD_PASSWORD": PASSWORD,
        "PYTHONPATH": str(ROOT),
        "FT_QUOTA_DIR": str(folder),
    }

    with (folder / "scrapyd.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapyd"],
            cwd=folder,
            env=environment(folder / "data", given),
            stdout=log,
            stderr=log,
        )
        server = Scrapyd(port, folder, process)
        try:
            server.wait_until(server.answers)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)
