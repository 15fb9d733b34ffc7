"""Who only collects loads neither DuckDB nor Arrow, and nobody but Spark's users load Spark."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("duckdb", "pyarrow", "pandas", "polars", "pyspark", "py4j")
SPARK = ("pyspark", "py4j")
WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(["pyspark", "py4j"]))  # as if they were not installed
from ftcrawler.history.spark import register
register(None, "data")
"""


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("modules", "absent"),
    [
        ("ftcrawler.history", HEAVY),
        ("ftcrawler.history.spark", HEAVY),
        ("ftcrawler.commands.crawl, ftcrawler.spiders.all", HEAVY),
        ("ftcrawler.history.tables.ask, ftcrawler.commands.sql", SPARK),
    ],
)
def test_importing(modules, absent):
    done = run(
        f"import sys, {modules}; print(*(name for name in {absent} if name in sys.modules))"
    )
    assert (done.stdout, done.stderr) == ("\n", "")


def test_without_spark_it_says_how_to_install_it():
    done = run(WITHOUT)
    last = done.stderr.splitlines()[-1]
    assert "ConfigurationError: Spark manque : pip install -r requirements-spark.txt" in last
