"""`scrapy crawl closed`: each offer asked for once, its answer kept, and the run reported."""

from __future__ import annotations

import json
import signal

import pytest

from tests.answering import Answer
from tests.s3.conftest import front, moto, moto_server  # noqa: F401 (fixtures)
from tests.s3.variables import s3

from .candidates import list_candidates, spoil_history
from .crawling import scrapy
from .detail_api import DOWN, GONE, REFUSED, DetailApi, offer
from .stopping import begin, end

FAST = ("FT_QUOTA=0",)
# Enough for two controls: one after the fifty, one at the end.
MANY = [*(f"A{number:02}" for number in range(50)), *(f"B{number:02}" for number in range(10))]
MANY += ["!X", "!Y"]


@pytest.fixture
def api(answering):
    return DetailApi(answering)


@pytest.fixture
def check(run_crawl, data, api):
    """Run `closed` over offers; those that begin with `!` are there to be controls, and open."""

    def check(offers, *arguments, **variables):
        names = offers if isinstance(offers, list) else offers.split()
        controls = [name.removeprefix("!") for name in names if name.startswith("!")]
        for name in controls:
            api.answers.setdefault(name, [offer(name)])
        candidates = [name for name in names if not name.startswith("!")]
        list_candidates(data, api.source, candidates, controls)
        return run_crawl(api, "closed", *FAST, *arguments, **variables)

    return check


def details(done):
    """Return the list of the newest run: each offer with its status, `!` before a control."""
    path = done.data / "runs" / f"{done.report['run']}_details.jsonl"
    lines = map(json.loads, path.read_text().splitlines())
    return {("!" if each["control"] else "") + each["id"]: each["status"] for each in lines}


def figures(done):
    told = done.report["details"]
    return {name: number for name, number in told.items() if number}


def test_each_is_asked_for_once_and_its_answer_kept(check, api):
    api.answers["C"] = [offer("C", intitule="Fraiseur")]
    done = check("A B C D !X")
    assert (done.code, done.report["status"], done.report["reason"]) == (0, "complete", "finished")
    assert sorted(api.asked) == ["A", "B", "C", "D", "X"]
    assert details(done) == {"A": 204, "B": 204, "C": 200, "D": 204, "!X": 200}
    assert figures(done) == {"asked": 4, "gone": 3, "open": 1, "controls": 1}
    assert done.report["searches"] == []
    assert done.report["offers"] == {"collected": 2, "duplicates": 0}
    assert (done.report["requests"]["detail"], done.report["requests"]["search"]) == (5, 0)
    pages = [json.loads(path.read_bytes()) for path in done.files]
    assert [page["filtresPossibles"] for page in pages] == [[]] * 2
    (fraiseur,) = pages[0]["resultats"]
    assert fraiseur == {"id": "C", "intitule": "Fraiseur"}
    stamp = done.report["run"].removeprefix("closed_")
    assert [path.name for path in done.files] == [
        f"france_travail_closed_{stamp}_p{number}.json" for number in (1, 2)
    ]
    assert done.stdout.startswith(
        "Vérification complète ; 4 offres : 3 disparues, 1 ouverte ; 1 témoin, 5 requêtes\n"
    )
    assert list((done.data / "state").iterdir()) == []


def test_a_control_is_asked_for_after_all_before_it_and_before_all_after_it(check, api):
    api.answers["A02"] = [DOWN, DOWN, GONE]
    done = check(MANY)
    asked = list(dict.fromkeys(reversed(api.asked)))[::-1]  # each at its last try
    turns = [sorted(turn) for turn in (asked[:50], asked[51:61])]
    assert turns == [[name for name in MANY if name[0] == letter] for letter in "AB"]
    assert {asked[50], asked[61]} == {"X", "Y"}
    told = [name.removeprefix("!") for name in details(done)]
    assert (told[50], told[61]) == (asked[50], asked[61])


def test_the_sandbox_is_asked_for_what_is_open_and_what_never_was(start_sandbox, run_crawl, data):
    sandbox = start_sandbox(offers_count=40)
    ids = sandbox.ids({})
    list_candidates(data, sandbox.source, [*ids[:3], "ZZZZZ01", "ZZZZZ02"], [ids[5]])
    done = run_crawl(sandbox, "closed", *FAST)
    assert (done.code, figures(done)) == (0, {"asked": 5, "gone": 2, "open": 3, "controls": 1})
    assert sorted(done.ids) == sorted([*ids[:3], ids[5]])


