"""How far a crawl is, how fast, and how long it still takes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from ftcrawler.api.query_limits import PAGE_SIZE
from ftcrawler.reporting.cost import requests_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ftcrawler.reporting.search_reports import Asking
    from ftcrawler.sweep.outcome import Outcome

# What a pace is taken over, at least: with less, the time left would jump about.
SECONDS: Final = 30.0
REQUESTS: Final = 30


@dataclass(frozen=True, slots=True)
class Sample:
    """The counters of a process at a moment, in monotonic seconds.

    `sent` is everything asked of the API; `useful` are its searches, or its details, each
    counted once however often it was tried.
    """

    at: float
    sent: int
    useful: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the searches have given, and still want. None: nobody has said how much there is.

    `wanted` are the offers to read, fewer than `announced` where `max_pages` says so; both leave
    out searches that have not answered, and `known` tells that there are none. `left` are the
    requests still to be answered; a search that has not answered counts as the others on average.
    """

    read: int = 0
    announced: int | None = None
    wanted: int | None = None
    known: bool = False
    answers: int = 0
    left: int | None = None

    @property
    def share(self) -> float:
        """The part of all requests that has been answered, from 0 to 1."""
        return 0.0 if self.left is None else self.answers / max(self.answers + self.left, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is shown. `rate` are requests a second, `left` seconds, `pending` files to upload.

    None: not known, or for `pending`, no S3; `quota` 0: none. `stopping`: it was told to stop.
    """

    tally: Tally
    rate: float | None = None
    quota: int = 0
    left: float | None = None
    pending: int | None = None
    stopping: bool = False


def tally(outcomes: Iterable[Outcome], limits: Mapping[str, int]) -> Tally:
    """Return how far searches are; those of one sector, or of none, share one of *limits*.

    They are pages, by label; 0, or none: any number.
    """
    groups = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.search.sector].append(outcome)
    everything = [outcome for group in groups.values() for outcome in group]
    read, answers = sum(each.met for each in everything), sum(each.answers for each in everything)
    told = [outcome for outcome in everything if outcome.announced is not None]
    if not told:
        return Tally(read=read, answers=answers)
    usual = ceil(sum(each.answers + _left(each, 0) for each in told) / len(told))
    return Tally(
        read=read,
        announced=_announced(told),
        wanted=sum(
            _within(_announced(group), PAGE_SIZE * _limit(group, limits))
            for group in groups.values()
        ),
        known=all(each.announced is not None or each.finished for each in everything),
        answers=answers,
        left=sum(_left_of(group, _limit(group, limits), usual) for group in groups.values()),
    )


def asking_tally(asking: Asking) -> Tally:
    """Return how far a run is that asks offers one by one, which nobody announced."""
    whole = asking.done + asking.left
    return Tally(read=asking.done, wanted=whole, known=True, answers=asking.done, left=asking.left)


def progress(
    samples: Sequence[Sample],
    tally: Tally,
    *,
    quota: int = 0,
    pending: int | None = None,
    last: int | None = None,
) -> Progress:
    """Return the figures of the newest of *samples*, oldest first; the others give the pace.

    *last* are the requests under way if none may follow, because the crawl was told to stop.
    """
    span = samples[-1].at - samples[0].at
    useful = samples[-1].useful - samples[0].useful
    rate = (samples[-1].sent - samples[0].sent) / span if span else None
    requests = tally.left if last is None else last
    return Progress(
        tally=tally,
        rate=rate,
        quota=quota,
        left=None if requests is None or not useful else requests * span / useful,
        pending=pending,
        stopping=last is not None,
    )


def needed(samples: Sequence[Sample]) -> int:
    """Return how many of *samples*, the newest of them, are enough to take a pace over.

    >>> needed([Sample(at, sent=at, useful=at) for at in range(100)])
    31
    >>> needed([Sample(at, sent=at // 10, useful=at // 10) for at in range(1000)])
    301
    """
    newest = samples[-1]
    for count, sample in enumerate(reversed(samples), start=1):
        if newest.at - sample.at >= SECONDS and newest.useful - sample.useful >= REQUESTS:
            return count
    return len(samples)


def _announced(outcomes: Iterable[Outcome]) -> int:
    return sum(outcome.announced or 0 for outcome in outcomes)


def _limit(group: Sequence[Outcome], limits: Mapping[str, int]) -> int:
    return limits.get(group[0].search.label, 0)


def _within(total: int, most: int) -> int:
    return min(total, most) if most else total


def _left_of(group: Sequence[Outcome], max_pages: int, usual: int) -> int:
    """Return how many answers a group still waits for."""
    left = sum(_left(outcome, usual) for outcome in group)
    answers = sum(outcome.answers for outcome in group)
    return min(left, max(max_pages - answers, 0)) if max_pages else left


def _left(outcome: Outcome, usual: int) -> int:
    """Return how many answers a search still waits for; *usual* if nobody can say."""
    if outcome.finished or outcome.stopped_by:
        return outcome.unanswered
    if outcome.announced is None:
        return usual
    left = requests_left(outcome.announced, read=outcome.met, answers=outcome.answers)
    return max(left, outcome.unanswered)
