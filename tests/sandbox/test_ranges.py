"""The rules of `range` and Content-Range, for any numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ftsandbox.search.api_refusals import Refusal
from ftsandbox.search.paging import PageRange, content_range, parse_range


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_ranges(first: int, last: int):
    allowed = first <= last and last - first < 150 and first <= 3000
    try:
        assert parse_range(f"{first}-{last}") == PageRange(first, last)
    except Refusal:
        assert not allowed
    else:
        assert allowed


@given(st.text(max_size=12))
def test_sloppy_ranges(text: str):
    try:
        page = parse_range(text)
    except Refusal:
        return
    assert text.isascii()
    assert [int(part) for part in text.split("-")] == [page.first, page.last]


@given(st.integers(0, 3000), st.integers(0, 149), st.integers(0, 4000))
def test_content_ranges(first: int, width: int, total: int):
    page = PageRange(first, first + width)
    shown = list(range(total))[page.first : page.last + 1]
    status, header = content_range(page, total)
    assert (status == 204) == (not shown)
    assert (status == 200) == (len(shown) == total > 0)
    if shown:
        assert header == f"offres {shown[0]}-{shown[-1]}/{total}"
