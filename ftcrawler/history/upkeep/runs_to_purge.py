"""Whose raw pages may go: runs applied as they are now, which nobody takes up again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ftcrawler.history.upkeep.raw_pages import applied_runs
from ftcrawler.runs import locks
from ftcrawler.runs.finished_runs import read_reports
from ftcrawler.runs.paris_time import day

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from ftcrawler.history.files.manifest import Manifest
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName


def runs_to_purge(
    layout: DataLayout, manifest: Manifest, stamps: Collection[str], *, now: datetime, days: int
) -> dict[RunName, str]:
    """Return the applied runs of *stamps* that began more than *days* days before *now*.

    Each comes with the reason, in French, why its pages have to stay; an empty one: they may go.
    A run of today is never among them: the same command looks for its pages.
    """
    finished = {each.name: each.finished for each in manifest.runs if not each.refused}
    here = {*layout.with_report(), *layout.with_journal()}
    shared = {name.stamp for name in here if name not in finished}
    return {
        name: _why_not(layout, name, finished[name], shared)
        for name in sorted(applied_runs(manifest))
        if name.stamp in stamps
        and name.day != day(now)
        and now - name.started > timedelta(days=days)
    }


def _why_not(layout: DataLayout, name: RunName, finished: str, shared: Collection[str]) -> str:
    if locks.is_held(layout.lock(name)):
        return "en cours"
    if layout.journal(name).exists():
        return "à reprendre, ou des fichiers restent à envoyer : « scrapy s3-sync »"
    if name.stamp in shared:
        return "une autre collecte, qui n'est pas appliquée, a commencé à la même seconde"
    # Of a run of another machine the disk has no report.
    for _, report in read_reports(layout, [name], lambda *_: None):
        if report.finished != finished:
            return "reprise depuis : « scrapy history update » d'abord"
    return ""
