"""Which searches found which offer: one JSON line an offer, for runs of several searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from ftcrawler.exceptions import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName
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


def read_found_by(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each offer of a list with the labels that found it; raise StorageError.

    The lines before one that is damaged come first.
    """
    try:
        with path.open("rb") as lines:
            for line in map(orjson.loads, lines):
                yield line["id"], [one["label"] for one in line["found_by"]]
    except (OSError, ValueError, LookupError, TypeError) as exc:
        raise StorageError(f"Liste illisible : {path} ({exc}).") from exc


def first_finders(
    layout: DataLayout, run: RunName, collected: Mapping[str, int]
) -> dict[str, str]:
    """Return each offer that one of several searches of a run found, and the label of that one.

    The first in the order of *collected*, which says how many offers the report counts for each
    label. An offer that two searches found is in a page of either. Raises StorageError if the
    list of who found what is missing, damaged, or does not add up to that.
    """
    path = layout.found_by(run)
    found: dict[str, set[str]] = {label: set() for label in collected}
    for offer, labels in read_found_by(path):
        for label in found.keys() & labels:
            found[label].add(offer)
    if short := [label for label, ids in found.items() if len(ids) < collected[label]]:
        raise StorageError(f"Liste incomplète : {path} (« {' », « '.join(short)} »).")
    return {offer: label for label in reversed(found) for offer in found[label]}
