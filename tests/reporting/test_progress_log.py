from __future__ import annotations

import logging

from ftcrawler.reporting.progress import Progress, Tally
from ftcrawler.reporting.progress_log import LogLines


def test_one_line_an_interval_however_often_it_is_shown(caplog):
    caplog.set_level(logging.INFO)
    now = 1000.0
    lines = LogLines(30, lambda: now)
    told = []
    for second in range(120):
        now = 1000.0 + second
        # Half a minute during which the process stood still.
        if not 65 < second < 95:
            lines.show(Progress(tally=Tally()))
        told += [second] * len(caplog.messages)
        caplog.clear()
    assert told == [30, 60, 95]


def test_what_a_line_says(caplog):
    caplog.set_level(logging.INFO)
    now = 0.0
    lines = LogLines(30, lambda: now)
    now = 30.0
    lines.show(Progress(tally=Tally()))
    lines.close()
    assert caplog.messages == ["Progression : 0 %, 0 offre, durée inconnue"]
