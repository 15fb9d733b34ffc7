"""Read searches page after page, in turn where they share one allowance of pages.

A state machine without input or output: it is fed answers and says what to ask next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.api.ranges import PAGES_PER_QUERY
from ftcrawler.sweep.progress import SearchProgress, StoppedBy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ftcrawler.searches.search import Search


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page to ask for, counted from 1 within its search."""

    search: Search
    page: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one search. `announced` is None where no answer told it.

    `filled_pages` are answers that held offers; `unanswered` are requests without an end.
    `silent` says that no answer came at all.
    """

    search: Search
    announced: int | None
    filled_pages: int
    unanswered: int
    silent: bool
    stopped_by: StoppedBy | None
    problems: tuple[str, ...]


class PagedSweep:
    """Ask the first page of each search, then the others turn by turn.

    `max_pages` is the allowance that the searches share; 0 sets no limit. What one search leaves
    of its share goes to the others once all first pages are in: only then is it known.
    """

    def __init__(self, searches: Sequence[Search], max_pages: int) -> None:
        self._searches = {search.label: search for search in searches}
        self._progress = {label: SearchProgress() for label in self._searches}
        self._left = max_pages or None
        self._share = max(max_pages // len(searches), 1) if max_pages and searches else None

    def start(self) -> list[PageRequest]:
        """Return the first requests."""
        return list(self._grants(1))

    def answered(
        self, request: PageRequest, *, total: int | None, offers: int, defects: Sequence[str] = ()
    ) -> list[PageRequest]:
        """Take in an answer with *offers* offers and return what to ask next."""
        progress = self._progress[request.search.label]
        progress.note_answer(request.page, total, offers)
        progress.problems.extend(f"page {request.page} : {defect}" for defect in defects)
        return self._next_turns()

    def failed(self, request: PageRequest, problem: str) -> list[PageRequest]:
        """Take in that a page could not be had and return what to ask next."""
        self._progress[request.search.label].note_failure(request.page, problem)
        return self._next_turns()

    def outcomes(self) -> list[Outcome]:
        """Return what became of each search, in their order."""
        spent = self._left == 0
        return [
            Outcome(
                self._searches[label],
                progress.announced,
                progress.filled,
                progress.unanswered,
                bool(progress.failed and not progress.answered),
                progress.stopped_by(allowance_spent=spent),
                tuple(progress.problems),
            )
            for label, progress in self._progress.items()
        ]

    def _next_turns(self) -> list[PageRequest]:
        """Grant what can be granted without knowing more.

        While some searches have not said how much they have, the others get no more than the
        share that is theirs whatever the silent ones will want.
        """
        settled = all(progress.settled for progress in self._progress.values())
        most = None if settled else self._share
        return list(self._grants(most))

    def _grants(self, most: int | None) -> Iterator[PageRequest]:
        """Grant page by page, each to the search that has the fewest and still wants one."""
        while self._left != 0:
            hungry = [
                (progress.granted, place, label)
                for place, (label, progress) in enumerate(self._progress.items())
                if progress.granted < min(progress.wanted, most or PAGES_PER_QUERY)
            ]
            if not hungry:
                return
            label = min(hungry)[-1]
            self._progress[label].granted += 1
            if self._left is not None:
                self._left -= 1
            yield PageRequest(self._searches[label], self._progress[label].granted)
