"""Which offers a run of `closed` confirms to be gone: what its answers say, held against controls.

The API answered 204 to everything once. So offers that were read the same night are asked among
the candidates, and what was asked before one of them counts only if that one is still there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.runs.details import GONE, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ftcrawler.runs.details import Detail


def confirmed(answers: Iterable[Detail]) -> list[str]:
    """Return the candidates that are gone, each told by its own 204 and borne out by a control.

    A control that answered 204 says that the API is gone, not the offer: nothing asked since the
    control before it counts. One that was lost says nothing, and leaves it to the next.

    >>> from ftcrawler.runs.details import Detail
    >>> told = {"A": 204, "1": 200, "B": 204, "C": 503, "2": 204, "D": 204, "3": 200}
    >>> confirmed(Detail(each, told[each], control=each.isdigit()) for each in told)
    ['A', 'D']
    """
    gone: list[str] = []
    waiting: list[str] = []
    for answer in answers:
        if not answer.control:
            if answer.status == GONE:
                waiting.append(answer.id)
        elif answer.status == OPEN:
            gone += waiting
            waiting = []
        elif answer.status == GONE:
            waiting = []
    return gone
