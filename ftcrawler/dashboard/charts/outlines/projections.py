"""From longitude and latitude, in degrees, to kilometres on a plane, north up."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, log, pi, radians, sin, tan
from typing import Final, TypeAlias

Point: TypeAlias = tuple[float, float]
Projection: TypeAlias = Callable[[Point], Point]

EARTH: Final = 6371.0
# Those of Lambert-93, which maps of France are drawn in.
MERIDIAN: Final = radians(3)
ORIGIN: Final = radians(46.5)
PARALLELS: Final = (radians(44), radians(49))


def _steepness(latitude: float) -> float:
    return tan(pi / 4 + latitude / 2)


_SOUTH, _NORTH = PARALLELS
_CONE: Final = log(cos(_SOUTH) / cos(_NORTH)) / log(_steepness(_NORTH) / _steepness(_SOUTH))
_RADIUS: Final = EARTH * cos(_SOUTH) * _steepness(_SOUTH) ** _CONE / _CONE


def conic(point: Point) -> Point:
    """Return where a point of mainland France lies: a conformal cone, on a sphere.

    >>> [round(kilometres) for kilometres in conic((3, 46.5))]
    [0, 0]
    >>> [round(kilometres) for kilometres in conic((7.75, 48.57))]
    [349, 241]
    """
    longitude, latitude = map(radians, point)
    distance = _RADIUS / _steepness(latitude) ** _CONE
    angle = _CONE * (longitude - MERIDIAN)
    return distance * sin(angle), _RADIUS / _steepness(ORIGIN) ** _CONE - distance * cos(angle)


def flat(point: Point) -> Point:
    """Return where a point of a small place lies: degrees of longitude narrow with latitude.

    The place's own latitude would do for all its points; within one department it makes no odds.

    >>> [round(kilometres) for kilometres in flat((0, 1))]
    [0, 111]
    """
    longitude, latitude = map(radians, point)
    return EARTH * longitude * cos(latitude), EARTH * latitude
