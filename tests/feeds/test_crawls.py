"""Real crawls, in processes of their own, that write feeds."""

from __future__ import annotations

import json
import signal
import subprocess

import orjson
import pytest

from ftcrawler.offers.columns import CSV_COLUMNS
from ftsandbox.config import SandboxConfig
from ftsandbox.server import running_sandbox
from tests.crawls.conftest import Server
from tests.crawls.crawling import QUICK, ROOT, SCRAPY, environment

from .reading import FORMATS, ids_of, rows_of
from .workbook import records_of

OFFERS = 700


@pytest.fixture(scope="module")
def sandbox():
    with running_sandbox(SandboxConfig(quota=0, seed=7, offers_count=OFFERS)) as started:
        yield Server(started)


def test_several_feeds_at_once_hold_what_the_run_holds(crawl, tmp_path):
    names = [*(f"o.{kind}" for kind in FORMATS), "o.jl", "o.jsonlines", "x.csv:excel"]
    feeds = [option for name in names for option in ("-O", str(tmp_path / name))]
    done = crawl(*feeds)
    assert (done.code, len(done.files)) == (0, 5), done.log
    for name in names:
        file, _, kind = name.partition(":")
        assert ids_of(tmp_path / file, kind) == sorted(done.ids), name
    offers = {
        offer["id"]: offer
        for path in done.files
        for offer in orjson.loads(path.read_bytes())["resultats"]
    }
    for name in ("o.json", "o.jsonl"):
        assert {offer["id"]: offer for offer in rows_of(tmp_path / name)} == offers
    rows = rows_of(tmp_path / "o.csv")
    assert list(rows[0]) == list(CSV_COLUMNS)
    for row in rows:
        assert row["description"] == offers[row["id"]]["description"]
        assert row["autres"] == ""


def test_one_that_a_signal_keeps_from_being_written_is_told(sandbox, tmp_path):
    """Once a spider closes, Scrapy's process waits for nothing that is still under way."""
    workbook = tmp_path / "o.xlsx"
    words = ("all", "-O", str(workbook), "-s", "FT_QUOTA=0", *QUICK)
    with subprocess.Popen(
        [*SCRAPY, "crawl", *words],
        cwd=ROOT,
        env=environment(tmp_path / "data", sandbox.env()),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as crawl:
        assert crawl.stderr is not None
        assert any("Closing spider" in line for line in crawl.stderr)
        crawl.send_signal(signal.SIGINT)
        told, _ = crawl.communicate()
    assert "Collecte complète" in told
    if workbook.is_file():  # it was quicker than the signal
        assert (crawl.returncode, "Export :" in told) == (0, True)
    else:
        assert crawl.returncode == 4
        assert f"absents ou incomplets : le journal dit pourquoi ({workbook})" in told


def test_columns_can_be_chosen(crawl, tmp_path):
    chosen = "FEED_EXPORT_FIELDS=id,romeCode,autres"
    crawl("-s", chosen, "-O", str(tmp_path / "o.csv"), "-O", str(tmp_path / "o.parquet"))
    for kind in ("csv", "parquet"):
        assert list(rows_of(tmp_path / f"o.{kind}")[0]) == ["id", "romeCode", "autres"]


def test_feeds_of_the_settings(crawl, tmp_path):
    feeds = {
        str(tmp_path / "o.csv"): {
            "format": "csv",
            "overwrite": True,
            "encoding": "utf-8-sig",
            "fields": {"lieuTravail_libelle": "lieu", "id": "id"},
            "item_export_kwargs": {"delimiter": ";"},
        },
        str(tmp_path / "%(batch_id)d.jsonl"): {"format": "jsonl", "batch_item_count": 2},
    }
    done = crawl("-s", f"FEEDS={json.dumps(feeds)}")
    assert done.code == 0, done.log
    assert (tmp_path / "o.csv").read_bytes().startswith('\ufeff"lieu";"id"\r\n'.encode())
    assert ids_of(tmp_path / "o.csv", "excel") == sorted(done.ids)
    # An item is a page: two pages a file.
    parts = [rows_of(tmp_path / f"{part}.jsonl") for part in (1, 2, 3)]
    assert sum(map(len, parts)) == OFFERS
    assert max(map(len, parts)) == 300


def test_a_feed_on_stdout_is_alone_there(crawl, sandbox, tmp_path):
    for kind in ("jsonl", "csv"):
        done = crawl("-o", f"-:{kind}", "-a", "force=1")
        (tmp_path / "o").write_text(done.stdout, newline="")
        assert len(rows_of(tmp_path / "o", kind)) == OFFERS
        assert "Collecte complète" in done.log


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_a_document_goes_through_a_pipe(sandbox, tmp_path, kind):
    command = [*SCRAPY, "crawl", "all", *QUICK, "-s", "FT_QUOTA=0", "-o", f"-:{kind}"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(tmp_path / "data", sandbox.env()),
        capture_output=True,
        check=True,
        timeout=120,
    )
    path = tmp_path / f"o.{kind}"
    path.write_bytes(done.stdout)
    assert len(records_of(path) if kind == "xlsx" else rows_of(path)) == OFFERS


def test_appending_adds_lines_but_no_second_header(crawl, tmp_path):
    for departement in ("75", "69"):
        crawl("-a", f"departement={departement}", "-o", str(tmp_path / "o.csv"))
    rows = rows_of(tmp_path / "o.csv")
    assert {row["lieuTravail_libelle"][:2] for row in rows} == {"75", "69"}


def test_a_search_that_finds_nothing_writes_its_feeds(crawl, tmp_path):
    paths = {kind: tmp_path / kind for kind in (*FORMATS, "excel")}
    feeds = [option for kind, path in paths.items() for option in ("-O", f"{path}:{kind}")]
    for status in ("complete", "skipped"):
        for path in paths.values():
            path.write_text("of yesterday")
        done = crawl("-a", "keywords=zorglub", *feeds, spider="keywords")
        assert (done.code, done.report["status"]) == (0, status), done.log
        for kind, path in paths.items():
            assert rows_of(path, kind) == [], kind
            assert b"yesterday" not in path.read_bytes(), kind


def test_heavy_libraries_are_imported_where_they_are_needed_alone():
    code = (
        "import sys; from scrapy.utils.project import get_project_settings;"
        "from scrapy.utils.misc import load_object;"
        "[load_object(path) for path in get_project_settings()['FEED_EXPORTERS'].values()];"
        "sys.exit(bool({'pyarrow', 'xlsxwriter'} & {*sys.modules}))"
    )
    subprocess.run([SCRAPY[0], "-c", code], cwd=ROOT, check=True, timeout=60)
