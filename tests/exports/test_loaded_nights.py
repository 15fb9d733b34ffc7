"""A history of nights, loaded as it grows: each time PostgreSQL says what DuckDB does."""

from __future__ import annotations

import pytest

from tests.history.made_runs import offer, offers

from .both_engines import differences, in_postgres
from .loading import LISTS, load, rows_as_they_lie, two_nights


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


def test_a_second_load_changes_no_row(history, database):
    two_nights(history)
    load(history, database)
    before = rows_as_they_lie(database)
    again = load(history, database)
    assert (again.files, again.events) == (0, 0)
    assert rows_as_they_lie(database) == before


def test_a_day_leaves_the_rows_of_what_did_not_change(history, database):
    history.run("20261123_020000", offers("ABCDE"))
    history.update()
    load(history, database)
    before = rows_as_they_lie(database)
    changed = offer("A", salaire={"libelle": "Annuel de 30000.00 Euros"})
    history.run("20261124_020000", [changed, *offers("BCDE")])
    history.update()
    load(history, database)
    after = rows_as_they_lie(database)
    for name in ("offres_entieres", "derniers_evenements", "versions", "trouvees_par"):
        assert len(set(before[name]) & set(after[name])) == 4, name
    assert set(before["evenements_ordonnes"]) < set(after["evenements_ordonnes"])


def test_only_what_is_new_is_read(history, database):
    """The files of events that are loaded may be damaged, by the next load unseen."""
    history.run("20261123_020000", offers("ABCDE"))
    history.update()
    load(history, database)
    (old,) = history.manifest.events
    history.run("20261124_020000", offers("ABCDEF"))
    history.update()
    path = history.root / old.key
    path.write_bytes(bytes(path.stat().st_size))
    assert (load(history, database).events) == 1


def test_two_schemas(history, database):
    two_nights(history)
    load(history, database)
    load(history, database, 'Offres "à part"')
    assert differences(database, history.root, 'Offres ""à part""') == {}
