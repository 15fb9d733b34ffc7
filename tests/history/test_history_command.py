"""`scrapy history`: what it says, and what it exits with."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from scrapy.settings import Settings

from ftcrawler.history.showing.life import Life, LifeEvent
from ftcrawler.history.showing.life_lines import life_lines
from tests.crawls.crawling import scrapy
from tests.history.made_runs import SOURCE, offer, offers

TWENTY = "ABCDEFGHIJKLMNOPQRST"


@pytest.fixture
def run_history(data):
    def run(*arguments, source=SOURCE, **variables):
        variables = {"URL_API_FRANCE_TRAVAIL": source, **variables}
        return scrapy("history", *arguments, data=data, variables=variables)

    return run


@pytest.fixture
def status(run_history):
    def run() -> Any:
        return json.loads(run_history("status", "--json").stdout)

    return run


def test_two_days_of_a_crawl(start_sandbox, run_crawl, run_history):
    sandbox = start_sandbox(offers_count=300)
    done = run_history("update", source=sandbox.source)
    assert (done.code, done.stdout) == (0, "Rien à appliquer : l'historique est à jour.\n")
    first = run_crawl(sandbox, "all", "max_pages=0").report["run"]
    assert f"{first}, à appliquer" in run_history("status", source=sandbox.source).stdout
    done = run_history("update", source=sandbox.source)
    assert (done.code, done.log) == (0, "")
    assert done.stdout.splitlines() == [
        f"{first} : 300 ouvertes, 0 modifiée, 0 actualisée, 0 fermée, 0 rouverte",
        "Première lecture complète de « all » : ses offres sont toutes comptées comme ouvertes.",
    ]
    day = sandbox.play_day()
    crawled = run_crawl(sandbox, "all", "max_pages=0", "force=1")
    second = crawled.report["run"]
    (said,) = run_history("update", source=sandbox.source).stdout.splitlines()
    assert said.startswith(f"{second} : {len(day.opened)} ouvertes, {len(day.changed)} modifiées")
    status = json.loads(run_history("status", "--json", source=sandbox.source).stdout)
    assert status["evenements"] == {
        "ouverte": 300 + len(day.opened),
        "modifiee": len(day.changed),
        "actualisee": len(day.actualised),
        "fermee": 0,
        "rouverte": 0,
    }
    assert status["offres_ouvertes"] == 300 + len(day.opened)
    assert status["candidates"] == len(day.closed) + len(day.hidden)
    assert status["derniere_appliquee"] == second
    assert status["pages_appliquees"]["pages"] == len(crawled.files)
    assert (status["non_appliquees"], status["abimes"]) == ({}, [])


def test_the_life_of_an_offer(history, run_history):
    history.run("20261121_020000", [offer("048KLTP"), offer("1")])
    paid = {"salaire": {"libelle": "Mensuel de 2200.00 Euros sur 12 mois"}}
    history.run("20261122_020000", [offer("048KLTP", description="Pétrir.", **paid), offer("1")])
    history.run("20261123_020000", [offer("1")])
    history.update()
    done = run_history("show", "048KLTP")
    assert done.code == 0
    assert done.stdout.splitlines() == [
        "048KLTP : Boulanger (H/F) (ouverte)",
        "21/11/2026 02:00  ouverte     all_20261121_020000",
        "    trouvée par « all »",
        "22/11/2026 02:00  modifiée    all_20261122_020000",
        "    description : changé, valeur non conservée",
        (
            "    salaire_libelle : Mensuel de 2000.00 Euros sur 12 mois → "
            "Mensuel de 2200.00 Euros sur 12 mois"
        ),
    ]
    life = json.loads(run_history("show", "048KLTP", "--json").stdout)
    assert life["ouverte"]
    assert [each["evenement"] for each in life["evenements"]] == ["ouverte", "modifiee"]
    assert list(life["evenements"][1]["valeurs"]) == ["salaire_libelle"]
    assert life["evenements"][1]["modifies"] == ["description", "salaire_libelle"]


def test_an_unknown_offer(history, run_history):
    history.run("20261121_020000", offers("A"))
    done = run_history("show", "0000000")
    assert (done.code, done.stdout) == (3, "")
    assert "Aucun historique dans" in done.log
    history.update()
    done = run_history("show", "0000000")
    assert (done.code, done.stdout) == (1, "")
    assert "Offre inconnue de l'historique : « 0000000 »" in done.log


def test_too_much_gone_at_once(history, run_history, status):
    history.run("20261121_020000", offers(TWENTY))
    history.run("20261122_020000", offers(TWENTY[:8]))
    done = run_history("update")
    assert done.code == 4
    assert (
        "Fermetures refusées pour « all » : all_20261122_020000 ne retrouve pas 12 des 20 offres "
        "tenues (60,0 %)."
    ) in done.stdout
    assert (
        "« scrapy history update --accept-closures », puis « scrapy crawl closed »" in done.stdout
    )
    assert "« scrapy nightly --accept-closures »" in done.stdout
    # It stands until somebody has looked.
    assert run_history("update").code == 4
    assert (list(status()["fermetures_refusees"]), status()["candidates"]) == (["all"], 0)
    assert "Fermetures refusées" in run_history("status").stdout
    accepted = run_history("update", "--accept-closures")
    assert accepted.code == 0
    assert accepted.stdout == (
        "Fermetures acceptées pour « all » : 12 des 20 offres tenues (60,0 %), que "
        "all_20261122_020000 ne retrouve pas, deviennent candidates.\n"
        "Rien n'est encore fermé : « scrapy crawl closed » les demande une à une, puis "
        "« scrapy history update » ferme celles qui n'existent plus.\n"
    )
    assert (status()["fermetures_refusees"], status()["candidates"]) == ({}, 12)
    assert "12, la plus ancienne absente depuis le 22/11/2026" in run_history("status").stdout


def test_a_larger_share_may_go_if_one_says_so(history, run_history):
    history.run("20261121_020000", offers(TWENTY))
    history.run("20261122_020000", offers(TWENTY[:8]))
    assert run_history("update", FT_CLOSE_MAX_PERCENT="60").code == 0


@pytest.mark.parametrize("percent", ["101", "-1", "un quart", "nan"])
def test_a_share_that_is_none(run_history, percent):
    done = run_history("update", FT_CLOSE_MAX_PERCENT=percent)
    assert done.code == 1
    assert "FT_CLOSE_MAX_PERCENT : nombre de 0 à 100 attendu" in done.log


def test_a_file_that_is_cut_and_one_that_is_altered(history, run_history):
    history.run("20261121_020000", offers("ABC"))
    history.update()
    path = history.root / history.manifest.events[0].key
    sound = path.read_bytes()
    path.write_bytes(sound[:-1])
    for command in (["update"], ["show", "A"], ["status"]):
        done = run_history(*command)
        assert done.code == 3
        assert f"Un fichier de l'historique est abîmé : {path}" in done.log
        assert "Il vient de la collecte all_20261121_020000" in done.log
    path.write_bytes(bytes([*sound[:100], sound[100] ^ 1, *sound[101:]]))
    done = run_history("status")
    assert done.code == 3
    assert str(path) in done.log
    assert "dont 1 inutilisable" in done.stdout
    path.write_bytes(sound)
    assert run_history("status").code == 0


def test_a_run_that_comes_late(history, run_history, status):
    history.run("20261122_020000", offers("A"))
    history.update()
    history.run("20261121_020000", offers("B"))
    done = run_history("update")
    assert done.code == 4
    assert "all_20261121_020000 : refusée, car plus ancienne" in done.stdout
    # Once is enough.
    assert run_history("update").code == 0
    assert list(status()["non_appliquees"]) == ["all_20261121_020000"]


def test_pages_that_lack(history, run_history):
    run = history.run("20261121_020000", offers(map(str, range(200))))
    next(history.layout.raw.glob("*_p2.json")).unlink()
    done = run_history("update")
    assert done.code == 4
    assert f"{run} : il en manque (pages : 1 sur 2)" in done.stdout
    assert "Première lecture" not in done.stdout


def test_a_report_that_is_none(history, run_history):
    history.run("20261121_020000", offers("A"))
    (history.layout.runs / "all_20261122_020000.json").write_text("{half")
    done = run_history("update")
    assert done.code == 4
    assert "all_20261122_020000.json" in done.log
    assert "1 ouverte" in done.stdout
    assert "all_20261122_020000.json, rapport illisible" in run_history("status").stdout


def test_the_history_of_another_api(history, run_history):
    history.run("20261121_020000", offers("A"))
    history.update()
    done = run_history("status", source="https://elsewhere.test/offres")
    assert done.code == 1
    assert "Une API, un dossier" in done.log


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "update, status ou show attendu, et rien n'est donné."),
        (("montre",), "update, status ou show attendu"),
        (("show",), "un identifiant d'offre attendu"),
        (("status", "all"), "Argument inattendu : « all »"),
        (("update", "--json"), "--json ne va pas avec update"),
    ],
)
def test_wrong_use(run_history, arguments, said):
    done = run_history(*arguments)
    assert done.code == 2
    assert said in done.log


def test_a_closing_does_not_say_again_who_had_found_the_offer():
    at = datetime(2026, 11, 21, 1, tzinfo=UTC)
    opened = LifeEvent(
        evenement="ouverte",
        a=at,
        collecte="all_20261121_020000",
        vue_le=at,
        absente_le=None,
        modifies=(),
        valeurs={},
        trouvee_par=("all",),
    )
    closed = replace(opened, evenement="fermee", absente_le=at)
    life = Life(id="A", intitule="Boulanger", ouverte=False, evenements=(opened, closed))
    assert [line.split()[0] for line in life_lines(life)][2:] == ["trouvée", "21/11/2026", "vue"]


@pytest.mark.parametrize("module", ["history", "nightly"])
def test_no_help_is_taken_for_a_title(module):
    """Scrapy's formatter makes one of a line that ends with a colon, wherever that is wrapped."""
    parser = argparse.ArgumentParser()
    command = import_module(f"ftcrawler.commands.{module}").Command()
    command.settings = Settings()
    command.add_options(parser)
    ours = {"--accept-closures", "--from-s3", "--json"}
    told = [str(each.help) for each in parser._actions if ours & {*each.option_strings}]
    assert told
    assert ":" not in "".join(told)
