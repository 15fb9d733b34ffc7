"""Where the offers come from, which were looked for, and how long the history is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.figures.first_readings import EVERYTHING
from ftcrawler.dashboard.figures.working_tables import READ
from ftcrawler.dashboard.report_data import Provenance
from ftcrawler.history.tables.dialects import DUCKDB
from ftcrawler.history.tables.table_queries import SOURCES
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from ftcrawler.history.files.manifest import Manifest

_NIGHTS: Final = f"""
SELECT count(DISTINCT {DUCKDB.paris_day_of("commencee_le")}) FROM collectes WHERE {READ}
"""
# Searches that are told by name: more would be a list.
_NAMED: Final = 5
_PART: Final = "Une partie du marché seulement"


def provenance(engine: duckdb.DuckDBPyConnection, manifest: Manifest) -> Provenance:
    """Return what the manifest, of one run at least, and the days that were read say."""
    last = manifest.last_applied
    assert last is not None
    complete = manifest.last_complete
    held = engine.execute(f"SELECT DISTINCT etiquette FROM {SOURCES}.tenues").fetchall()
    searches = sorted({label for (label,) in held}.union(complete))
    first = min(run.name.started for run in manifest.runs if not run.refused)
    nights = engine.execute(_NIGHTS).fetchall()
    return Provenance(
        source=manifest.source,
        updated=last.started,
        complete=(
            complete.get(EVERYTHING)
            if EVERYTHING in searches
            else max(complete.values(), default=None)
        ),
        first=first.astimezone(PARIS).date(),
        nights=nights[0][0],
        limits="" if EVERYTHING in complete else _limits(searches),
    )


def _limits(searches: Sequence[str]) -> str:
    if EVERYTHING in searches:
        return f"{_PART} : toutes les offres n'ont encore jamais été lues."
    named = ", ".join(f"« {label} »" for label in searches[:_NAMED])
    if len(searches) == 1:
        return f"{_PART} : les offres que trouve la recherche {named}."
    more = ", entre autres" if len(searches) > _NAMED else ""
    return f"{_PART} : les offres que trouvent {len(searches)} recherches, {named}{more}."
