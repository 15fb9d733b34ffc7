"""Whether a feed could be written at all: what would fail at the first page is told before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.feeds.destinations import is_filled, is_writable, local_path, shown
from ftcrawler.feeds.formats import CHOICES, WHOLE
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Fields = Mapping[str, str] | Sequence[str] | None

# Names that are told where one was meant.
MOST: Final = 3


def refuse(uri: str, feed: Mapping[str, Any]) -> None:
    """Raise ConfigurationError if the complete options *feed* ask for what cannot be."""
    kind = feed["format"]
    if strange := strange_fields(feed["fields"], kind):
        raise ConfigurationError(f"{shown(uri)} : {strange}")
    path = local_path(uri)
    if path and not is_writable(path):
        raise ConfigurationError(
            f"{shown(uri)} : impossible d'écrire à cet endroit. Vérifiez les droits."
        )
    if kind in WHOLE and not feed.get("overwrite") and path and is_filled(path):
        raise ConfigurationError(
            f"{shown(uri)} existe déjà, et rien ne s'ajoute à un fichier {kind}. Remplacez-le par "
            "-O (« overwrite » dans FEEDS), ou supprimez-le."
        )


def tidy(chosen: Fields) -> Fields:
    """Return the fields without the blanks and the empty names that a list typed by hand has.

    >>> tidy(["id", " intitule", ""]), tidy({"id ": "n"}), tidy([" "])
    (['id', 'intitule'], {'id': 'n'}, None)
    """
    if isinstance(chosen, Mapping):
        return {name.strip(): to for name, to in chosen.items()} or None
    return [name.strip() for name in chosen or () if name.strip()] or None


def strange_fields(chosen: Fields, kind: str) -> str | None:
    """Return, in French, what a feed of the format *kind* cannot write; None if there is nothing.

    >>> print(strange_fields(["id", "lieuTravail.libelle", "nom"], "csv"))
    colonne inconnue au format csv : lieuTravail.libelle (lieuTravail_libelle ?), nom (entreprise_nom, contact_nom ?). Toutes les colonnes : docs/feeds.md
    >>> strange_fields({"id": "n", "intitule": "n"}, "csv")
    'deux colonnes porteraient le nom « n »'
    >>> strange_fields(["id"], "csv"), strange_fields(["whatever"], "xml")
    (None, None)
    """  # noqa: E501 (the message is one line)
    known = CHOICES.get(kind, ())
    if isinstance(chosen, Mapping):
        names = Counter(chosen.values())
        if twice := [name for name, number in names.items() if number > 1]:
            return f"deux colonnes porteraient le nom « {one_line(twice[0])} »"
    strange = [_with_near(name, known) for name in chosen or () if known and name not in known]
    if not strange:
        return None
    return (
        f"colonne inconnue au format {kind} : {', '.join(strange)}. "
        "Toutes les colonnes : docs/feeds.md"
    )


def _with_near(name: str, known: Iterable[str]) -> str:
    near = list(dict.fromkeys(_near(name, list(known))))[:MOST]
    shown = one_line(name)
    return f"{shown} ({', '.join(near)} ?)" if near else shown


def _near(name: str, known: list[str]) -> Iterator[str]:
    yield from get_close_matches(name, known, n=1, cutoff=0.8)
    yield from (each for each in known if each.endswith(f"_{name}"))
