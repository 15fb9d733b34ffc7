"""What feeds are asked for, and what became of them: formats, places, pipes."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import subprocess

import pytest

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.feeds.destinations import refuse_twins
from ftcrawler.feeds.formats import CHOICES, completed_options, parse_output
from tests.crawls.crawling import QUICK, ROOT, SCRAPY, environment
from tests.crawls.scrapy_process import start

from .reading import ids_of, rows_of

OFFERS = 450


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=OFFERS)


def test_endings_name_formats_and_packing(crawl, tmp_path):
    unpack = {"gz": gzip.decompress, "bz2": bz2.decompress, "xz": lzma.decompress}
    names = ["o.CSV", "o.ndjson", "o.tsv", "p.csv.gz", "P.JSONL.XZ", "p.json.bz2"]
    done = crawl(*(option for name in names for option in ("-O", str(tmp_path / name))))
    assert done.code == 0, done.log
    for name in names:
        path = tmp_path / name
        assert f"Export : {OFFERS} lignes dans {path}" in done.stdout.splitlines()
        kind, *packed = name.lower().split(".")[1:]
        if packed:
            plain = tmp_path / f"plain.{kind}"
            plain.write_bytes(unpack[packed[0]](path.read_bytes()))
            path = plain
        assert ids_of(path, kind) == sorted(done.ids), name


def test_packed_lines_can_be_appended_to(crawl, tmp_path):
    path = tmp_path / "o.csv.gz"
    for _ in range(2):
        assert crawl("-o", str(path)).code == 0
    (tmp_path / "o.csv").write_bytes(gzip.decompress(path.read_bytes()))
    assert len(rows_of(tmp_path / "o.csv")) == 2 * OFFERS
    assert len(set(ids_of(tmp_path / "o.csv"))) == OFFERS


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("o.ods", "o.ods : format inconnu, « ods »"),
        ("o.csv:exel", "« exel » (excel ?)"),
        ("offres", "offres : format inconnu. Terminez"),
        ("-", "- : format inconnu"),
        ("o.gz", "format inconnu"),
        ("o.xlsx.gz", "un fichier xlsx est déjà comprimé"),
        ("s3://key:secret@bucket/o.x\x1b[2J", "s3://[masqué]@bucket/o.x [2J : format inconnu"),
    ],
)
def test_what_is_no_format_is_named_with_those_there_are(given, words):
    with pytest.raises(ConfigurationError) as refusal:
        completed_options(*parse_output(given, CHOICES, overwrite=True), CHOICES)
    assert words in str(refusal.value)
    assert "secret" not in str(refusal.value)
    if "inconnu" in words:
        assert ".csv, .tsv, .xlsx" in str(refusal.value)


def test_one_place_under_two_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "o.csv").touch()
    (tmp_path / "link.csv").symlink_to("o.csv")
    (tmp_path / "there").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "nowhere.csv").symlink_to("new.csv")
    twins = [
        ("o.csv", "o.csv"),
        ("o.csv", "link.csv"),
        ("o.csv", "./there/o.csv"),
        ("there/new.csv", str(tmp_path / "new.csv")),
        ("nowhere.csv", "new.csv"),
        (f"file://{tmp_path}/new.csv", "new.csv"),
        ("stdout:", "/dev/stdout"),
        ("s3://b/o.csv", "s3://b/o.csv"),
    ]
    for pair in twins:
        with pytest.raises(ConfigurationError, match="demandé deux fois"):
            refuse_twins(["other.csv", *pair])
    refuse_twins(["o.csv", "new.csv", "there/x.csv", "s3://b/o.csv", "s3://b/p.csv"])


@pytest.mark.parametrize("other", ["{path}:excel", "{folder}/link.csv"])
def test_a_command_that_asks_for_a_place_twice(crawl, sandbox, tmp_path, other):
    path = tmp_path / "o.csv"
    (tmp_path / "link.csv").symlink_to(path)
    twin = other.format(path=path, folder=tmp_path)
    done = crawl("-O", str(path), "-O", twin)
    assert done.code == 2
    assert f"{path}" in done.log
    assert "le même fichier est demandé deux fois" in done.log
    assert (sandbox.log, path.exists()) == ([], False)


def test_settings_that_ask_for_a_place_twice(crawl, sandbox, tmp_path):
    feeds = {str(tmp_path / name): {"format": "csv"} for name in ("%(name)s.csv", "all.csv")}
    done = crawl("-s", f"FEEDS={json.dumps(feeds)}")
    assert (done.code, sandbox.log) == (1, [])
    assert "le même fichier est demandé deux fois" in done.stdout


def test_two_crawls_with_one_file(sandbox, tmp_path):
    path = tmp_path / "o.jsonl"
    crawls = [
        start(
            *("crawl", "all", *QUICK, "-s", "FT_QUOTA=0", "-a", f"origineOffre={origin}"),
            *("-O", str(path)),
            environment=environment(tmp_path / "data", sandbox.env()),
        )
        for origin in "12"
    ]
    for crawl in crawls:
        _, log = crawl.communicate(timeout=120)
        assert crawl.wait() == 0, log
    found = [sorted(sandbox.ids({"origineOffre": origin})) for origin in "12"]
    assert ids_of(path) in found
    assert [each.name for each in tmp_path.glob("*.part")] == []


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_a_pipe_whose_reader_has_gone(sandbox, tmp_path, kind):
    command = [*SCRAPY, "crawl", "all", *QUICK, "-s", "FT_QUOTA=0", "-o", f"-:{kind}"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(tmp_path / "data", sandbox.env()),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as done:
        assert done.stdout
        assert done.stderr
        done.stdout.close()
        log = done.stderr.read().decode()
    assert done.returncode == 4
    assert "Traceback" not in log
    assert "BrokenPipeError" not in log
    assert log.count("Fichier exporté abandonné : stdout: ([Errno 32] Broken pipe)") == 1
    assert "Fichiers exportés absents ou incomplets : le journal dit pourquoi (stdout:)" in log


def test_a_feed_that_cannot_be_opened_costs_no_other(crawl, tmp_path):
    """A name that no disk takes, which is known only once its time is filled in."""
    unwritable = str(tmp_path / f"%(time)s{'x' * 240}.csv")
    feeds = {
        str(tmp_path / "%(batch_id)d.jsonl"): {"format": "jsonl", "batch_item_count": 1},
        unwritable: {"format": "csv", "overwrite": True},
        str(tmp_path / "o-%(name)s.csv"): {"format": "csv", "overwrite": True},
    }
    done = crawl("-s", f"FEEDS={json.dumps(feeds)}")
    assert done.code == 4, done.log
    assert "Traceback" not in done.log
    assert done.log.count("Fichier exporté abandonné") == 1
    (named,) = tmp_path.glob("o-*.csv")
    parts = [offer for path in tmp_path.glob("*.jsonl") for offer in ids_of(path)]
    assert sorted(parts) == ids_of(named) == sorted(done.ids)
    said = done.stdout.splitlines()
    assert f"Export : {OFFERS} lignes dans {named}" in said
    assert f"Export : {OFFERS} lignes dans 3 fichiers, {tmp_path}/%(batch_id)d.jsonl" in said
    assert said[-1].endswith(f"le journal dit pourquoi ({unwritable})")


def test_blanks_between_fields(crawl, tmp_path):
    done = crawl("-s", "FEED_EXPORT_FIELDS= id, intitule ,", "-O", str(tmp_path / "o.csv"))
    assert done.code == 0, done.stdout
    assert list(rows_of(tmp_path / "o.csv")[0]) == ["id", "intitule"]
