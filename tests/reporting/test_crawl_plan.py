from __future__ import annotations

import pytest

from ftcrawler.reporting.crawl_plan import Counted, make_plan
from ftcrawler.reporting.plan_table import table
from ftcrawler.searches.search import Search


def plan(*groups, max_pages=0, delay=1.0, quota=10):
    """Plan a crawl; each group is what its searches announce, keywords being a, b, c..."""
    counted = [
        (
            [
                Counted(Search({"motsCles": chr(97 + n) * 2}), total)
                for n, total in enumerate(group)
            ],
            max_pages,
        )
        for group in groups
    ]
    return make_plan(counted, delay=delay, quota=quota)


def asked(made):
    return [(search.offers, search.requests) for search in made.searches]


@pytest.mark.parametrize(
    ("announced", "max_pages", "offers", "requests", "estimated"),
    [
        (0, 0, 0, 1, False),
        (1, 10, 1, 1, False),
        (151, 10, 151, 2, False),
        (3150, 0, 3150, 21, False),
        (3000, 10, 1500, 10, False),
        (90_000, 10, 1500, 10, False),
        (90_000, 0, 90_000, 608, True),
    ],
)
def test_a_search(announced, max_pages, offers, requests, estimated):
    made = plan([announced], max_pages=max_pages)
    assert (made.announced, made.offers, made.requests) == (announced, offers, requests)
    assert made.estimated is estimated


def test_searches_of_a_group_share_max_pages():
    made = plan([20, 1300, 500], [450], max_pages=6)
    assert asked(made) == [(20, 1), (450, 3), (300, 2), (450, 3)]
    assert plan([20, 20, 20], max_pages=2).requests == 2


def test_a_search_that_was_not_counted_asks_for_nothing():
    made = plan([None, 1300], max_pages=6)
    assert asked(made) == [(0, 0), (900, 6)]
    assert (made.known, made.unknown) == (False, False)
    assert plan([None, None]).unknown


@pytest.mark.parametrize(
    ("delay", "quota", "seconds", "at_quota"),
    [(1.0, 10, 19.0, 2.0), (0.0, 10, 2.0, 2.0), (0.5, 1, 20.0, 20.0), (0.5, 0, 9.5, 0.0)],
)
def test_how_long_it_takes(delay, quota, seconds, at_quota):
    made = plan([19 * 150], delay=delay, quota=quota)
    assert (made.seconds, made.seconds_at_quota) == (seconds, pytest.approx(at_quota))


def test_the_table():
    assert table(plan([1476, 23], [None], max_pages=5)).splitlines() == [
        "Recherche  Annoncées  À lire  Requêtes",
        "aa             1 476     600         4",
        "bb                23      23         1",
        "aa                 —       —         —",
        "",
        "À lire : 623 offres sur 1 499 annoncées.",
        "Requêtes : 5.",
        "Durée : environ 5 s avec delay=1 ; 1 s au rythme du quota, 10 requêtes/s.",
        "Disque : environ 2,6 Mo.",
        "Le compte est incomplet : l'API n'a pas répondu pour toutes les recherches.",
    ]


def test_an_estimate_is_said_to_be_one():
    lines = table(plan([500_000], delay=0.1)).splitlines()
    assert lines[1:2] + lines[3:] == [
        "aa           500 000  500 000    ~3 359",
        "À lire : 500 000 offres sur 500 000 annoncées.",
        "Requêtes : environ 3 359.",
        "Durée : environ 5 min 54 s au rythme du quota, 10 requêtes/s.",
        "Disque : environ 2,0 Go.",
    ]


def test_nothing_to_read():
    assert table(plan([0], quota=0, delay=0.5)).splitlines()[1:] == [
        "aa                 0       0         1",
        "",
        "À lire : 0 offre sur 0 annoncée.",
        "Requêtes : 1.",
        "Durée : environ 1 s avec delay=0.5.",
    ]


def test_without_delay_or_quota_nobody_knows_how_long():
    assert "Durée" not in table(plan([300], quota=0, delay=0))
