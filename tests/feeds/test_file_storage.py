from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ftcrawler.exceptions import StorageError
from ftcrawler.feeds.file_storage import WholeFileStorage


def storage(path, **options):
    return WholeFileStorage(str(path), feed_options=options)


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "offres.csv"
    path.write_bytes(b"old")
    return path


def test_the_old_file_stays_until_the_new_one_is_whole(target):
    new = storage(target, overwrite=True)
    file = new.open(None)
    file.write(b"new")
    assert target.read_bytes() == b"old"
    new.store(file)
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]


def test_a_broken_feed_leaves_the_old_file_and_nothing_else(target):
    new = storage(target, overwrite=True)
    file = new.open(None)
    file.close()
    with pytest.raises(ValueError, match="closed"):
        new.store(file)
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_appending_is_scrapys_own(target):
    more = storage(target)
    file = more.open(None)
    file.write(b"er")
    more.store(file)
    assert target.read_bytes() == b"older"


def test_folders_are_made_and_links_are_followed(target):
    link = target.parent / "deep" / "link.csv"
    link.parent.mkdir()
    link.symlink_to(target)
    for path in (link, target.parent / "new" / "er" / "x.csv"):
        new = storage(path, overwrite=True)
        file = new.open(None)
        file.write(b"new")
        new.store(file)
        assert path.read_bytes() == b"new"
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_what_is_no_plain_file_is_written_to(tmp_path):
    null = storage("/dev/null", overwrite=True)
    file = null.open(None)
    file.write(b"new")
    null.store(file)
    assert not Path("/dev/null").is_file()


def test_two_crawls_do_not_write_into_one_another(target):
    one, two = (storage(target, overwrite=True) for _ in range(2))
    first, second = one.open(None), two.open(None)
    first.write(b"first")
    second.write(b"second, longer")
    first.write(b" of all")
    two.store(second)
    assert target.read_bytes() == b"second, longer"
    one.store(first)
    assert target.read_bytes() == b"first of all"
    assert list(target.parent.iterdir()) == [target]


def test_what_a_killed_crawl_left_goes_and_what_a_live_one_writes_stays(target):
    code = (
        "import sys, os; from pathlib import Path;"
        "from ftcrawler.feeds.file_storage import new_partial;"
        "file = new_partial(Path(sys.argv[1])); print(file.name, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    dead = subprocess.run(
        [sys.executable, "-c", code, str(target)], capture_output=True, text=True, check=False
    ).stdout.strip()
    assert Path(dead).exists()
    alive = storage(target, overwrite=True)
    file = alive.open(None)
    other = storage(target, overwrite=True).open(None)
    assert not Path(dead).exists()
    assert Path(file.name).exists()
    assert Path(other.name).exists()
    alive.store(file)
    other.close()


def test_the_longest_name_has_room(tmp_path):
    target = tmp_path / ("é" * 125 + ".csv")
    new = storage(target, overwrite=True)
    file = new.open(None)
    new.store(file)
    assert list(tmp_path.iterdir()) == [target]


def test_one_crawl_at_a_time_appends(target):
    file = storage(target).open(None)
    with pytest.raises(StorageError, match="une autre collecte y ajoute"):
        storage(target).open(None)
    file.close()
    storage(target).open(None).close()


def test_a_document_is_written_whole_or_not_at_all(target):
    for path in (target.parent / "new.xlsx", target):
        new = storage(path, format="xlsx")
        if path == target:
            with pytest.raises(StorageError, match="existe déjà"):
                new.open(None)
        else:
            file = new.open(None)
            assert not path.exists()
            assert "a" not in file.mode
            new.store(file)
            assert path.exists()
    assert target.read_bytes() == b"old"


def test_what_is_appended_to_is_not_replaced_unseen(target):
    more = storage(target)
    file = more.open(None)
    new = storage(target, overwrite=True)
    new.store(new.open(None))
    with pytest.raises(StorageError, match="remplacé ce fichier"):
        more.store(file)
