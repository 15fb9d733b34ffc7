"""collecte.bat: what Windows needs of it, and, where Wine is installed, what it does."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.docs.reading import page

from .reading import SCHEDULES, accept_command
from .windows import Windows

BATCH = SCHEDULES / "collecte.bat"
TEXT = BATCH.read_bytes().decode("utf-8")
GUIDE = page("docs/planifier.md")
needs_wine = pytest.mark.skipif(not shutil.which("wine"), reason="Wine is not installed")


def test_line_ends():
    assert TEXT.count("\r\n") == TEXT.count("\n") > 20


def test_plain_letters_until_the_code_page_is_set():
    before, found, _ = TEXT.partition("chcp 65001")
    assert found
    assert before.isascii()
    comments = [line for line in TEXT.splitlines() if line.startswith("rem ")]
    assert all(line.isascii() for line in comments)


def test_paths_are_absolute_and_between_quotes():
    paths = re.findall(r"^set \"(?:PROJET|PYTHON|JOURNAUX|JOURNAL)=(.*)\"\r?$", TEXT, re.MULTILINE)
    assert [re.match(r"C:\\|%(PROJET|JOURNAUX)%\\", path) is not None for path in paths] == [
        True
    ] * 4
    for line in TEXT.splitlines():
        if not line.startswith(("rem ", "set ")):
            for name in ("PROJET", "PYTHON", "JOURNAUX", "JOURNAL"):
                assert line.count(f"%{name}%") == line.count(f'"%{name}%"'), line


def test_each_code_has_a_sentence_and_is_kept():
    assert re.findall(r'^if "%CODE%"=="(\d)"', TEXT, re.MULTILINE) == list("01234")
    command = TEXT.index("-m scrapy %COMMANDE% %*")
    assert TEXT[command:].splitlines()[1] == 'set "CODE=%ERRORLEVEL%"'
    assert TEXT.splitlines()[-1] == "exit /b %CODE%"


def test_the_guide_has_commands_that_the_project_accepts():
    commands = re.findall(r"^schtasks /Create .*$", GUIDE, re.MULTILINE)
    assert commands
    for command in commands:
        (task,) = re.findall(r'/TR "((?:\\"|[^"])*)"', command)
        assert len(task) <= 261, "schtasks takes no more"
        script, *words = re.findall(r'\\"(.*?)\\"|(\S+)', task)
        assert script[0] == r"C:\ftcrawler\configs\schedules\collecte.bat"
        accept_command([quoted or plain for quoted, plain in words])


@pytest.fixture(scope="module")
def windows(tmp_path_factory):
    machine = Windows(tmp_path_factory.mktemp("wine"))
    machine.cmd("exit")
    machine.install("ftcrawler", BATCH)
    machine.install("Données du travail/ft (essai)", BATCH)
    return machine


@needs_wine
@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 137])
def test_it_keeps_the_code(windows, code):
    script = r"C:\ftcrawler\configs\schedules\collecte.bat"
    done = windows.cmd(script, "all", "-a", "max_pages=0", CODE_VOULU=str(code))
    assert done.returncode == code
    assert f"Code {code}, collecte ".encode() in done.stdout


@needs_wine
def test_a_night(windows):
    words = (r"C:\ftcrawler\configs\schedules\collecte.bat", "nightly", "-a", "delay=0.1")
    windows.cmd(*words, CODE_VOULU="0")
    folder = windows.drive / "ftcrawler" / "data" / "journaux"
    log = (folder / "collecte_20261125_033000_42.log").read_bytes()
    assert b"-m scrapy  nightly -a delay=0.1" in log


@needs_wine
def test_spaces_accents_and_arguments(windows):
    start = windows.drive / "essai.bat"
    words = 'call configs\\schedules\\collecte.bat keywords -a "keywords=data scientist"\n'
    start.write_text(f'@echo off\ncd /d "%ICI%"\n{words}', newline="\r\n")
    windows.cmd(r"C:\essai.bat", ICI=r"C:\Données du travail\ft (essai)", CODE_VOULU="0")
    folder = windows.drive / "Données du travail" / "ft (essai)" / "data" / "journaux"
    log = (folder / "collecte_20261125_033000_42.log").read_bytes()
    assert b'-m scrapy crawl keywords -a "keywords=data scientist"' in log
    assert b"PYTHONUTF8=1" in log
    assert b"ft (essai)\r\n" in log
    assert b"Code 0, collecte " in log


@needs_wine
def test_no_python(windows, tmp_path):
    lost = windows.drive / "collecte.bat"
    lost.write_text(TEXT.replace("C:\\ftcrawler", "C:\\ailleurs"), newline="")
    done = windows.cmd(r"C:\collecte.bat", "all")
    assert done.returncode == 1
    assert b"Python introuvable" in done.stdout
