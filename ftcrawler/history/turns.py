"""In which order offers are asked for, so that a control says something of those before it."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ftcrawler.history.candidates import Asked


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
