"""In which order offers are asked for, so that a control says something of those before it."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from ftcrawler.runs.details import GONE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ftcrawler.history.closing.candidates import Asked
    from ftcrawler.runs.details import Detail


def vouched(answers: Sequence[Detail]) -> list[Detail]:
    """Return the answers that stand when a run goes on: no « gone » without a control after it.

    The API may have said that to everything before the run was stopped, and be well now.
    """
    controls = [place for place, each in enumerate(answers) if each.control]
    last = controls[-1] if controls else -1
    return [each for place, each in enumerate(answers) if place <= last or each.status != GONE]


def still_to_ask(listed: Iterable[Asked], answered: Collection[str]) -> list[Asked]:
    """Return those who have not answered, each once.

    The last control follows them, though it has answered: what it said before says nothing of
    those who are asked after it.
    """
    each_once = list({asked.id: asked for asked in listed}.values())
    left = [asked for asked in each_once if asked.id not in answered]
    controls = [asked for asked in each_once if asked.control]
    if left and not left[-1].control and controls and controls[-1] not in left:
        left.append(controls[-1])
    return left


def in_turns(asked: Iterable[Asked]) -> list[list[Asked]]:
    """Return the offers between two controls, the controls, the offers up to the next ones, ..."""
    return [list(turn) for _, turn in groupby(asked, key=attrgetter("control"))]
