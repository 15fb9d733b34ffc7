"""Fill a data folder as a crawl does, and look at it as S3 should."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ftcrawler.endings import Status
from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.layout import DataLayout, report_key
from ftcrawler.runs.page_names import page_key
from ftcrawler.runs.report import Report
from ftcrawler.runs.report import write_report as store_report

if TYPE_CHECKING:
    from pathlib import Path

    from ftcrawler.runs.run import Run


def add_page(run: Run, page: int) -> str:
    """Write and record a page as pipelines/store_local.py does; return its key."""
    label = run.name.spider
    key = page_key(label, run.stamp, page)
    body = json.dumps({"resultats": [{"id": f"{page}"}], "é": "accent"}).encode() * (page % 3 + 1)
    run.files.write(key, body)
    run.journal.record_page(StoredPage(key, label, len(body), [f"{page}"], [f"{page}"]))
    return key


def write_report(run: Run, *, uploaded: int, pending: int) -> Path:
    """Write a report that says so of S3, of a run that is over."""
    report = Report(
        run=str(run.name),
        spider=run.name.spider,
        finished="",
        status=Status.COMPLETE,
        files={"written": 9},
        s3={"uploaded": uploaded, "pending": pending},
    )
    store_report(run.layout, report)
    run.end()
    return run.files.path(report_key(run.name))


def in_folder(layout: DataLayout) -> dict[str, bytes]:
    """Return all that is below raw/ and runs/, as S3 names it."""
    return {
        path.relative_to(layout.root).as_posix(): path.read_bytes()
        for folder in (layout.raw, layout.runs)
        for path in sorted(folder.iterdir())
    }


def on_disk(layout: DataLayout, *folders: str) -> dict[str, bytes]:
    """Return what S3 should hold."""
    return {
        path.relative_to(layout.root).as_posix(): path.read_bytes()
        for folder in folders or ("raw", "runs")
        for path in (layout.root / folder).rglob("*.json")
    }
