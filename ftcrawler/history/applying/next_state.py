"""What is known of the open offers after a run: of those it held anew, of others as before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.files.engine import connection, table_of
from ftcrawler.history.files.event_columns import DERIVED
from ftcrawler.history.files.open_files import STATE

if TYPE_CHECKING:
    from collections.abc import Collection

    from ftcrawler.history.applying.run_to_apply import RunToApply
    from ftcrawler.history.files.open_files import OpenOffers

_MADE: Final = ", ".join(
    f"CASE WHEN faites.id IS NULL THEN etat.{name} ELSE faites.{name} END AS {name}"
    for name in DERIVED.names
)
_STATE: Final = f"""
SELECT
    coalesce(lues.id, etat.id) AS id,
    coalesce(lues.empreinte, etat.empreinte) AS empreinte,
    CASE WHEN lues.id IS NULL THEN etat.date_actualisation ELSE lues.date_actualisation END
        AS date_actualisation,
    CASE WHEN lues.id IS NULL THEN etat.vue_le ELSE $started END AS vue_le,
    {_MADE}
FROM etat
FULL JOIN lues ON lues.id = etat.id
LEFT JOIN faites ON faites.id = lues.id
WHERE coalesce(lues.id, etat.id) NOT IN (SELECT id FROM fermees)
ORDER BY id
"""


def next_state(
    run: RunToApply, before: OpenOffers, read: pa.Table, made: pa.Table, closed: Collection[str]
) -> pa.Table:
    """Return the state of the open offers, under STATE.

    *read* are the offers whose content the run brought, *made* what was derived from those whose
    content is new; *closed* are open no more.
    """
    with connection() as engine:
        engine.register("etat", before.state)
        engine.register("lues", read)
        engine.register("faites", made)
        engine.register("fermees", pa.table({"id": pa.array(closed, pa.string())}))
        return table_of(engine, _STATE, {"started": run.moment}).cast(STATE)
