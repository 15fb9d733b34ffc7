"""When the made offers were created: an age, the rhythm of the week, the hours of the day."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from ftsandbox.made.shares import shares
from ftsandbox.wall_clock import DAY, HOUR, SECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ftsandbox.made.shares import Shares

    Times = NDArray[np.int64]

OLDEST_DAYS: Final = 300
# Share of the offers a day, up to that age in days (docs/api.md 7: 32 % in 7 days, 80 % in 31).
_AGES: Final = ((7, 4.5), (14, 3.6), (31, 1.33), (90, 0.22), (OLDEST_DAYS, 0.035))
_WEEKDAYS: Final = (1.25, 1.3, 1.3, 1.25, 1.2, 0.45, 0.25)
# By hour: people write in working hours, with a pause at noon; partners send by night.
_OWN_HOURS: Final = (
    *(0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.5, 2.0, 8.0, 12.0, 13.0, 11.0),
    *(4.0, 7.0, 11.0, 11.0, 9.0, 6.0, 2.5, 1.0, 0.6, 0.4, 0.2, 0.1),
)
_PARTNER_HOURS: Final = (
    *(4.0, 12.0, 16.0, 15.0, 10.0, 5.0, 2.0, 1.5, 3.0, 4.0, 4.0, 3.5),
    *(2.0, 2.5, 3.5, 3.5, 3.0, 2.0, 1.0, 0.7, 0.6, 0.5, 0.5, 0.7),
)
_NIGHT_ENDS: Final = 6 * HOUR
# By night, partners' offers come in batches of one second each, this far apart.
_BATCH: Final = 30 * SECOND


def created_times(rng: np.random.Generator, own: NDArray[np.bool_], now: int) -> Times:
    """Draw a time of creation, before *now*, for each offer; own ones alone have milliseconds."""
    midnight = now // DAY * DAY
    ages = rng.choice(OLDEST_DAYS, len(own), p=_day_shares(midnight, now))
    return _at_hours(rng, own, midnight - DAY * ages, now)


def times_of_last_day(rng: np.random.Generator, own: NDArray[np.bool_], now: int) -> Times:
    """Draw times of creation within the 24 hours before *now*, less its last second."""
    return _at_hours(rng, own, np.full(len(own), now // DAY * DAY), now)


def _at_hours(rng: np.random.Generator, own: NDArray[np.bool_], days: Times, now: int) -> Times:
    count = len(own)
    hours = np.where(
        own,
        rng.choice(24, count, p=shares(_OWN_HOURS)),
        rng.choice(24, count, p=shares(_PARTNER_HOURS)),
    )
    times: Times = hours * HOUR + rng.integers(0, HOUR, count)
    whole = times // SECOND * SECOND
    batched = np.where(times < _NIGHT_ENDS, times // _BATCH * _BATCH, whole)
    times = days + np.where(own, times, batched)
    # What today has not seen yet was created yesterday.
    return np.where(times > now - SECOND, times - DAY, times)


@cache
def _day_shares(midnight: int, now: int) -> Shares:
    today = datetime.fromtimestamp(midnight // SECOND, UTC).weekday()
    ages = np.arange(OLDEST_DAYS)
    by_age = np.array([share for _, share in _AGES])
    band = np.searchsorted([end for end, _ in _AGES], ages, side="right")
    weekdays = np.array(_WEEKDAYS)[(today - ages) % 7]
    # Today is not over.
    weekdays[0] *= (now - midnight) / DAY
    return shares(by_age[band] * weekdays)
