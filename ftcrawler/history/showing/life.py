"""The life of one offer: what befell it, and what changed in what may be kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.history.files.damage import damage_told
from ftcrawler.history.files.engine import connection, table_of
from ftcrawler.history.files.event_columns import EVENTS, HAPPENED, Kind
from ftcrawler.history.files.open_files import check_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ftcrawler.history.files.manifest import Manifest
    from ftcrawler.runs.layout import DataLayout

# Hive partitions are for whoever asks for days; `jour` is in the files.
_LIFE: Final = """
SELECT *, file_index AS fichier FROM read_parquet($files, hive_partitioning = false)
WHERE id = $id ORDER BY a, collecte
"""
KEPT: Final = frozenset(EVENTS.names) - frozenset(HAPPENED.names) - {"trouvee_par"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """One event; its fields bear the names of the columns.

    `valeurs` has, of what has changed, what is kept: the value before and after, by column.
    """

    evenement: str
    a: datetime
    collecte: str
    vue_le: datetime
    absente_le: datetime | None
    modifies: tuple[str, ...]
    valeurs: Mapping[str, tuple[Any, Any]]
    trouvee_par: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """An offer under its last title, with its events, the oldest first."""

    id: str
    intitule: str | None
    ouverte: bool
    evenements: tuple[LifeEvent, ...]


def life_of(layout: DataLayout, manifest: Manifest, offer: str) -> Life | None:
    """Return the life of an offer; None if the history does not know it. It may block.

    Raises HistoryError for a file that is missing, of another size, or cannot be read; for one
    that tells of the offer, and for any if none does, whenever its checksum is another.
    """
    events = manifest.events
    for named in events:
        check_file(layout, manifest, named, whole=False)
    files = [str(layout.root / named.key) for named in events]
    if not files:
        return None
    with damage_told(layout, manifest, events), connection() as engine:
        rows = table_of(engine, _LIFE, {"files": files, "id": offer}).to_pylist()
    # Turned bytes may be read as other values, or as other ids. A year takes seconds, a life none.
    tell = sorted({row.pop("fichier") for row in rows}) or range(len(events))
    for number in tell:
        check_file(layout, manifest, events[number])
    if not rows:
        return None
    before: list[dict[str, Any]] = [{}, *rows]
    return Life(
        id=offer,
        intitule=rows[-1]["intitule"],
        ouverte=rows[-1]["evenement"] != Kind.CLOSED,
        evenements=tuple(map(_event, before, rows)),
    )


def _event(before: Mapping[str, Any], row: Mapping[str, Any]) -> LifeEvent:
    names = tuple(row["modifies"] or ())
    values = {
        name: (before.get(name), row[name])
        for name in names
        if name in KEPT and before.get(name) != row[name]
    }
    return LifeEvent(
        evenement=row["evenement"],
        a=row["a"],
        collecte=row["collecte"],
        vue_le=row["vue_le"],
        absente_le=row["absente_le"],
        modifies=names,
        valeurs=values,
        trouvee_par=tuple(found["etiquette"] for found in row["trouvee_par"] or ()),
    )
