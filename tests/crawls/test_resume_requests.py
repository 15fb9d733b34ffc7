"""What a crawl that goes on asks for: what was under way, and what was not asked yet."""

from __future__ import annotations

import signal

import pytest

from .stopping import asked_again, stopped

# Nothing listens as a killed process dies: at 10 a second, three answers at most are under way.
UNDER_WAY = {signal.SIGKILL: 3, signal.SIGTERM: 0}
# Offers, of which one query reaches 3,150, and how many searches arrive before the crawl is ended:
# asked to stop, it still answers for 16 that are in its queue.
MOMENTS = {
    signal.SIGKILL: [(3000, 4), (3000, 18), (8000, 10), (8000, 30)],
    signal.SIGTERM: [(3150, 2), (8000, 10), (8000, 30)],
}


@pytest.mark.parametrize(
    ("by", "moment"), [(by, moment) for by, moments in MOMENTS.items() for moment in moments]
)
def test_a_resumed_crawl_asks_again_at_most_what_was_in_flight(
    start_sandbox, run_crawl, tmp_path, by, moment
):
    offers, searches = moment
    sandbox = start_sandbox(offers_count=offers)
    first = stopped(
        *(tmp_path / "data", sandbox, "all", "delay=0.1"), searches=searches, by=by, settled=True
    )
    sandbox.searches_so_far()
    before = sandbox.questions
    done = run_crawl(sandbox, "all", "FT_QUOTA=0")
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert sorted(done.ids) == sorted(sandbox.ids({}))
    # The first one is asked again to count at the end, where one query does not reach.
    again, _ = asked_again([before[1:], sandbox.questions[len(before) :]])
    assert again <= UNDER_WAY[by] + len(before) - searches, first.log
    assert len(sandbox.questions) - again <= 1.05 * done.report["requests"]["floor"] + 4
    # What a dead process asked for in vain is known to nobody but the server.
    assert 0 <= len(sandbox.questions) - done.report["requests"]["search"] <= again


def test_a_crawl_that_lacks_one_page_asks_for_nothing_else(start_sandbox, run_crawl):
    sandbox = start_sandbox("status-500:range=150-299", offers_count=3000)
    assert run_crawl(sandbox, "all", "FT_QUOTA=0").code == 4
    before = sandbox.questions
    sandbox.set_faults()
    again = run_crawl(sandbox, "all", "FT_QUOTA=0")
    assert again.report["status"] == "complete"
    (asked,) = sandbox.questions[len(before) :]
    assert before.count(asked) == 6  # it was tried, and tried again
