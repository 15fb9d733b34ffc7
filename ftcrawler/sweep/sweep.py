"""Read searches that share one allowance of pages, turn by turn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ftcrawler.sweep.search_reading import SearchReading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ftcrawler.searches.search import Search
    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.doubts import Doubt
    from ftcrawler.sweep.outcome import Outcome
    from ftcrawler.sweep.question import Question


class Sweep:
    """A state machine without input or output: fed with answers, it says what to ask next.

    `max_pages` is the allowance that the searches share; 0 sets no limit. What one search leaves
    of its share goes to the others once all first pages are in: only then is it known. A page
    that is asked for again is none more.
    """

    def __init__(self, searches: Sequence[Search], max_pages: int) -> None:
        self._most = max_pages or None
        self._readings = {each.label: SearchReading(each, self._most) for each in searches}
        self._share = max(max_pages // len(searches), 1) if max_pages and searches else None
        # Why the answer taken in last is not believed; None: it is.
        self.doubt: Doubt | None = None

    def start(self) -> list[Question]:
        """Return the first questions."""
        return list(self._grants(1))

    def answered(
        self, question: Question, answer: Answer, *, recorded: bool = False
    ) -> list[Question]:
        """Take in an answer and return what to ask next.

        *recorded*: an earlier process of the run was given it.
        """
        reading = self._readings[question.search.label]
        self.doubt = reading.answered(question, answer, recorded=recorded)
        if self.doubt and not self.doubt.for_good:
            misled = question.misled + bool(answer.ids)
            asked = replace(question, again=question.again + 1, misled=misled)
            return [asked, *self._next_turns()]
        return self._next_turns()

    def lost(self, question: Question, problem: str) -> list[Question]:
        """Take in that a page could not be had and return what to ask next."""
        self._readings[question.search.label].lost(question, problem)
        return self._next_turns()

    def announced(self, search: Search) -> int | None:
        """Return how many offers a search was first said to have, None before that."""
        return self._readings[search.label].announced

    def outcomes(self) -> list[Outcome]:
        """Return what became of each search, in their order."""
        return [reading.outcome(spent=self._left == 0) for reading in self._readings.values()]

    @property
    def _left(self) -> int | None:
        """How many more pages may be asked for; None: any."""
        if self._most is None:
            return None
        return self._most - sum(reading.granted for reading in self._readings.values())

    def _next_turns(self) -> list[Question]:
        """Grant what can be granted without knowing more.

        While some searches have not said how much they have, the others get no more than the
        share that is theirs whatever the silent ones will want.
        """
        if self._left == 0:
            for reading in self._readings.values():
                reading.reconsider(spent=True)
        settled = all(reading.settled for reading in self._readings.values())
        return list(self._grants(None if settled else self._share))

    def _grants(self, most: int | None) -> Iterator[Question]:
        """Grant page by page, each to the search that has the fewest and still wants one."""
        while self._left != 0:
            by_turn = sorted(self._readings.values(), key=lambda reading: reading.granted)
            allowed = (each for each in by_turn if most is None or each.granted < most)
            question = next(filter(None, (each.want() for each in allowed)), None)
            if question is None:
                return
            yield question
