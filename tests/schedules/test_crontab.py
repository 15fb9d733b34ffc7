"""The example crontabs: five fields, commands that exist, crawls that the project accepts."""

from __future__ import annotations

import re
import shlex
from typing import NamedTuple

import pytest

from .reading import ROOT, SCHEDULES, accept, accept_command

FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
COMMANDS = {path.stem for path in (ROOT / "ftcrawler" / "commands").glob("*.py")}
CRONTABS = sorted(SCHEDULES.glob("crontab*.example"))


class Entry(NamedTuple):
    """A line of a crontab that runs something."""

    fields: list[str]
    command: str


def entries(text: str) -> list[Entry]:
    """Return the lines that run something, also those that wait to be uncommented.

    >>> entries("A=b\\n# words\\n30 3 * * * one two\\n#45 6 * * 1-5  three\\n")
    [Entry(fields=['30', '3', '*', '*', '*'], command='one two'), \
Entry(fields=['45', '6', '*', '*', '1-5'], command='three')]
    """
    lines = (line.removeprefix("#") for line in text.splitlines())
    split = (line.split(None, 5) for line in lines if re.match(r"[\d*]", line))
    return [Entry(words[:5], words[5]) for words in split]


def allowed(field: str, low: int, high: int) -> set[int]:
    """Return what a field selects.

    >>> sorted(allowed("1,3-5", 0, 59))
    [1, 3, 4, 5]
    """
    if field == "*":
        return set(range(low, high + 1))
    chosen: set[int] = set()
    for part in field.split(","):
        first, _, last = part.partition("-")
        chosen |= set(range(int(first), int(last or first) + 1))
    assert chosen, field
    assert low <= min(chosen), field
    assert max(chosen) <= high, field
    return chosen


ENTRIES = [
    pytest.param(entry, id=f"{path.name}: {entry.command.split()[1]}")
    for path in CRONTABS
    for entry in entries(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("path", CRONTABS, ids=lambda path: path.name)
def test_lines(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = bool(entries(line))
        assert entry or not line or line.startswith("# ") or re.match(r"[A-Z_]+=\S+$", line), line
    variables = dict(re.findall(r"^([A-Z_]+)=(.*)$", path.read_text(), re.MULTILINE))
    assert variables["FTCRAWLER"].startswith("/")
    assert variables["SHELL"] == "/bin/bash"


@pytest.mark.parametrize("entry", ENTRIES)
def test_moments(entry):
    chosen = [allowed(field, *bounds) for field, bounds in zip(entry.fields, FIELDS, strict=True)]
    assert not chosen[1] & {0, 2, 23}, "near midnight in Paris, or when the clocks change"


@pytest.mark.parametrize("entry", ENTRIES)
def test_commands(entry):
    assert "%" not in entry.command.replace("\\%", ""), "cron ends the command there"
    words = shlex.split(entry.command.replace("$FTCRAWLER", str(ROOT)))
    if words[0] == "cd":
        _, folder, then, python, *words = words
        assert (folder, then, python) == (str(ROOT), "&&", ".venv/bin/python")
        assert words[:2] == ["-m", "scrapy"]
        assert words[2] in COMMANDS
        return
    script, *arguments = words
    assert script in {str(path) for path in SCHEDULES.glob("*.sh")}
    if script.endswith("collecte.sh"):
        accept_command(arguments)
    else:
        assert arguments[-2:] == [">", "/dev/null"], "scrapyd's yes is no mail"
        accept(arguments[0], arguments[1:-2])
