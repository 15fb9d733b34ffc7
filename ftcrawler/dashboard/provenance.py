"""Where the offers come from, and how long the history is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.dashboard.report_data import Provenance
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.history.files.manifest import Manifest


def provenance(engine: duckdb.DuckDBPyConnection, manifest: Manifest) -> Provenance:
    """Return what the manifest, of one run at least, and the days that were read say."""
    last = manifest.last_applied
    assert last is not None
    first = min(run.name.started for run in manifest.runs if not run.refused)
    nights = engine.execute("SELECT count(*) FROM read_days").fetchall()
    return Provenance(
        source=manifest.source,
        updated=last.started,
        complete=max(manifest.last_complete.values(), default=None),
        first=first.astimezone(PARIS).date(),
        nights=nights[0][0],
    )
