"""Read again what is on disk: pages of a run, all of them or those of some searches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from ftcrawler.exceptions import StorageError
from ftcrawler.stores.layout import found_by_key
from ftcrawler.stores.page_names import page_number
from ftcrawler.stores.runs import STAMP_LENGTH

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from ftcrawler.stores.layout import DataLayout

Offers = list[dict[str, Any]]


def pages_of(layout: DataLayout, run: str) -> list[Path]:
    """Return the pages of a run that are on disk, label by label."""
    stamp = run[-STAMP_LENGTH:]
    name = re.compile(rf"(.*)_{stamp}_p\d+\.json")
    found = [
        (m[1], path)
        for path in layout.raw.glob(f"*_{stamp}_p*.json")
        if (m := name.fullmatch(path.name)) and path.is_file()
    ]
    return [
        path for _, path in sorted(found, key=lambda page: (page[0], page_number(page[1].name)))
    ]


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


def found_by(layout: DataLayout, run: str, labels: Collection[str]) -> set[str] | None:
    """Return the ids that *labels* found in a run of several searches; None: it had but one.

    An offer that two searches found is in a page of either. Raises StorageError if the list is
    damaged.
    """
    path = layout.root / found_by_key(run)
    if not path.exists():
        return None
    try:
        lines = map(orjson.loads, path.read_bytes().splitlines())
        return {
            line["id"] for line in lines if any(one["label"] in labels for one in line["found_by"])
        }
    except (OSError, ValueError, LookupError, TypeError) as exc:
        raise StorageError(f"Liste abîmée : {path} ({exc}).") from exc
