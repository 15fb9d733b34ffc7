"""Give a data folder a history with offers to ask for."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ftcrawler.history.files.manifest import OPEN_PREFIX, Manifest, NamedFile, write_manifest
from ftcrawler.history.files.open_files import STOCK, STOCK_FILE
from ftcrawler.runs.layout import DataLayout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

READ = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def list_candidates(
    data: Path, source: str, candidates: Sequence[str], controls: Sequence[str] = ()
) -> None:
    """Have these be missing, the first for the longest; the last reading held the controls.

    A control is asked for after each fifty, and at the end.
    """
    rows = [_row(offer, absent=number) for number, offer in enumerate(candidates)]
    table = pa.Table.from_pylist([*rows, *map(_row, controls)], schema=STOCK)
    key = f"{OPEN_PREFIX}all_20261123_210000/{STOCK_FILE}"
    path = data / key
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)
    body = path.read_bytes()
    named = NamedFile(key, table.num_rows, len(body), hashlib.sha256(body).hexdigest())
    manifest = Manifest(source=source, open=(named,), last_complete={"all": READ})
    write_manifest(DataLayout(data), manifest)


def spoil_history(data: Path) -> None:
    """Leave a history that nobody can read."""
    (data / "history" / "manifest.json").write_text("{")


def _row(offer: str, *, absent: int | None = None) -> dict[str, object]:
    return {
        "id": offer,
        "etiquette": "all",
        "collecte": "all_20261123_210000",
        "tenue_le": READ if absent is None else READ - timedelta(days=1),
        "absente_le": None if absent is None else READ + timedelta(seconds=absent),
    }
