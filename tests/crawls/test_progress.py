"""How far a crawl is: on a terminal of its own, and where there is none."""

from __future__ import annotations

import re
import signal
import subprocess

import pytest

from tests.terminal import Terminal, screen

from .crawling import QUICK, ROOT, SCRAPY, environment

OFTEN = ("-s", "FT_PROGRESS_INTERVAL=0.2")
DEAD_S3 = {
    "data_lake_bucket": "lake",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_REGION": "us-east-1",
    "KEY_ACCESS": "AKIATEST",
    "KEY_SECRET": "s3cret",
}
WORDS = (
    r"([\d ]+) offres? sur 3 000 annoncées, ([\d,]+) requêtes?/s \((\d+) % du quota\), "
    r"(?:reste|lecture|durée)"
)
BAR = re.compile(rf"\r *(\d+) % \S+ +{WORDS}")
LINE = re.compile(rf"INFO: Progression : (\d+) %, {WORDS}")


def figures(form, text):
    """Return percent, offers read, requests/s and share of the quota, each time they are told."""
    return [
        (int(percent), int(read.replace(" ", "")), float(rate.replace(",", ".")), int(share))
        for percent, read, rate, share in form.findall(text)
    ]


def check(told):
    assert len(told) > 3, told
    assert told == sorted(told, key=lambda each: each[:2])
    for percent, read, rate, share in told:
        assert percent == 100 * read // 3000
        assert abs(share - 10 * rate) <= 1  # of 10 a second; each is rounded


@pytest.fixture
def on_terminal(tmp_path):
    """Start crawls on terminals; those that do not end are killed with the test."""
    started = []

    def start(terminal, sandbox, *arguments, **variables):
        process = subprocess.Popen(
            [*SCRAPY, "crawl", "all", *QUICK, *arguments],
            cwd=ROOT,
            env=environment(tmp_path / "data", {**sandbox.env(), **variables}),
            stdin=terminal.writer,
            stdout=terminal.writer,
            stderr=terminal.writer,
        )
        terminal.hang_up()
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_bar_on_a_terminal(start_sandbox, on_terminal):
    with Terminal(columns=100) as terminal:
        crawl = on_terminal(terminal, start_sandbox(offers_count=3000), *OFTEN)
        written = terminal.read_to_end()
    check(figures(BAR, written))
    assert crawl.wait() == 0
    seen = screen(written)
    assert not [line for line in seen if " % " in line]
    assert seen[-3:-1] != seen[-1:] == [""]
    assert "Collecte complète ; 3 000 offres sur 3 000 annoncées" in "".join(seen[-4:])
    assert set(re.findall(r"[\x00-\x1f\x7f]", written)) == {"\r", "\n"}


def test_two_interrupts_leave_no_bar(start_sandbox, on_terminal):
    # A run that is stopped waits for nothing but what is under way: that takes its time.
    sandbox = start_sandbox(offers_count=3000, latency=(1500, 1500))
    with Terminal(columns=100) as terminal:
        crawl = on_terminal(terminal, sandbox, *OFTEN)
        terminal.read_until("reste")
        crawl.send_signal(signal.SIGINT)
        terminal.read_until("arrêt")
        crawl.send_signal(signal.SIGINT)
        seen = screen(terminal.read_to_end())
    assert crawl.wait() == 4
    assert not [line for line in seen if " % " in line]
    assert any("Received SIGINT twice" in line for line in seen)
    assert any(line.startswith("Collecte INCOMPLÈTE") for line in seen)


def test_nothing_is_shown_if_it_is_turned_off(start_sandbox, on_terminal):
    with Terminal(columns=100) as terminal:
        crawl = on_terminal(
            terminal, start_sandbox(offers_count=300), "-s", "FT_PROGRESS_INTERVAL=0"
        )
        assert " % " not in terminal.read_to_end()
    assert crawl.wait() == 0


def test_lines_of_the_log_elsewhere(start_sandbox, run_crawl):
    done = run_crawl(start_sandbox(offers_count=3000), "all", "FT_PROGRESS_INTERVAL=0.2")
    check(figures(LINE, done.log))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", done.log + done.stdout)


def test_files_that_wait_for_s3_are_counted(start_sandbox, run_crawl):
    done = run_crawl(
        start_sandbox(offers_count=1500),
        "all",
        "FT_PROGRESS_INTERVAL=0.05",
        "FT_S3_DRAIN=0.5",
        **DEAD_S3,
    )
    assert done.report["s3"]["pending"] == 10
    waiting = [
        int(n) for n in re.findall(r"Progression : .*, (\d+) fichiers? à envoyer", done.log)
    ]
    assert waiting == sorted(waiting)
    assert waiting[-1] == 10
