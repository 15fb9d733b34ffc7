"""What is wrong with the history, as sentences in French."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ftcrawler.history.showing.update_lines import ACCEPT
from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import count, decimal, duration, number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ftcrawler.history.showing.standing import Standing

# A search that nobody has read for so long is given up, unless it is the last that was read.
GIVEN_UP: Final = timedelta(days=7)


def reading_alerts(standing: Standing, now: datetime, hours: float) -> Iterator[str]:
    """Tell each search whose last complete reading is too old.

    Of searches that were read whole on two days and not given up since, and of whichever was read
    last: offers are to be kept up to date each day.
    """
    if not standing.readings:
        yield "aucune lecture complète dans l'historique : rien ne peut fermer"
    for label, read in standing.readings.items():
        age = now - read
        given_up = label not in standing.followed or age > GIVEN_UP
        if age > timedelta(hours=hours) and (read == standing.last_complete or not given_up):
            yield (
                f"« {one_line(label)} » : dernière lecture complète il y a "
                f"{duration(age.total_seconds())}, plus de {hours:g} h"
            )


def candidate_alerts(standing: Standing, now: datetime, hours: float) -> Iterator[str]:
    """Tell offers that are missing and that nobody asks for."""
    oldest = standing.oldest_candidate
    if oldest is not None and now - oldest > timedelta(hours=hours):
        yield (
            f"{count(standing.candidates, 'offre')} à demander par « scrapy crawl closed » : la "
            f"plus ancienne manque depuis {duration((now - oldest).total_seconds())}, plus de "
            f"{hours:g} h"
        )


def closings_alerts(standing: Standing) -> Iterator[str]:
    """Tell searches whose closings stand refused."""
    for label, refused in standing.closings_refused.items():
        share = decimal(100 * refused.gone / refused.stock) if refused.stock else "0"
        yield (
            f"« {one_line(label)} » : fermetures refusées, {number(refused.gone)} des "
            f"{number(refused.stock)} offres ({share} %) manquent d'un coup dans {refused.run}. "
            f"Si elles ont vraiment disparu : {ACCEPT}"
        )
