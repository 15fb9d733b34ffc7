"""`scrapy sandbox` and `python -m ftsandbox`, as a user starts them."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from dotenv import dotenv_values

from ftsandbox.options import add_sandbox_options, sandbox_config

ROOT = Path(__file__).parents[2]
OURS = ("URL_", "POLE_EMPLOI_", "FT_", "data_lake_bucket")
PRINT = "import json, os; print(json.dumps(dict(os.environ)))"
COMMAND = [sys.executable, "-m", "scrapy", "sandbox", "--port", "0"]
ALONE = [sys.executable, "-m", "ftsandbox", "--port", "0"]


def pasted(lines: str) -> dict[str, str]:
    """Return what a shell exports once *lines* are pasted into it."""
    shell = ["env", "-i", "/bin/sh", "-c", f"{lines}\nexec {sys.executable} -c '{PRINT}'"]
    shown = json.loads(subprocess.run(shell, capture_output=True, check=True).stdout)
    return {name: shown[name] for name in shown if name.startswith(OURS)}


@pytest.mark.parametrize(
    ("command", "number"),
    [(COMMAND, signal.SIGINT), (COMMAND, signal.SIGTERM), (ALONE, signal.SIGTERM)],
    ids=["SIGINT", "SIGTERM", "without Scrapy"],
)
def test_serves_until_told_to_stop(command: list[str], number: int):
    options = ("--offers-count", "50", "--client-id", "PAR_x", "--latency", "0:1")
    secret = ("--client-secret", "c'est # mon secret")
    with subprocess.Popen(
        [*command, *options, *secret, "--fault", "reset:times=1"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as server:
        assert server.stdout is not None
        assert "50 offres" in server.stdout.readline()
        server.stdout.readline()
        dotenv, _, export = ([server.stdout.readline() for _ in range(n)] for n in (6, 1, 6))
        env = dotenv_values(stream=StringIO("".join(dotenv)))
        base = env["URL_POLE_EMPLOI"]
        assert env == {
            "URL_POLE_EMPLOI": base,
            "URL_API_FRANCE_TRAVAIL": f"{base}/partenaire/offresdemploi",
            "POLE_EMPLOI_CLIENT_ID": "PAR_x",
            "POLE_EMPLOI_CLIENT_SECRET": "c'est # mon secret",
            "FT_DATA_DIR": str(ROOT / "data/bac_a_sable"),
            "data_lake_bucket": "",
        }
        assert pasted("".join(export)) == env
        assert base is not None
        assert base.startswith("http://127.0.0.1:")
        with urlopen(f"{base}/_sandbox/ids") as answer:
            assert len(json.load(answer)) == 50
        server.send_signal(number)
        assert server.wait(10) == 0


@pytest.mark.parametrize(
    ("command", "options", "code", "message"),
    [
        (COMMAND, ("--fault", "boom"), 2, "Panne inconnue : « boom »"),
        (COMMAND, ("superflu",), 2, "superflu"),
        (COMMAND, ("--offers", "/nulle/part.json"), 1, "introuvable : /nulle/part.json"),
        (ALONE, ("--latency", "5:1"), 2, "--latency"),
        (ALONE, ("--offers", "/nulle/part.json"), 1, "introuvable : /nulle/part.json"),
    ],
)
def test_wrong_use(command: list[str], options: tuple[str, ...], code: int, message: str):
    done = subprocess.run(
        [*command, *options], capture_output=True, text=True, cwd=ROOT, timeout=30, check=False
    )
    assert done.returncode == code
    assert message in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--fault", "boom"), "Panne inconnue : « boom »"),
        (("--latency", "5:1"), "--latency"),
        (("--offers-count", "-1"), "--offers-count"),
        (("--date-shift", "3"), "--date-shift"),
        (("--sort1", "oldest"), "--sort1"),
        (("--vanish", "nan"), "--vanish"),
        (("--offers", "x.json", "--appear", "1"), "--appear"),
    ],
)
def test_wrong_options(options: tuple[str, ...], message: str):
    """Both commands end with 2 for what is refused here."""
    parser = argparse.ArgumentParser()
    add_sandbox_options(parser)
    with pytest.raises(ValueError, match=message):
        sandbox_config(parser.parse_args(options))


@pytest.mark.parametrize("command", [COMMAND, ALONE], ids=["with Scrapy", "without Scrapy"])
@pytest.mark.parametrize(
    ("options", "code", "message"),
    [(("--help",), 0, "r?p?ter"), (("--offers", "/é.json"), 1, "introuvable : /?")],
)
def test_speaks_on_a_console_without_accents(
    options: tuple[str, ...], code: int, message: str, command: list[str]
):
    done = subprocess.run(
        [*command, *options],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (code, "")
    assert message in done.stdout


@pytest.mark.parametrize(("command", "missing"), [(COMMAND, "numpy"), (ALONE, "aiohttp")])
def test_says_what_to_install(command: list[str], missing: str, tmp_path: Path):
    barred = f"import sys\nsys.modules[{missing!r}] = None\n"
    (tmp_path / "sitecustomize.py").write_text(barred)
    done = subprocess.run(
        command,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        f"Erreur: {missing} n'est pas installé. Le bac à sable en a besoin : "
        "python -m pip install -r requirements-sandbox.txt -c constraints.txt\n"
    )
