"""Read again what is on disk: pages of a run, all of them or those of some searches."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import orjson

from ftcrawler.exceptions import StorageError
from ftcrawler.runs.page_names import PageName

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName

Offers = list[dict[str, Any]]


def pages_of_runs(layout: DataLayout, runs: Iterable[RunName]) -> dict[RunName, list[Path]]:
    """Return the pages on disk of each run, label by label, then by number; none: no entry."""
    wanted = {run.stamp: run for run in runs}
    found = defaultdict(list)
    for path in layout.raw.iterdir() if layout.raw.is_dir() else ():
        page = PageName.parse(path.name)
        if page and page.stamp in wanted and path.is_file():
            found[wanted[page.stamp]].append((page.label, page.number, path))
    return {run: [path for *_, path in sorted(pages)] for run, pages in found.items()}


def pages_of(layout: DataLayout, run: RunName) -> list[Path]:
    """Return the pages of a run that are on disk, label by label, then by number."""
    return pages_of_runs(layout, [run]).get(run, [])


def offers_in(path: Path, wanted: Collection[str] | None = None) -> Offers:
    """Return the offers of a page, or those *wanted*; raise StorageError if it is not readable."""
    try:
        offers: Offers = orjson.loads(path.read_bytes())["resultats"]
        if wanted is not None:
            offers = [offer for offer in offers if offer["id"] in wanted]
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise StorageError(
            f"Page illisible : {path} ({exc}). Relancez la commande avec -a force=1."
        ) from exc
    return offers


def found_by(layout: DataLayout, run: RunName, collected: Mapping[str, int]) -> dict[str, str]:
    """Return each offer that one of several searches of a run found, and the label of that one.

    The first in the order of *collected*, which says how many offers the report counts for each
    label. An offer that two searches found is in a page of either. Raises StorageError if the
    list of who found what is missing, damaged, or does not add up to that.
    """
    path = layout.found_by(run)
    found: dict[str, set[str]] = {label: set() for label in collected}
    try:
        for line in map(orjson.loads, path.read_bytes().splitlines()):
            for one in line["found_by"]:
                if one["label"] in found:
                    found[one["label"]].add(line["id"])
    except (OSError, ValueError, LookupError, TypeError) as exc:
        raise StorageError(f"Liste illisible : {path} ({exc}).") from exc
    if short := [label for label, ids in found.items() if len(ids) < collected[label]]:
        raise StorageError(f"Liste incomplète : {path} (« {' », « '.join(short)} »).")
    return {offer: label for label in reversed(found) for offer in found[label]}
