"""The names of pages' files, and the number each page of a run gets: the one proposed, if free.

After a resume an answer may come under the number of a page that is on disk already.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from ftcrawler.runs.layout import RAW_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME: Final = re.compile(r"france_travail_(?P<label>.*)_(?P<stamp>\d{8}_\d{6})_p(?P<number>\d+)")
SUFFIX: Final = ".json"


@dataclass(frozen=True, slots=True)
class PageName:
    """What the name of a page's file tells: its search, its run's timestamp, its number."""

    label: str
    stamp: str
    number: int

    @classmethod
    def parse(cls, key: str) -> Self | None:
        """Return what a file's name, or its S3 key, tells; None if it is no page's.

        >>> PageName.parse("raw/france_travail/france_travail_data_p1_20261123_211500_p12.json")
        PageName(label='data_p1', stamp='20261123_211500', number=12)
        >>> PageName.parse("france_travail_data.json")
        """
        name = key.rpartition("/")[2]
        match = _NAME.fullmatch(name.removesuffix(SUFFIX)) if name.endswith(SUFFIX) else None
        return cls(match["label"], match["stamp"], int(match["number"])) if match else None

    @property
    def key(self) -> str:
        """The path below the root, and the S3 key."""
        return page_key(self.label, self.stamp, self.number)


def page_key(label: str, stamp: str, page: int) -> str:
    """Return the path below the root, and the S3 key, of one page.

    >>> page_key("data_scientist", "20261123_211500", 1)
    'raw/france_travail/france_travail_data_scientist_20261123_211500_p1.json'
    """
    return f"{page_prefix(label, stamp)}{page}{SUFFIX}"


def page_prefix(label: str, stamp: str) -> str:
    """Return what the keys of all pages of a search of a run begin with."""
    return f"{RAW_PREFIX}france_travail_{label}_{stamp}_p"


class PageNames:
    """Names of the pages of one run, each given once.

    >>> names = PageNames("20261123_211500", [])
    >>> [names.take("all", page)[-8:] for page in (1, 3, 3, 4, 2)]
    ['_p1.json', '_p3.json', '_p4.json', '_p5.json', '_p2.json']
    """

    def __init__(self, stamp: str, on_disk: Iterable[tuple[str, str]]) -> None:
        """Take the label and the key of each page that the run has on disk."""
        self._stamp = stamp
        self._given: defaultdict[str, set[int]] = defaultdict(set)
        self._highest: defaultdict[str, int] = defaultdict(int)
        for label, key in on_disk:
            if page := PageName.parse(key):
                self._give(label, page.number)

    def take(self, label: str, proposed: int) -> str:
        """Return the key of a page: its proposed number, else the one after the highest."""
        free = proposed not in self._given[label]
        number = proposed if free else self._highest[label] + 1
        self._give(label, number)
        return page_key(label, self._stamp, number)

    def _give(self, label: str, number: int) -> None:
        self._given[label].add(number)
        self._highest[label] = max(self._highest[label], number)
