"""Whether a folder that Spark reads has the files that a manifest names, by a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.files.manifest import (
    EVENTS_PREFIX,
    MANIFEST_KEY,
    OPEN_PREFIX,
    Manifest,
    parsed_manifest,
)
from ftcrawler.history.files.open_files import damaged
from ftcrawler.history.tables.spark_folder import tail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ftcrawler.history.files.manifest import NamedFile
    from ftcrawler.history.tables.spark_folder import SparkFolder

_SENT_AGAIN: Final = "Sur la machine qui collecte, « scrapy s3-sync » l'y renvoie."


def spark_manifest(folder: SparkFolder) -> Manifest:
    """Return the manifest of a folder; raise HistoryError if there is none, or it is damaged."""
    text = folder.text(MANIFEST_KEY)
    if text is None:
        raise HistoryError(
            f"Aucun historique dans {folder.root} : lancez d'abord « scrapy history update »."
        )
    return parsed_manifest(text.encode(), folder.place(MANIFEST_KEY))


def check_events(folder: SparkFolder, manifest: Manifest) -> None:
    """Raise HistoryError unless each file of events is there, as large as it was written."""
    _check(folder, manifest, manifest.events, folder.sizes(EVENTS_PREFIX))


def has_open(folder: SparkFolder, manifest: Manifest) -> bool:
    """Tell whether the files of open offers are there: a bucket has none of them.

    Raises HistoryError if one lacks, or an update has just replaced them.
    """
    there = folder.sizes(OPEN_PREFIX)
    if manifest.open and not any(tail(each.key) in there for each in manifest.open):
        if spark_manifest(folder) == manifest:
            return False
        there = {}
    _check(folder, manifest, manifest.open, there)
    return True


def _check(
    folder: SparkFolder,
    manifest: Manifest,
    files: Sequence[NamedFile],
    there: Mapping[str, int],
) -> None:
    for each in files:
        size = there.get(tail(each.key))
        if size != each.bytes:
            fault = "manque" if size is None else "est abîmé"
            remedy = _SENT_AGAIN if folder.is_remote else None
            raise damaged(manifest, each, folder.place(each.key), fault, remedy)
