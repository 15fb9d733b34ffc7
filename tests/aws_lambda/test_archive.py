"""The archive: made as `sam build` makes it, and run from its folder alone."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.crawls.crawling import ROOT

MAKEFILE = ROOT / "configs" / "lambda" / "Makefile"
# Lambda's limit, of which 100 MB are left to a year of growing libraries.
MOST = 250 * 1024**2
# Puts the archive on the path as Lambda does, then runs the script that follows.
FROM_ARCHIVE = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); del sys.argv[0]; "
    "runpy.run_path(sys.argv[0], run_name='__main__')"
)


def make_archive(folder):
    """Make it for the Python that runs the tests."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    done = subprocess.run(
        [
            *("make", "--makefile", str(MAKEFILE), "build-Collecte", "PLATFORM="),
            *(f"PYTHON={sys.executable}", f"RUNTIME={version}"),
        ],
        env=os.environ | {"ARTIFACTS_DIR": str(folder)},
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_crawl_from_it_alone(start_sandbox, function_of, bucket, tmp_path):
    """As Lambda does: unpacked somewhere, under an interpreter that has nothing else."""
    archive, task = tmp_path / "archive", tmp_path / "task"
    make_archive(archive)
    assert_fits(archive)
    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as packed:
        for path in archive.rglob("*"):
            packed.write(path, path.relative_to(archive))
    with zipfile.ZipFile(tmp_path / "archive.zip") as packed:
        packed.extractall(task)
    sandbox = start_sandbox(offers_count=3000)
    interpreter = [str(Path(sys.executable).resolve()), "-I", "-c", FROM_ARCHIVE, str(task)]
    function = function_of(sandbox, interpreter=interpreter)
    event = {"spider": "keywords", "arguments": {"keywords": "infirmier", "max_pages": 0}}
    lived = function.live({"event": event}, PYTHONPATH="")
    assert lived.results[0]["report"]["status"] == "complete", lived.log
    assert bucket().ids == dict.fromkeys(sandbox.ids({"motsCles": "infirmier"}), 1)
    assert bucket().ids


def assert_fits(archive):
    """It holds what a crawl needs, nothing that it does not, and Lambda takes it."""
    names = {path.name for path in archive.iterdir()}
    assert {"ftcrawler", "scrapy", "boto3"} <= names
    assert not names & {
        "ftsandbox",
        "numpy",
        "aiohttp",
        "yarl",
        "duckdb",
        "pyarrow",
        "pytest",
        "bin",
        "tests",
    }
    assert not (archive / "ftcrawler" / "ftcrawler").exists()
    files = [path for path in archive.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST
    assert (archive / "ftcrawler" / "api" / "referentiels" / "metiers.json") in files
    assert not [path for path in files if path.name.startswith(".env")]
