"""A command forked from a warm Python is what a user's own Python would make of it."""

from __future__ import annotations

import json
import re
import signal
import subprocess

import pytest

from tests import effort

from .crawling import as_given, crawl, environment, scrapy
from .scrapy_process import WarmProcess, start
from .stopping import begin, end

# What a process finds when it starts. Evaluated once Scrapy's reactor runs.
FOUND = """
__import__("json").dumps({
    "folder": __import__("os").getcwd(),
    "environment": dict(__import__("os").environ),
    "arguments": __import__("sys").argv,
    "path": __import__("sys").path,
    "zone": __import__("time").tzname,
    "descriptors": [
        (number, __import__("stat").S_IFMT(__import__("os").stat(number).st_mode))
        for number in (0, 1, 2)
    ],
    "open": len(__import__("os").listdir("/dev/fd")),
    "streams": [
        (each.encoding, each.errors, each.line_buffering, each.write_through, each.isatty())
        for each in (__import__("sys").stdout, __import__("sys").stderr)
    ],
    "signals": {
        number: str(__import__("signal").getsignal(number)).partition(" at ")[0]
        for number in __import__("signal").valid_signals()
    },
    "blocked": sorted(__import__("signal").pthread_sigmask(0, ())),
    "group": __import__("os").getpgrp(),
    "limits": __import__("resource").getrlimit(__import__("resource").RLIMIT_NOFILE),
    "umask": __import__("os").umask(0o22),
    "factory": __import__("logging").getLogRecordFactory().__qualname__,
})
"""


@pytest.fixture
def both_ways(monkeypatch):
    """Return what a function returns when commands are forked, and when they are users' own."""

    def call(function):
        with monkeypatch.context() as patched:
            patched.delenv(effort.VARIABLE, raising=False)
            forked = function("forked")
            patched.setenv(effort.VARIABLE, "2")
            return forked, function("own")

    return call


def same_words(text: str) -> str:
    """Take out of a text what is never twice the same."""
    text = re.sub(r"/(forked|own)\b|\d{8}_\d{6}|\d{4}-\d\d-\d\d [\d:]+", "", text)
    text = re.sub(r"'(elapsed|start_time|finish_time|memusage|downloader/re).*\n", "", text)
    return re.sub(r"^ *tzinfo=.*\n|valable \d+", "", text, flags=re.MULTILINE)


def test_both_ways_are_taken(both_ways, data):
    def kind(way):
        with start("version", environment=environment(data, {})) as process:
            process.communicate()
        return type(process)

    assert both_ways(kind) == (WarmProcess, subprocess.Popen)


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONIOENCODING", "LC_ALL"])
def test_what_python_heeds_as_it_starts_needs_its_own(both_ways, data, name):
    def kind(way):
        with start("version", environment=environment(data, {name: "ascii"})) as process:
            process.communicate()
        return type(process)

    assert both_ways(kind) == (subprocess.Popen, subprocess.Popen)


def test_it_finds_the_same(both_ways, data):
    variables = {"TZ": "Asia/Tokyo", "FT_ALERT_EMAIL_TO": "me@example.org", "HOME": str(data)}

    def found(way):
        plain = as_given(("EXTENSIONS={}", "DOWNLOADER_MIDDLEWARES={}", "ITEM_PIPELINES={}"))
        shell = ("shell", "--nolog", *plain, "-c", FOUND)
        done = scrapy(*shell, data=data, variables=variables)
        assert done.code == 0, done.log
        return json.loads(done.stdout)

    forked, own = both_ways(found)
    assert forked == own
    assert forked["zone"] == ["JST", "JST"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["all", "max_pages=0"], 0),
        (["all", "max_page=0"], 1),
        (["al"], 2),
        (["all", "max_pages=1"], 0),
    ],
)
def test_it_does_and_says_the_same(both_ways, start_sandbox, data, arguments, code):
    def crawled(way):
        sandbox = start_sandbox(offers_count=450)
        done = crawl(*arguments, data=data / way, variables=sandbox.env())
        files = [path.name for path in done.files]
        asked = [(each["path"], each["query"]) for each in sandbox.log]
        port = sandbox.base_url.rpartition(":")[2]
        said = [same_words(each.replace(port, "")) for each in (done.stdout, done.log)]
        return done.code, said, len(files), done.ids, asked

    forked, own = both_ways(crawled)
    assert forked == own
    assert forked[0] == code


def test_a_variable_that_is_refused_is_the_same_end(both_ways, data):
    def refused(way):
        done = scrapy("list", data=data, variables={"POLE_EMPLOI_CLIENT_ID": "é"})
        return done.code, done.stdout, done.log

    forked, own = both_ways(refused)
    assert forked == own


@pytest.mark.parametrize(
    ("signals", "code"),
    [
        ([signal.SIGTERM], 4),
        ([signal.SIGINT], 4),
        ([signal.SIGINT, signal.SIGINT], 4),
        ([signal.SIGKILL], -signal.SIGKILL),
        ([signal.SIGUSR1], -signal.SIGUSR1),
    ],
)
def test_signals_end_it_the_same(both_ways, start_sandbox, data, signals, code):
    def stopped(way):
        sandbox = start_sandbox(offers_count=3000)
        with sandbox.held_at(3):
            process = begin(data / way, sandbox, "all", "max_pages=0")
            sandbox.wait_for_searches(3, process)
            assert process.poll() is None
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=0.01)
            for each in signals:
                process.send_signal(each)
        done = end(process, data / way)
        return done.code, [report["reason"] for report in done.reports], "Traceback" in done.log

    forked, own = both_ways(stopped)
    assert forked == own
    assert forked[0] == code
