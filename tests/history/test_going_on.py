"""Runs that were cut, applied, and taken up again after others: late, and right all the same."""

from __future__ import annotations

import pytest

from ftcrawler.endings import Status
from ftcrawler.history.closing.candidates import to_ask
from ftcrawler.runs.paris_time import paris_now
from tests.history.made_runs import SOURCE, offer, offers

MANY = [f"{number:03}" for number in range(100)]
TODAY = f"{paris_now():%Y%m%d}"


def asked(history):
    return [each.id for each in to_ask(history.layout, SOURCE) if not each.control]


def test_what_it_held_before_others_did_is_not_missing(history):
    keywords = {"spider": "keywords", "label": "data"}
    history.run(f"{TODAY}_000001", offers(MANY[:20]), **keywords)
    history.run(f"{TODAY}_000002", offers(MANY))
    cut = {"status": Status.INCOMPLETE, "finished": "1"}
    history.run(f"{TODAY}_000003", offers(MANY[:3]), **keywords, **cut)
    history.run(f"{TODAY}_000004", offers(MANY))
    history.update()
    history.run(f"{TODAY}_000003", offers(MANY[:20]), **keywords, finished="2")
    done = history.update()
    assert (len(done.applied), done.closings_refused) == (1, {})


def test_what_it_held_is_in_its_stock(history):
    history.run("20261101_020000", offers(MANY[:10]), status=Status.INCOMPLETE, finished="1")
    history.update()
    history.run("20261101_120000", offers(MANY[:60]), spider="keywords", label="data")
    history.update()
    history.run("20261101_020000", offers(MANY), finished="2")
    history.update()
    history.run("20261102_020000", offers(MANY[3:]))
    history.update()
    assert asked(history) == MANY[:3]


def test_an_old_answer_does_not_close_an_offer_that_came_back(history):
    history.run(f"{TODAY}_000001", offers(MANY))
    history.run(f"{TODAY}_000002", offers(MANY[2:]))
    history.update()
    gone, there = ("000", 204, False), ("050", 200, True)
    cut = {"status": Status.INCOMPLETE, "finished": "1"}
    history.closed(f"{TODAY}_000003", [gone, there], [offer("050")], **cut)
    assert history.update().counts["fermee"] == 1
    history.run(f"{TODAY}_000004", offers([MANY[0], *MANY[2:]]))
    history.run(f"{TODAY}_000005", offers(MANY[2:]))
    history.update()
    more = [gone, there, ("001", 204, False), ("051", 200, True)]
    history.closed(f"{TODAY}_000003", more, offers(["050", "051"]), finished="2")
    history.update()
    assert history.told().count(("fermee", "000")) == 1
    assert {"000"} <= set(history.open_ids())
    assert "001" not in history.open_ids()
    assert "000" in asked(history)


def test_weeks_later_it_is_not_forgotten(history):
    history.run("20261110_020000", offers(MANY[:10]), status=Status.INCOMPLETE, finished="1")
    history.update()
    history.run("20261110_020000", offers(MANY), finished="2")
    assert len(history.update().applied) == 1
    assert history.open_ids() == MANY


@pytest.mark.parametrize("accept", [False, True])
def test_a_search_that_has_nothing_left_closes_with_the_controls_of_others(history, accept):
    few = {"spider": "keywords", "label": "data"}
    history.run("20261124_020000", offers("ABC"), **few)
    history.run("20261124_030000", offers(MANY))
    history.run("20261125_020000", [], **few)
    history.run("20261125_030000", offers(MANY))
    done = history.update(accept_closures=accept)
    assert bool(done.closings_refused) is not accept
    history.ask("20261125_040000", {each: offer(each) for each in MANY})
    history.update()
    assert history.open_ids() == (MANY if accept else [*MANY, *"ABC"])
