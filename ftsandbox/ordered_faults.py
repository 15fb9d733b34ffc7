"""Faults to order: `kind[:key=value]...`, such as `status-503:times=2:range=150-299`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

SEARCH_KINDS: Final = (
    "status-204", "status-302", "status-400", "status-401", "status-403", "status-404",
    "status-410", "status-429", "status-500", "status-502", "status-503", "html", "invalid-json",
    "truncated", "reset", "hang", "no-content-range", "no-resultats", "no-ids", "short-page",
    "empty-page", "empty-zero", "odd-text", "odd-bytes", "broken-offer", "bomb",
)  # fmt: skip
DETAIL_KINDS: Final = (
    "detail-status-204", "detail-status-400", "detail-status-401", "detail-status-403",
    "detail-status-404", "detail-status-429", "detail-status-500", "detail-status-502",
    "detail-status-503", "detail-html", "detail-invalid-json", "detail-truncated",
    "detail-reset", "detail-hang",
)  # fmt: skip
TOKEN_KINDS: Final = (
    "token-status-500",
    "token-reset",
    "token-hang",
    "token-refuse",
    "token-garbage",
    "token-status-302",
    "token-status-403",
    "token-status-404",
    "token-html",
)
KINDS: Final = SEARCH_KINDS + DETAIL_KINDS + TOKEN_KINDS
DATE: Final = "date+"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of `kind`, for the first `times` requests it fits (None: all of them).

    It fits searches of `range`, from the `start`-th search on (counted from 1), or details, from
    the `start`-th detail on. `retry_after` goes with statuses: seconds, `date+N` for the moment in
    N seconds, "" for no such header; None is one second for 429, and no header for the others.
    """

    kind: str
    times: int | None = None
    range: str | None = None
    start: int = 1
    retry_after: str | None = None


def parse_fault(spec: str) -> Fault:
    """Read a fault; raise ValueError, in French, naming what is allowed.

    >>> parse_fault("status-429:retry-after=2:times=3")
    Fault(kind='status-429', times=3, range=None, start=1, retry_after='2')
    """
    kind, *options = spec.split(":")
    if kind not in KINDS:
        raise ValueError(f"Panne inconnue : « {kind} ». Pannes possibles : {', '.join(KINDS)}.")
    times: int | None = None
    page: str | None = None
    start = 1
    retry_after: str | None = None
    for option in options:
        key, _, value = option.partition("=")
        if key == "times":
            times = _whole(key, value)
        elif key == "from":
            start = _whole(key, value)
        elif key == "retry-after":
            _whole(key, value.removeprefix(DATE) or "0")
            retry_after = value
        elif key == "range" and value:
            page = value
        else:
            raise ValueError(
                f"Précision inconnue : « {option} ». Précisions possibles : "
                "times=N, from=N, range=150-299, retry-after=N ou date+N."
            )
    return Fault(kind, times, page, start, retry_after)


def _whole(key: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal()):
        raise ValueError(f"« {key} » attend un nombre entier ; reçu : « {value} ».")
    return int(value)


class _Request(NamedTuple):
    number: int
    range: str | None


@dataclass(slots=True)
class _Stock:
    fault: Fault
    left: int | None


class FaultBox:
    """Picks the fault of each request; the first that fits is used up first."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._searches = self._details = 0
        self.replace(faults)

    def replace(self, faults: Iterable[Fault]) -> None:
        """Put other faults in place, none of them used; requests are still counted on."""
        # One assignment: the server's thread sees the old faults or the new ones.
        self._stock = [_Stock(fault, fault.times) for fault in faults]

    def for_search(self, page: str) -> Fault | None:
        """Return the fault of the next search, of that `range`."""
        self._searches += 1
        return self._take(SEARCH_KINDS, _Request(self._searches, page))

    def for_detail(self) -> Fault | None:
        """Return the fault of the next detail."""
        self._details += 1
        return self._take(DETAIL_KINDS, _Request(self._details, None))

    def for_token(self) -> Fault | None:
        """Return the fault of the next token request."""
        return self._take(TOKEN_KINDS, None)

    def _take(self, kinds: tuple[str, ...], request: _Request | None) -> Fault | None:
        for stock in self._stock:
            if stock.fault.kind in kinds and stock.left != 0 and _fits(stock.fault, request):
                if stock.left is not None:
                    stock.left -= 1
                return stock.fault
        return None


def _fits(fault: Fault, request: _Request | None) -> bool:
    if request is None:
        return True
    return request.number >= fault.start and fault.range in (None, request.range)
