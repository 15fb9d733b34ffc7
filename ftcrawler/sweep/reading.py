"""The reading of one search: by pages where one query reaches all, else by lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.api.ranges import PAGE_SIZE, PAGES_PER_QUERY
from ftcrawler.sweep.outcome import Outcome, SliceOutcome, StoppedBy
from ftcrawler.sweep.paged import PageAsk, PagedReading
from ftcrawler.sweep.question import Question
from ftcrawler.sweep.wide import WideReading

if TYPE_CHECKING:
    from ftcrawler.searches.search import Search
    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.question import Ask


class SearchReading:
    """Fed with answers, says what to ask. `most` is how many pages it may ever get; None: any."""

    def __init__(self, search: Search, most: int | None) -> None:
        self.search = search
        self.granted = 0
        self._most = most
        self._answers = 0
        self._lost = 0
        self._paged = PagedReading()
        self._wide: WideReading | None = None
        self._defects: list[str] = []

    @property
    def settled(self) -> bool:
        """Tell whether it is known how much this search has, or that it cannot be."""
        return self.granted == 0 or bool(self._answers or self._lost)

    @property
    def announced(self) -> int | None:
        """How many offers it was first said to have, None before that."""
        return self._paged.announced

    def want(self) -> Question | None:
        """Return what to ask now, None if an answer must come first, or all is read."""
        ask: Ask | None = self._paged.want() if self._wide is None else self._wide.want()
        if ask is None:
            return None
        self.granted += 1
        return Question(self.search, self.granted, ask)

    def answered(self, question: Question, answer: Answer) -> None:
        """Go on with an answer."""
        self._answers += 1
        self._defects += [f"page {question.page} : {defect}" for defect in answer.defects]
        if isinstance(question.ask, PageAsk):
            self._paged.answered(question.ask, answer)
            if self._is_too_much():
                self._wide = WideReading(self.search.criteria, answer, free=self._is_free())
        elif self._wide:
            self._wide.answered(question.ask, answer)

    def lost(self, question: Question, problem: str) -> None:
        """Go on without an answer."""
        self._lost += 1
        told = f"page {question.page} : {problem}"
        if isinstance(question.ask, PageAsk):
            self._paged.lost(question.ask, told)
        elif self._wide:
            self._wide.lost(question.ask, told)

    def outcome(self, *, allowance_spent: bool) -> Outcome:
        """Return what became of it; *allowance_spent* says that no more pages may be asked for."""
        part: PagedReading | WideReading = self._wide or self._paged
        wide_problems = self._wide.problems if self._wide else []
        stopped = allowance_spent and not part.finished
        return Outcome(
            search=self.search,
            announced=self.announced,
            announced_after=part.after,
            read=part.read,
            met=part.met,
            appeared=part.appeared,
            vanished=part.vanished,
            missing=0 if stopped else part.missing,
            answers=self._answers,
            unanswered=self.granted - self._answers - self._lost,
            silent=bool(self._lost and not self._answers),
            stopped_by=StoppedBy.MAX_PAGES if stopped else None,
            finished=part.finished,
            slices=tuple(self._slices()),
            problems=(*self._defects, *self._paged.problems, *wide_problems),
        )

    def _is_too_much(self) -> bool:
        """Tell whether lanes must take over: one query does not reach, or did not give, all."""
        if self._wide or (self._most and self._most <= PAGES_PER_QUERY):
            return False
        # A page that was lost is named; reading it all again would not mend what lost it.
        unexplained = self._paged.finished and self._paged.missing and not self._is_spoiled()
        return self._paged.beyond_reach or bool(unexplained)

    def _is_spoiled(self) -> bool:
        return bool(self._defects or self._paged.problems)

    def _is_free(self) -> bool:
        return self._most is None or self._most * PAGE_SIZE > 1.1 * (self._paged.announced or 0)

    def _slices(self) -> list[SliceOutcome]:
        if self._wide:
            return self._wide.slices()
        if self._paged.announced is None:
            return []
        part = self._paged
        announced = part.announced or 0
        moved = part.read + part.missing - announced
        return [
            SliceOutcome(
                criteria={},
                announced=announced,
                gave=part.read,
                appeared=max(moved, 0),
                vanished=max(-moved, 0),
                missing=part.missing,
            )
        ]
