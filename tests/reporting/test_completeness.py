from __future__ import annotations

from dataclasses import replace

import pytest

from ftcrawler.endings import Status
from ftcrawler.reporting.completeness import search_report
from ftcrawler.searches.search import Search
from ftcrawler.sweep.outcome import Outcome, SliceOutcome, StoppedBy

READ = Outcome(
    search=Search({"motsCles": "data scientist"}),
    announced=412,
    announced_after=412,
    read=412,
    answers=3,
    finished=True,
)
SECOND = {"maxCreationDate": "2026-11-23T00:00:00Z", "experience": "4"}
BULK = SliceOutcome(criteria=SECOND, announced=5000, gave=3150, missing=1850)

NOTHING = {"announced": 0, "announced_after": 0, "read": 0}
FEWER = {"vanished": 2, "read": 410, "announced_after": 410}
FALLEN = {"vanished": 412, "appeared": 150, "read": 150, "announced_after": 150}
LEAPT = {"appeared": 588, "announced_after": 1000}


def told(criteria):
    return " ".join(f"{name}={value}" for name, value in criteria.items())


def judge(outcome, collected=412, pages=3):
    return search_report(outcome, max_pages=10, collected=collected, pages=pages)


@pytest.mark.parametrize(
    ("change", "on_disk", "status", "missing", "problem"),
    [
        ({}, {}, Status.COMPLETE, 0, None),
        ({}, {"collected": 415}, Status.COMPLETE, 0, None),
        (NOTHING, {"collected": 0, "pages": 0}, "complete", 0, None),
        ({"vanished": 2}, {"collected": 410}, "incomplete", 0, "2 offre(s) reçue(s) mais pas"),
        (FEWER, {"collected": 410}, Status.COMPLETE, 0, None),
        ({"vanished": 2}, {}, "incomplete", 0, "les totaux ne concordent pas : 412 annoncée(s)"),
        ({"appeared": 1}, {}, "incomplete", 0, "412 annoncée(s), +1 -0, et 412 à la fin"),
        (FALLEN, {"collected": 150}, "incomplete", 0, "262 offre(s) non lue(s), trop pour avoir"),
        (LEAPT, {}, "incomplete", 0, "588 offre(s) non lue(s), trop pour être apparues"),
        # Everything was read before it was withdrawn.
        ({**FALLEN, "read": 412}, {}, Status.COMPLETE, 0, None),
        ({"read": 410}, {"collected": 410}, "incomplete", 2, "2 offre(s) annoncée(s) n'ont"),
        ({}, {"collected": 300, "pages": 2}, "incomplete", 112, "112 offre(s) reçue(s) mais"),
        ({"unanswered": 1, "read": 300}, {"collected": 300}, "incomplete", 112, "1 page(s) dem"),
        ({"problems": ("page 2 : x",)}, {"collected": 262}, "incomplete", 150, "page 2 : x"),
        ({"finished": False, "read": 9}, {"collected": 9}, "incomplete", 403, "interrompue"),
        (
            {"stopped_by": StoppedBy.MAX_PAGES, "read": 300},
            {"collected": 300},
            Status.TRUNCATED,
            112,
            None,
        ),
        (
            {"stopped_by": StoppedBy.MAX_PAGES, "problems": ("page 2 : x",)},
            {"collected": 150},
            Status.INCOMPLETE,
            262,
            "page 2 : x",
        ),
        (
            {"announced": 9000, "read": 7150, "missing": 1850, "slices": (BULK,)},
            {"collected": 7150},
            Status.INCOMPLETE,
            1850,
            f"1850 offre(s) hors d'atteinte dans la tranche {told(SECOND)}",
        ),
        (
            {"announced": None, "read": 0, "problems": ("page 1 : y",)},
            {"collected": 0},
            "incomplete",
            0,
            "y",
        ),
    ],
)
def test_a_search_is_complete_only_if_the_disk_says_so(change, on_disk, status, missing, problem):
    report = judge(replace(READ, **change), **on_disk)
    assert (report.status, report.missing) == (status, missing)
    assert (problem is None) == (report.problems == ())
    if problem:
        assert problem in " ".join(report.problems)


@pytest.mark.parametrize(
    ("before", "status"), [(0, "complete"), (3, "complete"), (450, "incomplete")]
)
def test_a_search_that_had_offers_has_none_only_if_that_is_confirmed(before, status):
    outcome = replace(READ, announced=0, announced_after=0, read=0)
    report = search_report(outcome, max_pages=10, collected=0, pages=0, before=before)
    assert (report.status, bool(report.problems)) == (status, status == "incomplete")
