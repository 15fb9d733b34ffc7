"""Bring a sweep back to where a dead process left it: feed it again what the journal holds."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from typing import TYPE_CHECKING

from ftcrawler.sweep.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ftcrawler.sweep.question import Question
    from ftcrawler.sweep.sweep import Sweep

# The label of a search, the key of a question.
Key = tuple[str, str]


class Recorded:
    """Answers of earlier processes of this run, to be had once each, by their question."""

    def __init__(self, answers: Iterable[tuple[int, str, str, bytes]]) -> None:
        """Take (sequence, label, key, digest) of each answer, in order of sequence."""
        self._answers: defaultdict[Key, deque[tuple[int, bytes]]] = defaultdict(deque)
        for sequence, label, key, digest in answers:
            self._answers[label, key].append((sequence, digest))

    def first(self, question: Question) -> int | None:
        """Return the place of the answer to *question* among all, None if there is none."""
        if question.anew:
            return None
        answers = self._answers.get((question.search.label, question.key))
        return answers[0][0] if answers else None

    def take(self, question: Question) -> Answer:
        """Return the answer to *question*; it is not given again."""
        _, digest = self._answers[question.search.label, question.key].popleft()
        return Answer.from_bytes(digest)


def replay(sweep: Sweep, asked: Sequence[Question], recorded: Recorded) -> list[Question]:
    """Feed *sweep*, which has *asked*, with what is recorded; return what is left to ask.

    The answers go in in the order in which they first did, so that the sweep takes the same
    decisions; only what was under way when the process died is asked for again.
    """
    left: list[Question] = []
    waiting: list[tuple[int, int, Question]] = []
    ties = iter(range(2**62))

    def sort_out(questions: Iterable[Question]) -> None:
        for question in questions:
            place = recorded.first(question)
            if place is None:
                left.append(question)
            else:
                heapq.heappush(waiting, (place, next(ties), question))

    sort_out(asked)
    while waiting:
        _, _, question = heapq.heappop(waiting)
        if recorded.first(question) is None:
            left.append(question)
        else:
            sort_out(sweep.answered(question, recorded.take(question), recorded=True))
    return left
