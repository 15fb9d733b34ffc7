"""DuckDB's own reading of a folder of pages: `python read_json.py FOLDER inferred|typed`.

With types inferred, each offer is one structure, as DuckDB finds it; typed, each published field
is a column of its type.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import duckdb

from ftcrawler.offers.field_types import Objects, Record, Scalar, Texts
from ftcrawler.offers.fields import OFFER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftcrawler.offers.field_types import Field, Kind

SCALARS = {
    Scalar.TEXT: "VARCHAR",
    Scalar.NUMBER: "DOUBLE",
    Scalar.INTEGER: "BIGINT",
    Scalar.BOOLEAN: "BOOLEAN",
    Scalar.MOMENT: "TIMESTAMP",
}


def of(kind: Kind) -> str:
    """Return DuckDB's type of a field."""
    match kind:
        case Texts():
            return "VARCHAR[]"
        case Objects(fields):
            return f"{structure(fields)}[]"
        case Record(fields):
            return structure(fields)
        case _:
            return SCALARS[kind]


def structure(fields: Mapping[str, Field]) -> str:
    """Return DuckDB's type of an object."""
    return (
        "STRUCT(" + ", ".join(f'"{name}" {of(each.kind)}' for name, each in fields.items()) + ")"
    )


def main(folder: str, types: str) -> None:
    """Read all of it into a table in memory."""
    files = f"'{folder}/*.json', maximum_object_size = 100000000"
    engine = duckdb.connect(config={"threads": 2})
    engine.execute("SET enable_progress_bar = false")
    if types == "typed":
        files += f", columns = {{resultats: '{structure(OFFER)}[]'}}, format = 'newline_delimited'"
    star = "unnest(offre)" if types == "typed" else "offre"
    engine.execute(
        f"CREATE TABLE offres AS SELECT {star} "
        f"FROM (SELECT unnest(resultats) AS offre FROM read_json({files}))"
    )
    print(engine.sql("SELECT count(*) FROM offres").fetchall())


if __name__ == "__main__":
    main(*sys.argv[1:])
