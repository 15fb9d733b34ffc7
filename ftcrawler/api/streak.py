"""Bad answers in a row: when to hold them to be the API's last word, and not one request's."""

from __future__ import annotations

from typing import Final

# Different requests that are refused in a row, when no other is granted; fewer of those that begin
# a search or a part of one, which nobody can hold to be too deep.
FEW: Final = 3
BEGINNINGS: Final = 2
# Failures in a row, and of how many requests: those of a few may be theirs alone. Also requests
# that the API held to be wrong: a few may well be, but not all.
MANY: Final = 20
SEVERAL: Final = 8


class Streak:
    """Told of each answer; asked when a request has had all its tries."""

    def __init__(self) -> None:
        self._answered = False
        self._failures = 0
        self._failed: set[str] = set()
        self._wrong: list[bool] = []
        self._refused: dict[str, bool] = {}
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
        self._failed.clear()
        self._wrong.clear()
        self._alone.update(self._refused)
        self._refused.clear()

    def refused(self, url: str, *, begins: bool) -> bool:
        """Note an answer that no waiting mends; tell whether to find out what it means with it.

        The others had better wait for what the first few find. *begins*: it asks for the first
        offers of a search, or for a list.
        """
        self.failed(url)
        if url not in self._alone:
            self._refused[url] = begins
        return url not in list(self._refused)[FEW:]

    def failed(self, url: str) -> None:
        """Note an answer that did not come, or was none."""
        self._failures += 1
        self._failed.add(url)

    def wrong(self, *, begins: bool) -> None:
        """Note an answer that holds the request itself to be wrong; *begins* as for `refused`."""
        self._wrong.append(begins)

    @property
    def holds_all_wrong(self) -> bool:
        """Tell whether every request is held to be wrong, and not only the deep ones.

        >>> streak = Streak()
        >>> for _ in range(MANY): streak.wrong(begins=False)
        >>> for _ in range(BEGINNINGS): print(streak.holds_all_wrong, streak.wrong(begins=True))
        False None
        False None
        >>> streak.holds_all_wrong, streak.good(), streak.holds_all_wrong
        (True, None, False)
        """
        return len(self._wrong) >= MANY and sum(self._wrong) >= BEGINNINGS

    @property
    def refuses_all(self) -> bool:
        """Tell whether every request is refused.

        >>> streak = Streak()
        >>> streak.refused("a", begins=False), streak.refuses_all
        (True, False)
        >>> streak.refused("b", begins=True), streak.refuses_all
        (True, True)
        """
        beginnings = sum(self._refused.values())
        enough = BEGINNINGS if self._answered else 1
        return len(self._refused) >= FEW or beginnings >= enough

    @property
    def fails_all(self) -> bool:
        """Tell whether nothing comes any more.

        >>> streak = Streak()
        >>> for number in range(MANY): streak.failed(f"https://api.test/{number % SEVERAL}")
        >>> streak.fails_all, streak.good(), streak.fails_all
        (True, None, False)
        """
        return self._failures >= MANY and len(self._failed) >= SEVERAL
