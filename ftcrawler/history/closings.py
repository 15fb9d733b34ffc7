"""Which offers a run of `closed` confirms to be gone: what its answers say, held against controls.

The API answered 204 to everything once. So offers that were read the same night are asked among
the candidates, and what was asked before one of them counts only if that one is still there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OK: Final = 200
GONE: Final = 204


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API said of one offer; `status` is None where it said nothing."""

    id: str
    status: int | None
    control: bool = False


def read_answers(lines: bytes) -> Iterator[Answer]:
    """Yield the answers of a run's list, in the order in which they were asked.

    Raises ValueError, KeyError or TypeError for what is no such list.
    """
    for line in map(orjson.loads, lines.splitlines()):
        yield Answer(line["id"], line["status"], bool(line["control"]))


def confirmed(answers: Iterable[Answer]) -> list[str]:
    """Return the candidates that are gone, each told by its own 204 and borne out by a control.

    A control that answered 204 says that the API is gone, not the offer: nothing asked since the
    control before it counts. One that was lost says nothing, and leaves it to the next.

    >>> asked = [Answer("A", 204), Answer("1", 200, True), Answer("B", 204), Answer("C", 503)]
    >>> confirmed([*asked, Answer("2", 204, True), Answer("D", 204), Answer("3", 200, True)])
    ['A', 'D']
    """
    gone: list[str] = []
    waiting: list[str] = []
    for answer in answers:
        if not answer.control:
            if answer.status == GONE:
                waiting.append(answer.id)
        elif answer.status == OK:
            gone += waiting
            waiting = []
        elif answer.status == GONE:
            waiting = []
    return gone
