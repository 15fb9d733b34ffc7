"""Each row of a run of several searches says which of them found it."""

from __future__ import annotations

import json

import pytest

from ftcrawler.offers.fields import FOUND
from ftcrawler.runs.page_names import PageName

from .reading import rows_of
from .workbook import records_of

KINDS = ("csv", "jsonl", "json", "parquet", "xlsx")


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=2000)


@pytest.fixture
def collect(crawl, sectors):
    """Run a crawl that knows two sectors, of a keyword each."""
    known = sectors(un="vendeur", deux="vente")
    return lambda spider, *options: crawl(*options, spider=spider, **known)


def told(path):
    rows = records_of(path) if path.suffix == ".xlsx" else rows_of(path)
    return {row["id"]: tuple(row[name] for name in FOUND) for row in rows}


def by_page(done):
    """Return what the pages on disk say of each offer, by the label that they bear."""
    words = {"un": "vendeur", "deux": "vente"}
    found = {}
    for path in done.files:
        name = PageName.parse(path.name)
        assert name
        label, sector = name.label, name.label.rpartition("-")[2]
        for offer in json.loads(path.read_bytes())["resultats"]:
            found[offer["id"]] = (label, words[sector], sector)
    return found


def test_rows_say_what_found_them(collect, sandbox, tmp_path):
    paths = [tmp_path / f"o.{kind}" for kind in KINDS]
    options = [option for path in paths for option in ("-O", str(path))]
    done = collect("sector", *options)
    assert done.code == 0, done.log
    expected = by_page(done)
    for path in paths:
        assert told(path) == expected, path
    # From the disk it is the same; of one sector, what that one found, also where another did too.
    for path in paths:
        path.unlink()
    assert collect("sector", *options).report["status"] == "skipped"
    for path in paths:
        assert told(path) == expected, path
    assert collect("sector", "-a", "sector=deux", *options).code == 0
    ids = sandbox.ids({"motsCles": "vente"})
    assert set(ids) & {offer for offer, found in expected.items() if found[2] == "un"}
    for path in paths:
        assert told(path) == dict.fromkeys(ids, ("vente__sector-deux", "vente", "deux"))


def test_without_the_list_of_who_found_what(collect, tmp_path):
    path = tmp_path / "o.csv"
    run = collect("sector", "-O", str(path)).report["run"]
    whole = path.read_bytes()
    (listed,) = (tmp_path / "data/runs").glob("*_found_by.jsonl")
    lines = listed.read_bytes().splitlines(keepends=True)
    # One of its searches is wanted: its offers may be in the other's pages.
    path.write_text("good")
    for damaged in (b"".join(lines)[:-9], b"".join(lines[:-9]), None):
        listed.unlink() if damaged is None else listed.write_bytes(damaged)
        done = collect("sector", "-a", "sector=deux", "-O", str(path))
        assert (done.code, done.report["status"]) == (4, "skipped"), done.log
        assert "Les fichiers exportés n'ont pas les offres de « vente__sector-deux »" in done.log
        assert f"de la collecte {run}" in done.log
        assert str(listed) in done.log
        assert path.read_text() == "good"
    # Every search is: its pages are all there is to know.
    path.unlink()
    assert collect("sector", "-O", str(path)).code == 0
    assert sorted(path.read_bytes().splitlines()) == sorted(whole.splitlines())


def test_a_run_of_one_search_says_it_only_if_asked(collect, tmp_path):
    path = tmp_path / "o.csv"
    done = collect("keywords", "-a", "keywords=vendeur", "-O", str(path))
    assert done.code == 0, done.log
    assert set(FOUND).isdisjoint(rows_of(path)[0])
    names = ["id", *FOUND]
    for kind in ("csv", "jsonl"):
        path = tmp_path / f"o.{kind}"
        fields = f"FEED_EXPORT_FIELDS={','.join(names)}"
        collect("keywords", "-a", "keywords=vendeur", "-s", fields, "-O", str(path))
        rows = rows_of(path)
        assert {(row["etiquette"], row["motsCles"]) for row in rows} == {("vendeur", "vendeur")}
