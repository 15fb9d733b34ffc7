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
    left = pages_said(purged.raw.applied)
    closed = pages_said(purged.raw.with_closed)
    yield (
        f"Pages de collectes appliquées encore sur le disque : {left}, dont d'avant la dernière "
        f"fermeture, qui peuvent tenir des offres fermées : {closed}."
    )
    if purged.failure:
        yield (
            f"Erreur: S3 n'a pas tout effacé : {purged.failure} La clé doit aussi avoir le droit "
            "s3:DeleteObject ; relancez la même commande."
        )
    if days is None:
        yield "Pour effacer : « scrapy purge --days N », ou FT_RAW_DAYS dans .env."
