"""Where the offers come from, and how long the history is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.first_readings import EVERYTHING
from ftcrawler.dashboard.report_data import Provenance
from ftcrawler.dashboard.working_tables import READ
from ftcrawler.history.tables.dialects import DUCKDB
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.history.files.manifest import Manifest

_NIGHTS: Final = f"""
SELECT count(DISTINCT {DUCKDB.paris_day_of("commencee_le")}) FROM collectes WHERE {READ}
"""


def provenance(engine: duckdb.DuckDBPyConnection, manifest: Manifest) -> Provenance:
    """Return what the manifest, of one run at least, and the days that were read say."""
    last = manifest.last_applied
    assert last is not None
    everything = any(run.name.spider == EVERYTHING for run in manifest.runs)
    complete = manifest.last_complete
    first = min(run.name.started for run in manifest.runs if not run.refused)
    nights = engine.execute(_NIGHTS).fetchall()
    return Provenance(
        source=manifest.source,
        updated=last.started,
        complete=(
            complete.get(EVERYTHING) if everything else max(complete.values(), default=None)
        ),
        everything=everything,
        first=first.astimezone(PARIS).date(),
        nights=nights[0][0],
    )
