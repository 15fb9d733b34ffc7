"""`scrapy plan`: what it says against what the crawl then does, and what it leaves alone."""

from __future__ import annotations

import re
import signal

import pytest

from .crawling import crawl, scrapy
from .stopping import begin, end

ROW = re.compile(r"^(\S+) +([\d ]*\d|—)  +([\d ]*\d|—)  +~?([\d ]*\d|—)$", re.MULTILINE)


@pytest.fixture
def run_plan(tmp_path):
    """Run a plan against a sandbox, with the data folder that `run_crawl` takes."""

    def run(sandbox, spider, *arguments, **variables):
        return crawl(
            spider,
            *arguments,
            data=tmp_path / "data",
            variables={**sandbox.env(), **variables},
            command="plan",
        )

    return run


def rows(plan):
    """Return announced, offers to read and requests of each search; None: not known."""
    return {
        label: tuple(None if n == "—" else int(n.replace(" ", "")) for n in figures)
        for label, *figures in ROW.findall(plan.stdout)
    }


def asked(sandbox):
    return [entry for entry in sandbox.log if "/offres/search" in entry["path"]]


@pytest.mark.parametrize("lie", ["status-204", "empty-zero"])
def test_a_lone_answer_without_offers_is_not_believed(start_sandbox, run_plan, lie):
    sandbox = start_sandbox(f"{lie}:times=1", offers_count=450)
    plan = run_plan(sandbox, "all", "FT_QUOTA=0")
    assert (plan.code, [announced for announced, *_ in rows(plan).values()]) == (0, [450]), (
        plan.log
    )
    assert len(asked(sandbox)) == 2
    assert "redemandée, réponse douteuse : aucune offre" in plan.log


@pytest.mark.parametrize(
    ("arguments", "searches"),
    [
        (["all", "max_pages=3"], 1),
        (["keywords", "keywords=infirmier", "location=Lyon"], 2),
        (["sector", "sector=sante", "max_pages=8"], 6),
    ],
)
def test_the_crawl_then_costs_what_was_said(
    start_sandbox, run_plan, run_crawl, arguments, searches
):
    sandbox = start_sandbox(offers_count=40_000)
    plan = run_plan(sandbox, *arguments, "FT_QUOTA=0")
    assert plan.code == 0, plan.log
    assert len(rows(plan)) == len(asked(sandbox)) == searches
    done = run_crawl(sandbox, *arguments, "FT_QUOTA=0")
    read = {each["label"]: each for each in done.report["searches"]}
    assert rows(plan).keys() == read.keys()
    for label, (announced, offers, _) in rows(plan).items():
        # A search for which no page was left has not said how much it has.
        assert read[label]["announced"] in {announced, None}
        assert read[label]["collected"] <= offers
    said = sum(requests for _, _, requests in rows(plan).values())
    assert said == len(asked(sandbox)) - searches


def test_it_asks_one_offer_of_each_search_and_leaves_nothing(start_sandbox, run_plan):
    sandbox = start_sandbox(offers_count=2000)
    plan = run_plan(sandbox, "sector", "sector=data")
    assert plan.code == 0
    assert all("range=0-0" in entry["query"] for entry in asked(sandbox))
    assert not plan.data.exists()


def test_only_the_list_of_towns_is_kept(start_sandbox, run_plan):
    plan = run_plan(
        start_sandbox(offers_count=10), "keywords", "keywords=infirmier", "location=Lyon"
    )
    assert plan.code == 0, plan.log
    kept = [path.relative_to(plan.data).as_posix() for path in plan.data.rglob("*")]
    assert sorted(kept) == ["cache", "cache/communes.json"]


def test_no_offer_at_all(start_sandbox, run_plan):
    plan = run_plan(start_sandbox(offers_count=0), "all", "FT_QUOTA=0")
    assert (plan.code, rows(plan)) == (0, {"all": (0, 0, 1)})
    assert "À lire : 0 offre sur 0 annoncée." in plan.stdout


def test_a_run_under_way_and_one_to_take_up_are_left_alone(start_sandbox, run_plan, tmp_path):
    sandbox = start_sandbox(offers_count=3000)
    data = tmp_path / "data"
    crawl = begin(data, sandbox, "all", delay=1)
    sandbox.wait_for_searches(2)
    assert run_plan(sandbox, "all").code == 0
    assert end(crawl, data, by=signal.SIGKILL).code == -signal.SIGKILL
    before = sorted(data.rglob("*"))
    plan = run_plan(sandbox, "all")
    assert rows(plan) == {"all": (3000, 3000, 20)}
    assert "Reprise" not in plan.log
    assert sorted(data.rglob("*")) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["all", "codeROME=X", "max_page=3"],
        ["keywords", "keywords=infirmier", "location=Atlantis"],
    ],
)
def test_a_bad_argument_is_refused_as_the_crawl_refuses_it(
    start_sandbox, run_plan, run_crawl, arguments
):
    sandbox = start_sandbox(offers_count=10)
    plan = run_plan(sandbox, *arguments)
    assert plan.code == 1
    assert not asked(sandbox)
    assert not (plan.data / "runs").exists()
    refused = run_crawl(sandbox, *arguments)
    assert plan.stdout.startswith("Erreur: ")
    assert " ".join(plan.stdout.split()) in " ".join(refused.stdout.split())
    assert "Traceback" not in plan.log


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["al"], "« al »"), (["all", "-o", "x.json"], "retirez -o")],
)
def test_wrong_use_exits_2(tmp_path, arguments, told):
    plan = scrapy("plan", *arguments, data=tmp_path / "data", variables={})
    assert plan.code == 2
    assert told in plan.log


def test_refused_credentials(start_sandbox, run_plan):
    sandbox = start_sandbox(offers_count=10, client_id="PAR_me", client_secret="right")
    plan = run_plan(sandbox, "sector", POLE_EMPLOI_CLIENT_SECRET="wr0ng")
    assert plan.code == 3
    assert "Erreur: Impossible d'obtenir un token d'accès : invalid_client" in plan.stdout
    assert len(sandbox.log) == 1
    assert "wr0ng" not in plan.log + plan.stdout


def test_a_search_that_fails_is_named_and_the_others_are_counted(start_sandbox, run_plan):
    sandbox = start_sandbox("status-500:times=1", offers_count=2000)
    plan = run_plan(sandbox, "sector", "sector=data", "RETRY_TIMES=0")
    assert plan.code == 4
    assert [figures[0] for figures in rows(plan).values()].count(None) == 1
    assert "n'a pas pu être comptée : HTTP 500" in plan.log
    assert "Le compte est incomplet" in plan.stdout


@pytest.mark.parametrize("fault", ["status-500", "no-content-range"])
def test_no_search_can_be_counted(start_sandbox, run_plan, fault):
    plan = run_plan(start_sandbox(fault, offers_count=2000), "all", "RETRY_TIMES=0")
    assert (plan.code, plan.stdout) == (3, "Erreur: l'API n'a répondu à aucune recherche.\n")
    assert "« all » n'a pas pu être comptée" in plan.log


def test_a_fault_of_the_program_is_told(start_sandbox, run_plan, tmp_path):
    (tmp_path / "broken.py").write_text("class Broken:\n    raise RuntimeError('cassé')\n")
    plan = run_plan(
        start_sandbox(offers_count=10),
        "all",
        'SPIDER_MIDDLEWARES={"broken.Broken": 1}',
        PYTHONPATH=str(tmp_path),
    )
    assert plan.code == 3
    assert plan.stdout == "Erreur imprévue : RuntimeError: cassé (trace ci-dessus)\n"
    assert "Traceback" in plan.log
