"""What takes little memory counts as a set does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.sweep.offers_met import OffersMet
from tests.effort import examples

own = st.text("0123456789ABCXYZ", min_size=7, max_size=7)
partners = st.from_regex(r"[0-9]{7}", fullmatch=True)
others = st.text(max_size=12)
pages = st.lists(
    st.lists(own | partners | others | st.sampled_from(["0000000", "9999999", "", "\0"]))
)


@given(pages)
@examples(50)
def test_it_counts_as_a_set_does(pages):
    seen = OffersMet()
    met: set[str] = set()
    for page in pages:
        before = len(met)
        met.update(page)
        assert seen.add(page) == len(met) - before
        assert len(seen) == len(met)
