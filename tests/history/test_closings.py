"""What closes an offer, and all that does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.endings import Status
from ftcrawler.history.applying.update import Update
from ftcrawler.history.closing.candidates import to_ask
from ftcrawler.history.closing.closings import confirmed
from ftcrawler.runs.details import Detail
from tests.effort import examples
from tests.history.made_runs import SOURCE, offer, offers

MANY = [f"{number:03}" for number in range(100)]


def utc(day, hour):
    """Return the moment of an hour of Paris in November."""
    return datetime(2026, 11, day, hour - 1, tzinfo=UTC)


def held(*gone):
    """Return a hundred offers without those *gone*."""
    return {name: offer(name) for name in MANY if name not in gone}


class Nights:
    """Plays nights: a reading, an update, what the API says of candidates, an update."""

    def __init__(self, history):
        self._history = history
        self.asked: list[str] = []
        self.first = Update()

    def __call__(self, day, reading, *, still_open=None, **more):
        """Return the last update; *still_open* is what has a detail, by default what was read."""
        self._history.run(f"202611{day}_020000", reading.values(), **more)
        self.first = self._history.update()
        still_open = reading if still_open is None else still_open
        self.asked = self._history.ask(f"202611{day}_030000", still_open)
        return self._history.update()


@pytest.fixture
def night(history):
    return Nights(history)


def test_absent_and_confirmed_by_its_own_204_it_closes(history, night):
    night(24, held())
    done = night(25, held("007"))
    assert (night.asked, dict(done.counts)) == (["007"], {"fermee": 1})
    assert "007" not in history.open_ids()
    (event,) = (row for row in history.events() if row["evenement"] == "fermee")
    assert (event["id"], event["collecte"]) == ("007", "closed_20261125_030000")
    assert (event["vue_le"], event["absente_le"]) == (utc(24, 2), utc(25, 2))
    assert event["a"] == utc(25, 3)
    assert event["intitule"] == "Boulanger (H/F)"
    assert event["trouvee_par"][0]["collecte"] == "all_20261124_020000"


def test_hidden_for_a_night_it_never_closes(history, night):
    night(24, held())
    done = night(25, held("007"), still_open=held())
    assert (night.asked, dict(done.counts)) == (["007"], {})
    night(26, held())
    assert night.asked == []
    assert history.told() == [("ouverte", name) for name in MANY]


def test_absence_is_counted_from_the_last_time_it_was_seen(history, night):
    night(24, held())
    night(25, held("007"), still_open=held())
    night(26, held("007"))
    event = history.events()[-1]
    assert (event["vue_le"], event["absente_le"]) == (utc(25, 3), utc(26, 2))


def test_a_newer_version_in_a_detail_is_an_event(history, night):
    night(24, held())
    newer = {**held(), "007": offer("007", intitule="Pâtissier (H/F)")}
    done = night(25, held("007"), still_open=newer)
    assert dict(done.counts) == {"modifiee": 1}
    assert history.events()[-1]["collecte"] == "closed_20261125_030000"


def test_an_offer_that_comes_back_is_reopened_and_its_closing_stays(history, night):
    night(24, held())
    night(25, held("007"))
    done = night(26, held())
    assert night.first.counts["rouverte"] == 1
    assert not done.counts
    of_it = [row["evenement"] for row in history.events() if row["id"] == "007"]
    assert of_it == ["ouverte", "fermee", "rouverte"]
    night(27, held("007"))
    assert history.told()[:2] == [("fermee", "007"), ("fermee", "007")]


@pytest.mark.parametrize("status", [Status.TRUNCATED, Status.INCOMPLETE, Status.FAILED])
def test_only_a_complete_reading_makes_candidates(history, night, status):
    night(24, held())
    night(25, held("007", "008"), status=status)
    assert night.asked == []
    assert len(history.open_ids()) == 100


def test_only_what_an_earlier_complete_reading_held_is_a_candidate(history, night):
    history.run("20261123_020000", [offer("999")], status=Status.TRUNCATED)
    night(24, held())
    night(25, held())
    assert night.asked == []


def test_pages_that_lack_make_no_candidates(history):
    history.run("20261124_020000", held().values())
    history.update()
    history.run("20261125_020000", offers([*MANY, *(f"n{n}" for n in range(100))]))
    page = next(history.layout.raw.glob("*20261125_020000_p2.json"))
    page.unlink()
    done = history.update()
    assert done.lacking == {"all_20261125_020000": ("pages : 1 sur 2",)}
    assert to_ask(history.layout, SOURCE) == []


def test_a_search_has_a_stock_of_its_own(history, night):
    night(24, held())
    history.run("20261124_120000", offers(MANY[:10]), spider="keywords", label="data")
    history.update()
    history.run("20261125_020000", offers(MANY[1:10]), spider="keywords", label="data")
    history.update()
    # What « data » lacks, « data » held.
    assert [each.id for each in to_ask(history.layout, SOURCE) if not each.control] == ["000"]
    night(26, held())
    assert night.asked == []
    night(27, held("050"))
    assert night.asked == ["050"]


def test_seen_by_any_search_it_is_no_candidate(history):
    history.run("20261124_020000", held().values())
    history.run("20261125_020000", held("007").values())
    history.run("20261125_023000", [offer("007")], spider="keywords", label="data")
    history.update()
    assert to_ask(history.layout, SOURCE) == []


def test_asked_late_what_was_seen_since_stays_open(history):
    history.run("20261124_020000", held().values())
    history.run("20261125_020000", held("007").values())
    history.update()
    history.closed("20261125_030000", [("007", 204, False), ("000", 200, True)], [offer("000")])
    history.run("20261125_025900", [offer("007")], spider="keywords", label="data")
    history.update()
    assert ("fermee", "007") not in history.told()


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503, None])
def test_any_other_answer_leaves_a_candidate(history, status):
    history.run("20261124_020000", held().values())
    history.run("20261125_020000", held("007").values())
    history.update()
    history.closed("20261125_030000", [("007", status, False), ("000", 200, True)], [offer("000")])
    assert not history.update().counts
    assert "007" in [each.id for each in to_ask(history.layout, SOURCE)]


def test_an_api_that_answers_204_to_everything_closes_nothing(history, night):
    night(24, held())
    done = night(25, held("007", "008"), still_open={})
    assert (night.asked, dict(done.counts)) == (["007", "008"], {})
    done = night(26, held("007", "008"))
    assert dict(done.counts) == {"fermee": 2}
    assert {row["absente_le"] for row in history.events()[-2:]} == {utc(25, 2)}


def test_a_control_stands_after_each_fifty_and_at_the_end(history):
    many = [f"{number:05}" for number in range(1000)]
    history.run("20261124_020000", offers(many))
    history.run("20261125_020000", offers(many[120:]))
    history.update()
    asked = to_ask(history.layout, SOURCE)
    assert [place for place, each in enumerate(asked) if each.control] == [50, 101, 122]
    assert len({each.id for each in asked}) == len(asked) == 123
    assert not {each.id for each in asked if each.control} & set(many[:120])


def test_one_that_was_lost_decides_nothing():
    asked = [Detail("A", 204, False), Detail("1", None, True), Detail("B", 204, False)]  # noqa: FBT003
    good, bad = Detail("2", 200, control=True), Detail("3", 204, control=True)
    assert confirmed(asked) == []
    assert confirmed([*asked, good]) == ["A", "B"]
    assert confirmed([*asked, bad, good]) == []


@examples(50)
@given(st.lists(st.tuples(st.sampled_from([200, 204, 400, None]), st.booleans()), max_size=30))
def test_each_closing_is_followed_by_a_good_control_before_a_bad_one(told):
    answers = [Detail(str(place), *each) for place, each in enumerate(told)]
    gone = confirmed(answers)
    for place, answer in enumerate(answers):
        rest = [
            each.status for each in answers[place:] if each.control and each.status in (200, 204)
        ]
        closes = answer.status == 204 and not answer.control and rest[:1] == [200]
        assert (answer.id in gone) is closes
