"""Which searches found which offer: one JSON line an offer, for runs of several searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ftcrawler.searches.search import Search


def found_by_lines(
    sightings: Iterable[tuple[str, Sequence[str]]], searches: Iterable[Search]
) -> Iterator[bytes]:
    """Yield `{"id": ..., "found_by": [{"label", "keywords", "sector"}]}` for each offer.

    *sightings* are offers with the labels that found them.
    """
    finders = {
        search.label: {
            "label": search.label,
            "keywords": search.criteria.get("motsCles"),
            "sector": search.sector,
        }
        for search in searches
    }
    for offer, labels in sightings:
        line = {"id": offer, "found_by": [finders[label] for label in labels]}
        yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
