"""The ids of all offers that ever closed, to know one that comes back, at a cost that stays small.

Eight bytes each, of a hash, in a file of the cache, which events that it lacks are added to. A
year of a country's closings is read and searched in a fifth of a second.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ftcrawler.history.files.event_columns import Kind
from ftcrawler.runs.layout import CACHE_PREFIX
from ftcrawler.runs.local_files import LocalStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ftcrawler.history.files.manifest import AppliedRun, Manifest
    from ftcrawler.runs.layout import DataLayout

KEY: Final = f"{CACHE_PREFIX}history_closed_ids"
SIZE: Final = 8


class ClosedIds:
    """Those of the history that *manifest* tells of."""

    def __init__(self, layout: DataLayout, manifest: Manifest) -> None:
        self._hashes = _kept(layout, manifest)

    def __bool__(self) -> bool:
        return bool(self._hashes)

    def among(self, ids: Sequence[str]) -> set[str]:
        """Return those of *ids* that closed."""
        asked = {_hash(offer): offer for offer in ids}
        if not (asked and self._hashes):
            return set()
        count = len(self._hashes) // SIZE
        known = pa.Array.from_buffers(pa.uint64(), count, [None, pa.py_buffer(self._hashes)])
        found = known.filter(pc.is_in(known, value_set=pa.array(asked, pa.uint64())))
        return {asked[each] for each in found.to_pylist()}


def _kept(layout: DataLayout, manifest: Manifest) -> bytes:
    """Return the hashes that the cache holds, and those of the events since, which it then has."""
    try:
        hashes = (layout.root / KEY).read_bytes()
    except OSError:
        hashes = b""
    runs = [each for each in manifest.runs if each.events.get(Kind.CLOSED)]
    sizes = [0, *accumulate(each.events[Kind.CLOSED] * SIZE for each in runs)]
    # As long as after one of the runs, it is of these runs; else it is none of this history's.
    known = sizes.index(len(hashes)) if len(hashes) in sizes else 0
    if known == len(runs):
        return hashes
    more = [_hash(offer) for run in runs[known:] for offer in _closed(layout, run)]
    hashes = hashes[: sizes[known]] + b"".join(each.to_bytes(SIZE, "little") for each in more)
    LocalStore(layout.root).write(KEY, hashes)
    return hashes


def _closed(layout: DataLayout, run: AppliedRun) -> Iterator[str]:
    for file in run.files:
        events = pq.read_table(
            layout.root / file.key,
            columns=["id"],
            filters=[("evenement", "==", str(Kind.CLOSED))],
            partitioning=None,
        )
        yield from events.column("id").to_pylist()


def _hash(offer: str) -> int:
    return int.from_bytes(blake2b(offer.encode(), digest_size=SIZE).digest(), "little")
