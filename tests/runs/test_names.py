"""Names are made and read by the same code: whatever they are made of comes back."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.page_names import PageName
from ftcrawler.runs.paris_time import PARIS
from ftcrawler.runs.run_name import RunName

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(  # noqa: DTZ001 (bounds)
    lambda moment: moment.replace(tzinfo=PARIS, microsecond=0)
)
# Labels hold what looks like the parts of a name: digits, underscores, « p1 ».
WORDS = st.from_regex(r"[a-z0-9]+([_-]{1,2}[a-z0-9]+){0,3}", fullmatch=True)
SPIDERS = st.from_regex(r"[a-z]+(_[a-z0-9]+)?", fullmatch=True)


@given(SPIDERS, MOMENTS)
def test_a_runs_name_tells_its_spider_and_its_start(spider, moment):
    name = RunName.of(spider, moment)
    assert RunName.parse(str(name)) == name
    assert (name.spider, name.started) == (spider, moment)
    assert name.started.strftime("%Y%m%d") == name.day


@given(SPIDERS, SPIDERS, MOMENTS, MOMENTS)
def test_names_are_in_the_order_of_their_starts(one, other, first, second):
    earlier, later = sorted((first, second), key=lambda moment: moment.replace(tzinfo=None))
    names = [RunName.of(one, later), RunName.of(other, earlier)]
    assert [name.stamp for name in sorted(names)] == sorted(name.stamp for name in names)


@given(WORDS, MOMENTS, st.integers(1, 10**6))
def test_a_pages_name_tells_its_search_its_run_and_its_number(label, moment, number):
    page = PageName(label, RunName.of("all", moment).stamp, number)
    assert PageName.parse(page.key) == page
    assert PageName.parse(page.key.rpartition("/")[2]) == page


@pytest.mark.parametrize(
    "name",
    [
        *("", "all", "all_2026", "_20261123_211500", "all_20261123", "all_20261323_211500"),
        *("all_20261123_211500.json", "all_20261123_211500_found_by", "all_٢٠٢٦1123_211500"),
    ],
)
def test_what_no_run_may_be_called(name):
    assert RunName.parse(name) is None


def test_the_layout_names_what_is_there_and_none_of_the_rest(tmp_path):
    layout = DataLayout(tmp_path)
    run = RunName("all", "20261123_211500")
    assert (layout.with_report(), layout.with_journal()) == ([], [])
    for path in (layout.report(run), layout.found_by(run), layout.journal(run), layout.lock(run)):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    for name in ("runs/notes.json", "state/notes.sqlite3", f"state/{run}.sqlite3-wal"):
        (tmp_path / name).touch()
    assert (layout.with_report(), layout.with_journal()) == ([run], [run])
    assert layout.strays() == ["notes.sqlite3"]
