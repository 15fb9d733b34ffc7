"""The status of the history as a person reads it, in French, and as a program does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ftcrawler.history.showing.event_words import WORDS, events_said
from ftcrawler.history.showing.update_lines import REMEDY, refused_line
from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import UNKNOWN, ago, count, number, size
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.history.showing.status import HistoryStatus
    from ftcrawler.history.upkeep.raw_pages import Pages


def status_lines(status: HistoryStatus) -> Iterator[str]:
    """Yield the lines, the figures first."""
    yield f"Offres ouvertes : {number(status.open_offers)}"
    events = events_said(status.events, none="aucun")
    yield f"Événements : {events}"
    yield f"Dernière collecte appliquée : {status.last_applied or UNKNOWN}"
    standing = status.standing
    if not standing.readings:
        yield "Dernière lecture complète : aucune"
    for label, moment in standing.readings.items():
        yield f"Dernière lecture complète de « {one_line(label)} » : {_age(moment, status.now)}"
    oldest = standing.oldest_candidate
    since = f", la plus ancienne absente depuis le {_moment(oldest)}" if oldest else ""
    candidates = f"{number(standing.candidates)}{since}"
    yield f"Candidates, à demander par « scrapy crawl closed » : {candidates}"
    yield f"Pages de collectes appliquées : {pages_said(status.raw.applied)}"
    if status.raw.with_closed.count:
        yield (
            f"Dont pages d'avant la dernière fermeture : {pages_said(status.raw.with_closed)} ; "
            "elles peuvent tenir des offres fermées, et « scrapy purge » les efface"
        )
    for run, why in status.not_applied.items():
        yield f"Non appliquée : {one_line(run)}, {one_line(why)}"
    for label, closings in standing.closings_refused.items():
        yield refused_line(label, closings)
    if standing.closings_refused:
        yield REMEDY
    damaged = f"dont {count(len(status.damaged), 'inutilisable')}"
    sound = damaged if status.damaged else "en bon état"
    yield f"Fichiers : {number(status.files)}, {size(status.bytes)}, {sound}"
    if status.to_send is not None:
        yield f"À envoyer vers S3 : {count(status.to_send, 'fichier')}"


def status_data(status: HistoryStatus) -> dict[str, Any]:
    """Return the same for programs (docs/historique.md)."""
    standing = status.standing
    oldest = standing.oldest_candidate
    return {
        "source": status.source,
        "offres_ouvertes": status.open_offers,
        "evenements": {str(kind): status.events.get(kind, 0) for kind in WORDS},
        "derniere_appliquee": status.last_applied,
        "lectures_completes": {
            label: {"debut": moment.astimezone(UTC), "age_heures": _hours(moment, status.now)}
            for label, moment in standing.readings.items()
        },
        "candidates": standing.candidates,
        "candidate_la_plus_ancienne": oldest,
        "fermetures_refusees": {
            label: {
                "collecte": each.run,
                "depuis": each.since.astimezone(UTC),
                "tenues": each.stock,
                "absentes": each.gone,
            }
            for label, each in standing.closings_refused.items()
        },
        "non_appliquees": dict(status.not_applied),
        "pages_appliquees": _pages(status.raw.applied),
        "pages_d_avant_la_derniere_fermeture": _pages(status.raw.with_closed),
        "fichiers": status.files,
        "octets": status.bytes,
        "a_envoyer": status.to_send,
        "abimes": list(status.damaged),
    }


def _pages(pages: Pages) -> dict[str, int]:
    return {"pages": pages.count, "octets": pages.bytes}


def pages_said(pages: Pages) -> str:
    """Return how many pages there are, and their size.

    >>> from ftcrawler.history.upkeep.raw_pages import Pages
    >>> pages_said(Pages(3400, 2_048_888_900)), pages_said(Pages())
    ('3 400 pages, 2,0 Go', '0 page')
    """
    told = count(pages.count, "page")
    return f"{told}, {size(pages.bytes)}" if pages.count else told


def _age(moment: datetime, now: datetime) -> str:
    return f"{ago((now - moment).total_seconds())}, le {_moment(moment)}"


def _hours(moment: datetime, now: datetime) -> float:
    return round((now - moment).total_seconds() / 3600, 1)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(PARIS):%d/%m/%Y à %H:%M}"
