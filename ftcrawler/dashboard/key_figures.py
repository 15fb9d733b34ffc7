"""The few figures at the top of the report, of each choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.exhibit import FEWEST
from ftcrawler.dashboard.figures.periods import WEEKLY, read_before, read_span
from ftcrawler.dashboard.figures.small_numbers import share, told
from ftcrawler.dashboard.report_data import KeyFigure
from ftcrawler.dashboard.written import euros, number, on_day, percent
from ftcrawler.reporting.french import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

FEW: Final = f"moins de {FEWEST}"
NO_KEY_FIGURES: Final = (KeyFigure("Offres ouvertes", FEW),)
_STANDING: Final = """
SELECT place, domain, offers, posts, paid, median FROM choices JOIN choice_pay USING (choice)
"""
# Without the first day, whose offers may have been open for long.
_WEEK: Final = f"""
WITH week AS (
    SELECT choice, CAST(sum(opened) AS BIGINT) AS opened, CAST(sum(closed) AS BIGINT) AS closed
    FROM flows JOIN belongs USING (cell)
    WHERE day > (SELECT max(day) FROM read_days) - {WEEKLY}
        AND day > (SELECT min(day) FROM read_days)
    GROUP BY choice
)
SELECT place, domain, coalesce(opened, 0), coalesce(closed, 0)
FROM choices LEFT JOIN week USING (choice)
"""


def key_figures(
    engine: duckdb.DuckDBPyConnection,
) -> Mapping[tuple[str, str], tuple[KeyFigure, ...]]:
    """Return them by place and domain."""
    week = {(place, domain): both for place, domain, *both in engine.execute(_WEEK).fetchall()}
    span = read_span(engine)
    if span is None or span.days == 1:
        since = "dès la deuxième nuit"
        week = {key: [None, None] for key in week}
    else:
        # What the first of these readings found has come since the reading before it.
        before = read_before(engine, WEEKLY) or span.first
        whole = (span.last - before).days == WEEKLY
        since = "en 7 jours" if whole else f"depuis le {on_day(before)}"
    return {
        (place, domain): (
            KeyFigure("Offres ouvertes", _number(offers)),
            KeyFigure("Postes", _number(posts), "à pourvoir par ces offres"),
            KeyFigure("Ouvertes", _number(week[place, domain][0]), since),
            KeyFigure("Fermées", _number(week[place, domain][1]), since),
            KeyFigure("Disent le salaire", _share(paid, offers), "un montant vraisemblable"),
            KeyFigure(
                "Salaire médian",
                euros(median) if told(paid) else FEW if paid else UNKNOWN,
                "brut par mois, le plus bas annoncé",
            ),
        )
        for place, domain, offers, posts, paid, median in engine.execute(_STANDING).fetchall()
    }


def _number(value: int | None) -> str:
    if value is None:
        return UNKNOWN
    return number(value) if told(value) else FEW


def _share(part: int, whole: int) -> str:
    value = share(part, whole)
    return UNKNOWN if value is None else percent(value)
