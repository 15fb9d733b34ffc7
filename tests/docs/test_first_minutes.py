"""What a newcomer does first: `make run`, a first table, `make test`; all as written."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from ftcrawler.runs.paris_time import day, paris_now
from ftsandbox.server import SandboxConfig, running_sandbox
from tests.crawls.crawling import environment, scrapy
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
    # Fewer nights, of fewer offers: what they prove is the same.
    script = copy / "scripts" / "first_run.py"
    text = script.read_text("utf-8")
    for name, value in {"OFFERS": "600", "NIGHTS": "3"}.items():
        text, changed = re.subn(
            rf"^({name}: Final = ).*", rf"\g<1>{value}", text, flags=re.MULTILINE
        )
        assert changed == 1
    script.write_text(text, "utf-8")
    return copy


@pytest.fixture(scope="module")
def credentials():
    """Return the variables of somebody who has credentials, for a sandbox."""
    with running_sandbox(SandboxConfig(quota=0)) as sandbox:
        yield sandbox.env()


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
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


DEMO = Path("data/bac_a_sable/demonstration")


@pytest.fixture(scope="module")
def demonstrations(project):
    """Return what each of two says, given one after the other."""
    # What .env says to crawls is none of their business.
    others = {"data_lake_bucket": "le-mien", "FT_QUOTA_URL": "redis://nowhere.invalid"}
    return [make_run(project, **others) for _ in "12"]


def test_it_ends_in_a_report_of_nights_that_were_played(project, demonstrations):
    path = project / DEMO / "reports" / f"rapport_{day(paris_now())}.html"
    assert path.read_bytes()[:15].lower() == b"<!doctype html>"
    for lines in demonstrations:
        assert lines[-1].strip() == path.as_uri()
        assert any("ses 600 offres sont inventées" in line for line in lines)
        nights = [line for line in lines if line.startswith("Nuit du ")]
        days = [paris_now() - timedelta(days=earlier) for earlier in (2, 1, 0)]
        assert [line[8:18] for line in nights] == [f"{each:%d/%m/%Y}" for each in days]
        assert "600 ouvertes" in nights[0]
        assert re.search(r" [1-9]\d* fermées?,", nights[1])
        assert any(line.startswith("Il couvre 3 nuits, du ") for line in lines)
    assert {folder.name for folder in (project / "data").iterdir()} == {"bac_a_sable"}
    assert {folder.name for folder in (project / DEMO).parent.iterdir()} == {DEMO.name}


def test_what_it_leaves_is_a_history_to_ask(project, demonstrations):
    question = next(line for line in demonstrations[-1] if "scrapy sql" in line)
    assert f"FT_DATA_DIR={DEMO} " in question
    rows = csv.DictReader(io.StringIO(shell(project, question, environment(project, {}))))
    assert len({row["id"] for row in rows}) == 9
    runs = scrapy("runs", "--json", "--last", "50", data=project / DEMO, variables={})
    assert [run["status"] for run in json.loads(runs.stdout)] == ["complete"] * 6


def test_with_credentials_it_asks_the_api_and_says_what_comes_next(project, credentials):
    lines = make_run(project, **credentials | {"FT_DATA_DIR": "mes données"})
    assert "depuis l'API" in lines[0]
    (place,) = [number for number, line in enumerate(lines) if line.startswith("Le tableau")]
    assert lines[place + 1].strip() == "'mes données/offres.xlsx'"
    assert (project / "mes données/offres.xlsx").read_bytes().startswith(b"PK")
    assert [line.split()[1] for line in lines[-3:]] == ["nightly", "report", "sql"]


def shell(project, command, variables):
    """Return what a shell says to a command, as the user pastes it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=project,
        env=variables | {"PATH": path},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout


@pytest.fixture(scope="module")
def table(project, credentials):
    """Return the folder where the guide's first table was made by the guide's command."""
    shell(project, blocks("")[0], environment(project / "data", credentials))
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


def constants(path):
    """Return the constants of a module, and their texts."""
    pairs = (
        (node.target, node.value)
        if isinstance(node, ast.AnnAssign)
        else (node.targets[0], node.value)
        for node in parsed(path).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    )
    return {
        each.id: text_of(value) for each, value in pairs if value and isinstance(each, ast.Name)
    }


def reasons():
    """Return why tests here may be left out."""
    paths = list((ROOT / "tests").rglob("*.py"))
    # One module may tell what another has found to be missing.
    everywhere = {name: text for path in paths for name, text in constants(path).items()}
    for path in paths:
        names = everywhere | constants(path)
        for node in ast.walk(parsed(path)):
            match node:
                case ast.Call(func=ast.Attribute(attr="skipif"), keywords=keywords):
                    yield from (text_of(each.value) for each in keywords if each.arg == "reason")
                case ast.Call(func=ast.Attribute(attr="skip", value=ast.Name("pytest")), args=[a]):
                    # What a function is given, those who call it tell.
                    if not isinstance(a, ast.Name) or a.id in names:
                        yield names[a.id] if isinstance(a, ast.Name) else text_of(a)
                case ast.Call(func=ast.Name("needed"), args=[ast.Constant(str(program)), *_]):
                    yield f"{program} is not installed"
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
