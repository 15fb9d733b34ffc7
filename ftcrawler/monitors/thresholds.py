"""From where on a run is worth an alert."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from ftcrawler.endings import Status
from ftcrawler.exceptions import ConfigurationError
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The settings FT_ALERT_*; what is more than a limit, or less than a share, is told.

    `offers_percent` is a share of the median of earlier runs; `missing_points` are percentage
    points of a field's share of missing values; the others are counts.
    """

    statuses: frozenset[Status]
    offers_percent: float
    missing_points: float
    errors: float
    throttled: float
    pending: float

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read them; raise ConfigurationError for what is no number, or no status."""
        return cls(
            statuses=_statuses(settings, "FT_ALERT_STATUSES"),
            offers_percent=limit(settings, "FT_ALERT_OFFERS_PERCENT"),
            missing_points=limit(settings, "FT_ALERT_MISSING_POINTS"),
            errors=limit(settings, "FT_ALERT_ERRORS"),
            throttled=limit(settings, "FT_ALERT_THROTTLED"),
            pending=limit(settings, "FT_ALERT_PENDING"),
        )


def limit(settings: BaseSettings, name: str) -> float:
    """Return a number, 0 or more; raise ConfigurationError for anything else."""
    try:
        value = float(settings[name])
    except (TypeError, ValueError):
        value = -1.0
    if not 0 <= value < float("inf"):
        said = one_line(repr(settings[name]))
        raise ConfigurationError(f"{name} : nombre attendu, 0 ou plus. Reçu : {said}.")
    return value


def _statuses(settings: BaseSettings, name: str) -> frozenset[Status]:
    given = [each.strip() for each in settings.getlist(name)]
    if unknown := set(given) - set(Status):
        said = one_line(min(unknown))
        raise ConfigurationError(
            f"{name} : statut inconnu, « {said} ». Statuts : {', '.join(Status)}."
        )
    return frozenset(map(Status, given))
