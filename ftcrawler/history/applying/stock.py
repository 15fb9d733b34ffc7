"""The stock of each search: the offers that its readings held, and those that a reading lacked.

A search's stock is its own: what one search reads says nothing of what another one held.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.files.engine import connection, table_of
from ftcrawler.history.files.manifest import RefusedClosings
from ftcrawler.history.files.open_files import STOCK

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ftcrawler.history.applying.run_to_apply import RunToApply
    from ftcrawler.history.files.open_files import OpenOffers

NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
# What a complete reading lacks of the stock of its search: of the offers that were not
# missing already, how many are in no page of the run.
_LACKED: Final = """
SELECT count(*), count(*) FILTER (NOT vue)
FROM (
    SELECT id IN (SELECT id FROM vues) AS vue
    FROM tenues
    WHERE etiquette = $label AND tenue_le IS NOT NULL
      AND (absente_le IS NULL OR absente_le >= $since)
)
"""
_STOCK: Final = """
WITH
apres AS (
    SELECT
        coalesce(avant.id, trouvee.id) AS id,
        coalesce(avant.etiquette, trouvee.etiquette) AS etiquette,
        coalesce(trouvee.secteur, avant.secteur) AS secteur,
        coalesce(avant.collecte, $run) AS collecte,
        CASE
            WHEN trouvee.id IS NOT NULL AND list_contains($complete, trouvee.etiquette)
            THEN greatest($started, avant.tenue_le)
            ELSE avant.tenue_le
        END AS tenue_le,
        avant.absente_le
    FROM tenues AS avant
    FULL JOIN trouvees AS trouvee
        ON avant.id = trouvee.id AND avant.etiquette = trouvee.etiquette
)
SELECT
    apres.id, apres.etiquette, apres.secteur, apres.collecte, apres.tenue_le,
    CASE
        WHEN lues.id IS NOT NULL THEN NULL
        WHEN apres.absente_le IS NULL AND apres.tenue_le IS NOT NULL
            AND list_contains($complete, apres.etiquette) AND etat.vue_le < $started
        THEN $started
        ELSE apres.absente_le
    END AS absente_le
FROM apres
LEFT JOIN lues ON lues.id = apres.id
LEFT JOIN etat ON etat.id = apres.id
WHERE apres.id NOT IN (SELECT id FROM fermees)
ORDER BY apres.etiquette, apres.id
"""


def refused_closings(
    run: RunToApply, before: OpenOffers, held: pa.Table, *, most: float
) -> dict[str, RefusedClosings]:
    """Return, by search, the closings that stand refused once *run* is applied; *held* are its.

    A complete reading settles it for its searches: refused, if it lacks more than *most* percent
    of what the last reading whose closings were not refused had left in the stock.
    """
    refused = dict(before.manifest.closings_refused)
    with connection() as engine:
        engine.register("tenues", before.stock)
        engine.register("vues", held)
        for label in run.complete:
            standing = refused.pop(label, None)
            since = standing.since if standing else NEVER
            counted = engine.execute(_LACKED, {"label": label, "since": since}).fetchone()
            assert counted is not None
            stock, gone = counted
            if gone * 100 > most * stock:
                refused[label] = RefusedClosings(
                    run=str(run.name),
                    since=standing.since if standing else run.moment,
                    stock=stock,
                    gone=gone,
                )
    return refused


def next_stock(
    run: RunToApply, before: OpenOffers, read: pa.Table, found: pa.Table, closed: Collection[str]
) -> pa.Table:
    """Return the stock of all searches after *run*, under STOCK.

    *read* are the offers whose content it brought: they are missing no more. *found* tells which
    searches found them, and those of which a later run knows more; *closed* are gone from all.
    """
    values: Mapping[str, Any] = {
        "run": str(run.name),
        "started": run.moment,
        "complete": sorted(run.complete),
    }
    with connection() as engine:
        engine.register("tenues", before.stock)
        engine.register("etat", before.state)
        engine.register("lues", read)
        engine.register("trouvees", found)
        engine.register("fermees", pa.table({"id": pa.array(closed, pa.string())}))
        return table_of(engine, _STOCK, values).cast(STOCK)
