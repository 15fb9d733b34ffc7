"""A server that does not always tell the truth, and a reading of it that is recorded."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ftcrawler.reporting.completeness import search_report
from ftcrawler.searches.search import Search
from ftcrawler.sweep.answer import Answer
from ftcrawler.sweep.replay import Recorded, replay
from ftcrawler.sweep.sweep import Sweep

from .catalogues import NOW
from .model import Model, Offer

if TYPE_CHECKING:
    from ftcrawler.sweep.outcome import Outcome

LIES = ("nothing", "empty", "short", "repeated", "shifted", "total", "hide")
SEARCH = Search({})


@dataclass
class Liar:
    """Answers for *model*, but lies in one answer of *every*; always the same for a seed.

    After so many answers, *withdrawn* of ten offers are gone for good. *growth* offers come with
    each answer.
    """

    model: Model
    lies: tuple[str, ...] = ()
    every: float = 10
    seed: int = 0
    withdrawn: tuple[int, int] | None = None
    growth: int = 0
    # Offers that some answer did not know of, though they were there.
    hidden: set[str] = field(default_factory=set)

    def __post_init__(self):
        self._draw = random.Random(self.seed)
        self._answers = 0
        self._last = ""

    def answer(self, criteria: dict[str, str]) -> Answer:
        self._move()
        lie = "truth"
        if self.lies and self._draw.random() < 1 / self.every:
            lie = self._draw.choice(self.lies)
        # Who says twice in a row that there is nothing, or that there is less, and is not wrong
        # otherwise, cannot be told from one who has no more.
        if lie == self._last and lie in {"nothing", "hide"}:
            lie = "truth"
        self._last = lie
        answer: Answer = getattr(self, lie)(criteria)
        return answer

    def truth(self, criteria: dict[str, str]) -> Answer:
        return self.model.answer(criteria)

    def _move(self):
        self._answers += 1
        if self.withdrawn and self._answers == self.withdrawn[0]:
            ids = sorted(self.model.present)
            self.model.gone.update(self._draw.sample(ids, len(ids) * self.withdrawn[1] // 10))
        for _ in range(self.growth):
            number = len(self.model.offers)
            self.model.add(Offer(f"N{number:06d}", (NOW + 10 + number) * 1000))

    def nothing(self, criteria):
        self.truth(criteria)
        return Answer(0, (), ())

    def empty(self, criteria):
        return Answer(self.truth(criteria).total, (), ())

    def short(self, criteria):
        answer = self.truth(criteria)
        kept = self._draw.randrange(len(answer.ids) + 1)
        return Answer(answer.total, answer.ids[:kept], answer.created[:kept])

    def repeated(self, criteria):
        return self._at(criteria, 150 * self._draw.randrange(21))

    def shifted(self, criteria):
        offset = int(criteria["range"].split("-")[0])
        return self._at(criteria, max(offset + self._draw.randint(-200, 200), 0))

    def total(self, criteria):
        answer = self.truth(criteria)
        told = self._draw.choice([0, 1, (answer.total or 0) // 2, self._draw.randrange(40_000)])
        # That a full page is the last one, alone: nothing else would have to be asked.
        end = int(criteria["range"].split("-")[0]) + len(answer.ids)
        return Answer(told + (told == end), answer.ids, answer.created)

    def hide(self, criteria):
        """Some offers are not there for the time of one answer."""
        ids = sorted(self.model.present)
        some = set(self._draw.sample(ids, min(self._draw.choice([1, 3, 30]), len(ids))))
        self.hidden |= some
        self.model.gone |= some
        answer = self.truth(criteria)
        self.model.gone -= some
        return answer

    def _at(self, criteria, offset):
        offset = min(offset, 3000)
        return self.truth(criteria | {"range": f"{offset}-{offset + 149}"})


@dataclass
class Told:
    """What a run was told: its outcome, the offers on disk, the answers that its journal has."""

    outcome: Outcome
    met: set[str]
    recorded: list[tuple[int, str, str, bytes]]
    pages: list[int]

    @property
    def requests(self) -> int:
        return len(self.pages)

    @property
    def report(self):
        return search_report(self.outcome, max_pages=0, collected=len(self.met), pages=0)


def run(server, *, order=0, max_pages=0, most=50_000, earlier=()) -> Told:
    """Read to the end, answering in random order, from where the *earlier* answers lead to."""
    sweep, recorded = Sweep([SEARCH], max_pages), Recorded(earlier)
    shuffle, journal, pages = random.Random(order), list(earlier), []
    met = {offer for row in earlier for offer in Answer.from_bytes(row[3]).ids}
    waiting = replay(sweep, sweep.start(), recorded)
    while waiting:
        question = waiting.pop(shuffle.randrange(len(waiting)))
        pages.append(question.page)
        assert len(pages) <= most, "it does not end"
        answer = replace(server.answer(question.criteria), doubted=question.misled)
        met.update(answer.ids)
        asked = sweep.answered(question, answer)
        if sweep.doubt is None and not answer.defects:
            sequence = len(journal) + 1
            journal.append((sequence, SEARCH.label, question.key, answer.to_bytes()))
        waiting += replay(sweep, asked, recorded)
    (outcome,) = sweep.outcomes()
    return Told(outcome, met, journal, pages)
