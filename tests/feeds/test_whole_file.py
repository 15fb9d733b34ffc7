from __future__ import annotations

from pathlib import Path

import pytest

from ftcrawler.feeds.whole_file import WholeFileStorage


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
