"""The reading of one search: by pages where one query reaches all, else by lanes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ftcrawler.api.query_limits import PAGE_SIZE, PAGES_PER_QUERY
from ftcrawler.sweep.budget import Budget
from ftcrawler.sweep.contradictions import is_sound, named_fall
from ftcrawler.sweep.doubts import Doubt, Doubts, Trust
from ftcrawler.sweep.outcome import Outcome, SliceOutcome, StoppedBy, whole_slice
from ftcrawler.sweep.paged_reading import PageAsk, PagedReading
from ftcrawler.sweep.question import Ask, Question
from ftcrawler.sweep.wide_reading import WideReading

if TYPE_CHECKING:
    from ftcrawler.searches.search import Search
    from ftcrawler.sweep.answer import Answer


class SearchReading:
    """Fed with answers, says what to ask. `most` is how many pages it may ever get; None: any."""

    def __init__(self, search: Search, most: int | None) -> None:
        self.search = search
        self._most = most
        # Pages are numbered on, whatever begins anew.
        self._page = self._answers = self._lost = 0
        self._anew = False
        # Whether answers of an earlier process went in, and whether one of this one never came.
        self._recorded = self._silenced = False
        self._begin()

    def _begin(self) -> None:
        self.granted = self._under_way = 0
        self._paged = PagedReading()
        self._wide: WideReading | None = None
        self._doubts = Doubts()
        self._budget = Budget()
        self._problems: list[str] = []
        self._trust = Trust()

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
        ask = self._next()
        if ask is None:
            self.reconsider(spent=False)
            ask = self._next()
        if ask is None:
            return None
        self.granted += 1
        self._page += 1
        self._under_way += 1
        self._budget.used += 1
        return Question(self.search, self._page, ask, anew=self._anew)

    def answered(self, question: Question, answer: Answer, *, recorded: bool) -> Doubt | None:
        """Go on with an answer, unless it is doubted; that is not for good: it is asked again."""
        self._recorded |= recorded
        self._budget.used -= recorded
        doubt = self._doubts.judge(question, answer)
        if doubt and not doubt.for_good and self._budget.allows(*self._totals):
            self._budget.used += 1
            return doubt
        if doubt:
            self._silenced |= doubt.in_itself
            told = f"réponse contredite, {doubt.reason}"
            if not (doubt.in_itself and answer.ids):
                self._lose(question, told)
                return replace(doubt, for_good=True)
            # What it holds is offers all the same.
            self._problems.append(f"page {question.page} : {told}")
        self._under_way -= 1
        self._answers += 1
        self._trust.note(answer, doubted=question.misled)
        self._problems += [f"page {question.page} : {defect}" for defect in answer.defects]
        if isinstance(question.ask, PageAsk):
            self._paged.answered(question.ask, answer)
            if self._is_too_much():
                total = self._paged.announced or 0
                free = self._is_free()
                self._wide = WideReading(self.search.criteria, answer, total, free=free)
                self._trust.forget()
        elif self._wide:
            self._wide.answered(question.ask, answer)
        return doubt and replace(doubt, for_good=True)

    def lost(self, question: Question, problem: str) -> None:
        """Go on without an answer."""
        self._silenced = True
        self._lose(question, problem)

    def reconsider(self, *, spent: bool) -> None:
        """Read it all anew, once, if it came to its end and does not add up.

        What an earlier process was answered may be to blame; not if an answer of this one never
        came. *spent*: no more pages may be asked for.
        """
        may = self._recorded and not (self._anew or self._silenced or self._under_way)
        if may and not is_sound(self.outcome(spent=spent)):
            self._anew = True
            self._begin()

    def outcome(self, *, spent: bool) -> Outcome:
        """Return what became of it; *spent* says that no more pages may be asked for."""
        part = self._part
        stopped = spent and not part.finished and not self._budget.exceeded
        return named_fall(
            Outcome(
                search=self.search,
                announced=self._paged.announced,
                announced_after=part.after,
                read=part.read,
                met=part.met,
                appeared=part.appeared,
                vanished=part.vanished,
                missing=0 if stopped else part.missing,
                answers=self._answers,
                unanswered=self._under_way,
                silent=bool(self._lost and not self._answers),
                stopped_by=StoppedBy.MAX_PAGES if stopped else None,
                finished=part.finished and not self._budget.exceeded,
                slices=tuple(self._slices()),
                problems=tuple(self._told()),
            )
        )

    @property
    def _part(self) -> PagedReading | WideReading:
        return self._wide or self._paged

    def _lose(self, question: Question, problem: str) -> None:
        self._under_way -= 1
        self._lost += 1
        told = f"page {question.page} : {problem}"
        if isinstance(question.ask, PageAsk):
            self._paged.lost(question.ask, told)
        elif self._wide:
            self._wide.lost(question.ask, told)

    def _told(self) -> list[str]:
        told = [*self._problems, *self._paged.never_came]
        # Lanes link what pages did not.
        told += self._wide.problems if self._wide else self._paged.unlinked
        reproach = self._trust.reproach(self._paged, linked=bool(self._wide))
        if self._part.finished and not told and reproach:
            told.append(reproach)
        if self._budget.problem:
            told.append(self._budget.problem)
        return told

    def _next(self) -> Ask | None:
        """Return what the reading wants, if that is in proportion to what it should cost."""
        return self._part.want() if self._budget.goes_on(*self._totals) else None

    @property
    def _totals(self) -> tuple[int | None, int | None]:
        return self._paged.announced, self._doubts.total

    def _is_too_much(self) -> bool:
        """Tell whether lanes must take over: one query does not reach, or did not give, all."""
        if self._wide or (self._most and self._most <= PAGES_PER_QUERY):
            return False
        # A page that was lost is named; reading it all again would not mend what lost it.
        doubtful = self._trust.wants_links(self._paged, recorded=self._recorded)
        lacking = self._paged.missing or doubtful
        unexplained = self._paged.finished and lacking and not self._is_spoiled()
        return self._paged.beyond_reach or bool(unexplained)

    def _is_spoiled(self) -> bool:
        return bool(self._problems or self._paged.never_came)

    def _is_free(self) -> bool:
        return self._most is None or self._most * PAGE_SIZE > 1.1 * (self._paged.announced or 0)

    def _slices(self) -> list[SliceOutcome]:
        if self._wide:
            return self._wide.slices()
        if self._paged.announced is None:
            return []
        part = self._paged
        return [whole_slice(part.announced or 0, read=part.read, missing=part.missing)]
