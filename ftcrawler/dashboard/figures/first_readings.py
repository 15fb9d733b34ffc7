"""Which runs read something for the first time: what they found had opened before, unseen.

So it is counted as open, and not as opening. Once all offers have been read, no search is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.runs.paris_time import PARIS
from ftcrawler.searches.label import search_label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import duckdb

    from ftcrawler.history.files.manifest import AppliedRun, Manifest

# The search for all offers.
EVERYTHING: Final = search_label({})
_CLOSED: Final = "closed"


def add_first_readings(engine: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """Make `first_readings(a)`: when these runs started, as their events tell it."""
    engine.execute("CREATE TEMP TABLE first_readings (a TIMESTAMPTZ)")
    for run in first_readings(manifest):
        engine.execute("INSERT INTO first_readings VALUES ($a)", {"a": run.name.started})


def first_readings(manifest: Manifest) -> Iterator[AppliedRun]:
    """Yield the runs with a search that none before had read whole, or that read none whole."""
    known: set[str] = set()
    for run in manifest.runs:
        if run.refused or run.name.spider == _CLOSED:
            continue
        if EVERYTHING not in known and (not run.complete or not known.issuperset(run.complete)):
            yield run
        known.update(run.complete)


def comparable_since(manifest: Manifest) -> date | None:
    """Return the day from which figures can be compared: that of the first reading of everything.

    None: everything was never read; the searches are all there is.
    """
    moments = (each.name.started for each in manifest.runs if EVERYTHING in each.complete)
    first = min(moments, default=None)
    return first.astimezone(PARIS).date() if first else None
