"""The offers that are open now: some come and go while the sandbox runs, or from day to day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ftsandbox.search.facets import Facets
from ftsandbox.wall_clock import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ftsandbox.catalogue.catalogue import Catalogue, Mask, Positions
    from ftsandbox.wall_clock import Clock

    # Returns the catalogue that holds every offer created until that time, maybe more.
    Grow = Callable[[int], Catalogue]


class Market:
    """What is open at the clock's time: all that was created and is neither vanished nor closed.

    Of the first offers, `vanish` a second go, in an order drawn from *seed*. After `refresh`,
    `opened` is how many offers of the catalogue are created, `gone` how many have vanished. `day`
    counts the days that were begun.
    """

    def __init__(self, clock: Clock, grow: Grow, vanish: float, seed: int) -> None:
        self._clock = clock
        self._grow = grow
        self._vanish = vanish
        self.day = 0
        self.closed: Mask = np.zeros(0, dtype=bool)
        # Open, but no search returns them.
        self.hidden: Mask = np.zeros(0, dtype=bool)
        self._use(grow(clock.start))
        # The n-th offer to go has turn n.
        turns = np.random.default_rng([seed, 7]).permutation(len(self.catalogue))
        self._turns: NDArray[np.int32] = turns.astype(np.int32)
        self.refresh()

    def refresh(self) -> None:
        """Read the clock."""
        self.now = self._clock.now()
        catalogue = self._grow(self.now)
        if catalogue is not self.catalogue:
            self._use(catalogue)
        self.opened = int(np.searchsorted(self.catalogue.created, self.now, side="right"))
        elapsed = (self.now - self._clock.start) / SECOND
        self.gone = min(int(elapsed * self._vanish), len(self._turns))

    def open_mask(self, span: slice) -> Mask:
        """Return a new mask of *span*, all of it created: which offers searches may return."""
        return self._left(span) & ~self.hidden[span]

    def open_positions(self) -> Positions:
        """Return where the offers are that are open, hidden ones too."""
        return np.flatnonzero(self._left(slice(0, self.opened)))

    def is_open(self, position: int) -> bool:
        """Tell whether the offer there is created, and neither vanished nor closed."""
        if position >= self.opened or self.closed[position]:
            return False
        return position >= len(self._turns) or int(self._turns[position]) >= self.gone

    def begin_day(self, *, closed: Positions, reopened: Positions, hidden: Positions) -> None:
        """Close, reopen and hide offers; those that were hidden until now no longer are."""
        self.day += 1
        self.closed[closed] = True
        self.closed[reopened] = False
        self.hidden[:] = False
        self.hidden[hidden] = True
        self.refresh()

    def _left(self, span: slice) -> Mask:
        mask = ~self.closed[span]
        if self.gone:
            turns = self._turns[span]
            mask[: len(turns)] &= turns >= self.gone
        return mask

    def _use(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        more = np.zeros(len(catalogue) - len(self.closed), dtype=bool)
        self.closed = np.concatenate((self.closed, more))
        self.hidden = np.concatenate((self.hidden, more))
        self.facets = Facets(catalogue.fields)
        self.own: NDArray[np.bool_] = catalogue.fields["origin"].among(["1"], slice(None))
