"""Obey `Retry-After`: have all who share the quota wait, or end a run that would wait too long."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ftcrawler import endings, stats
from ftcrawler.early_end import end_run
from ftcrawler.quota.pause import TOO_MANY_REQUESTS, pause_after
from ftcrawler.quoting import one_line
from ftcrawler.runs.paris_time import paris_now

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from ftcrawler.quota.pause import Pause
    from ftcrawler.quota.request_queue import RequestQueue

logger = logging.getLogger(__name__)

TEN_YEARS: Final = 10 * 365 * 86_400.0


async def obey_retry_after(response: Response, queue: RequestQueue, crawler: Crawler) -> None:
    """Hold *queue* for as long as an answer asks; end the run if nobody waits that long."""
    asked = header_of(response, "Retry-After")
    pause = pause_after(response.status, asked, header_of(response, "Date"))
    if pause is None:
        return
    await queue.heed_pause(pause)
    crawler.stats.inc_value(stats.PAUSED, int(pause.seconds))
    if pause.too_long:
        said = f"HTTP {response.status}, Retry-After : {one_line(asked, most=40)}"
        message = _too_long(pause, said)
        end_run(crawler, reason=endings.API_UNREACHABLE.reason, message=message)
        return
    why = "faute de durée lisible" if pause.asked is None else "comme demandé"
    if response.status == TOO_MANY_REQUESTS:
        logger.warning("Quota de l'API dépassé (429) : pause de %.0f s, %s", pause.seconds, why)
    else:
        told = (response.status, pause.seconds, why)
        logger.warning("API indisponible (%d) : pause de %.0f s, %s", *told)


def header_of(response: Response, name: str) -> str:
    """Return a header's text, empty if there is none."""
    return (response.headers.get(name) or b"").decode("latin-1").strip()


def _too_long(pause: Pause, said: str) -> str:
    """Return what is said of a pause that nobody waits for: what was asked, when to come back."""
    until = "dans plus de dix ans"
    if pause.asked is not None and pause.asked < TEN_YEARS:
        until = f"à partir du {paris_now() + timedelta(seconds=pause.asked):%d/%m/%Y à %H:%M}"
    return (
        "Erreur: l'API demande une pause plus longue que l'heure qu'une collecte attend au plus "
        f"({said}). Ce qui a été lu est gardé ; relancez la même commande {until}."
    )