def test_nothing_to_ask(check, api):
    done = check([])
    assert (done.code, done.report["status"]) == (0, "complete")
    assert done.stdout.startswith("Aucune offre à vérifier\n")
    assert (done.report["details"]["asked"], details(done), api.asked) == (0, {}, [])
    assert list((done.data / "state").iterdir()) == []


def test_a_history_that_cannot_be_read_exits_3(run_crawl, data, api):
    list_candidates(data, api.source, ["A"])
    spoil_history(data)
    done = run_crawl(api, "closed")
    assert (done.code, done.report["status"]) == (3, "failed")
    assert done.report["reason"] == "history_unusable"
    assert "Erreur: " in done.stdout
    assert ("details" in done.report, api.asked) == (False, [])
    assert "Traceback" not in done.log


LOST = {
    "a status": (DOWN, 503),
    "a refused id": (REFUSED, 400),
    "not there": (Answer(b"", 404), 404),
    "a cut connection": (Answer(None), None),
    "another offer": (offer("Z"), None),
    "a page for people": (Answer(b"<html>"), None),
    "no JSON": (Answer(b"nothing"), None),
}


@pytest.mark.parametrize("fault", LOST)
def test_what_does_not_tell_is_counted_and_the_run_over(check, api, fault):
    answer, status = LOST[fault]
    api.answers["B"] = [answer]
    done = check("A B C !X", "RETRY_TIMES=1")
    assert (done.code, done.report["status"], done.report["reason"]) == (
        *(4, "incomplete"),
        "finished",
    )
    assert details(done) == {"A": 204, "B": status, "C": 204, "!X": 200}
    assert figures(done) == {"asked": 3, "gone": 2, "left": 1, "controls": 1}
    assert "1 sans réponse, encore à vérifier" in done.stdout
    assert "Offre B sans réponse : " in done.log
    assert "Traceback" not in done.log
    # Over: given again, the command begins another run.
    api.answers["B"] = [GONE]
    again = check("B !X")
    assert (again.code, again.report["resumed"], len(again.reports)) == (0, 0, 2)


def test_a_control_that_does_not_tell_leaves_the_run_incomplete(check, api):
    api.answers["X"] = [DOWN]
    done = check("A !X", "RETRY_TIMES=0")
    assert (done.code, done.report["status"]) == (4, "incomplete")
    assert figures(done) == {"asked": 1, "gone": 1, "controls": 1, "controls_left": 1}


def test_controls_that_are_gone_are_told(check, api):
    api.answers["X"] = [GONE]
    done = check("A !X")
    assert (done.code, figures(done)["controls_gone"]) == (0, 1)
    assert "1 témoin dont 1 disparu" in done.stdout


@pytest.mark.parametrize("offers", ["A !X", " ".join(f"A{n}" for n in range(40)) + " !X"])
def test_an_api_that_is_down_ends_the_run_which_the_same_command_takes_up(check, api, offers):
    api.default, api.answers["X"] = DOWN, [DOWN]
    down = check(offers, "RETRY_TIMES=1")
    assert (down.code, down.report["status"]) == (3, "failed")
    assert down.report["reason"] == "api_unreachable"
    assert "Erreur: l'API ne répond " in down.stdout
    assert "HTTP 503" in down.stdout
    api.default, api.answers["X"] = GONE, [offer("X")]
    done = check(offers)
    assert (done.code, done.report["status"], done.report["resumed"]) == (0, "complete", 1)
    assert len(done.reports) == 1
    assert details(done) == {each: 200 if each[0] == "!" else 204 for each in offers.split()}


def test_an_api_that_refuses_all_ends_the_run(check, api):
    api.default = Answer(b"", 403)
    done = check("A B C D !X")
    assert (done.code, done.report["reason"]) == (3, "api_refused")
    assert len(set(api.asked)) <= 4


def stopped(api, data, offers, count, by):
    """Return a crawl that a signal meets as the so-manyth offer waits for its answer."""
    list_candidates(data, api.source, offers[:-2], ["X", "Y"])
    with api.held_at(count):
        process = begin(data, api, "closed", *FAST, "CONCURRENT_REQUESTS=2")
        api.wait_for(count, process)
        process.send_signal(by)
    return end(process, data)


