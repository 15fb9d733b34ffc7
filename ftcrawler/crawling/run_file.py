"""A file in which a crawl tells whoever started it where its report will be: FT_RUN_FILE.

A run's name is not known before it begins; another run's report may be written meanwhile.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ftcrawler.runs.local_files import LocalStore

if TYPE_CHECKING:
    from ftcrawler.runs.run import Run


def refuse_unwritable_run_file(run_file: str | None) -> None:
    """Raise StorageError if `tell_run` could not write: before a run begins, which would stay."""
    if run_file:
        path = Path(run_file).absolute()
        LocalStore(path.parent).write(path.name, b"")


def tell_run(run_file: str | None, run: Run) -> None:
    """Write, if anybody wants to know, where the report of *run* will be; raise StorageError."""
    if run_file:
        path = Path(run_file).absolute()
        told = run.layout.report(run.name).absolute()
        LocalStore(path.parent).write(path.name, os.fsencode(told))


def report_told(run_file: Path) -> Path | None:
    """Return where the crawl's report is, or would be; None if no run began."""
    try:
        told = run_file.read_bytes()
    except FileNotFoundError:
        return None
    return Path(os.fsdecode(told)) if told else None
