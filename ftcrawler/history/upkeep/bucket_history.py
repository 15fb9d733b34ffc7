"""Whether the history in a bucket may be replaced: only if this one has all that is there.

Else events would be lost: named by no manifest any more, or others put in their place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.exceptions import HistoryError, UploadError
from ftcrawler.history.files.manifest import EVENTS_PREFIX, MANIFEST_KEY, parsed_manifest
from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import number
from ftcrawler.s3.causes import S3Cause, S3Error

if TYPE_CHECKING:
    from pathlib import Path

    from ftcrawler.history.files.manifest import Manifest
    from ftcrawler.s3.store import S3Store

# Bytes: a run takes some 500.
LARGEST: Final = 64_000_000


def require_ours(manifest: Manifest, root: Path, store: S3Store) -> None:
    """Raise UploadError if the bucket has runs or events that *manifest*, below *root*, lacks.

    Costs a request, or, without a manifest that can be read there, a listing of events.
    """
    lacking = _lacking(manifest, store)
    if lacking:
        raise UploadError(
            f"s3://{store.bucket}/history/ tient ce que l'historique de {root} n'a pas "
            f"({number(len(lacking))}, dont {one_line(lacking[0])}) : un autre historique, ou le "
            "même, plus récent. Rien de history/ n'est envoyé, pour n'y rien remplacer. Reprenez "
            "cet historique ici d'abord, ou donnez un autre bucket à ce dossier, ou déplacez "
            "history/ dans le bucket, puis « scrapy s3-sync » : docs/historique.md, « Retrouver "
            "un historique »."
        )


def _lacking(manifest: Manifest, store: S3Store) -> list[str]:
    """Return names of runs, and keys of events, that only the bucket has."""
    there = _manifest_of(store)
    if there is None:
        sizes = {each.key: each.bytes for each in manifest.events}
        return [key for key, size in store.sizes(EVENTS_PREFIX) if sizes.get(key) != size]
    runs = _applied(there) - _applied(manifest)
    events = {each.key: each.sha256 for each in manifest.events}
    files = [each.key for each in there.events if events.get(each.key) != each.sha256]
    return [*sorted(runs), *files]


def _manifest_of(store: S3Store) -> Manifest | None:
    """Return the bucket's, None where there is none that can be read."""
    try:
        body = store.read(MANIFEST_KEY, most=LARGEST)
        return parsed_manifest(body, f"s3://{store.bucket}/{MANIFEST_KEY}")
    except S3Error as exc:
        if exc.cause is not S3Cause.OBJECT_MISSING:
            raise
    except HistoryError:
        pass
    return None


def _applied(manifest: Manifest) -> set[str]:
    return {each.run for each in manifest.runs if not each.refused}
