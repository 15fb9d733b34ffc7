"""What a crawl carries along: nothing that another command, or another way to crawl, needs."""

from __future__ import annotations

import pytest

from .crawling import scrapy

# Each import of it takes time and memory, at every crawl.
NOT_LOADED = {
    *("ftsandbox", "numpy", "aiohttp", "yarl"),  # the sandbox's
    "redis",  # for a quota of several machines
    *("boto3", "botocore"),  # for S3
    *("pyarrow", "xlsxwriter"),  # for feeds of those formats
    "duckdb",  # for the history
    *("altair", "vl_convert", "jinja2"),  # for the report
    "psycopg",  # for PostgreSQL
    "tqdm",  # for whoever looks on in a terminal
    *("moto", "pytest", "hypothesis"),  # for tests
}


class Watched:
    """A process that tells what it has loaded, and may not load some."""

    def __init__(self, folder):
        self._site = folder / "site"
        self._told = folder / "loaded.txt"
        self._site.mkdir()

    def variables(self, *barred):
        (self._site / "sitecustomize.py").write_text(
            "import atexit, pathlib, sys\n"
            f"sys.modules.update(dict.fromkeys({barred!r}))\n"
            "loaded = lambda: '\\n'.join(n for n, module in list(sys.modules.items()) if module)\n"
            f"atexit.register(lambda: pathlib.Path({str(self._told)!r}).write_text(loaded()))\n"
        )
        return {"PYTHONPATH": str(self._site)}

    @property
    def loaded(self):
        return {name.partition(".")[0] for name in self._told.read_text().split()}


@pytest.fixture
def watched(tmp_path):
    return Watched(tmp_path)


def test_a_crawl_loads_only_what_it_needs(start_sandbox, run_crawl, watched):
    done = run_crawl(start_sandbox(offers_count=400), "all", "max_pages=0", **watched.variables())
    assert done.report["status"] == "complete", done.log
    loaded = watched.loaded
    assert {"ftcrawler", "scrapy", "orjson"} <= loaded
    assert not loaded & NOT_LOADED


def test_a_crawl_needs_nothing_of_the_sandboxs(start_sandbox, run_crawl, watched):
    sandbox = start_sandbox(offers_count=400)
    barred = watched.variables("numpy", "aiohttp", "yarl", "multidict", "ftsandbox")
    done = run_crawl(sandbox, "all", "max_pages=0", **barred)
    assert done.report["status"] == "complete", done.log
    assert sorted(done.ids) == sorted(sandbox.ids({}))


@pytest.mark.parametrize("words", [["--help"], ["runs"], ["report", "--output", "/"]])
def test_nor_does_a_command_load_what_another_needs(words, tmp_path, watched):
    scrapy(*words, data=tmp_path / "data", variables=watched.variables())
    assert "scrapy" in watched.loaded
    assert not watched.loaded & NOT_LOADED
