"""The history in the bucket: all but whole offers, the manifest last, and nothing lost."""

from __future__ import annotations

import shutil

import pytest

from ftcrawler.history.upkeep import bucket_history
from ftcrawler.history.upkeep.history_upload import send_history
from ftcrawler.history.upkeep.sent_files import unsent
from ftcrawler.runs import locks
from ftcrawler.s3.causes import S3Cause, S3Error
from ftcrawler.s3.retrying_sender import Sender
from ftcrawler.s3.sync import Outcome
from tests.crawls.crawling import scrapy
from tests.history.made_runs import SOURCE, History, offers
from tests.s3.conftest import front, moto, moto_server, store_at  # noqa: F401 (fixtures)
from tests.s3.variables import s3

MANIFEST = "history/manifest.json"


@pytest.fixture
def store(moto, store_at):  # noqa: F811
    return store_at(moto.url)


@pytest.fixture
def two_runs(history):
    """Return a history of two runs, not sent."""
    history.run("20261121_020000", offers("AB"))
    history.run("20261122_020000", offers("ABC"))
    history.update()
    return history


def send(history, store, upload=None, **options):
    sender = Sender(upload or store.upload, waits=())
    return send_history(history.layout, store, sender, workers=2, **options)


def lawful_files(history):
    return {
        path.relative_to(history.root).as_posix(): path.read_bytes()
        for path in (history.root / "history").rglob("*.*")
        if path.is_file() and "open" not in path.parts
    }


def test_all_but_what_is_open_and_once(two_runs, store, moto):  # noqa: F811
    assert unsent(two_runs.layout, store) == 3
    done = send(two_runs, store)
    assert (done.files, done.left, done.whole) == (3, 0, True)
    assert moto.objects() == lawful_files(two_runs)
    assert len(moto.objects()) == 3
    assert unsent(two_runs.layout, store) == 0
    assert send(two_runs, store) == Outcome()
    two_runs.run("20261123_020000", offers("ABCD"))
    two_runs.update()
    assert send(two_runs, store).files == 2
    assert moto.objects() == lawful_files(two_runs)


def test_the_manifest_names_nothing_that_is_not_there(two_runs, store, moto):  # noqa: F811
    refused = two_runs.manifest.events[0].key

    def upload(key, path):
        if key == refused:
            raise S3Error(S3Cause.ACCESS_DENIED, bucket="lake", endpoint="")
        store.upload(key, path)

    done = send(two_runs, store, upload)
    assert (done.files, done.left) == (1, 2)
    assert MANIFEST not in moto.objects()
    assert refused not in moto.objects()
    assert send(two_runs, store).files == 2
    assert moto.objects() == lawful_files(two_runs)


def test_killed_before_it_noted(two_runs, store, moto):  # noqa: F811
    send(two_runs, store)
    note = two_runs.layout.state / "history_sent.json"
    for left in (None, b"", b"{half", b"[]"):
        if left is None:
            note.unlink()
        else:
            note.write_bytes(left)
        assert send(two_runs, store).files == 3
    assert moto.objects() == lawful_files(two_runs)
    assert two_runs.layout.strays() == []


def test_what_the_bucket_lost(two_runs, store, moto):  # noqa: F811
    send(two_runs, store)
    store.delete(two_runs.manifest.events[1].key)
    assert send(two_runs, store).files == 0
    done = send(two_runs, store, look=True)
    assert (done.files, done.again) == (1, 1)
    assert moto.objects() == lawful_files(two_runs)


def test_another_bucket(two_runs, store, store_at, moto):  # noqa: F811
    send(two_runs, store)
    moto.client().create_bucket(Bucket="sea")
    assert send(two_runs, store_at(moto.url, "sea")).files == 3


@pytest.fixture
def elsewhere(tmp_path):
    """Return the data folder of a machine that shares the bucket."""
    return History(tmp_path / "elsewhere")


def refusal(outcome):
    """Return the runs or files, by the message, that only the bucket has."""
    (message,) = outcome.failures
    assert (outcome.files, outcome.whole) == (0, False)
    assert "Rien de history/ n'est envoyé" in message
    return message.partition("n'a pas (")[2].partition(")")[0]


@pytest.mark.parametrize("look", [False, True])
def test_another_history_in_the_bucket(two_runs, elsewhere, store, moto, look):  # noqa: F811
    send(two_runs, store)
    before = moto.objects()
    elsewhere.run("20261123_020000", offers("Z"))
    elsewhere.update()
    for _ in range(2):
        done = send(elsewhere, store, look=look)
        assert refusal(done) == "4, dont all_20261121_020000"
        assert done.left == 2
    assert moto.objects() == before
    assert unsent(elsewhere.layout, store) == 2


def test_the_same_runs_with_other_events(two_runs, elsewhere, store, moto):  # noqa: F811
    send(two_runs, store)
    before = moto.objects()
    elsewhere.run("20261121_020000", offers("A"))
    elsewhere.run("20261122_020000", offers("ABC"))
    elsewhere.update()
    assert refusal(send(elsewhere, store)).startswith("2, dont history/events/date=2026-11-21/")
    assert moto.objects() == before


