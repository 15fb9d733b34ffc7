"""Faults of readers, told as what they come from: a damaged file of the history, by its name."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ftcrawler.history.files.open_files import check_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ftcrawler.history.files.manifest import Manifest, NamedFile
    from ftcrawler.runs.layout import DataLayout


@contextmanager
def damage_told(
    layout: DataLayout, manifest: Manifest, files: Iterable[NamedFile]
) -> Iterator[None]:
    """Raise HistoryError for whatever is raised inside, if one of *files* is damaged.

    Their checksums are compared then: what DuckDB and Arrow say of turned bytes is of many kinds.
    """
    try:
        yield
    except Exception:
        for named in files:
            check_file(layout, manifest, named)
        raise
