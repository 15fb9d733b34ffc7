"""A Parquet file of the history: written under a temporary name, synced, renamed, and named."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ftcrawler.exceptions import StorageError
from ftcrawler.history.files.manifest import NamedFile
from ftcrawler.runs.local_files import PARTIAL_SUFFIX, make_folder, open_closed, sync_folder

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path


class ParquetFile:
    """Tables are held until a row group is full, which is then written in a thread of its own.

    `close` makes the file, if it has a row.
    Every method may block, and raise StorageError. What is not closed leaves nothing that a
    reader takes: an update removes what no manifest names.
    """

    def __init__(
        self, root: Path, key: str, schema: pa.Schema, *, row_group: int, level: int
    ) -> None:
        self._key = key
        self._path = root / key
        self._partial = self._path.with_name(f".{self._path.name}{PARTIAL_SUFFIX}")
        self._row_group = row_group
        self._held: list[pa.Table] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ftcrawler-parquet")
        self._writing: Future[None] | None = None
        self.rows = 0
        try:
            make_folder(self._path.parent)
            self._file = open(self._partial, "wb", opener=open_closed)  # noqa: SIM115 (see close)
            self._writer = pq.ParquetWriter(
                self._file,
                schema,
                compression="zstd",
                compression_level=level,
                # Of texts they say nothing that would spare a reader a page.
                write_statistics=["id"],
            )
        except OSError as exc:
            raise self._unwritten(exc) from exc

    def add(self, table: pa.Table) -> None:
        """Take rows under the file's schema; there may be none."""
        if not table.num_rows:  # it might be an empty part of a large table, and keep that alive
            return
        self._held.append(table)
        self.rows += table.num_rows
        if sum(each.num_rows for each in self._held) >= self._row_group:
            self._write()

    def close(self) -> NamedFile | None:
        """Make the file durable, and return how a manifest names it; None if it has no rows."""
        try:
            self._write()
            self._written()
            self._thread.shutdown()
            self._writer.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if not self.rows:
                self._partial.unlink()
                return None
            with self._partial.open("rb") as written:
                sha256 = hashlib.file_digest(written, "sha256").hexdigest()
            size = self._partial.stat().st_size
            self._partial.replace(self._path)
            sync_folder(self._path.parent)
        except OSError as exc:
            raise self._unwritten(exc) from exc
        return NamedFile(self._key, self.rows, size, sha256)

    def drop(self) -> None:
        """Give the file up, unless it is made."""
        self._thread.shutdown(cancel_futures=True)
        with suppress(OSError):
            self._writer.close()
            self._file.close()
        with suppress(OSError):
            self._partial.unlink(missing_ok=True)

    def _write(self) -> None:
        if self._held:
            self._written()  # two groups in memory at most
            group = pa.concat_tables(self._held)
            self._writing = self._thread.submit(self._writer.write_table, group)
            self._held = []

    def _written(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def _unwritten(self, error: OSError) -> StorageError:
        return StorageError(
            f"Impossible d'écrire {self._path} : {error.strerror or error}. Vérifiez l'espace "
            "disque et les droits, puis relancez la même commande."
        )
