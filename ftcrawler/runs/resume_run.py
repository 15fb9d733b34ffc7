"""Take up a run that was killed or stopped, or close it for good; what it left half done goes.

start_run.py finds the run that a command left; sweep/replay.py then feeds its answers again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ftcrawler.exceptions import StorageError
from ftcrawler.runs.layout import RAW_PREFIX
from ftcrawler.runs.local_files import PARTIAL_SUFFIX
from ftcrawler.runs.lost_pages import forget_lost_pages
from ftcrawler.runs.page_files import pages_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from ftcrawler.runs.run import Run

logger = logging.getLogger(__name__)


def take_up(run: Run) -> Run:
    """Return a run of today made ready to go on. Raises StorageError."""
    for label, lost in forget_lost_pages(run).items():
        logger.warning("« %s » : %s. Elles sont redemandées.", label, lost)
    # What is left of a page that was cut short goes with it: the journal knows neither.
    _remove_half_done(run)
    run.journal.take_up_again()
    # What it said of itself is no longer so.
    layout = run.layout
    _remove([each(run.name) for each in (layout.report, layout.found_by, layout.details)])
    run.journal.note(resumed=str(run.resumed + 1), to_upload=str(int(run.to_upload)))
    return run


def close_for_good(run: Run, give_up: Callable[[Run], None], now: datetime) -> None:
    """Close a run that nobody will take up; *give_up* reports it, if there is what to report.

    Raises StorageError.
    """
    for label, lost in forget_lost_pages(run).items():
        logger.warning("Collecte %s, « %s » : %s. Elles sont perdues.", run.name, label, lost)
    if not run.reported and run.earlier:
        _remove_half_done(run)
        give_up(run)
    run.end()
    run.close(now)


def _remove_half_done(run: Run) -> None:
    """Remove temporary files, and pages that were renamed but not committed.

    The offers of such a page are not seen: they come again, in another page.
    """
    _remove([*_partial(run), *_unknown_pages(run)])


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
