"""What befalls the offers of a made year: rows of events, by SQL over those of its first night.

Each night 4 % of the offers close and as many open in their places, 1 % change, 2 % are
re-actualised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from made_nights import FIRST

from ftcrawler.history.files.event_columns import EVENTS, Kind
from ftcrawler.runs.paris_time import PARIS
from ftcrawler.runs.run_name import RunName

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

MOVES, CHANGES, TOUCHES = 0.04, 0.01, 0.02
# Of another row of the first night each offer that comes later has what it says.
STRIDE: Final = 7_919


@dataclass(frozen=True)
class Year:
    """`offers` places, which open offers fill: each night the next ones are emptied and refilled.

    The offer of a place is told by its generation: how often the place was refilled.
    """

    offers: int
    engine: duckdb.DuckDBPyConnection

    @property
    def moved(self) -> int:
        """How many close on a night, and how many open."""
        return round(self.offers * MOVES)

    def generation(self, day: int) -> str:
        """Return, as SQL, the generation of a place after the night of that number."""
        return f"greatest(0, ({day * self.moved} - place + {self.offers - 1}) // {self.offers})"

    def rows(self, day: int, kind: Kind, start: int, count: int) -> pa.Table:
        """Return the events of one kind of a night, of *count* places from *start* on."""
        moment = FIRST + timedelta(days=day)
        before = moment - timedelta(days=1)
        closing = kind is Kind.CLOSED
        run = RunName("closed" if closing else "all", stamp(day, hours=2 if closing else 0))
        made = {
            "id": "new_id",
            "evenement": f"'{kind}'",
            "jour": f"DATE '{run.started.astimezone(PARIS).date()}'",
            "a": f"TIMESTAMPTZ '{run.started.isoformat()}'",
            "collecte": f"'{run}'",
            "vue_le": f"TIMESTAMPTZ '{(before if closing else moment).isoformat()}'",
            "absente_le": f"TIMESTAMPTZ '{moment.isoformat()}'" if closing else "NULL",
            "modifies": "['salaire_libelle']" if kind is Kind.CHANGED else "NULL",
            "date_creation": "coalesce(new_creation, date_creation)",
        }
        if kind is not Kind.OPENED:
            made["trouvee_par"] = "NULL"
        if kind is Kind.CHANGED:
            made["salaire_libelle"] = f"'Mensuel de {1900 + day}.00 Euros sur 12 mois'"
        names = ", ".join(f"{made.get(name, name)} AS {name}" for name in EVENTS.names)
        generation = self.generation(day - 1 if closing else day)
        places = f"SELECT (range + {start}) % {self.offers} AS place FROM range({count})"
        told = named_places(places, generation, self)
        query = f"SELECT {names} FROM ({told}) JOIN base ON row = place_of"
        return self.engine.sql(query).to_arrow_table()

    def night(self, day: int) -> Mapping[RunName, list[pa.Table]]:
        """Return what each of the two runs of a night found out."""
        start, half = (day - 1) * self.moved, self.offers // 2
        changes, touches = round(self.offers * CHANGES), round(self.offers * TOUCHES)
        return {
            RunName("all", stamp(day)): [
                self.rows(day, Kind.OPENED, start, self.moved),
                self.rows(day, Kind.CHANGED, start + half, changes),
                self.rows(day, Kind.REACTUALISED, start + half + changes, touches),
            ],
            RunName("closed", stamp(day, hours=2)): [
                self.rows(day, Kind.CLOSED, start, self.moved)
            ],
        }


def named_places(places: str, generation: str, year: Year) -> str:
    """Return, as SQL, places with the offer in each: its id, its creation, whose row it has."""
    opened = f"to_timestamp({FIRST.timestamp()}) + to_days(CAST(born AS INTEGER))"
    return (
        f"SELECT place, (place + generation * {STRIDE}) % {year.offers} AS place_of, "
        "CASE WHEN generation > 0 "
        "THEN chr(CAST(64 + generation AS INTEGER)) || lpad(place::VARCHAR, 6, '0') "
        "ELSE (SELECT id FROM base WHERE row = place) END AS new_id, "
        f"CASE WHEN generation > 0 THEN {opened} - INTERVAL 9 HOUR END AS new_creation "
        "FROM (SELECT place, generation, "
        f"((generation - 1) * {year.offers} + place) // {year.moved} + 1 AS born "
        f"FROM (SELECT place, {generation} AS generation FROM ({places})))"
    )


def stamp(day: int, hours: int = 0) -> str:
    """Return the stamp of a night, so many hours after it began."""
    return f"{FIRST + timedelta(days=day, hours=hours):%Y%m%d_%H%M%S}"
