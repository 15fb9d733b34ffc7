"""Where a run's files are and how they are named (LISEZMOI.md, « Ce que laisse une collecte »)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, Self

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.runs.run_name import RunName

RAW_PREFIX: Final = "raw/france_travail/"
RUNS_PREFIX: Final = "runs/"
STATE_PREFIX: Final = "state/"
REPORTS_PREFIX: Final = "reports/"  # for people; a run's own is below runs/
CACHE_PREFIX: Final = "cache/"  # reference lists of the API; may be deleted at any time
JOURNAL_SUFFIX: Final = ".sqlite3"
REPORT_SUFFIX: Final = ".json"
LOCK_SUFFIX: Final = ".lock"
# Which files of the history the bucket has (history/upkeep/history_upload.py).
HISTORY_SENT: Final = "history_sent.json"
# What a night has done, by the digest of its command (night/night_record.py).
NIGHT: Final = re.compile(r"nightly-[0-9a-f]{16}\.json")
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

    def journal(self, run: RunName) -> Path:
        """Return where the journal of a run is."""
        return self.root / journal_key(run)

    def report(self, run: RunName) -> Path:
        """Return where the report of a run is."""
        return self.root / report_key(run)

    def found_by(self, run: RunName) -> Path:
        """Return where the list of who found which offer of a run is."""
        return self.root / found_by_key(run)

    def details(self, run: RunName) -> Path:
        """Return where the list of the offers that a run asked for one by one is."""
        return self.root / details_key(run)

    def lock(self, run: RunName) -> Path:
        """Return what a run holds while it is alive, or its files are sent."""
        return self.state / f"{run.stamp}{LOCK_SUFFIX}"

    def command_lock(self, spider: str, digest: str) -> Path:
        """Return what a command holds while a run of it is alive."""
        return self.state / f"{spider}-{digest}{LOCK_SUFFIX}"

    @property
    def pages_for_people(self) -> list[Path]:
        """Return the reports that `scrapy report` has left, the oldest day first."""
        return sorted((self.root / REPORTS_PREFIX).glob("rapport_*.html"))

    @property
    def history_lock(self) -> Path:
        """Return what an update of the history holds."""
        return self.state / f"history{LOCK_SUFFIX}"

    @property
    def night_lock(self) -> Path:
        """Return what a night holds while it is alive, whatever its command."""
        return self.state / f"nightly{LOCK_SUFFIX}"

    def nights(self) -> list[Path]:
        """Return the records of nights, one for each command."""
        return [path for path in self.state.glob("nightly-*") if NIGHT.fullmatch(path.name)]

    def with_journal(self) -> list[RunName]:
        """Return the runs that left a journal, in the order of their starts."""
        return _named(self.state, JOURNAL_SUFFIX)

    def with_report(self) -> list[RunName]:
        """Return the runs that left a report, in the order of their starts."""
        return _named(self.runs, REPORT_SUFFIX)

    def strays(self) -> list[str]:
        """Return the names of what lies among the journals and is none of a run's."""
        return sorted(
            path.name
            for path in self.state.iterdir()
            if not path.name.startswith(".") and (not _is_own(path.name) or path.is_dir())
        )


def _named(folder: Path, suffix: str) -> list[RunName]:
    names = (RunName.parse(path.name.removesuffix(suffix)) for path in folder.glob(f"*{suffix}"))
    return sorted(filter(None, names))


def _is_own(name: str) -> bool:
    if name.endswith(LOCK_SUFFIX) or name == HISTORY_SENT or NIGHT.fullmatch(name):
        return True
    journal = JOURNAL.fullmatch(name)
    return bool(journal and RunName.parse(journal[1]))


def journal_key(run: RunName) -> str:
    """Return the path below the root of a run's journal, and its S3 key where S3 keeps it.

    >>> journal_key(RunName("all", "20261123_211500"))
    'state/all_20261123_211500.sqlite3'
    """
    return f"{STATE_PREFIX}{run}{JOURNAL_SUFFIX}"


def report_key(run: RunName) -> str:
    """Return the path below the root, and the S3 key, of a run's report.

    >>> report_key(RunName("all", "20261123_211500"))
    'runs/all_20261123_211500.json'
    """
    return f"{RUNS_PREFIX}{run}{REPORT_SUFFIX}"


def found_by_key(run: RunName) -> str:
    """Return the path and the S3 key of the list of who found which offer.

    >>> found_by_key(RunName("sector", "20261123_211500"))
    'runs/sector_20261123_211500_found_by.jsonl'
    """
    return f"{RUNS_PREFIX}{run}_found_by.jsonl"


def details_key(run: RunName) -> str:
    """Return the path and the S3 key of the list of the offers that were asked for one by one.

    >>> details_key(RunName("closed", "20261123_211500"))
    'runs/closed_20261123_211500_details.jsonl'
    """
    return f"{RUNS_PREFIX}{run}_details.jsonl"


def night_key(digest: str) -> str:
    """Return the path below the root of what a night has done, by the digest of its command.

    >>> night_key("0123456789abcdef")
    'state/nightly-0123456789abcdef.json'
    """
    return f"{STATE_PREFIX}nightly-{digest}.json"


def page_for_people_key(day: str) -> str:
    """Return the path below the root of the report of a day in Paris.

    >>> page_for_people_key("20261123")
    'reports/rapport_20261123.html'
    """
    return f"{REPORTS_PREFIX}rapport_{day}.html"


def run_of(key: str, prefix: str, suffix: str) -> RunName | None:
    """Return the run whose file of a kind has that S3 key, None if it is none of the kind.

    >>> str(run_of("runs/all_20261123_211500.json", RUNS_PREFIX, REPORT_SUFFIX))
    'all_20261123_211500'
    """
    if not (key.startswith(prefix) and key.endswith(suffix)):
        return None
    return RunName.parse(key.removeprefix(prefix).removesuffix(suffix))
