"""How long offers stay open, by the estimator of Kaplan and Meier: those still open count too.

It is that of the guide's query « Combien de temps une offre reste ouverte »: days of Paris from
the opening to the closing, or to the last reading that held the offer; of one that came back, the
days on which it was closed do not count; an offer of a first reading is not followed
(first_readings.py). But events
are not put together offer by offer: closings are joined to openings, in a third of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.figures.choices import CELL, PLACES_JOINED
from ftcrawler.history.files.event_columns import Kind
from ftcrawler.history.tables.dialects import DUCKDB

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

# Days after which the curve is told.
_GRID: Final = (*range(1, 15), *range(21, 92, 7), *range(112, 2000, 28))
_FIRST: Final = "(SELECT a FROM first_readings)"
_ABSENT: Final = DUCKDB.paris_day_of("absente_le")
_EPOCH: Final = "DATE '1970-01-01'"
# Offers by cell and days, and whether they have closed. Moments are few: their days are looked for
# once offers are counted.
_FOLLOWED: Final = f"""
CREATE TEMP TABLE followed AS
WITH starts AS (
    SELECT hash(id) AS offer, jour
    FROM evenements WHERE evenement = '{Kind.OPENED}' AND a NOT IN {_FIRST}
),
ends AS (
    SELECT hash(id) AS offer, absente_le, NULL AS seen, {CELL} AS cell
    FROM evenements {PLACES_JOINED}
    WHERE evenement = '{Kind.CLOSED}'
    UNION ALL
    SELECT offer, NULL, seen, cell FROM open_offers
),
counted AS (
    SELECT cell, jour, absente_le, seen, count(*) AS offers
    FROM starts JOIN ends USING (offer)
    WHERE offer NOT IN (SELECT offer FROM unusual)
    GROUP BY ALL
),
put_together AS (
    SELECT
        offer, arg_max(cell, turn) AS cell, arg_max(evenement, turn) = '{Kind.CLOSED}' AS closed,
        min(a) FILTER (evenement = '{Kind.OPENED}') AS opened,
        sum(
            CASE
                WHEN evenement = '{Kind.CLOSED}' THEN {_ABSENT} - {_EPOCH}
                WHEN evenement IN ('{Kind.OPENED}', '{Kind.REOPENED}') THEN {_EPOCH} - jour
            END
        ) AS days
    FROM lives GROUP BY offer
)
SELECT cell, coalesce({_ABSENT}, seen) - jour AS days, absente_le IS NOT NULL AS closed, offers
FROM counted
UNION ALL
SELECT
    put_together.cell, days + CASE WHEN closed THEN 0 ELSE seen - {_EPOCH} END, closed, 1
FROM put_together LEFT JOIN open_offers USING (offer)
WHERE opened NOT IN {_FIRST}
"""
# By choice and day of the grid: what Stretch says.
_CURVES: Final = f"""
WITH durations AS (
    SELECT
        choice, days, sum(offers) AS offers, coalesce(sum(offers) FILTER (closed), 0) AS closed
    FROM followed JOIN belongs USING (cell) GROUP BY ALL
),
risks AS (
    SELECT
        choice, days, closed,
        sum(offers) OVER (PARTITION BY choice ORDER BY days DESC) AS at_risk
    FROM durations
),
estimates AS (
    SELECT
        choice, days, closed, at_risk,
        sum(CASE WHEN closed < at_risk THEN ln(1.0 - 1.0 * closed / at_risk) END)
        OVER life AS logs,
        sum(CASE WHEN closed < at_risk THEN 1.0 * closed / at_risk / (at_risk - closed) END)
        OVER life AS greenwood
    FROM risks
    WINDOW life AS (PARTITION BY choice ORDER BY days)
),
curves AS (
    SELECT *, CASE WHEN closed = at_risk THEN 0 ELSE exp(logs) END AS still_open FROM estimates
),
grid AS (
    SELECT days, (SELECT min(day) FROM (SELECT unnest({list(_GRID)}) AS day) WHERE day >= days)
        AS until
    FROM (SELECT DISTINCT days FROM durations)
)
SELECT
    choice, until, arg_max(still_open, days), arg_max(greenwood, days),
    CAST(sum(closed) AS BIGINT), CAST(arg_max(at_risk, days) AS BIGINT),
    CAST(max(at_risk) AS BIGINT), min(days) FILTER (still_open <= 0.5)
FROM curves JOIN grid USING (days)
GROUP BY choice, until
ORDER BY choice, until
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is estimated of the days up to `until`, from the day of the grid before.

    `still_open` is the share at its end, `greenwood` the sum of Greenwood's formula; `closed`
    offers have closed meanwhile. `at_risk` were followed up to its last day, `followed` up to its
    first. `halved` is the first day of it with half of the offers or less.
    """

    until: int
    still_open: float
    greenwood: float
    closed: int
    at_risk: int
    followed: int
    halved: int | None

    def band(self) -> tuple[float, float]:
        """Return the bounds of 95 %: Greenwood's standard error to either side."""
        reach = 1.96 * self.still_open * sqrt(self.greenwood)
        return max(0.0, self.still_open - reach), min(1.0, self.still_open + reach)


def survival(engine: duckdb.DuckDBPyConnection) -> Mapping[int, list[Stretch]]:
    """Return the curves, by the choices' numbers."""
    engine.execute(_FOLLOWED)
    curves: dict[int, list[Stretch]] = {}
    for choice, *estimated in engine.execute(_CURVES).fetchall():
        curves.setdefault(choice, []).append(Stretch(*estimated))
    engine.execute("DROP TABLE followed")
    return curves
