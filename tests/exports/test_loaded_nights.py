"""A history of nights, loaded as it grows: each time PostgreSQL says what DuckDB does."""

from __future__ import annotations

import pytest

from ftcrawler.exports.load_tables import load_tables
from tests.history.made_runs import offer, offers

from .both_engines import differences, in_postgres

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
    "contexteTravail": {"horaires": ["35H\nmatin", '{"soir"}', ""]},
    "codeNouveau": {"inconnu": [1, None]},
}


def quiet(_line):
    """Say nothing."""


def load(history, url, **more):
    return load_tables(history.layout, url, **more, tell=quiet)


@pytest.fixture
def grown(history):
    """Return steps that make the history grow: each is a run, and its update."""
    others = offers("KLMNOPQRSTU")
    a, b, c = offer("A", **LISTS), offer("B"), offer("C")
    dearer = a | {"salaire": {"libelle": "Annuel de 30000.00 Euros"}}

    def night(day, *held, hour=2, **more):
        history.run(f"202611{day}_{hour:02}0000", [*held, *others], **more)

    def steps():
        night(23, a, b, c)
        yield
        night(24, dearer, c)
        yield
        history.ask("20261124_030000", {each["id"]: each for each in [dearer, c, *others]})
        yield  # B is closed
        history.run("20261124_180000", [dearer], spider="keywords", label="data")
        yield  # known, and found by another search: no event
        night(25, dearer | {"dateActualisation": "2026-11-25T08:00:00.000Z"})
        yield  # C is missing: no event says so
        night(26, dearer, b, c)
        yield  # B is back

    def grow():
        for _ in steps():
            history.update()
            yield

    return grow()


def test_night_after_night(history, grown, database):
    for _ in grown:
        load(history, database)
        assert differences(database, history.root) == {}


def test_all_at_once(history, grown, database):
    assert len(list(grown)) == 6
    loaded = load(history, database)
    assert (loaded.files, loaded.open_offers) == (len(history.manifest.events), 14)
    assert differences(database, history.root) == {}
    assert sum(in_postgres(database)["evenements"].values()) == loaded.events
