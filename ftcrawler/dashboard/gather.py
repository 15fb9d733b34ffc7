"""All figures of the report, from the history of a data folder."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.choices import choices_shown
from ftcrawler.dashboard.exhibit import ALL_DOMAINS, ALL_PLACES, Missing
from ftcrawler.dashboard.key_figures import NO_KEY_FIGURES, key_figures
from ftcrawler.dashboard.provenance import provenance
from ftcrawler.dashboard.report_data import ReportData
from ftcrawler.dashboard.sections import SECTIONS
from ftcrawler.dashboard.working_tables import prepare
from ftcrawler.history.files.manifest import needed_manifest, no_history
from ftcrawler.history.tables.connect import connect

if TYPE_CHECKING:
    from ftcrawler.runs.layout import DataLayout

ALL: Final = (ALL_PLACES, ALL_DOMAINS)
_NO_OFFERS: Final = Missing("Moins de 5 offres sont ouvertes.")


def gather(layout: DataLayout) -> ReportData:
    """Return what the page says; raise HistoryError if there is no history, or it is damaged."""
    manifest = needed_manifest(layout)
    if manifest.last_applied is None:
        raise no_history(layout)
    with closing(connect(layout.root)) as engine:
        prepare(engine)
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
