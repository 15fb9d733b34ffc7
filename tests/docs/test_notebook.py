"""The guide's notebook, run as written beside a history; and that installing is enough for it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from importlib import metadata

import pytest
from packaging.utils import canonicalize_name

from tests.history.made_runs import History, offer

from .reading import PACKAGE, ROOT, page, parsed, section

OWN = {"ftcrawler", "ftsandbox"}
EXTRA = {"pyspark", "py4j"}
# What Scrapy, boto3 and Jinja2 bring along, and cannot do without.
BROUGHT = {
    *("twisted", "itemadapter", "w3lib", "OpenSSL", "service_identity", "botocore"),
    "markupsafe",
}


def test_the_notebook_runs_as_written(tmp_path):
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    history = History(tmp_path / "data")
    history.run("20261124_020000", [offer("A"), offer("B", typeContrat="CDD")])
    history.update()
    history.run("20261125_020000", [offer("A", nombrePostes=2), offer("B", typeContrat="CDD")])
    history.update()
    code = re.findall(
        r"^```python\n(.*?)^```",
        section("LISEZMOI.md", "Dans un notebook"),
        re.MULTILINE | re.DOTALL,
    )
    said = subprocess.run(
        [sys.executable, "-c", "\n".join(code)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert re.search(r"^CDI +1\.0 +2000\.0", said, re.MULTILINE)
    assert "2026-11-25" in said
    assert "modifiee" in said


def imported():
    """Return the packages that modules of ftcrawler import when they run."""
    for path in PACKAGE.rglob("*.py"):
        typing = {
            inner
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            for inner in ast.walk(node)
        }
        for node in ast.walk(parsed(path)):
            if node in typing:
                continue
            if isinstance(node, ast.Import):
                yield from (each.name.partition(".")[0] for each in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield (node.module or "").partition(".")[0]


def test_what_is_installed_holds_what_is_imported():
    required = re.findall(r"^[\w.-]+", page("requirements.txt"), re.MULTILINE)
    distributions = metadata.packages_distributions()
    lacking = {
        name
        for name in {*imported()} - OWN - EXTRA - BROUGHT - sys.stdlib_module_names
        if not {*map(canonicalize_name, distributions[name])} & {*map(canonicalize_name, required)}
    }
    assert lacking == set()
