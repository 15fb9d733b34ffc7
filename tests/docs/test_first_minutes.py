"""What a newcomer does first: `make run`, a first table, `make test`; all as written."""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.first_run import sandbox
from tests.crawls.crawling import environment
from tests.skipped import REMEDIES

from .reading import ROOT, parsed, section, text_of

PROJECT = ("ftcrawler", "ftsandbox", "configs", "scripts")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a copy of what `make run` works with: it writes into the folder it is in."""
    copy = tmp_path_factory.mktemp("projet")
    for name in PROJECT:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "scrapy.cfg", copy)
    # A port of its own: whoever else runs `make run` here has the usual one.
    with socket.create_server(("127.0.0.1", 0)) as server:
        own = f"SANDBOX_PORT = {server.getsockname()[1]}\n"
    script = copy / "scripts" / "first_run.py"
    script.write_text(script.read_text("utf-8").replace("SANDBOX_PORT = 18080\n", own), "utf-8")
    assert own in script.read_text("utf-8")
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


@pytest.fixture(scope="module")
def table(project):
    """Return the folder where the guide's first table was made by the guide's command."""
    command = blocks("")[0]
    with sandbox() as variables:
        subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=project,
            env=environment(project / "data", variables)
            | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            check=True,
            timeout=120,
        )
    return project


def blocks(language):
    """Return the blocks of « Premier tableau » that are in a language; in none are commands."""
    text = section("LISEZMOI.md", "Premier tableau")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


SNIPPETS = {"pandas": "CDI", "duckdb": "lieuTravail_libelle"}


@pytest.mark.parametrize("library", SNIPPETS)
def test_the_guide_s_snippets(table, library):
    pytest.importorskip(library)
    (snippet,) = [each for each in blocks("python") if f"import {library}" in each]
    said = subprocess.run(
        [sys.executable, "-c", snippet], cwd=table, capture_output=True, text=True, check=True
    ).stdout
    assert SNIPPETS[library] in said


def test_each_snippet_is_run():
    assert len(blocks("python")) == len(SNIPPETS)


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
