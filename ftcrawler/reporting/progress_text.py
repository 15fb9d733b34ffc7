"""Progress in French: a line for a log, and ever shorter words for beside a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.reporting.french import count, decimal, duration, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.reporting.progress import Progress, Tally


def line(shown: Progress) -> str:
    """Return everything, in words."""
    return ", ".join([f"{percent(shown)} %", *_in_words(shown)])


def texts(shown: Progress) -> list[str]:
    """Return what stands beside a bar that shows the percentage, the longest text first."""
    kinds = (_in_words, _in_short, _in_figures, _in_brief)
    return [", ".join(kind(shown)) for kind in kinds]


def percent(shown: Progress) -> int:
    """Return how much is done; 100 only when all is."""
    return int(100 * shown.tally.share)


def _in_words(shown: Progress) -> Iterator[str]:
    yield _offers(shown.tally)
    if shown.rate is not None:
        unit = "requêtes/s" if shown.rate >= 2 else "requête/s"  # noqa: PLR2004 (French grammar)
        yield f"{decimal(shown.rate)} {unit}{_share(shown, ' du quota')}"
    yield _left(shown)
    if shown.pending is not None:
        yield count(shown.pending, "fichier à envoyer")


def _in_short(shown: Progress) -> Iterator[str]:
    yield f"{_of_total(shown.tally)} offres"
    yield from _pace(shown, " du quota")
    yield _left(shown)
    yield from _pending(shown)


def _in_figures(shown: Progress) -> Iterator[str]:
    yield _of_total(shown.tally)
    yield from _pace(shown, "")
    yield _left(shown)
    yield from _pending(shown)


def _in_brief(shown: Progress) -> Iterator[str]:
    yield number(shown.tally.read)
    yield _left(shown)
    yield from _pending(shown)


def _offers(tally: Tally) -> str:
    """Return how many offers were read of how many.

    >>> from ftcrawler.reporting.progress import Tally
    >>> _offers(Tally(read=450, announced=9000, wanted=1500))
    '450 offres sur plus de 1 500 à lire (9 000 annoncées)'
    >>> _offers(Tally(read=450, wanted=9000, known=True))
    '450 offres sur 9 000 à vérifier'
    """
    told = count(tally.read, "offre")
    if tally.wanted is None:
        return told
    if tally.announced is None:
        return f"{told} sur {number(tally.wanted)} à vérifier"
    more = "" if tally.known else "plus de "
    announced = count(tally.announced, "annoncée")
    if tally.wanted == tally.announced:
        return f"{told} sur {more}{announced}"
    return f"{told} sur {more}{number(tally.wanted)} à lire ({announced})"


def _of_total(tally: Tally) -> str:
    if tally.wanted is None:
        return number(tally.read)
    return f"{number(tally.read)}/{number(tally.wanted)}{'' if tally.known else '+'}"


def _pace(shown: Progress, of_quota: str) -> Iterator[str]:
    if shown.rate is not None:
        yield f"{decimal(shown.rate)} req/s{_share(shown, of_quota)}"


def _share(shown: Progress, of_quota: str) -> str:
    if not shown.quota or shown.rate is None:
        return ""
    return f" ({100 * shown.rate / shown.quota:.0f} %{of_quota})"


def _left(shown: Progress) -> str:
    if shown.left is None:
        return "arrêt en cours" if shown.stopping else "durée inconnue"
    if not shown.left:
        return "lecture finie"
    return f"{'arrêt dans' if shown.stopping else 'reste'} {duration(shown.left)}"


def _pending(shown: Progress) -> Iterator[str]:
    if shown.pending is not None:
        yield f"{number(shown.pending)} à envoyer"
