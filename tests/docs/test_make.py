"""`make run` ends in a table and a question; `make test` tells what it left out."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys

import pytest

from scripts.first_run import sandbox
from tests.crawls.crawling import environment
from tests.skipped import REMEDIES

from .reading import ROOT, parsed, text_of

PROJECT = ("ftcrawler", "ftsandbox", "configs", "scripts")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a copy of what `make run` works with: it writes into the folder it is in."""
    copy = tmp_path_factory.mktemp("projet")
    for name in PROJECT:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "scrapy.cfg", copy)
    return copy


def make_run(project, **variables):
    """Run what `make run` runs, and return the lines that it says."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.first_run"],
        cwd=project,
        env=environment(project / "data", variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def answer(project, question):
    """Return what a shell says to a command, as the user pastes it."""
    return subprocess.run(
        ["/bin/sh", "-c", question], cwd=project, capture_output=True, text=True, check=True
    ).stdout


def count(project, folder):
    """Return how many offers lie there, by the table's twin."""
    assert (project / folder / "offres.xlsx").read_bytes().startswith(b"PK")
    return len((project / folder / "offres.jsonl").read_text(encoding="utf-8").splitlines())


def test_it_ends_in_a_table_and_a_question(project):
    first = make_run(project)
    assert first[-3].strip() == "data/bac_a_sable/offres.xlsx"
    answers = answer(project, first[-1]).splitlines()
    assert any('"typeContrat":"CDI"' in line for line in answers)
    total = sum(int(line.split()[0]) for line in answers)
    assert total == count(project, "data/bac_a_sable") > 100

    second = make_run(project)
    assert any("déjà collecté aujourd'hui" in line for line in second)
    assert second[-4:] == first[-4:]
    assert total == count(project, "data/bac_a_sable")


def test_with_credentials_it_asks_the_api(project):
    with sandbox() as variables:
        lines = make_run(project, **variables | {"FT_DATA_DIR": "mes données"})
    assert "depuis l'API" in lines[0]
    assert lines[-3].strip() == "'mes données/offres.xlsx'"
    assert answer(project, lines[-1])
    assert count(project, "mes données")


def reasons():
    """Return why tests here may be left out."""
    for path in (ROOT / "tests").rglob("*.py"):
        names = {
            node.targets[0].id: text_of(node.value)
            for node in parsed(path).body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in ast.walk(parsed(path)):
            match node:
                case ast.Call(func=ast.Attribute(attr="skipif"), keywords=keywords):
                    yield from (text_of(each.value) for each in keywords if each.arg == "reason")
                case ast.Call(func=ast.Attribute(attr="skip", value=ast.Name("pytest")), args=[a]):
                    yield names[a.id] if isinstance(a, ast.Name) else text_of(a)
                case _:
                    pass


@pytest.mark.parametrize("reason", sorted(set(reasons())))
def test_each_reason_to_leave_a_test_out_has_a_remedy(reason):
    assert any(said in reason for said in REMEDIES)


def test_what_is_left_out_is_told_last(tmp_path):
    path = tmp_path / "test_one.py"
    path.write_text(
        "import pytest\n"
        "absent = pytest.mark.skipif(True, reason='Wine is not installed')\n"
        "@absent\n"
        "def test_one(): pass\n"
    )
    shutil.copy(ROOT / "tests/skipped.py", tmp_path / "conftest.py")
    for workers in ([], ["-n", "1"]):
        lines = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *workers, path],
            cwd=tmp_path,
            env=os.environ,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        assert lines[-3:-1] == [
            "Tests omis :",
            "   1  Wine is not installed  (Debian : sudo apt install wine)",
        ]
