"""`.env` as people and their editors write it, through a command that reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRINT = "import os, ftcrawler.settings as s; print(s.FT_SCOPE, s.FT_DATA_DIR)"


@pytest.fixture
def run(tmp_path):
    """Return what a program says in a folder with this `.env`, and its exit code."""

    def started(content, *program):
        (tmp_path / ".env").write_bytes(content)
        done = subprocess.run(
            [sys.executable, *program],
            check=False,
            cwd=tmp_path,
            env={
                "PATH": "", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path),
                "SCRAPY_SETTINGS_MODULE": "ftcrawler.settings", "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True,
            encoding="utf-8",
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    return started


@pytest.mark.parametrize("command", ["check-api", "runs", "list"])
@pytest.mark.parametrize(
    "content",
    [
        "CLE=abc\n".encode("utf-16"),
        "CLE=abc\n".encode("utf-16-le"),
        "# numéro\nCLE=abc\n".encode("cp1252"),
    ],
)
def test_what_is_not_utf8_is_told_in_one_sentence(run, content, command):
    code, out, err = run(content, "-m", "scrapy", command)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert ".env n'est pas en UTF-8. Enregistrez-le à nouveau en UTF-8" in err


def test_the_mark_of_a_windows_editor_is_no_part_of_the_first_name(run):
    code, out, err = run(b"\xef\xbb\xbfPOLE_EMPLOI_SCOPE=mienne\r\n", "-c", PRINT)
    assert (code, out.split()[0], err) == (0, "mienne", "")


def test_a_line_that_sets_nothing_is_named_without_what_it_holds(run):
    content = b"# note\nPOLE_EMPLOI_CLIENT_SECRET s3cret\n\nSEULE\nPOLE_EMPLOI_SCOPE=mienne\n"
    code, out, err = run(content, "-c", PRINT)
    assert (code, out.split()[0]) == (0, "mienne")
    assert [line.partition(".env, ")[2] for line in err.splitlines()] == [
        f"ligne {n} : ni « NOM=valeur » ni commentaire (#), elle est ignorée." for n in (2, 4)
    ]
    assert "s3cret" not in err


def test_a_folder_below_home(run, tmp_path):
    code, _, err = run(b"FT_DATA_DIR=~/offres\n", "-m", "scrapy", "runs")
    assert code == 0, err
    shown = run(b"FT_DATA_DIR=~/offres\n", "-m", "scrapy", "runs")[1]
    assert f"{tmp_path / 'offres'}" in shown
    assert not (tmp_path / "~").exists()
