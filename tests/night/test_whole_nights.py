"""A night that nothing disturbs: its steps, its lines, and that it is done once a day."""

from __future__ import annotations

import json
import re

PLACES = r"Étape (\d) sur (\d), ([^:.]+?)(?:\.\.\.| :)"
TITLES = (
    "collecte",
    "historique",
    "offres disparues, demandées une à une",
    "historique, avec leurs réponses",
    "rapport",
)


def test_it_tells_each_step_and_what_came_of_all_and_is_done_once_a_day(nights, tmp_path):
    feed = tmp_path / "offres.jsonl"
    done = nights.run("-O", str(feed))
    assert done.code == 0, done.stdout + done.log
    lines = done.stdout.splitlines()
    places = [match.groups() for line in lines if (match := re.match(PLACES, line))]
    assert places == [(str(n), "5", title) for n, title in enumerate(TITLES, 1) for _ in "12"]
    assert "Collecte complète ; 400 offres sur 400 annoncées" in done.stdout
    verdict, history, where, report = lines[-4:]
    assert verdict.startswith("Nuit complète, en ")
    assert "400 ouvertes, 0 modifiée" in verdict
    assert "Candidates qui restent : 0. Dernière lecture complète : il y a" in history
    assert f"Données dans {nights.data} :" in where
    (page,) = (nights.data / "reports").iterdir()
    assert report == f"Rapport, à ouvrir dans un navigateur : {page}"
    assert re.search(
        rf"rapport : faite en \d+ s\. Rapport écrit : {re.escape(str(page))} \(", done.stdout
    )
    assert nights.record["steps"] == dict.fromkeys(
        ("crawl", "update", "closed", "update_closed", "report"), 0
    )
    offers = [json.loads(line)["id"] for line in feed.read_text().splitlines()]
    assert sorted(offers) == sorted(nights.sandbox.ids({})), "no other crawl wrote into the feed"

    asked, runs = len(nights.sandbox.log), len(nights.runs("all"))
    again = nights.run("-O", str(feed))
    assert (again.code, len(nights.sandbox.log)) == (0, asked)
    assert again.stdout.startswith("Nuit déjà faite aujourd'hui, commencée à ")
    assert len(again.stdout.splitlines()) == 1

    forced = nights.run("-O", str(feed), "force=1")
    assert (forced.code, len(nights.runs("all"))) == (0, runs + 1)
    assert "Collecte complète ; 400 offres" in forced.stdout
    assert "Laissé de côté" not in forced.log


def test_its_own_lines_have_stdout(nights):
    done = nights.run("-o", "-:jsonl")
    assert (done.code, nights.sandbox.log) == (2, [])
    assert "donnez un fichier à -o" in done.log
