"""What an invocation gives back, and when it is an error that Lambda's alarms should see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from ftcrawler.endings import EXIT_INCOMPLETE, EXIT_OK, Status, error_of
from ftcrawler.exceptions import FtcrawlerError, UploadError

if TYPE_CHECKING:
    from ftcrawler.aws_lambda.leftover_upload import Unsent
    from ftcrawler.crawling.crawl_process import Ended
    from ftcrawler.runs.report import Report

CUT: Final = "Collecte tuée à la fin du temps de la fonction, avant d'avoir écrit son rapport."


def conclude(
    ended: Ended, report: Report | None, unsent: Unsent, *, resumable: bool
) -> dict[str, Any]:
    """Return what the invocation answers: exit code 0 or 4, whether it can go on, the report.

    Raises an error of ours where `scrapy crawl` ends with 1, 2 or 3, and where S3 did not take
    what was collected: on this machine nothing lasts.
    """
    if unsent.files:
        raise UploadError(
            f"Erreur lors du téléchargement vers S3 : {unsent.files} fichier(s) de cette "
            f"invocation perdu(s). {' '.join(sorted(unsent.causes)) or 'Le temps a manqué.'} "
            "Une fois la cause corrigée, une autre invocation collectera à nouveau leurs offres."
        )
    if ended.code < 0 and not ended.cut:
        raise FtcrawlerError(
            f"La collecte a été tuée (signal {-ended.code}), sans doute faute de mémoire : "
            "augmentez MemorySize. L'invocation suivante la reprend."
        )
    if report is None:
        raise FtcrawlerError(
            f"La collecte s'est arrêtée sans rapport (code {ended.code}) : le journal de "
            "l'invocation, dans CloudWatch, dit pourquoi."
        )
    if report.status is Status.FAILED:
        # Lambda shows the name of the error: it says who can mend it.
        raise error_of(report.reason).told(str(report.message))
    incomplete = report.status is Status.INCOMPLETE
    return {
        "exit_code": EXIT_INCOMPLETE if incomplete else EXIT_OK,
        "resumable": incomplete and resumable,
        "report": orjson.loads(report.to_json()),
    }
