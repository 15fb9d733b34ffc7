"""Send what a run that is over left behind, and correct what its report says of S3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.exceptions import StorageError
from ftcrawler.runs.layout import RAW_PREFIX, report_key
from ftcrawler.runs.report import with_pending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ftcrawler.runs.run import Run


def one_by_one(send: Callable[[str], None], keys: Iterable[str]) -> None:
    """Send the keys in order."""
    for key in keys:
        send(key)


def catch_up(
    run: Run,
    send: Callable[[str], None],
    *,
    send_all: Callable[[Callable[[str], None], Iterable[str]], None] = one_by_one,
) -> None:
    """Have *send* called with each file of *run* that S3 lacks, and with its report if it changed.

    *send* notes in the journal what it sent and does not raise. Raises StorageError.
    """
    report = report_key(run.name)
    send_all(send, [key for key in run.journal.pending() if key != report])
    if run.reported:
        _correct_report(run)
    if report in run.journal.pending():
        send(report)


def _correct_report(run: Run) -> None:
    key = report_key(run.name)
    path = run.files.path(key)
    pending = sum(name.startswith(RAW_PREFIX) for name in run.journal.pending())
    try:
        body = with_pending(path.read_bytes(), pending)
    except (OSError, ValueError) as exc:
        raise StorageError(f"Rapport illisible : {path}. Réparez-le ou supprimez-le.") from exc
    if body is None:
        return
    # Entered first: killed between the two, the next pass corrects it once more and sends it.
    run.journal.record_file(key, len(body))
    run.files.write(key, body)
