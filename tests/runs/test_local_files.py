from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from ftcrawler.exceptions import StorageError
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.local_files import LocalStore
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.runs.run import begin_run


def test_a_file_is_written_under_its_key_and_nothing_else(tmp_path):
    store = LocalStore(tmp_path)
    store.write("raw/a.json", b"one")
    store.write("raw/a.json", b"two")
    assert store.write_lines("runs/b.jsonl", [b"1\n", b"22\n"]) == 5
    assert (tmp_path / "raw/a.json").read_bytes() == b"two"
    assert [path.name for path in (tmp_path / "raw").iterdir()] == ["a.json"]


def test_file_then_folder_are_synced(tmp_path, monkeypatch):
    synced = []
    real = os.fsync

    def fsync(descriptor):
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    LocalStore(tmp_path).write("raw/a.json", b"x")
    assert synced == [f"{tmp_path}/raw/.a.json.part", f"{tmp_path}/raw"]


def test_a_full_disk_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch):
    store = LocalStore(tmp_path)
    store.write("raw/a.json", b"old")

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"a\.json : No space left"):
        store.write("raw/a.json", b"new")
    assert (tmp_path / "raw/a.json").read_bytes() == b"old"
    assert [path.name for path in (tmp_path / "raw").iterdir()] == ["a.json"]


@pytest.mark.parametrize(("umask", "file", "folder"), [(0o22, 0o640, 0o750), (0o77, 0o600, 0o700)])
def test_others_may_read_nothing_and_the_group_what_the_umask_says(tmp_path, umask, file, folder):
    before = os.umask(umask)
    try:
        run = begin_run(DataLayout(tmp_path / "new" / "data"), "all", paris_now())
        run.files.write("raw/france_travail/a.json", b"{}")
        run.files.write_lines("runs/b.jsonl", [b"1\n"])
        kept = [tmp_path / "new", *(tmp_path / "new").rglob("*")]
        modes = {p.name: p.stat().st_mode & 0o777 for p in kept if p.suffix != ".lock"}
        run.close()
    finally:
        os.umask(before)
    assert {"new", "data", "raw", "france_travail", "a.json", "b.jsonl"} <= modes.keys()
    assert any(name.endswith(".sqlite3") for name in modes)
    assert modes == {name: file if "." in name else folder for name in modes}
