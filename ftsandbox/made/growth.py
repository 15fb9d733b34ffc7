"""Makes the catalogue at the start, what appears later block by block, and what days bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ftsandbox.made.day_changes import change, unchanged
from ftsandbox.made.draw import OWN_SHARE, Draw
from ftsandbox.made.offer_columns import made_catalogue
from ftsandbox.made.offer_ids import draw_numbers
from ftsandbox.made.times import created_times, times_of_last_day
from ftsandbox.wall_clock import DAY, HOUR, SECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ftsandbox.catalogue.catalogue import Catalogue, Positions
    from ftsandbox.config import SandboxConfig
    from ftsandbox.made.draw import Columns

_BLOCK: Final = 600 * SECOND


class Growth:
    """The catalogue of *config* as of *start* (milliseconds), growing when asked for later times.

    What appears when depends on the seed and the start alone.
    """

    def __init__(self, config: SandboxConfig, start: int) -> None:
        self._config = config
        self._start = start
        self._until = start
        self._use(self._first_columns())

    def __call__(self, now: int) -> Catalogue:
        """Return a catalogue that holds every offer created until *now*, maybe more."""
        if self._config.appear and self._until <= now and now > self._start:
            blocks = [self._columns]
            while self._until <= now:
                blocks.append(self._block_columns(_counts(blocks)))
                self._until += _BLOCK
            self._use(_joined(blocks))
        return self._catalogue

    def add_day(
        self,
        rng: np.random.Generator,
        until: int,
        opened: int,
        changed: Positions,
        touched: Positions,
    ) -> None:
        """Create *opened* offers in the 24 hours before *until*, and change *changed* ones.

        The *touched* ones, and what is changed, have a `dateActualisation` of those hours.
        """
        own = rng.random(opened) < OWN_SHARE
        created = times_of_last_day(rng, own, until)
        new = _sorted_columns(rng, created, own, _counts([self._columns]))
        columns = _joined([self._columns, new])
        change(rng, columns, changed)
        updated = np.concatenate((changed, touched))
        columns["updated"][updated] = until - rng.integers(SECOND, DAY - SECOND, len(updated))
        self._use(columns)

    def _use(self, columns: Columns) -> None:
        self._columns = columns
        self._catalogue = made_catalogue(columns, self._config.seed, self._start)

    def _first_columns(self) -> Columns:
        rng = np.random.default_rng([self._config.seed, 0])
        own = rng.random(self._config.offers_count) < OWN_SHARE
        created = created_times(rng, own, self._start)
        if self._config.burst_second:
            burst = np.full(self._config.burst_second, burst_time(self._start))
            created = np.concatenate((created, burst))
            own = np.concatenate((own, np.zeros(len(burst), dtype=bool)))
        return _sorted_columns(rng, created, own, (0, 0))

    def _block_columns(self, before: tuple[int, int]) -> Columns:
        rng = np.random.default_rng([self._config.seed, (self._until - self._start) // _BLOCK + 1])
        gap = SECOND / self._config.appear
        first, end = (
            int(np.ceil((t - self._start) / gap)) for t in (self._until, self._until + _BLOCK)
        )
        created = self._start + (np.arange(max(first, 1), end) * gap).astype(np.int64)
        own = rng.random(len(created)) < OWN_SHARE
        # Partners' offers have whole seconds; a block begins with one, so they stay within it.
        created = np.where(own, created, created // SECOND * SECOND)
        return _sorted_columns(rng, created, own, before)


def burst_time(start: int) -> int:
    """Return the second of `burst_second`: half past two at night, three days before *start*."""
    return start // DAY * DAY - 3 * DAY + 2 * HOUR + HOUR // 2


def _sorted_columns(
    rng: np.random.Generator,
    created: NDArray[np.int64],
    own: NDArray[np.bool_],
    before: tuple[int, int],
) -> Columns:
    order = np.lexsort((own, created))
    created, own = created[order], own[order]
    numbers = draw_numbers(rng, own, before)
    drawn = Draw(rng, own).columns()
    return {**drawn, **unchanged(own), "created": created, "number": numbers}


def _joined(blocks: list[Columns]) -> Columns:
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def _counts(blocks: list[Columns]) -> tuple[int, int]:
    own = sum(int(block["own"].sum()) for block in blocks)
    return own, sum(len(block["own"]) for block in blocks) - own
