"""The ids of all offers that ever closed, to know one that comes back, at a cost that stays small.

Eight bytes each, of a hash, in a file of the cache, which events that it lacks are added to. A
year of a country's closings is read and searched in a fifth of a second. Before them the file
says what it was made of: one that is damaged, or another history's, is made anew.
"""

from __future__ import annotations

from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ftcrawler.history.files.event_columns import Kind
from ftcrawler.history.files.open_files import check_file
from ftcrawler.runs.layout import CACHE_PREFIX
from ftcrawler.runs.local_files import LocalStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ftcrawler.history.files.manifest import Manifest, NamedFile
    from ftcrawler.runs.layout import DataLayout

KEY: Final = f"{CACHE_PREFIX}history_closed_ids"
SIZE: Final = 8
# With its digests, a multiple of SIZE: hashes are read where they stand.
_FORM: Final = b"closed ids, v. 1"
_DIGEST: Final = sha256().digest_size
_HEADER: Final = len(_FORM) + 2 * _DIGEST


class ClosedIds:
    """Those of the history that *manifest* tells of.

    Raises HistoryError for a file of events that is missing or damaged, StorageError.
    """

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


def _kept(layout: DataLayout, manifest: Manifest) -> memoryview:
    """Return the hashes that the cache holds, and those of the events since, which it then has."""
    files = [file for run in manifest.runs if run.events.get(Kind.CLOSED) for file in run.files]
    made_of = list(_made_of(files))
    known, hashes = _read(layout, made_of)
    if known == len(files):
        return hashes
    for file in files[known:]:
        check_file(layout, manifest, file)
    more = (_hash(offer) for file in files[known:] for offer in _closed(layout, file))
    hashes = memoryview(b"".join([hashes, *(each.to_bytes(SIZE, "little") for each in more)]))
    LocalStore(layout.root).write(KEY, _header(made_of[-1], hashes) + hashes)
    return hashes


def _made_of(files: Iterable[NamedFile]) -> Iterator[bytes]:
    """Yield a digest that tells of none of *files*, one of the first, of the first two, and on."""
    digest = sha256()
    yield digest.digest()
    for file in files:
        digest.update(f"{file.key} {file.sha256}\n".encode())
        yield digest.digest()


def _read(layout: DataLayout, made_of: Sequence[bytes]) -> tuple[int, memoryview]:
    """Return of how many files the cache has the hashes, and those; of none, if it is none."""
    try:
        body = (layout.root / KEY).read_bytes()
    except OSError:
        body = b""
    header, hashes = body[:_HEADER], memoryview(body)[_HEADER:]
    told = header[len(_FORM) : -_DIGEST]
    if told in made_of and header == _header(told, hashes):
        return made_of.index(told), hashes
    return 0, memoryview(b"")


def _header(made_of: bytes, hashes: memoryview) -> bytes:
    return _FORM + made_of + sha256(hashes).digest()


def _closed(layout: DataLayout, file: NamedFile) -> list[str]:
    events = pq.read_table(
        layout.root / file.key,
        columns=["id"],
        filters=[("evenement", "==", str(Kind.CLOSED))],
        partitioning=None,
    )
    ids: list[str] = events.column("id").to_pylist()
    return ids


def _hash(offer: str) -> int:
    return int.from_bytes(blake2b(offer.encode(), digest_size=SIZE).digest(), "little")
