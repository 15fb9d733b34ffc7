"""One at a time: whoever changes the history, or takes away what it was made from."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ftcrawler.exceptions import HistoryError
from ftcrawler.runs import locks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.runs.layout import DataLayout

# Seconds that an update waits for another one: the first of a country takes ten.
PATIENCE: Final = 600.0


@contextmanager
def alone(layout: DataLayout) -> Iterator[None]:
    """Hold the lock of the history; raise HistoryError if somebody else does for too long."""
    lock = locks.acquire(layout.history_lock, patience=PATIENCE)
    if lock is None:
        raise HistoryError(
            f"Une autre mise à jour de l'historique de {layout.root} est en cours depuis plus de "
            f"{PATIENCE / 60:.0f} minutes. Attendez qu'elle finisse, ou arrêtez-la."
        )
    try:
        yield
    finally:
        locks.release(lock)
