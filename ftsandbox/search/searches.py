"""Runs searches: what matches, in which order, counted; remembers the last ones."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ftsandbox.search.date_bounds import created_between
from ftsandbox.search.distances import nearest
from ftsandbox.search.filters import masks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ftsandbox.catalogue.catalogue import Catalogue, Mask
    from ftsandbox.config import SandboxConfig
    from ftsandbox.search.market import Market
    from ftsandbox.search.parameters import Criteria

    Found = NDArray[np.intp]

REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class Result:
    """Positions of the offers found, in the order asked, and `filtresPossibles`."""

    found: Found
    facets: list[dict[str, Any]]


class Searches:
    """Searches among the offers that are open at the time."""

    def __init__(self, market: Market, config: SandboxConfig) -> None:
        self._market = market
        self._config = config
        self._last: OrderedDict[object, Result] = OrderedDict()

    def run(self, criteria: Criteria) -> Result:
        """Return all that matches *criteria*, already checked."""
        self._market.refresh()
        span = self._span(criteria)
        moved = (self._market.day, self._market.gone)
        key = (frozenset(criteria.items()), span.start, span.stop, *moved)
        if key in self._last:
            self._last.move_to_end(key)
            return self._last[key]
        found = self._ordered(self._matching(criteria, span), span, criteria)
        result = Result(found, self._market.facets.count(found))
        self._last[key] = result
        if len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
        return result

    def _span(self, criteria: Criteria) -> slice:
        # Offers are in order of creation: a time window is a slice of them.
        start, end = created_between(criteria, self._config, self._market.now)
        created = self._market.catalogue.created
        stop = min(int(np.searchsorted(created, end)), self._market.opened)
        return slice(min(int(np.searchsorted(created, start)), stop), stop)

    def _matching(self, criteria: Criteria, span: slice) -> Mask:
        matching = self._market.open_mask(span)
        for mask in masks(self._market.catalogue, criteria, span):
            matching &= mask
        return matching

    def _ordered(self, matching: Mask, span: slice, criteria: Criteria) -> Found:
        sort = criteria.get("sort", "0")
        if sort == "0" or (sort == "1" and self._config.sort1 == "own-first"):
            own = self._market.own[span]
            parts = (_newest(matching & own, span), _newest(matching & ~own, span))
            return np.concatenate(parts)
        newest = _newest(matching, span)
        if sort == "1":
            return newest
        return _nearest_first(self._market.catalogue, newest, criteria)


def _newest(matching: Mask, span: slice) -> Found:
    positions: Found = np.flatnonzero(matching)[::-1] + span.start
    return positions


def _nearest_first(catalogue: Catalogue, newest: Found, criteria: Criteria) -> Found:
    if "commune" not in criteria:
        return newest
    distances = nearest(catalogue.places, criteria["commune"].split(","))
    # Offers that say no place are last, as those too far away to tell.
    by_code = np.append(distances, np.inf)
    codes = catalogue.fields["place"].codes[newest]
    return newest[np.argsort(by_code[codes], kind="stable")]
