from __future__ import annotations

import pytest

from ftcrawler.reporting.progress import Progress, Sample, Tally, asking_tally, progress, tally
from ftcrawler.reporting.progress_text import line, percent, texts
from ftcrawler.reporting.search_reports import Asking
from ftcrawler.searches.search import Search
from ftcrawler.sweep.outcome import Outcome, StoppedBy


def found(words="python", *, sector=None, **known):
    known = {"met": known.get("read", 0)} | known
    return Outcome(search=Search({"motsCles": words}, sector=sector), **known)


def at_pace(rate, *, seconds=10, retried=0):
    """Return samples of a crawl that sends so many useful requests a second."""
    useful = rate * seconds
    return [Sample(100, 7, 7), Sample(100 + seconds, 7 + useful + retried, 7 + useful)]


def test_a_search_under_way():
    now = tally([found(announced=3000, read=450, answers=3, unanswered=2)], {})
    assert now == Tally(read=450, announced=3000, wanted=3000, known=True, answers=3, left=17)
    assert now.share == 3 / 20


def test_nothing_is_known_before_the_first_answer():
    assert tally([], {}) == Tally()
    assert tally([found(unanswered=1)], {}) == Tally()


@pytest.mark.parametrize(
    ("outcome", "max_pages", "left"),
    [
        ({"announced": 0, "answers": 1, "finished": True}, 0, 0),
        ({"announced": 0, "answers": 1}, 0, 0),
        ({"announced": 3150, "answers": 1, "read": 150}, 0, 20),
        ({"announced": 3000, "answers": 4, "read": 600}, 10, 6),
        ({"announced": 90_000, "answers": 4, "read": 600}, 10, 6),
        ({"announced": 90_000, "answers": 4, "read": 600}, 0, 600),
        # Beyond 3,150 offers, what is left follows from what was read, not from a forecast.
        ({"announced": 90_000, "answers": 900, "read": 89_000}, 0, 7),
        ({"announced": 90_000, "answers": 900, "read": 90_000, "unanswered": 3}, 0, 3),
        # Offers vanished: the search was over before its last page.
        ({"announced": 301, "answers": 2, "read": 300, "finished": True}, 0, 0),
        (
            {"announced": 9000, "answers": 8, "unanswered": 2, "stopped_by": StoppedBy.MAX_PAGES},
            10,
            2,
        ),
        ({"finished": True, "silent": True, "problems": ("page 1 : x",)}, 0, None),
    ],
)
def test_what_a_search_still_waits_for(outcome, max_pages, left):
    assert tally([found(**outcome)], {"python": max_pages}).left == left


def test_the_searches_of_a_sector_share_its_pages():
    one = found("a", sector="data", announced=1500, read=300, answers=2)
    two = found("b", sector="data", announced=1500, read=150, answers=1)
    other = found("c", sector="sante", announced=30, read=30, answers=1, finished=True)
    now = tally([one, two, other], {each.search.label: 5 for each in (one, two, other)})
    assert now == Tally(read=480, announced=3030, wanted=780, known=True, answers=4, left=2)


def test_a_search_that_has_not_answered_counts_as_the_others():
    now = tally([found("a", announced=900, read=150, answers=1), found("b", unanswered=1)], {})
    assert now == Tally(read=150, announced=900, wanted=900, known=False, answers=1, left=5 + 6)


def test_one_that_never_will_is_not_waited_for():
    silent = found("b", finished=True, silent=True)
    now = tally([found("a", announced=900, read=150, answers=1), silent], {})
    assert (now.known, now.left) == (True, 5)


def test_the_pace_is_that_of_everything_sent_and_the_time_left_that_of_what_is_useful():
    shown = progress(at_pace(4, retried=10), Tally(left=20), quota=10, pending=3)
    assert (shown.rate, shown.left, shown.quota, shown.pending) == (5.0, 5.0, 10, 3)


def test_without_a_pace_no_time_is_left():
    assert progress([Sample(5, 0, 0)], Tally(left=20)).rate is None
    stalled = progress(at_pace(0), Tally(left=20))
    assert (stalled.rate, stalled.left) == (0.0, None)
    assert progress(at_pace(4), Tally()).left is None


def test_a_crawl_that_stops_waits_for_what_is_under_way_only():
    shown = progress(at_pace(4), Tally(left=2000), last=8)
    assert (shown.stopping, shown.left) == (True, 2.0)


WHOLE = Tally(read=12450, announced=499729, wanted=499729, known=True, answers=83, left=3347)
LIMITED = Tally(read=450, announced=9000, wanted=1500, known=True, answers=3, left=7)
BEGUN = Tally(read=1, announced=1, wanted=1, answers=1, left=1)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (
            Progress(tally=WHOLE, rate=9.43, quota=10, left=3603, pending=3),
            (
                "2 %, 12 450 offres sur 499 729 annoncées, 9,4 requêtes/s (94 % du quota), "
                "reste 1 h 00 min, 3 fichiers à envoyer"
            ),
        ),
        (
            Progress(tally=LIMITED, rate=1.0, left=7),
            "30 %, 450 offres sur 1 500 à lire (9 000 annoncées), 1,0 requête/s, reste 7 s",
        ),
        (
            Progress(tally=BEGUN, rate=0.5, quota=10, left=2, pending=0),
            (
                "50 %, 1 offre sur plus de 1 annoncée, 0,5 requête/s (5 % du quota), reste 2 s, "
                "0 fichier à envoyer"
            ),
        ),
        (Progress(tally=Tally()), "0 %, 0 offre, durée inconnue"),
        (
            Progress(tally=LIMITED, rate=1.0, left=8, stopping=True),
            "30 %, 450 offres sur 1 500 à lire (9 000 annoncées), 1,0 requête/s, arrêt dans 8 s",
        ),
        (Progress(tally=Tally(), stopping=True), "0 %, 0 offre, arrêt en cours"),
        (
            Progress(
                tally=Tally(read=9, announced=9, wanted=9, known=True, answers=1, left=0), left=0
            ),
            "100 %, 9 offres sur 9 annoncées, lecture finie",
        ),
    ],
)
def test_a_line_says_it_all(shown, said):
    assert line(shown) == said


def test_ever_shorter_texts():
    shown = Progress(tally=WHOLE, rate=9.43, quota=10, left=348, pending=3)
    assert texts(shown) == [
        (
            "12 450 offres sur 499 729 annoncées, 9,4 requêtes/s (94 % du quota), "
            "reste 5 min 48 s, 3 fichiers à envoyer"
        ),
        "12 450/499 729 offres, 9,4 req/s (94 % du quota), reste 5 min 48 s, 3 à envoyer",
        "12 450/499 729, 9,4 req/s (94 %), reste 5 min 48 s, 3 à envoyer",
        "12 450, reste 5 min 48 s, 3 à envoyer",
    ]


def test_offers_asked_for_one_by_one_are_counted_themselves():
    shown = progress(at_pace(10), asking_tally(Asking(done=450, left=8550)), quota=10)
    said = "5 %, 450 offres sur 9 000 à vérifier, 10,0 requêtes/s (100 % du quota), "
    assert line(shown) == f"{said}reste 14 min 15 s"
    assert texts(shown)[2].startswith("450/9 000, ")
    assert line(progress(at_pace(10), asking_tally(Asking(done=2, left=0)))).startswith("100 %")


def test_a_total_that_will_grow_is_marked():
    assert "1/1+ offres" in texts(Progress(tally=BEGUN))[1]


def test_100_percent_is_said_only_at_the_end():
    assert percent(Progress(tally=Tally(answers=999, left=1))) == 99
