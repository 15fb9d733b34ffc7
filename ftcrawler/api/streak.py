"""Bad answers in a row: when to hold them to be the API's last word, and not one request's."""

from __future__ import annotations

from typing import Final

# Different requests that are refused in a row, when no other is granted.
FEW: Final = 3
# Failures in a row, of any requests: more than are ever under way at once.
MANY: Final = 20


class Streak:
    """Told of each answer; asked when a request has had all its tries."""

    def __init__(self) -> None:
        self._answered = False
        self._failures = 0
        self._refused: dict[str, None] = {}
        # Refused while others were granted: what they ask for is at fault.
        self._alone: set[str] = set()

    @property
    def failures(self) -> int:
        """How many answers in a row were none."""
        return self._failures

    def good(self) -> None:
        """Note an answer that is the API's."""
        self._answered = True
        self._failures = 0
        self._alone.update(self._refused)
        self._refused.clear()

    def refused(self, url: str) -> bool:
        """Note an answer that no waiting mends; tell whether to find out what it means with it.

        The others had better wait for what the first few find.
        """
        self._failures += 1
        if url not in self._alone:
            self._refused[url] = None
        return url not in list(self._refused)[FEW:]

    def failed(self) -> None:
        """Note an answer that did not come, or was none."""
        self._failures += 1

    def refuses_all(self, *, first: bool) -> bool:
        """Tell whether every request is refused; *first*: so is one that begins a search.

        >>> streak = Streak()
        >>> streak.refused("a"), streak.refuses_all(first=False), streak.refuses_all(first=True)
        (True, False, True)
        """
        return len(self._refused) >= FEW or (first and not self._answered)

    @property
    def fails_all(self) -> bool:
        """Tell whether nothing comes any more.

        >>> streak = Streak()
        >>> for _ in range(MANY): streak.failed()
        >>> streak.fails_all, streak.good(), streak.fails_all
        (True, None, False)
        """
        return self._failures >= MANY
