"""`scrapy sandbox`, as a user starts it."""

from __future__ import annotations

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

ROOT = Path(__file__).parents[2]
OURS = ("URL_", "POLE_EMPLOI_", "FT_", "data_lake_bucket")
PRINT = "import json, os; print(json.dumps(dict(os.environ)))"
COMMAND = [sys.executable, "-m", "scrapy", "sandbox", "--port", "0"]


def pasted(lines: str) -> dict[str, str]:
    """Return what a shell exports once *lines* are pasted into it."""
    shell = ["env", "-i", "/bin/sh", "-c", f"{lines}\nexec {sys.executable} -c '{PRINT}'"]
    shown = json.loads(subprocess.run(shell, capture_output=True, check=True).stdout)
    return {name: shown[name] for name in shown if name.startswith(OURS)}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_told_to_stop(number: int):
    options = ("--offers-count", "50", "--client-id", "PAR_x", "--latency", "0:1")
    secret = ("--client-secret", "c'est # mon secret")
    with subprocess.Popen(
        [*COMMAND, *options, *secret, "--fault", "reset:times=1"],
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
    ("options", "code", "message"),
    [
        (("--fault", "boom"), 2, "Panne inconnue : « boom »"),
        (("--latency", "5:1"), 2, "--latency"),
        (("--offers-count", "-1"), 2, "--offers-count"),
        (("--date-shift", "3"), 2, "--date-shift"),
        (("--sort1", "oldest"), 2, "--sort1"),
        (("--vanish", "nan"), 2, "--vanish"),
        (("--offers", "x.json", "--appear", "1"), 2, "--appear"),
        (("superflu",), 2, "superflu"),
        (("--offers", "/nulle/part.json"), 1, "introuvable : /nulle/part.json"),
    ],
)
def test_wrong_use(options: tuple[str, ...], code: int, message: str):
    done = subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, cwd=ROOT, timeout=30, check=False
    )
    assert done.returncode == code
    assert message in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("missing", ["numpy", "aiohttp"])
def test_says_what_to_install(missing: str, tmp_path: Path):
    barred = f"import sys\nsys.modules[{missing!r}] = None\n"
    (tmp_path / "sitecustomize.py").write_text(barred)
    done = subprocess.run(
        COMMAND,
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