@pytest.mark.parametrize(
    ("by", "count"), [*((signal.SIGKILL, n) for n in (1, 51, 55)), (signal.SIGTERM, 12)]
)
def test_killed_or_stopped_anywhere_it_goes_on(check, api, data, by, count):
    for name in ("X", "Y", "A03", "B04"):
        api.answers[name] = [offer(name)]
    life = stopped(api, data, MANY, count, by)
    if by is signal.SIGTERM:
        assert (life.code, life.report["status"]) == (4, "incomplete")
        assert life.report["details"]["left"] > 0
    before = len(api.asked)
    # Those that the control bears out; what was said since then counts for nothing.
    borne_out = set(api.asked[:50]) if count > 51 else set()
    done = check(MANY)
    assert (done.code, done.report["status"], done.report["resumed"]) == (0, "complete", 1)
    assert details(done) == {name: 200 if name.strip("!") in api.answers else 204 for name in MANY}
    assert figures(done) == {"asked": 60, "gone": 58, "open": 2, "controls": 2}
    again = set(api.asked[before:]) & borne_out
    assert len(again) <= 4  # what was under way, and what was not yet on disk
    assert sorted(done.ids) == ["A03", "B04", "X", "Y"]
    assert len(done.reports) == 1
    assert list((data / "state").iterdir()) == []


def test_a_list_that_changed_meanwhile_breaks_nothing(check, api, data):
    stopped(api, data, MANY, 12, signal.SIGKILL)
    first = set(api.asked[:8])
    before = len(api.asked)
    done = check(["A01", "C00", "C01", "!Z"])
    assert (done.code, done.report["resumed"]) == (0, 1)
    assert set(api.asked[before:]) <= {"A01", "C00", "C01", "Z"}
    assert {"C00", "C01", "Z"} <= set(api.asked[before:])
    told = details(done)
    assert first <= told.keys()
    assert list(told)[-1] == "!Z"
    assert done.report["details"]["left"] == 0


def test_pages_that_are_lost_are_asked_for_again(check, api, data):
    api.answers["A03"] = [offer("A03")]
    stopped(api, data, MANY, 20, signal.SIGTERM)
    for page in (data / "raw/france_travail").iterdir():
        page.unlink()
    done = check(MANY)
    assert "Elles sont redemandées" in done.log
    assert api.asked.count("A03") == 2
    assert sorted(done.ids) == ["A03", "X", "Y"]
    assert done.code == 0


def test_the_quota_is_kept(check, api, run_crawl, data):
    list_candidates(data, api.source, [f"A{n}" for n in range(8)])
    run_crawl(api, "closed", "FT_QUOTA=4")
    arrivals = sorted(one.arrival for one in api._server.asked if "/v2/" in one.path)
    assert len(arrivals) == 8
    assert all(later - first >= 0.9 for first, later in zip(arrivals, arrivals[4:], strict=False))


def test_the_bucket_gets_pages_list_and_report(check, moto):  # noqa: F811
    done = check("A B !X", **s3(moto.url))
    run = done.report["run"]
    assert sorted(moto.objects()) == [
        f"raw/france_travail/france_travail_closed_{run.removeprefix('closed_')}_p1.json",
        f"runs/{run}.json",
        f"runs/{run}_details.jsonl",
    ]
    assert done.report["s3"] == {"uploaded": 1, "pending": 0}


def test_feeds_take_the_offers_that_are_open(check, api, data, tmp_path):
    api.answers["B"] = [offer("B")]
    feed = tmp_path / "open.jsonl"
    done = check("A B !X", f"FEEDS={json.dumps({str(feed): {'format': 'jsonl'}})}")
    assert done.code == 0, done.log
    assert [json.loads(line)["id"] for line in feed.read_text().splitlines()] == ["B", "X"]


def test_there_is_no_plan_of_it(run_crawl, api, data):
    done = scrapy("plan", "closed", data=data, variables=api.env())
    assert done.code == 2
    assert "scrapy plan compte les offres d'une recherche" in done.log
    assert api.asked == []


def test_the_last_runs_have_it(check, data, api):
    check("A B !X")
    shown = scrapy("runs", data=data, variables=api.env())
    assert "complète" in shown.stdout
    assert shown.stdout.splitlines()[1].endswith("3")


def test_however_many_ids_are_odd_the_others_are_asked_for(check, api):
    odd = [f"O{number:02}" for number in range(40)]
    api.answers.update({name: [REFUSED] for name in odd})
    done = check([*odd, "A", "!X"])
    assert (done.code, done.report["reason"]) == (4, "finished")
    assert figures(done) == {"asked": 41, "gone": 1, "left": 40, "controls": 1}
