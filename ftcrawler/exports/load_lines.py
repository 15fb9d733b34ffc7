"""What is said of a load, in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.reporting.french import count

if TYPE_CHECKING:
    from ftcrawler.exports.load_tables import Loaded


def loaded_line(loaded: Loaded) -> str:
    """Return what a load brought.

    >>> from ftcrawler.exports.load_tables import Loaded
    >>> loaded_line(Loaded(2, 326, 900))
    'Base à jour : 326 événements de 2 fichiers chargés ; 900 offres ouvertes.'
    >>> loaded_line(Loaded(0, 0, 1))
    'Base à jour : aucun événement nouveau ; 1 offre ouverte.'
    """
    new = "aucun événement nouveau"
    if loaded.files:
        files = count(loaded.files, "fichier")
        chosen = "chargés" if loaded.events > 1 else "chargé"
        new = f"{count(loaded.events, 'événement')} de {files} {chosen}"
    offers = count(loaded.open_offers, "offre")
    return f"Base à jour : {new} ; {offers} ouverte{'s' if loaded.open_offers > 1 else ''}."
