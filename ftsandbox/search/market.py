"""The offers that are open now: some vanish and some appear while the sandbox runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ftsandbox.search.facets import Facets
from ftsandbox.wall_clock import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ftsandbox.catalogue.catalogue import Catalogue, Mask
    from ftsandbox.wall_clock import Clock

    # Returns the catalogue that holds every offer created until that time, maybe more.
    Grow = Callable[[int], Catalogue]


class Market:
    """What is open at the clock's time: all that was created and has not vanished.

    Of the first offers, `vanish` a second go, in an order drawn from *seed*. After `refresh`,
    `opened` is how many offers of the catalogue are created, `gone` how many have vanished.
    """

    def __init__(self, clock: Clock, grow: Grow, vanish: float, seed: int) -> None:
        self._clock = clock
        self._grow = grow
        self._vanish = vanish
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
        """Return a new mask of *span*, all of it created: which offers have not vanished."""
        size = span.stop - span.start
        mask = np.ones(size, dtype=bool)
        if self.gone:
            turns = self._turns[span]
            mask[: len(turns)] = turns >= self.gone
        return mask

    def is_open(self, position: int) -> bool:
        """Tell whether the offer there is created and has not vanished."""
        if position >= self.opened:
            return False
        return position >= len(self._turns) or int(self._turns[position]) >= self.gone

    def _use(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.facets = Facets(catalogue.fields)
        self.own: NDArray[np.bool_] = catalogue.fields["origin"].among(["1"], slice(None))
