"""How many requests one reading may cost: whatever it is answered, it comes to an end."""

from __future__ import annotations

from typing import Final

from ftcrawler.api.query_limits import pages_for

# So many times the pages that hold all offers, and some for what is small (docs/architecture.md).
TIMES: Final = 4
SPARE: Final = 300
# More offers than the API can have, six times over.
LARGEST: Final = 3_000_000


class Budget:
    """Counts what is asked of the API; what an earlier process was answered is free."""

    def __init__(self) -> None:
        self.used = 0
        # Whether the reading was given up, for good.
        self.exceeded = False

    def allows(self, *totals: int | None) -> bool:
        """Tell whether one more request is in proportion to the smallest of the *totals* known.

        >>> Budget().allows(None), Budget().allows(10_000)
        (True, True)
        """
        known = [total for total in totals if total is not None and total <= LARGEST]
        return self.used < TIMES * pages_for(min(known, default=0)) + SPARE

    def goes_on(self, *totals: int | None) -> bool:
        """Tell whether to read on: where one more request is not allowed, never again."""
        self.exceeded = self.exceeded or not self.allows(*totals)
        return not self.exceeded

    @property
    def problem(self) -> str | None:
        """Why the reading was given up, in French."""
        if not self.exceeded:
            return None
        return f"lecture abandonnée après {self.used} requêtes, sans en voir la fin"
