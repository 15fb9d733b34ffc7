"""The offers that a run of `closed` confirms to be gone, with all that their closing tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.history.applying.event_rows import Happened
from ftcrawler.history.closing.candidates import absences
from ftcrawler.history.closing.closings import confirmed
from ftcrawler.history.files.engine import connection

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

    from ftcrawler.history.applying.run_to_apply import RunToApply
    from ftcrawler.history.files.open_files import OpenOffers

_KNOWN: Final = """
SELECT
    etat.id, etat.vue_le,
    list({'etiquette': etiquette, 'secteur': secteur, 'collecte': collecte} ORDER BY etiquette)
FROM etat JOIN tenues ON tenues.id = etat.id
WHERE list_contains($gone, etat.id)
GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class GoneOffers:
    """By id: since when an offer is missing, when it was last seen, and who had found it."""

    absent: Mapping[str, datetime] = field(default_factory=dict)
    seen: Mapping[str, datetime] = field(default_factory=dict)
    found_by: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[str]:
        """Those that are gone."""
        return frozenset(self.seen)

    def happened(self, whole: pa.Table) -> Happened:
        """Return what is told of the closing of some of them."""
        ids = whole.column("id").to_pylist()
        return Happened(
            seen=[self.seen[offer] for offer in ids],
            absent=[self.absent[offer] for offer in ids],
            found_by=[self.found_by[offer] for offer in ids],
        )


def gone_offers(run: RunToApply, before: OpenOffers) -> GoneOffers:
    """Return the candidates that a run's answers confirm to be gone; raise HistoryError.

    An offer that is no candidate any more, seen since by another run, is open whatever they say.
    """
    if run.details is None:
        return GoneOffers()
    absent = absences(before)
    gone = [offer for offer in confirmed(run.answers()) if offer in absent]
    with connection() as engine:
        engine.register("etat", before.state)
        engine.register("tenues", before.stock)
        rows = engine.execute(_KNOWN, {"gone": gone}).fetchall()
    return GoneOffers(
        absent,
        {offer: seen for offer, seen, _ in rows},
        {offer: found for offer, _, found in rows},
    )
