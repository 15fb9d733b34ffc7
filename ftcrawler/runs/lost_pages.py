"""Pages that a journal knows and the disk has no more: found by their size, and forgotten.

Somebody deleted them, a copy cut them short, another disk was mounted over the folder. A page that
is forgotten is asked for again when its run is taken up, and its offers are not taken for seen.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from stat import S_ISREG
from typing import TYPE_CHECKING, Final

from ftcrawler.exceptions import StorageError
from ftcrawler.offers.field_counts import FieldCounts, count_fields, merged, sampled
from ftcrawler.runs.journal_answers import Holding
from ftcrawler.runs.page_files import offers_in

if TYPE_CHECKING:
    from pathlib import Path

    from ftcrawler.runs.run import Run

# Pages that are named one by one; of more, the first ones.
NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Lost:
    """What one search lost: its pages' names, and the offers that no other page of it keeps."""

    pages: tuple[str, ...]
    offers: int

    def __str__(self) -> str:
        more = ", …" if len(self.pages) > NAMED else ""
        return (
            f"{len(self.pages)} page(s) absente(s) du disque ou changée(s) après leur écriture, "
            f"avec {self.offers} offre(s) : {', '.join(self.pages[:NAMED])}{more}"
        )


def forget_lost_pages(run: Run) -> dict[str, Lost]:
    """Have the journal forget what is not on disk as it was written; return it by label.

    It looks at sizes alone, which takes a moment for thousands of pages; where one is lost, it
    reads the others, to know what they keep. It may block. Raises StorageError if the journal
    cannot be written.
    """
    pages = run.journal.pages_on_disk()
    lost = {key for _, key, size in pages if not _is_there(run.files.path(key), size)}
    if not lost:
        return {}
    holding = _holding(run, [(label, key) for label, key, _ in pages if key not in lost], lost)
    offers = run.journal.forget(lost, holding)
    names = defaultdict(list)
    for label, key, _ in pages:
        if key in lost:
            names[label].append(key.rpartition("/")[2])
    return {label: Lost(tuple(names[label]), offers.get(label, 0)) for label in names}


def _is_there(path: Path, size: int) -> bool:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return False
    return S_ISREG(found.st_mode) and found.st_size == size


def _holding(run: Run, pages: list[tuple[str, str]], lost: set[str]) -> Holding:
    """Read *pages*; one that cannot be read joins the *lost*."""
    offers: defaultdict[str, set[str]] = defaultdict(set)
    fields: FieldCounts = {}
    read = 0
    for label, key in pages:
        try:
            page = offers_in(run.files.path(key))
            offers[label].update(offer["id"] for offer in page)
        except (StorageError, LookupError, TypeError):
            lost.add(key)
            continue
        read += 1
        fields = merged(fields, count_fields(sampled(page, read)))
    return Holding(offers, fields)
