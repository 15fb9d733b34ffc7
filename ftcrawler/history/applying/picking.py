"""Take some rows of a table, without a copy where all or none are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterable


def picked(table: pa.Table, wanted: Iterable[bool] | pa.ChunkedArray) -> pa.Table:
    """Return the rows that are *wanted*; null is no."""
    mask = wanted if isinstance(wanted, pa.ChunkedArray) else pa.array(list(wanted), pa.bool_())
    count = pc.sum(mask).as_py() or 0
    if count == table.num_rows:
        return table
    return table.filter(mask) if count else table.slice(0, 0)
