"""One odd offer, or one huge answer, costs itself and nothing else."""

from __future__ import annotations

import json
import zlib
from gzip import compress as gzipped

import orjson
import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from ftcrawler.downloadermiddlewares.compression import (
    BoundedCompressionMiddleware,
    check_inflated,
)
from ftcrawler.exceptions import PageShapeError

from .conftest import REAL_OFFERS

brotli = pytest.importorskip("brotli")
zstd = pytest.importorskip("backports.zstd")

LARGEST = 100_000
CODINGS = {
    "gzip": gzipped,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
    "gzip, gzip": lambda body: gzipped(gzipped(body)),
}
# Of no type that a field has; deeper than orjson writes.
STRANGE = {
    "formations": [None],
    "lieuTravail": "Nantes",
    "salaire": [["x"]],
    "competences": {"code": 1},
    "agence": 7,
    "dateActualisation": [],
    "nouveau": "@deep@",
}
DEEP = "[" * 900 + "]" * 900


@pytest.mark.parametrize("kind", ["odd-text", "odd-bytes"])
def test_odd_text_is_mended_and_named(start_sandbox, run_crawl, kind):
    sandbox = start_sandbox(f"{kind}:range=150-299", offers_count=450)
    done = run_crawl(sandbox, "all")
    assert (done.code, done.report["status"], done.search["problems"]) == (0, "complete", [])
    assert sorted(done.ids) == sorted(sandbox.ids({}))
    (mended,) = done.report["mended"]["ids"]
    assert done.report["mended"]["count"] == 1
    # Asked once more, to see whether that changes anything.
    assert done.report["requests"]["retried"] == 1
    assert f"texte illisible corrigé dans l'offre {mended}" in done.log
    texts = [orjson.loads(path.read_bytes())["resultats"] for path in done.files]
    assert ["\ufffd" in offer["description"] for page in texts for offer in page].count(True) == 1


def test_an_offer_that_cannot_be_read_is_missing_by_name_until_it_can(start_sandbox, run_crawl):
    sandbox = start_sandbox("broken-offer:range=150-299", offers_count=450)
    done = run_crawl(sandbox, "all", "RETRY_TIMES=1")
    assert (done.code, done.search["collected"], done.search["missing"]) == (4, 449, 1)
    (lost,) = set(sandbox.ids({})) - set(done.ids)
    told = f"page 2 : 1 offre(s) illisible(s), laissée(s) de côté : {lost}"
    assert told in done.search["problems"]
    sandbox.set_faults()
    again = run_crawl(sandbox, "all")
    assert (again.code, again.report["status"]) == (0, "complete")
    assert sorted(again.ids) == sorted(sandbox.ids({}))


def test_an_offer_that_cannot_be_read_has_nothing_read_again(start_sandbox, run_crawl):
    # The last page of a window: the next one hangs on it.
    sandbox = start_sandbox("broken-offer:range=2980-3129", offers_count=8000)
    done = run_crawl(sandbox, "all", "max_pages=0", "FT_QUOTA=0", "RETRY_TIMES=1")
    assert (len(set(done.ids)), done.search["missing"]) in {(8000, 0), (7999, 1)}
    assert done.report["requests"]["search"] < 62


def test_fields_of_any_type_and_depth_are_kept_as_they_came(start_sandbox, run_crawl, tmp_path):
    offers = json.loads(REAL_OFFERS.read_text())[:200]
    offers[120] |= STRANGE
    path = tmp_path / "offers.json"
    path.write_text(json.dumps(offers).replace('"@deep@"', DEEP))
    sandbox = start_sandbox(offers=path)
    done = run_crawl(sandbox, "all")
    assert (done.code, done.search["collected"]) == (0, 200)
    kept = {
        offer["id"]: offer
        for page in done.files
        for offer in orjson.loads(page.read_bytes())["resultats"]
    }
    assert kept[offers[120]["id"]]["lieuTravail"] == "Nantes"
    assert any(DEEP.encode() in page.read_bytes() for page in done.files)
    assert done.report["fields"]["nouveau"]["types"] == {"array": 1}
    assert "Traceback" not in done.log


def test_an_answer_that_inflates_beyond_measure_costs_its_page(start_sandbox, run_crawl):
    sandbox = start_sandbox("bomb:range=150-299", offers_count=450)
    done = run_crawl(sandbox, "all", "RETRY_TIMES=1")
    assert (done.code, done.search["collected"], done.search["missing"]) == (4, 300, 150)
    told = "page 2 : réponse refusée : plus de 32 Mo une fois décompressée"
    assert done.search["problems"] == [told]


@pytest.mark.parametrize("coding", CODINGS)
def test_every_coding_is_inflated_as_far_as_allowed(coding):
    crawler = get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": LARGEST, "DOWNLOAD_WARNSIZE": 0})
    middleware = BoundedCompressionMiddleware.from_crawler(crawler)
    request = Request("https://api.test/")

    def inflated(body):
        response = Response(request.url, headers={"Content-Encoding": coding}, body=body)
        return middleware.process_response(request, response)

    whole = inflated(CODINGS[coding](b"a" * LARGEST))
    check_inflated(whole)
    assert isinstance(whole, Response)
    assert whole.body == b"a" * LARGEST
    for sent, told in (
        (CODINGS[coding](b"a" * (LARGEST + 1)), "plus de 32 Mo"),
        (b"\x00 neither", "compression défectueuse"),
    ):
        refused = inflated(sent)
        assert isinstance(refused, Response)
        assert refused.body == b""
        with pytest.raises(PageShapeError, match=told):
            check_inflated(refused)
