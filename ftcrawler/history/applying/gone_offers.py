"""The offers that a run of `closed` confirms to be gone, with all that their closing tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.history.applying.event_rows import Happened
from ftcrawler.history.closing.candidates import absences
from ftcrawler.history.closing.closings import confirmed
from ftcrawler.history.files.engine import connection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

    from ftcrawler.history.applying.run_to_apply import RunToApply
    from ftcrawler.history.files.open_files import OpenOffers
    from ftcrawler.runs.details import Detail

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


def gone_offers(run: RunToApply, answers: Sequence[Detail], before: OpenOffers) -> GoneOffers:
    """Return the candidates that a run's *answers* confirm to be gone.

    An offer that is no candidate any more, seen since by another run, is open whatever they say;
    so is one that came back and is missing anew, of a run that began before that and went on: its
    answer may be older.
    """
    if not answers:
        return GoneOffers()
    absent = {offer: since for offer, since in absences(before).items() if since <= run.moment}
    gone = [offer for offer in confirmed(answers) if offer in absent]
    with connection() as engine:
        engine.register("etat", before.state)
        engine.register("tenues", before.stock)
        rows = engine.execute(_KNOWN, {"gone": gone}).fetchall()
    return GoneOffers(
        absent,
        {offer: seen for offer, seen, _ in rows},
        {offer: found for offer, _, found in rows},
    )
