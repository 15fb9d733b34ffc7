"""Where a run's files are and how they are named (LISEZMOI.md, « Ce que laisse une collecte »)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, Self

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.runs.clock import from_stamp, stamp

RAW_PREFIX: Final = "raw/france_travail/"
RUNS_PREFIX: Final = "runs/"
STATE_PREFIX: Final = "state/"
CACHE_PREFIX: Final = "cache/"  # reference lists of the API; may be deleted at any time
JOURNAL_SUFFIX: Final = ".sqlite3"
RUN_NAME: Final = re.compile(r"(?P<spider>.+)_(?P<stamp>\d{8}_\d{6})")
# A journal, and what SQLite keeps beside it.
JOURNAL: Final = re.compile(rf"(.+){re.escape(JOURNAL_SUFFIX)}(-wal|-shm|-journal)?")


class SettingsLike(Protocol):
    """Scrapy's settings, or a dict."""

    def get(self, name: str, /) -> Any:  # noqa: ANN401 (a setting is anything)
        """Return a setting's value, None if it is not set."""


@dataclass(frozen=True, slots=True)
class DataLayout:
    """The folders below FT_DATA_DIR; S3 keys are the same paths."""

    root: Path

    @classmethod
    def of(cls, settings: SettingsLike) -> Self:
        """Return the layout of the folder that the settings name; raise ConfigurationError."""
        if not (data_dir := settings.get("FT_DATA_DIR")):
            raise ConfigurationError("FT_DATA_DIR est vide : indiquez le dossier des données.")
        return cls(Path(data_dir).expanduser())

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

    def strays(self) -> list[str]:
        """Return the names of what lies among the journals and is none of a run's."""
        return sorted(
            path.name
            for path in self.state.iterdir()
            if not path.name.startswith(".") and (not _is_own(path.name) or path.is_dir())
        )


def _is_own(name: str) -> bool:
    journal = JOURNAL.fullmatch(name)
    return name.endswith(".lock") or (journal is not None and is_run_name(journal[1]))


def is_run_name(text: str) -> bool:
    """Tell whether a run may bear that name: a spider's, and a moment.

    >>> [is_run_name(text) for text in ("all_20261123_211500", "backup", "all_99999999_000000")]
    [True, False, False]
    """
    match = RUN_NAME.fullmatch(text)
    try:
        return match is not None and stamp(from_stamp(match["stamp"])) == match["stamp"]
    except ValueError:
        return False


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
