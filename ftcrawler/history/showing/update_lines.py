"""What an update of the history did, in French: a line for each run, and what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.history.showing.event_words import events_said
from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import count, decimal, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.history.applying.update import Update
    from ftcrawler.history.files.manifest import RefusedClosings

NOTHING: Final = "Rien à appliquer : l'historique est à jour."
ACCEPT: Final = (
    "« scrapy history update --accept-closures », puis « scrapy crawl closed » et « scrapy "
    "history update » ; ou « scrapy nightly --accept-closures », qui fait tout"
)
REMEDY: Final = (
    f"Si ces offres ont vraiment disparu : {ACCEPT}. Sinon rien : une lecture complète qui les "
    "retrouve lève ce refus."
)
NEXT: Final = (
    "Rien n'est encore fermé : « scrapy crawl closed » les demande une à une, puis « scrapy "
    "history update » ferme celles qui n'existent plus."
)


def update_lines(update: Update) -> Iterator[str]:
    """Yield the lines: what was applied first, then what was not, then what is to be done."""
    yield from outcome_lines(update)
    for label, closings in update.closings_refused.items():
        yield refused_line(label, closings)
    if update.closings_refused:
        yield REMEDY
    if update.accepted:
        yield NEXT


def outcome_lines(update: Update) -> Iterator[str]:
    """Yield the lines of what was done with each run, and of what was accepted."""
    yield from _applied(update)
    for refused in update.refused:
        yield (
            f"{refused} : refusée, car plus ancienne qu'une collecte déjà appliquée. Ses pages "
            "restent ; l'historique se passe d'elle."
        )
    if update.waiting:
        named = ", ".join(map(str, update.waiting))
        yield (
            f"{named} : en attente d'une collecte commencée avant, en cours ou à reprendre "
            "aujourd'hui par la même commande."
        )
    for label, closings in update.accepted.items():
        yield (
            f"Fermetures acceptées pour « {one_line(label)} » : {_share(closings)}, que "
            f"{closings.run} ne retrouve pas, deviennent candidates."
        )
    if not (update.applied or update.refused or update.waiting or update.accepted):
        yield NOTHING


def _applied(update: Update) -> Iterator[str]:
    for run in update.applied:
        yield f"{run.run} : {events_said(run.events)}"
        if run.left_out:
            left = count(run.left_out, "offre")
            yield f"{run.run} : {left} sans identifiant utilisable, hors de l'historique."
        if lacking := " ; ".join(run.lacking):
            yield f"{run.run} : il en manque ({lacking}) ; elle ne compte pas comme complète."
    for label in update.first:
        yield (
            f"Première lecture complète de « {one_line(label)} » : ses offres sont toutes "
            "comptées comme ouvertes."
        )


def refused_line(label: str, closings: RefusedClosings) -> str:
    """Say which closings stand refused, and why.

    >>> from datetime import UTC, datetime
    >>> from ftcrawler.history.files.manifest import RefusedClosings
    >>> since = datetime(2026, 11, 24, 2, tzinfo=UTC)
    >>> it = RefusedClosings(run="all_20261124_030000", since=since, stock=1200, gone=800)
    >>> refused_line("all", it).partition(" : ")[2]
    'all_20261124_030000 ne retrouve pas 800 des 1 200 offres tenues (66,7 %).'
    """
    return (
        f"Fermetures refusées pour « {one_line(label)} » : {closings.run} ne retrouve pas "
        f"{_share(closings)}."
    )


def _share(closings: RefusedClosings) -> str:
    share = decimal(100 * closings.gone / closings.stock) if closings.stock else "0"
    return f"{number(closings.gone)} des {number(closings.stock)} offres tenues ({share} %)"


def is_clean(update: Update) -> bool:
    """Tell whether there is nothing that somebody should look at."""
    return not (update.refused or update.waiting or update.lacking or update.closings_refused)
