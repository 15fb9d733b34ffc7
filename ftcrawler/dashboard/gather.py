"""All figures of the report, from the history of a data folder."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

import duckdb

from ftcrawler.dashboard.exhibit import ALL, Missing
from ftcrawler.dashboard.figures.choices import choices_shown
from ftcrawler.dashboard.figures.working_tables import prepare
from ftcrawler.dashboard.key_figures import NO_KEY_FIGURES, key_figures
from ftcrawler.dashboard.provenance import provenance
from ftcrawler.dashboard.report_data import ReportData
from ftcrawler.dashboard.sections import SECTIONS
from ftcrawler.exceptions import HistoryError, StorageError
from ftcrawler.history.files.damage import damage_told
from ftcrawler.history.files.manifest import needed_manifest, no_history
from ftcrawler.history.tables.connect import connected
from ftcrawler.history.tables.interruptible import interruptible

if TYPE_CHECKING:
    from ftcrawler.history.files.manifest import Manifest
    from ftcrawler.runs.layout import DataLayout

_NO_OFFERS: Final = Missing("Moins de 5 offres sont ouvertes.")


def gather(layout: DataLayout) -> ReportData:
    """Return what the page says, of one state of the history.

    Raises HistoryError if there is none, or it is damaged, StorageError without room to work.
    """
    manifest = needed_manifest(layout)
    if manifest.last_applied is None:
        raise no_history(layout)
    try:
        return _of_state(layout, manifest)
    except (HistoryError, duckdb.Error):
        # An update has taken away the files of the open offers meanwhile, or something is wrong.
        if (newer := needed_manifest(layout)) == manifest:
            raise
    return _of_state(layout, newer)


def _of_state(layout: DataLayout, manifest: Manifest) -> ReportData:
    files = (*manifest.events, *manifest.open)
    try:
        with (
            damage_told(layout, manifest, files),
            closing(connected(layout, manifest)) as engine,
        ):
            return interruptible(engine, lambda: _told(engine, manifest))
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        why = str(error).partition("\n")[0]
        raise StorageError(
            f"Impossible de préparer le rapport : {why} Il faut de la mémoire, et de la place "
            f"dans {layout.root}."
        ) from None


def _told(engine: duckdb.DuckDBPyConnection, manifest: Manifest) -> ReportData:
    prepare(engine, manifest)
    places, domains = choices_shown(engine)
    return ReportData(
        provenance=provenance(engine, manifest),
        places=places,
        domains=domains,
        sections=SECTIONS,
        figures={
            exhibit.name: {ALL: _NO_OFFERS, **exhibit.figures(engine)}
            for section in SECTIONS
            for exhibit in section.exhibits
        },
        key_figures={ALL: NO_KEY_FIGURES, **key_figures(engine)},
    )
