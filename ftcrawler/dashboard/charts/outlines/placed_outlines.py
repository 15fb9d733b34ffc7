"""The outlines of the departments on one sheet: those overseas, and Paris, in frames of their own.

The sheet's unit is 200 m of mainland France, north up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from ftcrawler.dashboard.charts.outlines.projections import Point, Projection, conic, flat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OBJECT: Final = "departements"
UNITS: Final = 5  # in a kilometre
MARGIN: Final = 8.0  # km, within a frame
NAME_ROOM: Final = 30.0  # km, for the frame's name above what it shows

Topology: TypeAlias = dict[str, Any]
Arc: TypeAlias = list[Point]
# Numbers, in lists by ring and by polygon.
Arcs: TypeAlias = "int | list[Arcs]"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where departments are drawn apart: a rectangle in km, and how they are projected."""

    name: str
    short: str
    codes: tuple[str, ...]
    left: float
    bottom: float
    width: float = 186.0
    height: float = 170.0
    projection: Projection = flat

    def corners(self) -> list[Point]:
        """Return its outline, closed."""
        right, top = self.left + self.width, self.bottom + self.height
        return [
            (self.left, self.bottom),
            (self.left, top),
            (right, top),
            (right, self.bottom),
            (self.left, self.bottom),
        ]

    def placed(self, points: Sequence[Point]) -> Projection:
        """Return what brings `points`, and all between them, into the frame."""
        xs, ys = zip(*map(self.projection, points), strict=True)
        inner = (self.width - 2 * MARGIN, self.height - 2 * MARGIN - NAME_ROOM)
        scale = min(inner[0] / (max(xs) - min(xs)), inner[1] / (max(ys) - min(ys)))
        middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
        x, y = self.left + self.width / 2, self.bottom + MARGIN + inner[1] / 2

        def place(point: Point) -> Point:
            east, north = self.projection(point)
            return x + scale * (east - middle[0]), y + scale * (north - middle[1])

        return place


# Below the Pyrenees, left of Corsica; that of Paris in the Channel.
_ROW: Final = -660.0
FRAMES: Final = (
    Frame("Guadeloupe", "971", ("971",), -595, _ROW),
    Frame("Martinique", "972", ("972",), -393, _ROW),
    Frame("Guyane", "973", ("973",), -191, _ROW),
    Frame("La Réunion", "974", ("974",), 11, _ROW),
    Frame("Mayotte", "976", ("976",), 213, _ROW),
    Frame("Paris et alentours", "Paris", ("75", "92", "93", "94"), -595, 320, 230, 190, conic),
)


def arc_numbers(arcs: Arcs) -> Iterator[int]:
    """Yield the arcs of a geometry, however deep; TopoJSON's ~n is arc n backwards."""
    if isinstance(arcs, int):
        yield max(arcs, ~arcs)
        return
    for inner in arcs:
        yield from arc_numbers(inner)


def moved(arcs: Arcs, to: Mapping[int, int]) -> Arcs:
    """Return the arcs of a geometry under their new numbers."""
    if isinstance(arcs, int):
        return to[arcs] if arcs >= 0 else ~to[~arcs]
    return [moved(inner, to) for inner in arcs]


def _deltas(points: Arc, place: Projection) -> list[list[int]]:
    """Return a placed arc as TopoJSON writes it: each point from the one before, if it moved."""
    on_sheet = [[round(UNITS * value) for value in place(point)] for point in points]
    steps = [[x - left, y - below] for (left, below), (x, y) in pairwise(on_sheet)]
    # An arc has two points at least, be they the same.
    return [on_sheet[0], *([step for step in steps if any(step)] or [[0, 0]])]


@cache
def _source() -> Topology:
    path = files(__package__).joinpath("departements.topojson")
    source: Topology = orjson.loads(path.read_bytes())
    return source


def _degrees(source: Topology) -> list[Arc]:
    (wide, high), (west, south) = source["transform"]["scale"], source["transform"]["translate"]
    return [
        [
            (x * wide + west, y * high + south)
            for x, y in accumulate(arc, lambda at, step: (at[0] + step[0], at[1] + step[1]))
        ]
        for arc in source["arcs"]
    ]


def placed_outlines() -> Topology:
    """Return a topology of the sheet: `departements`, each with its `id` (`D69`) and name (`nom`).

    The departments around Paris are there twice: in their place, and in their frame.
    """
    source = _source()
    degrees = _degrees(source)
    geometries: list[dict[str, Any]] = []
    arcs: list[list[list[int]]] = []
    apart = {code for frame in FRAMES if frame.projection is flat for code in frame.codes}

    def add(chosen: list[dict[str, Any]], place: Projection) -> None:
        numbers = sorted({n for one in chosen for n in arc_numbers(one["arcs"])})
        to = {n: len(arcs) + at for at, n in enumerate(numbers)}
        arcs.extend(_deltas(degrees[n], place) for n in numbers)
        geometries.extend(
            one | {"id": f"D{one['id']}", "arcs": moved(one["arcs"], to)} for one in chosen
        )

    everything = source["objects"][OBJECT]["geometries"]
    add([one for one in everything if one["id"] not in apart], conic)
    for frame in FRAMES:
        chosen = [one for one in everything if one["id"] in frame.codes]
        points = [at for one in chosen for n in arc_numbers(one["arcs"]) for at in degrees[n]]
        add(chosen, frame.placed(points))
    return {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "objects": {OBJECT: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }


def frames() -> list[dict[str, Any]]:
    """Return the frames as GeoJSON features, with their names and their upper left corner."""
    return [
        {
            "type": "Feature",
            "properties": {
                "nom": frame.name,
                "court": frame.short,
                "x": UNITS * frame.left,
                "y": UNITS * (frame.bottom + frame.height),
            },
            "geometry": {
                "type": "LineString",
                "coordinates": [[UNITS * x, UNITS * y] for x, y in frame.corners()],
            },
        }
        for frame in FRAMES
    ]