def test_a_newer_state_of_the_same_history(two_runs, store, moto, tmp_path):  # noqa: F811
    old = shutil.copytree(two_runs.root, tmp_path / "old")
    two_runs.run("20261123_020000", offers("ABCD"))
    two_runs.update()
    send(two_runs, store)
    before = moto.objects()
    assert refusal(send(History(old), store)).startswith("2, dont all_20261123_020000")
    assert moto.objects() == before


def test_a_history_made_again_of_the_same_pages(two_runs, store, moto):  # noqa: F811
    send(two_runs, store)
    before = moto.objects()
    shutil.rmtree(two_runs.root / "history")
    (two_runs.layout.state / "history_sent.json").unlink()
    two_runs.update()
    assert send(two_runs, store).whole
    assert moto.objects().keys() == before.keys()
    assert all(moto.objects()[each.key] == before[each.key] for each in two_runs.manifest.events)


@pytest.mark.parametrize("damage", [b"", b"{half", b'{"version": 99}', None])
def test_no_manifest_that_can_be_read(two_runs, elsewhere, store, moto, damage):  # noqa: F811
    send(two_runs, store)
    path = two_runs.root.with_name("damaged")
    if damage is None:
        store.delete(MANIFEST)
    else:
        path.write_bytes(damage)
        store.upload(MANIFEST, path)
    before = moto.objects()
    elsewhere.run("20261121_020000", offers("Z"))
    elsewhere.update()
    assert refusal(send(elsewhere, store)).startswith("2, dont history/events/date=2026-11-21/")
    assert moto.objects() == before
    # Whose events they are may put its own there.
    two_runs.run("20261123_020000", offers("ABCD"))
    two_runs.update()
    assert send(two_runs, store).whole
    assert moto.objects() == lawful_files(two_runs)


def test_a_manifest_beyond_all_bounds(two_runs, store, moto, monkeypatch):  # noqa: F811
    send(two_runs, store)
    monkeypatch.setattr(bucket_history, "LARGEST", 10)
    two_runs.run("20261123_020000", offers("ABCD"))
    two_runs.update()
    done = send(two_runs, store)
    assert (done.files, done.left) == (0, 2)
    assert "réponse inattendue de S3" in next(iter(done.failures))


def test_whoever_updates_sends(two_runs, store, moto):  # noqa: F811
    lock = locks.acquire(two_runs.layout.history_lock)
    assert lock is not None
    try:
        assert send(two_runs, store) == Outcome()
    finally:
        locks.release(lock)
    assert moto.objects() == {}


def test_no_history(history, store):
    assert send(history, store, look=True) == Outcome()
    assert not history.root.exists()


@pytest.fixture
def command(history):
    def run(*arguments, **variables):
        variables = {"URL_API_FRANCE_TRAVAIL": SOURCE, **variables}
        return scrapy(*arguments, data=history.root, variables=variables)

    return run


def test_the_commands(history, command, moto):  # noqa: F811
    history.run("20261121_020000", offers("AB"))
    done = command("history", "update", **s3(moto.url, "nowhere"))
    assert done.code == 4
    assert "1 ouverte" not in done.stdout
    assert "2 ouvertes" in done.stdout
    assert "2 fichier(s) reste(nt) à envoyer" in done.stdout
    shown = command("history", "status", **s3(moto.url, "nowhere")).stdout
    assert "À envoyer vers S3 : 2 fichiers" in shown
    done = command("s3-sync", **s3(moto.url))
    assert (done.code, done.stdout.partition(" (")[0]) == (
        0,
        "2 fichier(s) envoyé(s) vers s3://lake/",
    )
    assert moto.objects() == lawful_files(history)
    assert "Rien à envoyer" in command("s3-sync", **s3(moto.url)).stdout
    history.run("20261122_020000", offers("ABC"))
    done = command("history", "update", **s3(moto.url))
    assert done.code == 0
    assert "2 fichier(s) envoyé(s)" in done.stdout
    assert moto.objects() == lawful_files(history)
    assert "À envoyer vers S3 : 0 fichier" in command("history", "status", **s3(moto.url)).stdout


def test_the_commands_on_a_second_machine(two_runs, elsewhere, store, moto):  # noqa: F811
    send(two_runs, store)
    for path in sorted((two_runs.root / "runs").iterdir()):
        store.upload(f"runs/{path.name}", path)
    before = moto.objects()
    variables = {"URL_API_FRANCE_TRAVAIL": SOURCE, **s3(moto.url)}
    elsewhere.run("20261123_020000", offers("Z"))
    for command in (["history", "update", "--from-s3"], ["history", "update"], ["s3-sync"]):
        done = scrapy(*command, data=elsewhere.root, variables=variables)
        assert done.code == 4
        assert "un autre historique, ou le même, plus récent" in done.stdout
    assert moto.objects() == before
