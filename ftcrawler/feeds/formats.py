"""The formats of feeds, and what can be chosen in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.api.offer import OFFER, REST
from ftcrawler.feeds.csv_rows import CSV_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

# What `fields` may name, by format.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "csv": CSV_COLUMNS,
    "excel": CSV_COLUMNS,
    "parquet": (*OFFER, REST),
    "json": tuple(OFFER),
    "jsonl": tuple(OFFER),
    "jsonlines": tuple(OFFER),
    "jl": tuple(OFFER),
}
# One document: nothing can be written behind its end.
WHOLE: Final = frozenset({"json", "parquet"})
