"""Searching around towns: radius, and the cities that are reached whole (docs/api.md 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ftsandbox.catalogue.places import towns

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from ftsandbox.catalogue.catalogue import Mask
    from ftsandbox.catalogue.places import Place

    Kilometres = NDArray[np.float64]

DEFAULT_KM = 10
PARIS, LYON, MARSEILLE = "75056", "69123", "13055"
# How the arrondissements' codes begin.
_PARTS = {PARIS: "751", LYON: "6938", MARSEILLE: "132"}
_EARTH_KM = 6371.0


def kilometres(
    here: tuple[float, float], latitudes: Kilometres, longitudes: Kilometres
) -> Kilometres:
    """Return the distances from *here* (latitude, longitude), on a sphere; NaN stays NaN.

    >>> kilometres((48.8566, 2.3522), np.array([45.7640]), np.array([4.8357])).round().tolist()
    [391.0]
    """
    north, east = np.radians(latitudes - here[0]), np.radians(longitudes - here[1])
    shrink = np.cos(np.radians(here[0])) * np.cos(np.radians(latitudes))
    chord = np.sin(north / 2) ** 2 + shrink * np.sin(east / 2) ** 2
    distances: Kilometres = 2 * _EARTH_KM * np.arcsin(np.sqrt(chord))
    return distances


def nearest(places: Sequence[Place], codes: Collection[str]) -> Kilometres:
    """Return how far each place is from the nearest of the towns; infinity if it does not say."""
    latitudes = np.array([place.latitude for place in places], dtype=np.float64)
    longitudes = np.array([place.longitude for place in places], dtype=np.float64)
    best = np.full(len(places), np.inf)
    for code in codes:
        town = towns()[code]
        here = (town.latitude, town.longitude)
        best = np.fmin(best, kilometres(here, latitudes, longitudes))
    return best


def reached(places: Sequence[Place], codes: Collection[str], km: int) -> Mask:
    """Tell which places a search around *codes* reaches; at 0 km, the towns alone.

    Paris is reached whole from any of its arrondissements, or when its centre is within *km*;
    Lyon when its centre is.
    """
    wanted = set(codes)
    if any(code.startswith(_PARTS[PARIS]) for code in wanted):
        wanted.add(PARIS)
    near = nearest(places, codes) <= km if km else np.zeros(len(places), dtype=bool)
    wanted |= {city for city in (PARIS, LYON) if km and _centre_within(city, codes, km)}
    inside = np.array([_is_in(place, wanted) for place in places], dtype=bool)
    both: Mask = near | inside
    return both


def _is_in(place: Place, wanted: Collection[str]) -> bool:
    town = place.town or ""
    if town in wanted:
        return True
    # Real offers without their town's code still say that they are in Paris.
    if PARIS in wanted and place.department == "75" and place.latitude is not None:
        return True
    return any(city in wanted and town.startswith(part) for city, part in _PARTS.items())


def _centre_within(city: str, codes: Collection[str], km: int) -> bool:
    centre = towns()[city]
    latitude, longitude = np.array([centre.latitude]), np.array([centre.longitude])
    return any(
        kilometres((town.latitude, town.longitude), latitude, longitude)[0] <= km
        for town in (towns()[code] for code in codes)
    )
