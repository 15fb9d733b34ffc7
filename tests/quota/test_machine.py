"""The file where the processes of a machine meet: what may be wrong with it, and what is said."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading

import pytest

from ftcrawler.exceptions import QuotaError
from ftcrawler.quota import machine_quota
from ftcrawler.quota.machine_quota import MachineQuota
from ftcrawler.quota.schedule import WIDE

# Change all, so much that it goes to disk before the commit, tell, and be killed there.
HOLDER = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
for rule in "journal_mode = TRUNCATE", "cache_spill = ON", "cache_size = 1":
    held.execute(f"PRAGMA {rule}")
held.execute("BEGIN EXCLUSIVE")
held.execute("INSERT OR REPLACE INTO quota (rowid, schedule) VALUES (1, 'half of a change')")
held.execute("CREATE TABLE more (bytes)")
for _ in range(200):
    held.execute("INSERT INTO more VALUES (randomblob(9000))")
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(path, opened):
    """Return a process that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert path.stat().st_size > 100_000
        yield process
        process.kill()


@pytest.fixture
async def opened(tmp_path):
    quota = MachineQuota(str(tmp_path), "key", 10)
    await quota.open()
    yield quota
    await quota.close()


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "key.sqlite3"


async def failure(folder):
    """Return what is said of a quota that cannot be used."""
    quota = MachineQuota(folder, "key", 10)

    async def use():
        await quota.open()
        await quota.reserve(WIDE)

    with pytest.raises(QuotaError) as failed:
        await use()
    await quota.close()
    return str(failed.value)


async def test_by_default_it_is_the_users_own(temporary):
    quota = MachineQuota(None, "key", 10)
    await quota.open()
    assert (await quota.reserve(WIDE)).wait == 0
    await quota.close()
    (folder,) = temporary.iterdir()
    assert folder.name == f"ftcrawler-quota-{os.getuid()}"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [file.stat().st_mode & 0o077 for file in folder.iterdir()] == [0] * 2


async def test_whoever_may_write_into_a_chosen_folder_shares_it(tmp_path, path):
    tmp_path.chmod(0o770)
    quota = MachineQuota(str(tmp_path), "key", 10)
    await quota.open()
    await quota.reserve(WIDE)
    await quota.close()
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o660}


async def test_a_link_that_another_user_laid_is_not_followed(temporary, tmp_path_factory):
    link = temporary / f"ftcrawler-quota-{os.getuid()}"
    link.symlink_to(tmp_path_factory.mktemp("elsewhere"))
    assert f"appartient à un autre utilisateur : {link}" in await failure(None)


async def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    said = await failure(str(tmp_path / "file/folder"))
    assert said.startswith("Impossible de créer le dossier du quota partagé")


async def test_a_file_that_is_no_database(tmp_path, path):
    path.write_text("no database " * 100)
    said = await failure(str(tmp_path))
    assert f"Quota partagé inutilisable : {path}" in said


@pytest.mark.parametrize("text", ["no JSON", '{"unheard": 1}', '{"departures": "late"}', "[]"])
async def test_a_schedule_that_is_none(tmp_path, path, opened, text):
    await opened.depart(WIDE)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE quota SET schedule = ?", (text,))
    database.close()
    with pytest.raises(QuotaError, match="inutilisable"):
        await opened.reserve(WIDE)
    # The lock is not kept by who has failed.
    assert "inutilisable" in await failure(str(tmp_path))


async def test_one_killed_in_the_middle_of_a_change_blocks_nobody(opened, holder):
    holder.kill()
    holder.wait()
    assert (await opened.reserve(WIDE)).limit == 10


async def test_one_that_is_frozen_is_waited_for(opened, holder):
    holder.send_signal(signal.SIGSTOP)
    killing = threading.Timer(0.2, holder.kill)
    killing.start()
    assert (await opened.reserve(WIDE)).limit == 10
    killing.join()


async def test_one_that_stays_frozen_is_named(path, opened, monkeypatch):
    monkeypatch.setattr(machine_quota, "LOCK_PATIENCE", 0.05)
    held = sqlite3.connect(path, isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    with pytest.raises(QuotaError, match="reste verrouillé"):
        await opened.reserve(WIDE)
    held.close()
