"""What changed in the fields of the offers and may break those who read them, in French."""

from __future__ import annotations

from math import erfc, sqrt
from typing import TYPE_CHECKING

from ftcrawler.quoting import one_line
from ftcrawler.reporting.drift import CHANCE
from ftcrawler.reporting.drift_lines import drift_lines
from ftcrawler.reporting.french import decimal
from ftcrawler.runs.reported_fields import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ftcrawler.monitors.thresholds import Thresholds
    from ftcrawler.runs.reported_fields import Drift, FieldReport

BREAKING = frozenset({Change.VANISHED, Change.RETYPED})


def field_alerts(
    drift: Drift,
    before: Mapping[str, FieldReport],
    now: Mapping[str, FieldReport],
    limits: Thresholds,
) -> Iterator[str]:
    """Tell fields that vanished, have another type, or are missing far more or less often.

    *before* are the fields of the run that the drift was measured from. A new field breaks
    nobody: it is a warning in the log, and no alert.
    """
    breaking = [change for change in drift.changes if change.change in BREAKING]
    yield from drift_lines(type(drift)(drift.since, tuple(breaking)))
    told = {change.field for change in drift.changes}
    for path in sorted(before.keys() & now.keys() - told):
        old, new = before[path], now[path]
        points = (new.share_missing - old.share_missing) * 100
        if abs(points) > limits.missing_points and not _is_chance(old, new):
            yield (
                f"Champ {one_line(path)} : absent de {decimal(new.share_missing * 100)} % des "
                f"cas, contre {decimal(old.share_missing * 100)} % avant (comparé à {drift.since})"
            )


def _is_chance(one: FieldReport, other: FieldReport) -> bool:
    """Tell whether two shares may well differ by chance: the test of two proportions.

    In a search of 20 offers, two of them are ten points.
    """
    places = [each.present + each.missing for each in (one, other)]
    pooled = (one.missing + other.missing) / sum(places)
    spread = sqrt(pooled * (1 - pooled) * sum(1 / each for each in places))
    if not spread:
        return True
    distance = abs(one.share_missing - other.share_missing) / spread
    return erfc(distance / sqrt(2)) > CHANCE
