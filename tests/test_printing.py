"""To print never breaks a command: strange consoles, pipes that nobody reads, full disks."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.crawls.conftest import run_crawl, start_sandbox  # noqa: F401 (fixtures)
from tests.crawls.crawling import ROOT, SCRAPY, environment
from tests.quota.conftest import free_port
from tests.scrapyd.server import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

UNREAD = 141
# Letters that no console of one byte has.
TEXT = "中…"
REPORT = {
    "run": "all_20261123_211500",
    "spider": "all",
    "status": "failed",
    "reason": "api_unreachable",
    "message": f"Erreur: {TEXT}é",
    "searches": [],
    "offers": {},
    "requests": {},
    "s3": {},
    "started": "2026-11-23T21:15:00+01:00",
    "finished": "2026-11-23T21:16:00+01:00",
}


@pytest.fixture
def data(tmp_path):
    (tmp_path / "data/runs").mkdir(parents=True)
    (tmp_path / "data/runs/all_20261123_211500.json").write_text(json.dumps(REPORT))
    return tmp_path / "data"


def start(data, *command, out=subprocess.PIPE, error=subprocess.PIPE, **variables):
    return subprocess.Popen(
        [*SCRAPY, *command],
        cwd=ROOT,
        env=environment(data, variables),
        stdout=out,
        stderr=error,
    )


def run(data, *command, **options):
    process = start(data, *command, **options)
    out, error = process.communicate(timeout=60)
    return process.returncode, out or b"", error or b""


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def unread() -> Iterator[int]:
    """Give a pipe whose reader has gone."""
    read, write = os.pipe()
    os.close(read)
    yield write
    os.close(write)


@pytest.mark.parametrize(
    ("command", "code", "encoding"),
    [
        (["runs"], 0, "latin-1"),
        (["runs"], 0, "cp1252"),
        (["runs", "--help"], 0, "ascii"),
        (["verify-aws"], 1, "ascii"),
        (["check-api"], 1, "ascii"),
        ([], 0, "ascii"),
    ],
)
def test_what_a_console_cannot_show_is_a_question_mark(data, command, code, encoding):
    done, out, error = run(data, *command, PYTHONIOENCODING=encoding)
    assert (done, error) == (code, b"")
    assert b"?" in out


def test_json_is_right_on_any_console(data):
    said = [run(data, "runs", "--json", PYTHONIOENCODING=name)[1] for name in ("ascii", "utf-8")]
    first, second = (json.loads(text) for text in said)
    assert first == second
    assert first[0]["message"] == REPORT["message"]


@pytest.mark.parametrize("command", [["runs"], ["runs", "--json"], ["plan", "all"]])
def test_what_only_prints_ends_as_a_closed_pipe_ends_programs(data, command):
    with unread() as pipe:
        assert run(data, *command, out=pipe)[0] == UNREAD


@pytest.mark.parametrize("command", [["verify-aws"], ["s3-sync"]])
def test_what_checks_keeps_its_code(data, command):
    with unread() as pipe:
        assert run(data, *command, out=pipe) == (1, b"", b"")


@pytest.mark.parametrize("command", [[], ["runs", "-h"]])
def test_help_to_nobody_is_no_error(data, command, monkeypatch):
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # a pipe is told of at the end
    with unread() as pipe:
        assert run(data, *command, out=pipe) == (0, b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told_by_the_code(data):
    with Path("/dev/full").open("wb") as full:
        assert run(data, "runs", out=full.fileno()) == (UNREAD, b"", b"")


@pytest.mark.parametrize("nobody", ["stdout", "both", "closed"])
def test_a_crawl_keeps_its_code(start_sandbox, run_crawl, tmp_path, nobody):  # noqa: F811
    sandbox = start_sandbox(offers_count=300)
    data = tmp_path / "data"
    variables = sandbox.env() | {"PYTHONIOENCODING": "ascii"}
    with unread() as pipe:
        if nobody == "closed":
            command = [*SCRAPY, "crawl", "all", "-a", "delay=0"]
            done = subprocess.run(
                ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command],
                cwd=ROOT,
                env=environment(data, variables),
                check=False,
                timeout=60,
            )
            code, error = done.returncode, b""
        else:
            errors = pipe if nobody == "both" else subprocess.PIPE
            code, _, error = run(
                data, "crawl", "all", "-a", "delay=0", out=pipe, error=errors, **variables
            )
    (report,) = (json.loads(path.read_bytes()) for path in (data / "runs").glob("*.json"))
    assert (code, report["status"]) == (0, "complete")
    assert b"Traceback" not in error


def test_a_sandbox_goes_on_serving(data):
    with unread() as pipe:
        options = ("--port", str(port := free_port()), "--offers-count", "10")
        process = start(data, "sandbox", *options, out=pipe, error=subprocess.DEVNULL)
        wait_until(lambda: answers(port), "it does not listen")
        process.terminate()
        assert process.wait(timeout=20) == 0
