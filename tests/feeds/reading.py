"""Read a feed back with what its readers would use."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow.parquet as pq  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("csv", "jsonl", "json", "parquet")


def rows_of(path: Path, kind: str = "") -> list[dict[str, Any]]:
    """Return the offers or rows of a feed, by its format or else its suffix."""
    match kind or path.suffix[1:]:
        case "csv":
            with path.open(newline="", encoding="utf-8") as file:
                return list(csv.DictReader(file, strict=True))
        case "tsv":
            with path.open(newline="", encoding="utf-8") as file:
                return list(csv.DictReader(file, delimiter="\t", strict=True))
        case "excel":
            with path.open(newline="", encoding="utf-8-sig") as file:
                return list(csv.DictReader(file, delimiter=";", strict=True))
        case "json":
            return list(json.loads(path.read_bytes()))
        case "parquet":
            return list(pq.read_table(path).to_pylist())
        case _:
            return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def ids_of(path: Path, kind: str = "") -> list[str]:
    """Return the ids in a feed, in order; twice if they are there twice."""
    return sorted(row["id"] for row in rows_of(path, kind))
