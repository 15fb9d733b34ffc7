from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
import redis

from tests.crawls.conftest import run_crawl, start_sandbox  # noqa: F401 (fixtures)
from tests.quota.worker import keeper

ROOT = Path(__file__).parents[2]
PASSWORD = "s3cr3t-of-redis"
MISSING = "redis-server manque : apt-get install redis-server (ou brew install redis)"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RedisServer:
    """A real Redis on a port of its own, that tests stop and start."""

    def __init__(self, binary: str, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://:{PASSWORD}@127.0.0.1:{self.port}/0"
        self._command = [binary, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._command += ["--requirepass", PASSWORD, "--dir", str(folder)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while True:
            try:
                with redis.Redis.from_url(self.url) as client:
                    client.ping()
            except redis.ConnectionError:
                assert time.monotonic() < deadline, "redis-server does not start"
                time.sleep(0.01)
            else:
                return

    def stop(self) -> None:
        """Kill it; it keeps nothing on disk, so it comes back empty."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture
def redis_server(tmp_path):
    """Start a Redis. In CI its absence is a failure; elsewhere a reason to skip."""
    binary = shutil.which("redis-server")
    if binary is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    server = RedisServer(binary, tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["machine", "redis"])
def place(request, tmp_path):
    """Return where a quota is kept: each test that asks for it runs for both."""
    if request.param == "redis":
        return request.getfixturevalue("redis_server").url
    return str(tmp_path)


@pytest.fixture
async def made(place):
    """Return what opens the quota of a key, as one more process would."""
    opened = []

    async def make(key="key", assumed=10):
        if "://" in place:
            # An empty Redis lets a second pass first.
            with redis.Redis.from_url(place) as client:
                client.hsetnx(f"ftcrawler:quota:{{{key}}}:state", "planned", 0)
        quota = keeper(place, key, assumed)
        await quota.open()
        opened.append(quota)
        return quota

    yield make
    for quota in opened:
        await quota.close()


@pytest.fixture
def begin():
    """Start workers that die with the test."""
    with ExitStack() as stack:

        def start(place, key, turns, limit=10):
            command = [sys.executable, "-m", "tests.quota.worker", place, key, str(turns)]
            command.append(str(limit))
            worker = stack.enter_context(
                subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            )
            stack.callback(worker.kill)
            assert worker.stdout is not None
            assert worker.stdout.readline() == "open\n"
            return worker

        yield start
