"""A history of three steps, and loads of it: in this process, or as users start them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from ftcrawler.exports.load_tables import SCHEMA, load_tables
from ftcrawler.exports.stored_tables import STORED
from tests.crawls.crawling import environment
from tests.crawls.scrapy_process import start
from tests.history.made_runs import offer, offers
from tests.postgres_server import PASSWORD

if TYPE_CHECKING:
    from ftcrawler.exports.load_tables import Loaded
    from tests.crawls.scrapy_process import Process
    from tests.history.made_runs import History

LISTS = {
    "competences": [
        {"code": "102423", "libelle": "Pétrir", "exigence": "E"},
        {"libelle": 'Dire "{a,b}" \\N', "exigence": ""},
    ],
    "langues": [{"libelle": "Anglais", "exigence": "S"}, {"libelle": "Anglais", "exigence": "S"}],
    "origineOffre": {
        "origine": "2",
        "partenaires": [{"nom": "METEOJOB", "url": "https://x.test"}],
    },
    "contexteTravail": {"horaires": ["35H\nmatin", '{"soir"}', "", None, "NULL"]},
    "codeNouveau": {"inconnu": [1, None]},
}
A = offer("A", **LISTS)


def two_nights(history: History) -> None:
    """Add a first night, and a second one that opens, changes and lacks an offer."""
    others = offers("BKLMNOPQRSTU")
    history.run("20261123_020000", [A, *others])
    history.update()
    changed = A | {"salaire": {"libelle": "Annuel de 30000.00 Euros"}}
    history.run("20261124_020000", [changed, offer("C"), *others[1:]])
    history.update()


def quiet(_line: str) -> None:
    """Say nothing."""


def load(history: History, url: str, schema: str = SCHEMA) -> Loaded:
    return load_tables(history.layout, url, schema, tell=quiet)


def start_load(history: History, *words: str, **variables: str) -> Process:
    """Start `scrapy load`."""
    return start("load", *words, environment=environment(history.root, variables))


def rows_as_they_lie(url: str) -> dict[str, list[Any]]:
    """Return where each row of a schema is, and which transaction put it there."""
    with psycopg.connect(url) as connection:
        return {
            each.name: connection.execute(
                f"SELECT xmin, ctid FROM {SCHEMA}.{each.name} ORDER BY ctid"
            ).fetchall()
            for each in STORED
        }


def execute(url: str, statement: str) -> None:
    """Execute a statement in a database, as whom its address names."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement))


def refused(kind: type[Exception], history: History, url: str, schema: str = SCHEMA) -> str:
    """Return what is said of a load that *url* refuses."""
    with pytest.raises(kind) as caught:
        load(history, url, schema)
    assert PASSWORD not in str(caught.value)
    return str(caught.value)
