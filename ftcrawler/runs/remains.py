"""Remove what a process that died in the middle of a write left of its run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.exceptions import StorageError
from ftcrawler.runs.kept_pages import pages_of
from ftcrawler.runs.layout import RAW_PREFIX
from ftcrawler.runs.local import PARTIAL_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ftcrawler.runs.run import Run


def remove_remains(run: Run) -> None:
    """Remove temporary files, and pages that were renamed but not committed.

    The offers of such a page are not seen: they come again, in another page. Raises StorageError.
    """
    _remove([*_partial(run), *_unknown_pages(run)])


def remove_reports(run: Run) -> None:
    """Remove what a run said of itself before it was taken up again. Raises StorageError."""
    _remove([run.layout.report(run.name), run.layout.found_by(run.name)])


def _partial(run: Run) -> Iterator[Path]:
    for folder in (run.layout.raw, run.layout.runs):
        yield from folder.glob(f".*_{run.stamp}*{PARTIAL_SUFFIX}")


def _unknown_pages(run: Run) -> Iterator[Path]:
    known = {key for _, key in run.journal.page_keys()}
    for path in pages_of(run.layout, run.name):
        if RAW_PREFIX + path.name not in known:
            yield path


def _remove(paths: list[Path]) -> None:
    for path in paths:
        if path.is_dir():  # a stranger's, in the way of nobody: names avoid it
            continue
        try:
            path.unlink(missing_ok=True)
        except OSError as exc:
            raise StorageError(
                f"Impossible de supprimer {path} : {exc.strerror or exc}. Vérifiez les droits."
            ) from exc
