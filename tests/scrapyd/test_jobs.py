"""Jobs as scrapyd runs them: side by side, failed, with settings of their own."""

from __future__ import annotations

import json
import re

from ftcrawler.searches.sectors import load_sectors, sectors_source
from tests.crawls.crawling import scrapy
from tests.scrapyd.server import CLIENT_ID, CLIENT_SECRET

QUOTA = 5  # low, so that they are both at it for seconds
CONTRACTS = {"typeContrat": "CDI,CDD"}
OFFICE = "administratif_comptabilite"
MISSING = "/nowhere/secteurs.json"


def test_the_spiders_are_those_of_the_project(scrapyd, tmp_path):
    known = scrapy("list", data=tmp_path, variables={}).stdout.split()
    assert scrapyd.get("listspiders.json", project="ftcrawler")["spiders"] == known


def test_jobs_side_by_side_share_the_quota(start_sandbox, schedule, tmp_path):
    sandbox = start_sandbox(offers_count=60_000, quota=QUOTA)
    everything = {"max_pages": "0", "no_s3": "1", "force": "1", **CONTRACTS}
    given = {
        "sector": {"sector": OFFICE, **everything},
        "keywords": {"keywords": "technicien", "sort": "1", **everything},
    }
    jobs = {
        spider: schedule(
            *(sandbox, spider, "FT_PROGRESS_INTERVAL=0.5"), data=tmp_path / spider, **arguments
        )
        for spider, arguments in given.items()
    }
    done = {spider: job.end() for spider, job in jobs.items()}
    reports = {spider: job.report() for spider, job in jobs.items()}
    for spider, report in reports.items():
        assert (done[spider].code, report["status"]) == (0, "complete"), done[spider].log
        assert "429" not in report["requests"]["by_status"]
        assert report["arguments"].keys() == {*given[spider], "delay", "_job"}
        assert "Progression : " in done[spider].log
    one, two = reports.values()
    assert max(one["started"], two["started"]) <= min(one["finished"], two["finished"])
    words = load_sectors(sectors_source(None))[OFFICE].keywords
    wanted = {i for word in words for i in sandbox.ids({"motsCles": word, **CONTRACTS})}
    assert sorted(done["sector"].ids) == sorted(wanted)
    of_keywords = sandbox.ids({"motsCles": "technicien", **CONTRACTS})
    assert sorted(done["keywords"].ids) == sorted(of_keywords)
    assert sum(report["requests"]["search"] for report in reports.values()) > 4 * QUOTA


def test_accents_arrive_and_data_go_where_env_says(start_sandbox, schedule, scrapyd):
    sandbox = start_sandbox(offers_count=2000)
    job = schedule(sandbox, "keywords", data=None, keywords="développeur", max_pages="0")
    assert job.data == scrapyd.data
    assert sorted(job.end().ids) == sorted(sandbox.ids({"motsCles": "développeur"}))
    assert job.report()["arguments"]["keywords"] == "développeur"


def test_a_list_of_sectors_of_ones_own(start_sandbox, schedule, tmp_path):
    own = {"mine": {"libelle": "Le mien", "keywords": ["vente"]}}
    (tmp_path / "mine.json").write_text(json.dumps(own))
    sandbox = start_sandbox(offers_count=2000)
    setting = f"FT_SECTORS_FILE={tmp_path / 'mine.json'}"
    done = schedule(sandbox, "sector", setting, max_pages="0").end()
    assert [search["label"] for search in done.report["searches"]] == ["vente__sector-mine"]
    assert sorted(done.ids) == sorted(sandbox.ids({"motsCles": "vente"}))


def test_failure_is_told_from_success(start_sandbox, schedule, scrapyd, tmp_path):
    strict = start_sandbox(offers_count=10, client_id=CLIENT_ID, client_secret="another")
    sound = start_sandbox(offers_count=10, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    broken = start_sandbox("status-500:range=150-299", offers_count=300)
    quick = ("RETRY_TIMES=0", "FT_RETRY_WAIT=0.01")
    expected = {
        "sound": (0, "complete", schedule(sound, "all", data=tmp_path / "0")),
        "argument": (1, "failed", schedule(sound, "all", data=tmp_path / "1", departement="999")),
        "sectors": (
            *(1, "failed"),
            schedule(sound, "sector", f"FT_SECTORS_FILE={MISSING}", data=tmp_path / "2"),
        ),
        "credentials": (3, "failed", schedule(strict, "all", data=tmp_path / "3")),
        "page": (4, "incomplete", schedule(broken, "all", *quick, data=tmp_path / "4")),
    }
    for case, (code, status, job) in expected.items():
        done = job.end()
        assert (case, done.code, job.report()["status"]) == (case, code, status), done.log
        end = "Process finished: " if code == 0 else f"Process died: exitstatus={code} "
        (line,) = re.findall(rf"(Process (?:fin|died).*?)project=.*{job.number}", scrapyd.log)
        assert line == end
    assert MISSING in expected["sectors"][2].report()["message"]
    assert "Impossible d'obtenir un token" in expected["credentials"][2].report()["message"]
