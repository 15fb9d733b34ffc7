"""A job that is cancelled ends as it should, and goes on when it is scheduled again."""

from __future__ import annotations

OFFERS = 9000  # 60 pages: far more than are in flight when it is stopped, which still come


def test_a_cancelled_job_goes_on_when_scheduled_again(start_sandbox, schedule):
    sandbox = start_sandbox(offers_count=OFFERS)
    first = schedule(sandbox, "all", max_pages="0", delay="0.1")
    sandbox.wait_for_searches(2)
    first.cancel()
    stopped = first.end()
    report = first.report()
    assert (stopped.code, report["status"], report["reason"]) == (4, "incomplete", "shutdown")
    assert 0 < len(stopped.ids) < OFFERS

    second = schedule(sandbox, "all", "FT_QUOTA=0", max_pages="0")
    done = second.end()
    assert (done.code, len(done.reports)) == (0, 1)
    assert second.report()["run"] == report["run"]
    assert (done.report["status"], done.report["resumed"]) == ("complete", 1)
    assert sorted(done.ids) == sorted(sandbox.ids({}))
    assert f"Reprise de la collecte {report['run']}" in done.log
