"""What S3 was sent and has no more: the files of runs that are over, against a listing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ftcrawler.runs.layout import (
    RAW_PREFIX,
    RUNS_PREFIX,
    details_key,
    found_by_key,
    report_key,
)
from ftcrawler.runs.page_names import PageName
from ftcrawler.runs.report import Report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run import Run
    from ftcrawler.s3.store import S3Store


@dataclass(frozen=True, slots=True)
class MissingObjects:
    """Keys that S3 lacks, or holds in part; keys of which it holds more than the disk does.

    Files of a run are written once: the disk's are damaged then, and S3's are not written over.
    """

    again: list[str] = field(default_factory=list)
    longer: list[str] = field(default_factory=list)


def find_missing(layout: DataLayout, store: S3Store, known: Collection[str]) -> MissingObjects:
    """Compare names and sizes; *known* are keys to look for beside those of reported runs.

    Runs with a journal are left to it. Costs a request for each thousand objects. Raises S3Error.
    """
    sizes = {
        key: path.stat().st_size
        for key in {*known, *_sent(layout)}
        if (path := layout.root / key).is_file()
    }
    missing = MissingObjects()
    for prefix in (RAW_PREFIX, RUNS_PREFIX):
        for key, size in store.sizes(prefix):
            here = sizes.get(key)
            if here is not None and size >= here:
                del sizes[key]
                if size > here:
                    missing.longer.append(key)
    missing.again.extend(sorted(sizes))
    return missing


def sent_by(run: Run) -> set[str]:
    """Return the keys of what the journal of *run* knows as sent."""
    if not run.to_upload:
        return set()
    of_run = (report_key(run.name), found_by_key(run.name), details_key(run.name))
    keys = {key for _, key in run.journal.page_keys()}
    keys.update(key for key in of_run if run.journal.has_file(key))
    return keys - set(run.journal.pending())


def _sent(layout: DataLayout) -> Iterator[str]:
    """Yield the keys of runs without a journal that sent their files.

    A run kept off S3 keeps its report too: it would announce pages that are not there.
    """
    stamps = set()
    for run in {*layout.with_report()}.difference(layout.with_journal()):
        if _pages_in_s3(layout.report(run)):
            stamps.add(run.stamp)
            yield report_key(run)
            yield found_by_key(run)
            yield details_key(run)
    if stamps and layout.raw.is_dir():
        for path in layout.raw.iterdir():
            if (page := PageName.parse(path.name)) and page.stamp in stamps:
                yield f"{RAW_PREFIX}{path.name}"


def _pages_in_s3(report: Path) -> bool:
    try:
        return bool(Report.from_json(report.read_bytes()).s3.get("uploaded"))
    except (OSError, ValueError):  # no report of ours, or not whole
        return False
