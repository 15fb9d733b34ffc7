"""What is wrong with some answers is mended by the same command, once the API is sound again."""

from __future__ import annotations

import pytest

OFFERS = 12_000


@pytest.mark.parametrize(
    "fault", ["short-page:range=1490-1639", "no-ids:range=149-298", "no-content-range:range=0-149"]
)
def test_a_defective_page_is_asked_for_again_by_the_same_command(start_sandbox, run_crawl, fault):
    sandbox = start_sandbox(fault, offers_count=OFFERS)
    first = run_crawl(sandbox, "all", "max_pages=0", "FT_QUOTA=0")
    assert (first.code, first.report["status"]) == (4, "incomplete"), first.log
    asked = len(sandbox.questions)
    sandbox.set_faults()
    again = run_crawl(sandbox, "all", "max_pages=0", "FT_QUOTA=0")
    assert (again.code, again.report["status"]) == (0, "complete"), again.log
    assert sorted(again.ids) == sorted(sandbox.ids({}))
    assert len(sandbox.questions) > asked


def test_a_lost_page_on_which_the_next_hangs_keeps_no_other_from_being_read(
    start_sandbox, run_crawl
):
    sandbox = start_sandbox("status-500:range=2980-3129", offers_count=OFFERS)
    done = run_crawl(sandbox, "all", "max_pages=0", "FT_QUOTA=0")
    assert len(set(done.ids)) == OFFERS
    assert done.search["missing"] == 0
