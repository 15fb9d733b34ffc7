"""The name of a run, its spider and its start: written here, and read nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from ftcrawler.runs.paris_time import from_stamp, stamp

if TYPE_CHECKING:
    from datetime import datetime

_NAME: Final = re.compile(r"(?P<spider>.+)_(?P<stamp>\d{8}_\d{6})")


@dataclass(frozen=True, slots=True)
class RunName:
    """A run's spider and the timestamp that all its files bear; names sort by their starts.

    No two runs of a data folder have one timestamp, whatever their spiders.

    >>> name = RunName("keywords", "20261123_211500")
    >>> str(name), name.day
    ('keywords_20261123_211500', '20261123')
    >>> RunName("all", "20261124_000000") > name
    True
    """

    spider: str
    stamp: str

    @classmethod
    def of(cls, spider: str, moment: datetime) -> Self:
        """Return the name of a run that starts at *moment*, Paris time."""
        return cls(spider, stamp(moment))

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the name that *text* is, None if no run may bear it.

        >>> RunName.parse("all_20261123_211500")
        RunName(spider='all', stamp='20261123_211500')
        >>> [RunName.parse(text) for text in ("backup", "all_99999999_000000", "_20261123_211500")]
        [None, None, None]
        """
        match = _NAME.fullmatch(text)
        try:
            known = match is not None and stamp(from_stamp(match["stamp"])) == match["stamp"]
        except ValueError:
            return None
        return cls(**match.groupdict()) if match and known else None

    @property
    def started(self) -> datetime:
        """The moment of the start, Paris time."""
        return from_stamp(self.stamp)

    @property
    def day(self) -> str:
        """The day of the start, `YYYYMMDD`."""
        return self.stamp.partition("_")[0]

    def __str__(self) -> str:
        return f"{self.spider}_{self.stamp}"

    def __lt__(self, other: RunName) -> bool:
        return (self.stamp, self.spider) < (other.stamp, other.spider)
