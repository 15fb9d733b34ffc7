"""The entry point of the Lambda function: one event, one crawl, its report.

A container may be used again, or not: each invocation works in a folder of its own, and what
lasts is in S3 (docs/lambda.md).
"""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from ftcrawler import settings
from ftcrawler.aws_lambda.conclusion import CUT, conclude
from ftcrawler.aws_lambda.event import read_event
from ftcrawler.aws_lambda.fetch_reports import fetch_reports
from ftcrawler.aws_lambda.kept_journals import KeptJournals
from ftcrawler.aws_lambda.lease import alone
from ftcrawler.aws_lambda.leftover_upload import LeftoverUpload
from ftcrawler.aws_lambda.metrics import metrics_line
from ftcrawler.aws_lambda.time_limit import KILL, S3_DRAIN, SEND, STOP, TimeLeft
from ftcrawler.crawling.crawl_process import TimeLimit, crawl_environment, run_crawl
from ftcrawler.crawling.crawl_report import report_of
from ftcrawler.exceptions import ConfigurationError
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.run_name import RunName
from ftcrawler.s3.store import S3Store

if TYPE_CHECKING:
    from ftcrawler.aws_lambda.time_limit import Context
    from ftcrawler.crawling.crawl_command import CrawlCommand

FOLDER_PREFIX: Final = "ftcrawler-data-"


def handler(event: object, context: Context) -> dict[str, Any]:
    """Run the crawl that *event* asks for; return its exit code, 0 or 4, and its report.

    Raises an error of ftcrawler.exceptions for whatever somebody has to mend.
    """
    asked = read_event(event)
    time_left = TimeLeft(context)
    store = S3Store.from_settings(vars(settings))
    if store is None:
        raise ConfigurationError(
            "Aucun bucket S3 : sur Lambda rien ne dure hors de S3. Renseignez data_lake_bucket "
            "dans l'environnement de la fonction."
        )
    with alone(store, time_left.seconds), TemporaryDirectory(prefix=FOLDER_PREFIX) as folder:
        layout = DataLayout(Path(folder))
        state = KeptJournals(store, layout)
        state.fetch()
        fetch_reports(store, layout, apart_from=state.runs())
        limit = TimeLimit(lambda: time_left.until(STOP), lambda: time_left.until(KILL))
        ended = run_crawl(_into(layout.root, asked), limit=limit, beside=state.save_begun)
        upload = LeftoverUpload(layout, store, workers=settings.FT_S3_WORKERS)
        unsent = upload.run(time_left.until(SEND))
        report = report_of(ended, killed=CUT)
        # Room for a copy of the journal: S3 has the pages by now, or never will.
        shutil.rmtree(layout.raw, ignore_errors=True)
        state.save()
    resumable = report is not None and state.is_saved(RunName.parse(report.run))
    answer = conclude(ended, report, unsent, resumable=resumable)
    line = metrics_line(context.function_name, answer, time.time_ns() // 1_000_000)
    print(line, flush=True)  # noqa: T201 (what is printed is in Lambda's log)
    return answer


def _into(folder: Path, asked: CrawlCommand) -> CrawlCommand:
    return replace(
        asked,
        # What its time limit leaves for uploads.
        settings={**asked.settings, "FT_S3_DRAIN": str(S3_DRAIN)},
        folder=folder,  # no .env and no scrapy.cfg is looked for from there
        environment=crawl_environment(
            FT_DATA_DIR=str(folder), SCRAPY_SETTINGS_MODULE="ftcrawler.settings"
        ),
    )
