from __future__ import annotations

from dataclasses import replace

import pytest

from ftcrawler.endings import Status
from ftcrawler.reporting.run_summaries import INTERRUPTED, RUNNING, RunSummary
from ftcrawler.reporting.runs_table import WORDS, runs_table

SUMMARY = RunSummary(
    run="keywords_20261123_211500",
    spider="keywords",
    started="2026-11-23T21:15:00+01:00",
    finished="2026-11-23T21:20:48+01:00",
    seconds=348,
    status="complete",
    reason="finished",
    collected=412,
    announced=412,
    missing=0,
    requests=1234,
    pending=0,
)


def test_every_status_has_a_word():
    assert WORDS.keys() == {*Status, RUNNING, INTERRUPTED}


def test_the_table_in_a_wide_terminal():
    assert runs_table([SUMMARY], 140).splitlines() == [
        "Collecte                  Début                  Durée  Statut     Offres  Requêtes",
        "keywords_20261123_211500  23/11/2026 21:15  5 min 48 s  complète  412/412     1 234",
    ]


@pytest.mark.parametrize(
    ("width", "start"),
    [
        (140, "_211500  23/11/2026 21:15  5 min"),
        (80, "_211500  21:15  5 min"),
        (75, "_211500  5 min"),
    ],
)
def test_the_start_gives_way_to_the_width(width, start):
    runs = [replace(SUMMARY, status="interrupted", collected=3549, announced=3549)]
    lines = runs_table(runs, width).splitlines()
    assert start in lines[1]
    assert max(map(len, lines)) <= width


def test_runs_of_another_server_say_so():
    own, other = "https://api.test/o", "http://127.0.0.1:8080/o"
    runs = [replace(SUMMARY, source=source) for source in (own, other, "")]
    assert [line for line in runs_table(runs, 80, own).splitlines() if "http" in line] == [
        f"    source : {other}"
    ]


def test_all_of_france_fits_in_80_columns():
    whole = replace(SUMMARY, run="all_20261124_000000", collected=499_729, announced=499_729)
    table = runs_table([replace(SUMMARY, status="incomplete"), whole], 80)
    assert "499 729/499 729" in table
    assert max(map(len, table.splitlines())) <= 80


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({}, None),
        ({"status": "truncated"}, None),
        ({"status": "skipped"}, None),
        ({"pending": 3}, "3 fichiers à envoyer vers S3"),
        (
            {"status": "incomplete", "missing": 12, "pending": 1},
            "12 manquantes, détail dans le rapport ; 1 fichier à envoyer vers S3",
        ),
        (
            {"status": "incomplete", "reason": "shutdown"},
            "arrêtée avant la fin (shutdown) ; détail dans le rapport",
        ),
        (
            {"status": "failed", "reason": "auth_failed", "message": "Erreur:\n  refusé"},
            "auth_failed : Erreur: refusé",
        ),
        (
            {"status": "interrupted", "reason": None},
            "tuée en route ; à reprendre le jour même, par la même commande",
        ),
        ({"status": "running", "reason": None}, None),
    ],
)
def test_what_is_said_under_a_run(changes, remark):
    lines = runs_table([replace(SUMMARY, **changes)], 80).splitlines()[2:]
    assert lines == ([] if remark is None else [f"    {remark}"])


def test_a_long_reason_is_wrapped():
    failed = replace(SUMMARY, status="failed", reason="auth_failed", message="mot " * 40)
    lines = runs_table([failed], 80).splitlines()
    assert len(lines) == 5
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("width", range(40, 80))
def test_no_line_ends_within_a_mark_of_french(width):
    told = "Erreur : reçu « un deux », attendu « trois » ; voir docs : « quatre »"
    failed = replace(SUMMARY, status="failed", reason="bad_configuration", message=told)
    lines = runs_table([failed], width).splitlines()[2:]
    assert not [line for line in lines if line.endswith("«")]
    assert not [line for line in lines if line.lstrip().startswith(("»", ";", ":"))]
    assert " ".join(line.strip() for line in lines) == f"bad_configuration : {told}"


def test_what_is_not_known_is_a_dash():
    unknown = replace(SUMMARY, seconds=None, collected=0, announced=None, requests=None)
    assert runs_table([unknown], 80).splitlines()[1].split()[2:] == [
        "21:15",
        "—",
        "complète",
        "—",
        "—",
    ]


def test_what_a_run_searched_is_named_but_for_the_spider_itself():
    of_sector = replace(SUMMARY, searches=tuple("abcde"))
    shown = runs_table([replace(SUMMARY, spider="all", searches=("all",)), of_sector], 100)
    assert shown.splitlines()[2:] == [
        shown.splitlines()[1],
        "    « a », « b », « c » et 2 autres",
    ]
