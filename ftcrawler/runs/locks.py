"""Locks that the system frees when their holder dies, however it dies; no file is left behind.

start_run.py holds the one of a command, run.py that of a run; layout.py says where they are.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout


def acquire(path: Path, *, patience: float = 0) -> FileLock | None:
    """Return the lock, or None if another holds it for *patience* seconds more."""
    # Whichever thread closes a run releases its locks.
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        return None
    return lock


def is_held(path: Path) -> bool:
    """Tell whether somebody holds the lock; if nobody does, remove its file."""
    lock = acquire(path)
    if lock is not None:
        release(lock)
    return lock is None


def remove_dead(folder: Path) -> None:
    """Remove the files of locks whose holders were killed."""
    for path in folder.glob("*.lock"):
        with suppress(OSError):  # a folder, or another user's: in nobody's way
            is_held(path)


def release(lock: FileLock) -> None:
    """Free the lock and remove its file."""
    # Removed while held: who waits for it then sees that its file is gone, and makes another.
    # The other way round it could lock a file that is removed under it, and not be alone.
    path = Path(lock.lock_file)
    with suppress(OSError):  # Windows removes no open file
        path.unlink()
        lock.release()
        return
    lock.release()
    with suppress(OSError):
        path.unlink()
