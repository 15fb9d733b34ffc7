"""Names that a format does not know, and those that may have been meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from ftcrawler.feeds.formats import CHOICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST: Final = 3


def strange_fields(chosen: Iterable[str], kind: str) -> str | None:
    """Return, in French, what a feed of the format *kind* cannot write; None if there is nothing.

    >>> print(strange_fields(["id", "lieuTravail.libelle", "nom"], "csv"))
    colonne inconnue au format csv : lieuTravail.libelle (lieuTravail_libelle ?), nom (entreprise_nom, contact_nom ?). Toutes les colonnes : docs/feeds.md
    >>> strange_fields(["id"], "csv"), strange_fields(["whatever"], "xml")
    (None, None)
    """  # noqa: E501 (the message is one line)
    known = CHOICES.get(kind, ())
    strange = [_with_near(name, known) for name in chosen if known and name not in known]
    if not strange:
        return None
    return (
        f"colonne inconnue au format {kind} : {', '.join(strange)}. "
        "Toutes les colonnes : docs/feeds.md"
    )


def _with_near(name: str, known: Iterable[str]) -> str:
    near = list(dict.fromkeys(_near(name, list(known))))[:MOST]
    return f"{name} ({', '.join(near)} ?)" if near else name


def _near(name: str, known: list[str]) -> Iterator[str]:
    yield from get_close_matches(name, known, n=1, cutoff=0.8)
    yield from (each for each in known if each.endswith(f"_{name}"))
