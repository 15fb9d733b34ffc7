"""Judge an answer by what is known of its query, before anything is concluded from it.

An API that hiccups says « nothing » as calmly as one that has nothing: a lone 204 on the second of
three pages, a first page without offers, half a page. What contradicts what is known is asked
again. If it stays so, it is believed only where it may be true: of a query of which nothing else
is known, and of a list that has become another one. Where so many answers were wrong in a way that
can be seen, others were wrong in a way that cannot.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from ftcrawler.api.query_limits import PAGE_SIZE
from ftcrawler.sweep.budget import LARGEST
from ftcrawler.sweep.movement import fell, leapt, unseen

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.paged_reading import PagedReading
    from ftcrawler.sweep.question import Ask, Question

# How often what is doubted is asked again.
AGAIN: Final = 2
# One answer may be contradicted, and one more of so many, before the others are not believed.
ONE_OF: Final = 50
# The query of the whole search, which adds no criteria to the search's own.
WHOLE: Final = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an answer is not believed, in French; *for_good*: it was asked again often enough.

    *in_itself*: its offers are not as many as its own total says, whatever was known before.
    """

    reason: str
    for_good: bool
    in_itself: bool


class Doubts:
    """Of one search: the totals that were believed, and the answers that were not."""

    def __init__(self) -> None:
        self._totals: dict[str, int] = {}
        # Of the pages of the whole search, by offset: their total and their offers.
        self._pages: dict[int, tuple[int, frozenset[str]]] = {}
        self._doubted: defaultdict[str, list[Answer]] = defaultdict(list)

    @property
    def total(self) -> int | None:
        """The last total of the whole search that was believed."""
        return self._totals.get(WHOLE)

    def judge(self, question: Question, answer: Answer) -> Doubt | None:
        """Return why *answer* is not to be believed; None: it is, and counts as known."""
        query, earlier = _query(question.ask), self._doubted[question.key]
        misfit = _misfit(question.ask.offset, answer)
        reason = self._contradiction(query, question.ask.offset, answer) or misfit
        if reason is None or self._is_borne_out(query, question.ask.offset, answer, earlier):
            del self._doubted[question.key]
            if answer.total is not None and not answer.defects:
                self._totals[query] = answer.total
                if query == WHOLE and answer.ids:
                    self._pages[question.ask.offset] = answer.total, frozenset(answer.ids)
            return None
        earlier.append(answer)
        for_good = len(earlier) > AGAIN
        if for_good:
            del self._doubted[question.key]
        return Doubt(reason, for_good, in_itself=reason == misfit)

    def _contradiction(self, query: str, offset: int, answer: Answer) -> str | None:
        total, count = answer.total, len(set(answer.ids))
        if answer.defects or total is None:  # named, and asked again already
            return None
        if leap := self._leap(query, total, count):
            return leap
        if query == WHOLE and self._is_elsewhere(offset, answer):
            return "des offres d'une autre page"
        return None

    def _leap(self, query: str, total: int, count: int) -> str | None:
        """Say what is wrong with a total beside those that are known."""
        known = self._totals.get(query)
        if total > LARGEST:
            return f"{total} offre(s) en tout, plus qu'il ne peut y en avoir"
        if known is not None and leapt(known, total):
            return f"{total} offre(s) en tout, contre {known} auparavant"
        if known is None and not count:
            return "aucune offre"
        if known is None and self.total is not None and fell(total, self.total):
            return f"{total} offre(s) dans une tranche, contre {self.total} en tout"
        return None

    def _is_elsewhere(self, offset: int, answer: Answer) -> bool:
        """Tell whether *answer* shares more offers with a page apart than may have moved there."""
        return any(
            abs(at - offset) >= PAGE_SIZE
            and len(ids.intersection(answer.ids))
            > abs(total - (answer.total or 0)) + unseen(total)
            for at, (total, ids) in self._pages.items()
        )

    def _is_borne_out(
        self, query: str, offset: int, answer: Answer, earlier: list[Answer]
    ) -> bool:
        """Tell whether to believe what is doubted: the same was said before, and it may be so."""
        total, said = answer.total or 0, [(each.total, each.ids) for each in earlier]
        if total > LARGEST or len(set(answer.ids)) != _expected(total, offset):
            return False
        if not answer.ids:
            # Nothing else is known of it: twice is enough.
            return query not in self._totals and said[-1:] == [(answer.total, ())]
        return sum(bool(ids) and not leapt(each or 0, total) for each, ids in said) >= AGAIN


class Trust:
    """Counts the answers of one reading, and those that were doubted and not borne out."""

    def __init__(self) -> None:
        self.contradicted = 0
        self._answers = 0

    def note(self, answer: Answer, *, doubted: int) -> None:
        """Take in an answer that is believed, after so many to the same question that were not.

        Of those without offers none counts: who says « nothing » where there is something is seen
        to be wrong each time.
        """
        self._answers += 1
        # Who says « nothing » twice contradicts nobody.
        self.contradicted += max(doubted, answer.doubted) if answer.ids else 0

    def forget(self) -> None:
        """Begin anew: all is read again."""
        self.contradicted = self._answers = 0

    def wants_links(self, part: PagedReading, *, recorded: bool) -> bool:
        """Tell whether what is known of the pages of *part* does not prove that they hold all.

        *recorded*: some of them an earlier process was given, with doubts that nobody knows of.
        """
        if part.doubtful or self.contradicted > 1:
            return True
        return bool(part.moved and (self.contradicted or recorded))

    def reproach(self, part: PagedReading, *, linked: bool) -> str | None:
        """Say in French why it is not to be believed, though nothing is known to be lacking.

        *linked*: after *part*, lanes read it again.
        """
        if self.contradicted > 1 + self._answers // ONE_OF:
            told = f"{self.contradicted} réponse(s) contredite(s) sur {self._answers}"
            return f"{told}, trop pour croire les autres"
        if self.contradicted and not linked and part.doubtful:
            return "réponse contredite, et liste qui changeait : lecture à refaire"
        return None


def _query(ask: Ask) -> str:
    return urlencode(sorted((n, v) for n, v in ask.criteria.items() if n != "sort"))


def _misfit(offset: int, answer: Answer) -> str | None:
    """Say whether the page holds what its own total says that it should."""
    total, count = answer.total, len(set(answer.ids))
    if answer.defects or total is None or count == (expected := _expected(total, offset)):
        return None
    return f"{count} offre(s) dans la page, contre {expected} pour {total} en tout"


def _expected(total: int, offset: int) -> int:
    return max(min(total - offset, PAGE_SIZE), 0)
