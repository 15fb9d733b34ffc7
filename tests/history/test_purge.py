"""`scrapy purge`: only pages that are applied and old enough, here and in S3, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ftcrawler.endings import Status
from ftcrawler.history.upkeep.purge import purge
from ftcrawler.history.upkeep.raw_pages import Pages
from ftcrawler.runs import locks
from ftcrawler.runs.finished_runs import finished_runs
from ftcrawler.runs.journal import Journal
from ftcrawler.runs.paris_time import paris_now, stamp
from ftcrawler.s3.causes import S3Cause, S3Error
from ftcrawler.s3.retrying_sender import Sender
from ftcrawler.s3.sync import Outcome, Sync
from tests.crawls.crawling import scrapy
from tests.history.made_runs import SOURCE, offers
from tests.s3.conftest import moto, moto_server, store_at  # noqa: F401 (fixtures)
from tests.s3.variables import s3


@pytest.fixture
def store(moto, store_at):  # noqa: F811
    return store_at(moto.url)


NOW = paris_now()


def ago(days):
    return stamp(NOW - timedelta(days=days, minutes=1))


def purged(history, **options):
    return purge(history.layout, history.source, **{"days": 3, **options})


def stamps(history):
    return {path.name.split("_all_")[-1][:15] for path in history.layout.raw.glob("*_all_*")}


def sent(history, store):
    """Send what a data folder has of runs, as crawls do."""
    for folder in ("raw", "runs"):
        for path in (history.root / folder).rglob("*.json*"):
            store.upload(path.relative_to(history.root).as_posix(), path)


@pytest.fixture
def four_runs(history):
    """Return a history of three runs, and one that is not applied."""
    for days in (9, 5, 1):
        history.run(ago(days), offers(map(str, range(200))))
    history.update()
    history.run(ago(8), offers("A"), source="https://other.test/offres")
    return history


def test_only_what_is_applied_and_old_enough(four_runs):
    reports = sorted(four_runs.layout.runs.iterdir())
    tried = purged(four_runs, dry_run=True)
    assert (tried.deleted, len(tried.runs), tried.local.count) == (False, 2, 4)
    assert len(stamps(four_runs)) == 4
    done = purged(four_runs)
    assert (done.deleted, done.runs, done.local) == (True, tried.runs, tried.local)
    assert stamps(four_runs) == {ago(8), ago(1)}
    assert sorted(four_runs.layout.runs.iterdir()) == reports
    assert purged(four_runs).local == Pages()


def test_without_days_nothing_goes(four_runs):
    done = purged(four_runs, days=None)
    assert (done.deleted, len(done.runs)) == (False, 3)
    assert len(stamps(four_runs)) == 4


def test_what_today_began_stays(history):
    history.run(stamp(paris_now()), offers("A"))
    history.update()
    assert purged(history, days=0).runs == ()


def test_what_may_go_on_stays(history):
    names = [history.run(ago(days), offers("AB"), status=Status.INCOMPLETE) for days in (9, 8, 7)]
    history.update()
    history.layout.state.mkdir(exist_ok=True)
    Journal.create(history.layout.journal(names[0])).close()
    lock = locks.acquire(history.layout.lock(names[1]))
    assert lock is not None
    history.run(ago(7), offers("ABC"), status=Status.COMPLETE, finished="later")
    try:
        done = purged(history)
    finally:
        locks.release(lock)
    assert (done.runs, list(done.kept)) == ((), names)
    assert "s3-sync" in done.kept[names[0]]
    assert done.kept[names[1]] == "en cours"
    assert "reprise depuis" in done.kept[names[2]]


def test_pages_that_may_hold_closed_offers(history):
    history.run(ago(9), offers("ABCDEFGH"))
    history.run(ago(8), offers("BCDEFGH"))
    history.update()
    assert purged(history, days=None).raw.with_closed == Pages()
    history.ask(ago(7), {each["id"]: each for each in offers("BCDEFGH")})
    history.run(ago(6), offers("BCDEFGH"))
    history.update()
    raw = purged(history, days=None).raw
    # The closed crawl has a page for its control.
    assert (raw.applied.count, raw.with_closed.count) == (4, 2)
    assert purged(history, days=7).raw.with_closed.count == 0


def test_copies_in_s3_go_too(four_runs, store, moto):  # noqa: F811
    sent(four_runs, store)
    before = moto.objects()
    done = purged(four_runs, store=store)
    assert done.remote == done.local
    gone = {key for key in before if any(name.stamp in key for name in done.runs)}
    raw = {key for key in gone if key.startswith("raw/")}
    assert (len(raw), moto.objects().keys()) == (4, before.keys() - raw)
    # Neither sent again, nor missed.
    sync = Sync(four_runs.layout, store, Sender(store.upload), workers=2)
    assert sync.run() == Outcome()


def test_runs_that_only_the_bucket_has(history, store, moto):  # noqa: F811
    history.run(ago(9), offers("AB"))
    sent(history, store)
    for path in [*history.layout.raw.iterdir(), *history.layout.runs.iterdir()]:
        path.unlink()
    history.update(remote=store)
    done = purged(history, store=store)
    assert (done.local.count, done.remote.count) == (0, 1)
    assert list(moto.objects()) == [f"runs/all_{ago(9)}.json"]


def test_another_run_of_that_second(history, store, moto, tmp_path):  # noqa: F811
    history.run(ago(9), offers("AB"))
    history.update()
    sent(history, store)
    other = tmp_path / "other.json"
    other.write_text("{}")
    store.upload(f"runs/keywords_{ago(9)}.json", other)
    done = purged(history, store=store)
    assert (done.local.count, done.remote.count) == (1, 0)
    assert len(moto.objects()) == 3


def test_killed_in_the_middle(four_runs, store, moto, monkeypatch):  # noqa: F811
    sent(four_runs, store)
    deleted: list[str] = []

    def delete(key):
        if len(deleted) == 2:
            raise S3Error(S3Cause.ACCESS_DENIED, bucket="lake", endpoint="")
        deleted.append(key)
        type(store).delete(store, key)

    with monkeypatch.context() as patched:
        patched.setattr(store, "delete", delete)
        assert "accès refusé" in (purged(four_runs, store=store).failure or "")
    assert purged(four_runs, store=store).remote.count == 2
    assert purged(four_runs, store=store).remote.count == 0
    assert sum(ago(1) in key for key in moto.objects()) == 3


def test_who_copes_without_pages(four_runs):
    purged(four_runs)
    assert four_runs.update().applied == ()
    lacking = [run.lacking for run in finished_runs(four_runs.layout, unreadable=print)]
    assert lacking == [("pages : 0 sur 2",), (), ("pages : 0 sur 2",), ()]
    four_runs.run(stamp(paris_now()), offers(map(str, range(201))))
    assert four_runs.update().counts == {"ouverte": 1}


@pytest.fixture
def command(history):
    def run(*arguments, **variables):
        variables = {"URL_API_FRANCE_TRAVAIL": SOURCE, **variables}
        return scrapy("purge", *arguments, data=history.root, variables=variables)

    return run


def test_the_command(four_runs, command):
    done = command()
    assert (done.code, done.log) == (0, "")
    assert "À effacer (rien ne l'est), de 3 collectes : 6 pages" in done.stdout
    assert "scrapy purge --days N" in done.stdout
    assert (
        "À effacer (rien ne l'est), de 2 collectes" in command("--days", "3", "--dry-run").stdout
    )
    assert len(stamps(four_runs)) == 4
    done = command(FT_RAW_DAYS="6")
    assert "Effacé, de 1 collecte de plus de 6 jours : 2 pages" in done.stdout
    done = command("--days", "3", FT_RAW_DAYS="6")
    assert "Effacé, de 1 collecte de plus de 3 jours : 2 pages" in done.stdout
    assert (
        "Trop récentes, gardées : 1 collecte d'aujourd'hui ou de 3 jours au plus." in done.stdout
    )
    assert "encore sur le disque : 2 pages" in done.stdout
    assert "offres fermées" not in done.stdout


def test_what_is_no_number_of_days(command):
    for given in ("-1", "x"):
        done = command("--days", given)
        assert done.code == 2
        assert f"nombre entier de jours attendu, 0 ou plus. Reçu : « {given} »" in done.log
    done = command(FT_RAW_DAYS="1.5")
    assert done.code == 1
    assert "nombre entier de jours attendu" in done.log


def test_an_empty_folder_and_a_bucket_that_is_not_there(history, command, moto):  # noqa: F811
    assert "0 page" in command("--days", "1").stdout
    history.run(ago(9), offers("A"))
    history.update()
    done = command("--days", "1", **s3(moto.url, "nowhere"))
    assert done.code == 4
    assert "Effacé, de 1 collecte de plus de 1 jour : 1 page" in done.stdout
    assert "bucket « nowhere » introuvable" in done.stdout
