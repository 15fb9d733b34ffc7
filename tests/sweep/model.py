"""A model of the API's search, with every variant of what nobody could verify of the real one."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from ftcrawler.api.creation_dates import HOUR, bound_second
from ftcrawler.api.query_limits import MAX_START, PAGE_SIZE
from ftcrawler.searches.search import Search
from ftcrawler.sweep.answer import Answer
from ftcrawler.sweep.sweep import Sweep


class Offer(NamedTuple):
    id: str
    created: int  # milliseconds
    origin: str | None = "2"
    experience: str | None = "4"
    contract: str | None = "CDI"
    department: str | None = None
    rome: str = "M1805"


@dataclass
class Model:
    """Answers as the server would; `shift` in hours, `own_first` under sort=1."""

    offers: list[Offer]
    precision: str = "second"
    upper: str = "inclusive"
    shift: int = 0
    own_first: bool = False
    oldest_first: bool = False
    seed: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def __post_init__(self):
        self._last: tuple[tuple[int, dict[str, str]], list[Offer]] | None = None
        tie = random.Random(self.seed)
        self.offers = sorted(self.offers, key=lambda o: (-o.created, tie.random()))
        self._by_origin = {"": self.offers}
        for origin in ("1", "2"):
            self._by_origin[origin] = [o for o in self.offers if o.origin == origin]

    @property
    def present(self) -> set[str]:
        return {offer.id for offer in self.offers} - self.gone

    def add(self, offer: Offer) -> None:
        """Have an offer appear: the newest of all."""
        self.offers.insert(0, offer)
        if offer.origin is not None:
            self._by_origin[offer.origin].insert(0, offer)

    def found(self, criteria: dict[str, str]) -> list[Offer]:
        offers = self._by_origin.get(criteria.get("origineOffre", ""), [])
        if "minCreationDate" in criteria:
            offers = self._between(offers, *self._bounds(criteria))
        if self.gone:
            offers = [offer for offer in offers if offer.id not in self.gone]
        for name, attribute in (
            ("experience", "experience"),
            ("typeContrat", "contract"),
            ("departement", "department"),
            ("codeROME", "rome"),
        ):
            if name in criteria:
                wanted, get = set(criteria[name].split(",")), attrgetter(attribute)
                if not wanted.issuperset(set(map(get, offers))):
                    offers = [offer for offer in offers if get(offer) in wanted]
        if self.own_first:
            offers = sorted(offers, key=lambda offer: offer.origin != "1")
        return offers[::-1] if self.oldest_first else offers

    def answer(self, criteria: dict[str, str]) -> Answer:
        self.asked.append(criteria)
        first, last = map(int, criteria["range"].split("-"))
        assert first <= MAX_START
        assert last - first < 150
        found = self._kept(criteria)
        page = found[first : last + 1]
        return Answer(len(found), tuple(o.id for o in page), tuple(o.created for o in page))

    def _kept(self, criteria: dict[str, str]) -> list[Offer]:
        """Return what is found; while nothing vanishes, the pages of a query are of one list."""
        if self.gone:
            return self.found(criteria)
        query = len(self.offers), {**criteria, "range": ""}
        if self._last is None or self._last[0] != query:
            self._last = query, self.found(criteria)
        return self._last[1]

    def _between(self, offers: list[Offer], least: int, most: int) -> list[Offer]:
        first = bisect_left(offers, -most + 1, key=lambda offer: -offer.created)
        end = bisect_right(offers, -least, key=lambda offer: -offer.created)
        return offers[first:end]

    def _bounds(self, criteria: dict[str, str]) -> tuple[int, int]:
        least, most = (
            (bound_second(criteria[name]) + self.shift * HOUR) * 1000
            for name in ("minCreationDate", "maxCreationDate")
        )
        assert least <= most, criteria
        if self.upper == "inclusive":
            most += 1000 if self.precision == "second" else 1
        return least, most


def read(model: Model, *, max_pages=0, seed=0, between=lambda: None, lose=lambda question: False):
    """Read one search to its end, answering in random order; return outcome and ids met."""
    search = Search({})
    sweep = Sweep([search], max_pages)
    shuffle = random.Random(seed)
    waiting = list(sweep.start())
    met: set[str] = set()
    while waiting:
        assert len(model.asked) < 20_000, "it does not end"
        question = waiting.pop(shuffle.randrange(len(waiting)))
        between()
        if lose(question):
            waiting += sweep.lost(question, "connexion coupée")
            continue
        answer = model.answer(question.criteria)
        met.update(answer.ids)
        waiting += sweep.answered(question, answer)
    (outcome,) = sweep.outcomes()
    return outcome, met


def assert_closed(outcome, total):
    """The accounts close: every slice's, and all of them with the total."""
    assert (outcome.finished, outcome.missing, outcome.problems) == (True, 0, ())
    assert (outcome.announced, outcome.announced_after) == (total, total)
    assert (outcome.appeared, outcome.vanished, outcome.read) == (0, 0, total)
    for part in outcome.slices:
        assert (part.appeared, part.vanished, part.missing) == (0, 0, 0)
        assert part.announced == part.gave + part.duplicates
    assert sum(part.announced - part.duplicates for part in outcome.slices) == total


def page_of(listed, offset, *, name="offer", gone=0, total=None):
    """Return what a list of so many offers answers, after its first *gone* have vanished."""
    ids = [f"{name}{n}" for n in range(gone, listed)][offset : offset + PAGE_SIZE]
    return Answer(total or listed - gone, tuple(ids), tuple(range(len(ids), 0, -1)))


def begun(total):
    """Return a sweep of one search whose first page has come, and what it asks next."""
    sweep = Sweep([Search({"motsCles": "data"})], 0)
    (first,) = sweep.start()
    return sweep, sweep.answered(first, page_of(total, 0))
