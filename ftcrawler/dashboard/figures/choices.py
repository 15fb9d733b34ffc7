"""What a reader can choose: a place, and a great domain of the ROME.

Offers are counted by cells, a department (or a region, where no department is told) and the first
letter of a ROME code; a cell belongs to up to six choices. So each offer is looked at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.api.code_labels import labels, regions_by_department
from ftcrawler.dashboard.exhibit import ALL_DOMAINS, ALL_PLACES, FEWEST, Choice
from ftcrawler.offers.workplace import COLLECTIVITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

# The first letters of ROME codes.
GREAT_DOMAINS: Final = {
    "A": "Agriculture et pêche, espaces naturels et espaces verts, soins aux animaux",
    "B": "Arts et façonnage d'ouvrages d'art",
    "C": "Banque, assurance, immobilier",
    "D": "Commerce, vente et grande distribution",
    "E": "Communication, média et multimédia",
    "F": "Construction, bâtiment et travaux publics",
    "G": "Hôtellerie-restauration, tourisme, loisirs et animation",
    "H": "Industrie",
    "I": "Installation et maintenance",
    "J": "Santé",
    "K": "Services à la personne et à la collectivité",
    "L": "Spectacle",
    "M": "Support à l'entreprise",
    "N": "Transport et logistique",
}
_LETTERS: Final = (ALL_DOMAINS, *GREAT_DOMAINS)
# Number of the cell, from the columns of an offer, where PLACES_JOINED stands behind FROM.
CELL: Final = (
    f"CAST(coalesce(cell_places.number, 0) * {len(_LETTERS)} + CASE WHEN rome_code >= 'A' AND "
    "rome_code < 'O' THEN ascii(rome_code) - 64 ELSE 0 END AS SMALLINT)"
)
PLACES_JOINED: Final = (
    "LEFT JOIN cell_places ON cell_places.place = coalesce(departement, 'R' || region)"
)


def department_names() -> Mapping[str, str]:
    """Return the names of departments, and of what is none but has a code of its own."""
    return {**labels("departements"), **COLLECTIVITIES}


def number_cells(engine: duckdb.DuckDBPyConnection) -> None:
    """Make `cell_places`, by which CELL numbers cells, and `cell_choices`: theirs, by codes."""
    places = list(_places())
    rows = [
        (number * len(_LETTERS) + letter, place, domain)
        for number, (_, within) in enumerate(places)
        for letter, code in enumerate(_LETTERS)
        for place in within
        for domain in {ALL_DOMAINS, code}
    ]
    _add(engine, "cell_places", number=range(len(places)), place=[key for key, _ in places])
    cells, chosen, domains = zip(*rows, strict=True)
    _add(engine, "cell_choices", cell=cells, place=chosen, domain=domains)


def number_choices(engine: duckdb.DuckDBPyConnection) -> None:
    """Make `choices`, those with offers enough, and `belongs`: to which of them a cell does.

    `open_offers` has to be there.
    """
    engine.execute(f"""
CREATE TEMP TABLE choices AS
WITH counted AS (SELECT cell, count(*) AS offers FROM open_offers GROUP BY cell)
SELECT
    CAST(row_number() OVER (ORDER BY place, domain) AS SMALLINT) AS choice,
    place, domain, CAST(sum(offers) AS BIGINT) AS offers
FROM counted JOIN cell_choices USING (cell)
GROUP BY place, domain
HAVING sum(offers) >= {FEWEST}""")
    engine.execute("""
CREATE TEMP TABLE belongs AS
SELECT cell, choice FROM cell_choices JOIN choices USING (place, domain)""")


def choices_shown(
    engine: duckdb.DuckDBPyConnection,
) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Return the places and the domains that have offers enough, those of all first."""
    found = engine.execute("SELECT place, domain FROM choices").fetchall()
    places, domains = {place for place, _ in found}, {domain for _, domain in found}
    regions, within = labels("regions"), regions_by_department()
    return (
        (
            Choice(ALL_PLACES, "Toute la France"),
            *(Choice(code, name) for code, name in regions.items() if code in places),
            *(
                Choice(f"D{code}", name, within.get(code))
                for code, name in department_names().items()
                if f"D{code}" in places
            ),
        ),
        (
            Choice(ALL_DOMAINS, "Tous les métiers"),
            *(Choice(code, name) for code, name in GREAT_DOMAINS.items() if code in domains),
        ),
    )


def _places() -> Iterator[tuple[str, set[str]]]:
    """Yield the key of each place that an offer can have, and the choices that it is part of."""
    yield "", {ALL_PLACES}
    for region in labels("regions"):
        yield f"R{region}", {ALL_PLACES, region}
    within = regions_by_department()
    for code in department_names():
        yield code, {ALL_PLACES, within.get(code, ALL_PLACES), f"D{code}"}


def _add(engine: duckdb.DuckDBPyConnection, name: str, **columns: Sequence[int | str]) -> None:
    rows = pa.table({key: pa.array(list(values)) for key, values in columns.items()})
    engine.register("_rows", rows)
    engine.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM _rows")
    engine.unregister("_rows")
