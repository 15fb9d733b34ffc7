"""The number each page of a run gets in its file's name: the one proposed, if it is free.

After a resume an answer may come under the number of a page that is on disk already.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ftcrawler.runs.layout import page_key

if TYPE_CHECKING:
    from collections.abc import Iterable


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
            self._give(label, page_number(key))

    def take(self, label: str, proposed: int) -> str:
        """Return the key of a page: its proposed number, else the one after the highest."""
        free = proposed not in self._given[label]
        number = proposed if free else self._highest[label] + 1
        self._give(label, number)
        return page_key(label, self._stamp, number)

    def _give(self, label: str, number: int) -> None:
        self._given[label].add(number)
        self._highest[label] = max(self._highest[label], number)


def page_number(key: str) -> int:
    """Return the number that a page's key bears.

    >>> page_number("raw/france_travail/france_travail_all_p1_20261123_211500_p12.json")
    12
    """
    return int(key.rpartition("_p")[2].removesuffix(".json"))
