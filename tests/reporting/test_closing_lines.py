"""The lines that close a run: what was read, what was not, and where it is."""

from __future__ import annotations

import pytest

from ftcrawler.endings import Status
from ftcrawler.reporting.closing_lines import closing_lines
from ftcrawler.runs.report import DetailsReport, Report, SearchReport


def a_report(status="complete", reason="finished", pending=0, **more):
    return Report(
        run="keywords_20261123_211500",
        spider="keywords",
        arguments={},
        started="",
        finished="",
        status=Status(status),
        reason=reason,
        s3={"uploaded": 3 - pending, "pending": pending},
        **more,
    )


def unread(label, status, *, announced=None, missing=0, max_pages=5):
    return SearchReport(
        label=label,
        criteria={},
        status=Status(status),
        max_pages=max_pages,
        announced=announced,
        missing=missing,
    )


def test_two_lines_close_a_run(tmp_path):
    report = a_report(
        "incomplete",
        pending=1,
        searches=(unread("a", "incomplete", announced=412, missing=150),),
        offers={"collected": 262, "duplicates": 1},
        requests={"search": 1200},
        files={"written": 2},
        message="Erreur: sur\n  deux lignes",
    )
    verdict, whereabouts = closing_lines(report, tmp_path)
    assert verdict == (
        "Collecte INCOMPLÈTE ; 262 offres sur 412 annoncées, 1 doublon, 1 200 requêtes ; "
        "150 manquantes, détail dans le rapport ; Erreur: sur deux lignes"
    )
    assert whereabouts == (
        f"Données : 2 fichiers dans {tmp_path}/raw/france_travail ; S3 : 2 fichiers, 1 à envoyer "
        f"par « scrapy s3-sync ». Rapport : {tmp_path}/runs/keywords_20261123_211500.json"
    )


def test_a_list_to_choose_from_has_a_line_for_each(tmp_path):
    message = "Erreur: deux communes :\n  - A (01)\n  - B\x1b (02)\nChoisissez-en une."
    verdict, *listed, _ = closing_lines(a_report("failed", message=message), tmp_path)
    assert verdict == "ÉCHEC de la collecte ; Erreur: deux communes :"
    assert listed == ["  - A (01)", "  - B (02)", "  Choisissez-en une."]


@pytest.mark.parametrize(
    ("searches", "told"),
    [
        (
            [unread("a", "truncated", announced=900, missing=150), unread("b", "truncated")],
            (
                "3 offres sur 900 annoncées, 0 doublon, 7 requêtes ; 150 offres non lues "
                "(max_pages=5) ; recherches jamais lues : « b »"
            ),
        ),
        (
            [
                unread("a", "truncated", announced=900, missing=1, max_pages=6),
                unread("b", "truncated", announced=900, missing=1),
            ],
            "3 offres sur 1 800 annoncées, 0 doublon, 7 requêtes ; 2 offres non lues (max_pages)",
        ),
        (
            [unread(str(n), "truncated") for n in range(12)],
            (
                "3 offres, l'API n'a pas dit combien il y en a, 0 doublon, 7 requêtes ; "
                f"recherches jamais lues : {', '.join(f'« {n} »' for n in range(10))} et "
                "2 autre(s)"
            ),
        ),
        (
            [unread("a", "truncated", announced=10), unread("b", "complete", announced=2)],
            "3 offres sur 12 annoncées, 0 doublon, 7 requêtes",
        ),
    ],
)
def test_what_a_limit_leaves_unread_is_named(tmp_path, searches, told):
    report = a_report(
        "truncated",
        searches=tuple(searches),
        offers={"collected": 3, "duplicates": 0},
        requests={"search": 7},
    )
    assert closing_lines(report, tmp_path)[0] == f"Collecte arrêtée à max_pages ; {told}"


@pytest.mark.parametrize(
    ("searches", "told"),
    [
        (
            [unread("a", "incomplete", announced=20_000, missing=16_717)],
            " sur 20 000 annoncées, 0 doublon, 7 requêtes ; 16 717 manquantes, détail",
        ),
        (
            [unread("a", "incomplete", announced=900, missing=600), unread("b", "incomplete")],
            (
                " sur 900 annoncées, 0 doublon, 7 requêtes ; 600 manquantes, sans 1 recherche "
                "dont on ne sait rien, détail"
            ),
        ),
        (
            [unread("a", "incomplete", announced=9, missing=6), unread("b", "truncated")],
            (
                " sur 9 annoncées, 0 doublon, 7 requêtes ; recherches jamais lues : « b » ; "
                "6 manquantes, détail"
            ),
        ),
        ([], ", l'API n'a pas dit combien il y en a, 0 doublon, 7 requêtes ; détail"),
    ],
)
def test_what_a_stopped_run_lacks(tmp_path, searches, told):
    report = a_report(
        "incomplete",
        "shutdown",
        searches=tuple(searches),
        offers={"collected": 3, "duplicates": 0},
        requests={"search": 7},
    )
    line = closing_lines(report, tmp_path)[0]
    assert line == f"Collecte INCOMPLÈTE ; 3 offres{told} dans le rapport"


DETAILS = {
    "Vérification complète ; 40 offres : 30 disparues, 10 ouvertes ; 1 témoin, 41 requêtes": (
        "complete",
        DetailsReport(asked=40, gone=30, open=10, controls=1),
    ),
    "Vérification INCOMPLÈTE ; 3 offres : 1 disparue, 0 ouverte, 2 sans réponse, encore à "
    "vérifier ; 2 témoins dont 1 disparu, 1 sans réponse, 41 requêtes": (
        "incomplete",
        DetailsReport(asked=1, gone=1, left=2, controls=2, controls_gone=1, controls_left=1),
    ),
    "Aucune offre à vérifier": ("complete", DetailsReport()),
}


@pytest.mark.parametrize("line", DETAILS)
def test_what_offers_answered_that_were_asked_for_one_by_one(tmp_path, line):
    status, details = DETAILS[line]
    report = a_report(status, details=details, requests={"search": 0, "detail": 41})
    assert closing_lines(report, tmp_path)[0] == line
