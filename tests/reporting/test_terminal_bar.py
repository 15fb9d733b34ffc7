from __future__ import annotations

import logging
import os

import pytest

from ftcrawler.reporting.progress import Progress, Tally
from ftcrawler.reporting.terminal_bar import TerminalBar
from tests.terminal import Terminal, screen

HALF = Progress(
    tally=Tally(read=1500, announced=3000, wanted=3000, known=True, answers=10, left=10),
    rate=9.43,
    quota=10,
    left=1,
    pending=3,
)


@pytest.fixture
def terminal():
    with Terminal(columns=80) as opened:
        yield opened


@pytest.fixture
def stream(terminal):
    with os.fdopen(os.dup(terminal.writer), "w", buffering=1) as opened:
        yield opened


@pytest.fixture
def log(stream):
    """Give a logger that writes to the terminal, as Scrapy's root handler does."""
    handler = logging.StreamHandler(stream)
    logging.root.addHandler(handler)
    yield logging.getLogger("tests")
    logging.root.removeHandler(handler)


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        (140, "1 500 offres sur 3 000 annoncées, 9,4 requêtes/s (94 % du quota), reste 1 s, "),
        (95, "1 500/3 000 offres, 9,4 req/s (94 % du quota), reste 1 s, 3 à envoyer"),
        (80, "1 500/3 000, 9,4 req/s (94 %), reste 1 s, 3 à envoyer"),
        (60, "1 500, reste 1 s, 3 à envoyer"),
    ],
)
def test_it_says_what_the_terminal_has_room_for(terminal, stream, columns, text):
    terminal.resize(columns)
    bar = TerminalBar(stream)
    bar.show(HALF)
    drawn = screen(terminal.read_until("envoyer"))[-1]
    assert drawn.startswith(" 50 % █")
    assert text in drawn
    assert len(drawn) <= columns - len("^C")
    bar.close()


def test_it_follows_the_terminal(terminal, stream):
    bar = TerminalBar(stream)
    bar.show(HALF)
    terminal.resize(60)
    bar.show(HALF)
    assert len(screen(terminal.read_until("1 500, reste"))[-1]) < 60
    bar.close()


def test_a_narrowed_terminal_keeps_no_piece_of_the_bar(terminal, stream, log):
    terminal.resize(140)
    bar = TerminalBar(stream)
    bar.show(HALF)
    terminal.read_until("envoyer")
    terminal.resize(60)  # which wraps the bar, of 137 characters, into three lines
    log.warning("meanwhile")
    wiped = "\x1b[2A\r\x1b[J"
    said = terminal.read_until("meanwhile")
    assert wiped in said
    assert " " * 60 not in said.partition(wiped)[2]
    bar.show(HALF)
    bar.close()
    log.warning("end")
    assert terminal.read_until("end").count("\x1b") == 2


def test_the_log_goes_above_it_and_nothing_stays(terminal, stream, log):
    log.warning("before")
    bar = TerminalBar(stream)
    bar.show(HALF)
    log.warning("meanwhile")
    assert screen(terminal.read_until("meanwhile\r\n.*envoyer"))[:-1] == ["before", "meanwhile"]
    bar.close()
    bar.close()
    log.warning("after")
    assert screen(terminal.read_until("after\r\n")) == ["before", "meanwhile", "after", ""]


def test_closed_before_it_was_drawn_it_leaves_nothing(terminal, stream, log):
    TerminalBar(stream).close()
    log.warning("only this")
    assert terminal.read_until("\n") == "only this\r\n"


def test_a_terminal_that_has_gone_is_no_fault():
    with Terminal(columns=80) as terminal:
        gone = os.fdopen(os.dup(terminal.writer), "w", buffering=1)
        bar = TerminalBar(gone)
        bar.show(HALF)
    bar.show(HALF)
    bar.close()
    with pytest.raises(OSError, match="Input/output"):
        gone.close()
