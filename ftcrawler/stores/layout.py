"""Where a run's files are and how they are named (LISEZMOI.md, « Ce que laisse une collecte »)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

RAW_PREFIX: Final = "raw/france_travail/"
RUNS_PREFIX: Final = "runs/"
STATE_PREFIX: Final = "state/"
CACHE_PREFIX: Final = "cache/"  # reference lists of the API; may be deleted at any time


@dataclass(frozen=True, slots=True)
class DataLayout:
    """The folders below FT_DATA_DIR; S3 keys are the same paths."""

    root: Path

    @property
    def raw(self) -> Path:
        """Pages of offers as the API gave them."""
        return self.root / RAW_PREFIX

    @property
    def runs(self) -> Path:
        """One report a run."""
        return self.root / RUNS_PREFIX

    @property
    def state(self) -> Path:
        """Journals of runs that are not over: under way, killed, or with files to upload."""
        return self.root / STATE_PREFIX


def page_key(label: str, stamp: str, page: int) -> str:
    """Return the path below the root, and the S3 key, of one page.

    >>> page_key("data_scientist", "20261123_211500", 1)
    'raw/france_travail/france_travail_data_scientist_20261123_211500_p1.json'
    """
    return f"{RAW_PREFIX}france_travail_{label}_{stamp}_p{page}.json"


def found_by_key(run: str) -> str:
    """Return the path and the S3 key of the list of who found which offer.

    >>> found_by_key("sector_20261123_211500")
    'runs/sector_20261123_211500_found_by.jsonl'
    """
    return f"{RUNS_PREFIX}{run}_found_by.jsonl"


def report_key(run: str) -> str:
    """Return the path below the root, and the S3 key, of a run's report.

    >>> report_key("all_20261123_211500")
    'runs/all_20261123_211500.json'
    """
    return f"{RUNS_PREFIX}{run}.json"
