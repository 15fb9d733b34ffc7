"""What a purge did, or would do, in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.history.showing.status_lines import pages_said
from ftcrawler.reporting.french import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.history.upkeep.purge import Purged


def purge_lines(purged: Purged, days: int | None, bucket: str | None) -> Iterator[str]:
    """Yield the lines; *days* are None where nobody said how many."""
    runs = count(len(purged.runs), "collecte")
    older = f" de plus de {count(days, 'jour')}" if days else ""
    pages = pages_said(purged.local)
    if bucket is not None:
        pages += f" ; dans s3://{bucket}/ : {pages_said(purged.remote)}"
    verb = "Effacé" if purged.deleted else "À effacer (rien ne l'est)"
    yield f"{verb}, de {runs}{older} : {pages}."
    for name, why in purged.kept.items():
        yield f"Gardée : {name}, {why}."
    if purged.young:
        young = count(purged.young, "collecte")
        at_most = f" ou de {count(days, 'jour')} au plus" if days else ""
        yield f"Trop récentes, gardées : {young} d'aujourd'hui{at_most}."
    left = pages_said(purged.raw.applied)
    closed = purged.raw.with_closed
    before = (
        ", dont d'avant la dernière fermeture, qui peuvent tenir des offres fermées : "
        f"{pages_said(closed)}"
    )
    told = before if closed.count else ""
    yield f"Pages de collectes appliquées encore sur le disque : {left}{told}."
    if purged.failure:
        yield (
            f"Erreur: S3 n'a pas tout effacé : {purged.failure} La clé doit aussi avoir le droit "
            "s3:DeleteObject ; relancez la même commande."
        )
    if days is None:
        yield "Pour effacer : « scrapy purge --days N », ou FT_RAW_DAYS dans .env."
