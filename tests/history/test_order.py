"""Runs are applied in the order of their starts: late ones, cut ones, those of other machines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ftcrawler.endings import Status
from ftcrawler.exceptions import ConfigurationError
from ftcrawler.history.closing.candidates import to_ask
from ftcrawler.history.files.manifest import read_manifest
from ftcrawler.runs import locks
from ftcrawler.runs.journal import Journal
from ftcrawler.runs.paris_time import PARIS, paris_now, stamp
from tests.history.made_runs import SOURCE, offer, offers


def begin(history, moment, **facts):
    """Leave the journal of a run that has no report; return its name."""
    history.layout.state.mkdir(parents=True, exist_ok=True)
    path = history.layout.state / f"all_{stamp(moment)}.sqlite3"
    journal = Journal.create(path)
    journal.note(**{"source": SOURCE, **facts})
    journal.close()
    return path


def test_runs_that_wait_together_are_applied_by_their_starts(history):
    history.run("20261126_020000", offers("ABC"))
    history.run("20261124_020000", offers("A"))
    history.run("20261125_020000", offers("AB"))
    done = history.update()
    assert [(run.run[4:12], run.events) for run in done.applied] == [
        ("20261124", {"ouverte": 1}),
        ("20261125", {"ouverte": 1}),
        ("20261126", {"ouverte": 1}),
    ]


def test_a_run_that_comes_late_is_refused_by_name_and_once(history):
    history.run("20261125_020000", offers("AB"))
    history.update()
    late = history.run("20261124_020000", offers("ABC"))
    done = history.update()
    assert (done.refused, done.applied) == ((late,), ())
    assert history.open_ids() == ["A", "B"]
    assert history.update().refused == ()
    history.run("20261126_020000", offers("AB"))
    assert len(history.update().applied) == 1


def test_a_run_of_today_that_was_refused_stays_refused(history):
    now = paris_now()
    history.run(stamp(now), offers("AB"))
    history.update()
    late = history.run(stamp(now - timedelta(minutes=5)), offers("ABC"))
    assert history.update().refused == (late,)
    assert history.update().applied == ()


def test_one_that_read_nothing_is_not_missed(history):
    history.run("20261125_020000", offers("AB"))
    history.update()
    history.run("20261124_020000", {}, status=Status.FAILED)
    assert history.update().refused == ()


def test_a_night_that_was_missed_leaves_a_longer_interval(history):
    history.run("20261124_020000", offers(f"{n}" for n in range(10)))
    history.run("20261127_020000", offers(f"{n}" for n in range(1, 10)))
    history.update()
    assert history.ask("20261127_030000", {f"{n}": offer(f"{n}") for n in range(1, 10)}) == ["0"]
    history.update()
    event = history.events()[-1]
    assert (event["vue_le"].day, event["absente_le"].day) == (24, 27)


def test_two_complete_readings_of_one_day_are_two(history):
    history.run("20261124_020000", offers("ABCDE"))
    history.run("20261124_140000", offers("BCDEF"))
    history.update()
    assert [each.id for each in to_ask(history.layout, SOURCE) if not each.control] == ["A"]
    days = {file.key.split("/")[2] for file in history.manifest.events}
    assert days == {"date=2026-11-24"}


def test_a_run_of_yesterday_that_ends_today_is_of_yesterday(history):
    history.run("20261124_235000", offers("AB"), finished="2026-11-25T00:20:00+01:00")
    history.update()
    (file,) = history.manifest.events
    assert file.key == "history/events/date=2026-11-24/all_20261124_235000.parquet"


def test_what_started_after_a_run_that_is_alive_waits_for_it(history):
    path = begin(history, paris_now().replace(year=2025, tzinfo=PARIS))
    alive = locks.acquire(path.with_name(f"{path.stem.removeprefix('all_')}.lock"))
    assert alive
    later = history.run("20261124_020000", offers("A"))
    try:
        done = history.update()
        assert (done.applied, done.waiting) == ((), (later,))
    finally:
        locks.release(alive)
    assert len(history.update().applied) == 1


def test_a_run_of_today_that_was_killed_is_waited_for(history):
    now = paris_now()
    path = begin(history, now.replace(hour=0, minute=0, second=0))
    later = history.run(stamp(now.replace(hour=23, minute=59)), offers("A"))
    assert history.update().waiting == (later,)
    path.unlink()
    assert len(history.update().applied) == 1


@pytest.mark.parametrize("facts", [{"over": "1"}, {"source": "https://other.test"}])
def test_no_other_is(history, facts):
    now = paris_now()
    begin(history, now.replace(hour=0, minute=0, second=0), **facts)
    history.run(stamp(now.replace(hour=23, minute=59)), offers("A"))
    assert len(history.update().applied) == 1


def test_a_run_that_went_on_after_it_was_applied_is_applied_again(history):
    today = f"{paris_now():%Y%m%d}"
    many = [f"{n}" for n in range(20)]
    history.run("20261101_020000", offers(many))
    cut = history.run(f"{today}_000001", offers(many[1:6]), status=Status.INCOMPLETE)
    assert len(history.update().applied) == 2
    history.closed(f"{today}_000002", [("7", 204, False)])
    history.update()
    history.run(f"{today}_000001", offers([*many[1:], "new"]), finished="later")
    done = history.update()
    assert [(run.name, run.events) for run in done.applied] == [(cut, {"ouverte": 1})]
    assert [each.id for each in to_ask(history.layout, SOURCE) if not each.control] == ["0"]
    keys = [file.key for file in history.manifest.events]
    assert keys[-1].endswith(f"/{cut}_2.parquet")


def test_it_opens_nothing_that_closed_since(history):
    today = f"{paris_now():%Y%m%d}"
    many = [f"{n}" for n in range(20)]
    history.run("20261101_020000", offers(many))
    history.run("20261102_020000", offers(many[1:]))
    history.run(f"{today}_000001", offers(many[5:9]), status=Status.INCOMPLETE)
    history.update()
    history.closed(f"{today}_000002", [("0", 204, False), ("5", 200, True)])
    assert history.update().counts["fermee"] == 1
    history.run(f"{today}_000001", [offer("0", intitule="Avant"), *offers(many[1:])], finished="x")
    assert not history.update().counts
    assert "0" not in history.open_ids()


def test_the_history_of_another_api_is_refused(history):
    history.run("20261124_020000", offers("A"))
    history.update()
    with pytest.raises(ConfigurationError, match="offres, pas de"):
        read_manifest(history.layout, "https://other")
