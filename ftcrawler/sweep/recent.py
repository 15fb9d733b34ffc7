"""The offers that came while a list was read, or may have: no older than its newest at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.api.dates import BEGINNING, END, bound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftcrawler.sweep.answer import Answer


class Recent:
    """Keeps account of them; `ids` are those that were met."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        # Those of them that no doubt came later.
        self.later: set[str] = set()
        self._began = BEGINNING

    def begin(self, answer: Answer) -> None:
        """Take in an answer whose offers were there at the start."""
        newest = max(answer.seconds, default=BEGINNING)
        if newest > self._began:
            self._began = newest
            self.ids.clear()
            self.later.clear()
        self.note(answer)

    def note(self, answer: Answer) -> None:
        """Take in any answer."""
        if max(answer.seconds, default=0) >= self._began:
            for offer, second in zip(answer.ids, answer.seconds, strict=True):
                if second >= self._began:
                    self.ids.add(offer)
                if second > self._began:
                    self.later.add(offer)

    def criteria(self, criteria: Mapping[str, str], shift: int) -> dict[str, str]:
        """Return what counts them in a search for *criteria*, bounds being off by *shift*."""
        return {
            "minCreationDate": bound(self._began + shift),
            "maxCreationDate": criteria.get("maxCreationDate", bound(END)),
            "sort": "1",
        }
