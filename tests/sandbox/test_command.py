"""`scrapy sandbox`, as a user starts it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "scrapy", "sandbox", "--port", "0"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_told_to_stop(number: int):
    options = ("--offers-count", "50", "--client-id", "PAR_x", "--latency", "0:1")
    with subprocess.Popen(
        [*COMMAND, *options, "--fault", "reset:times=1"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as server:
        assert server.stdout is not None
        assert "50 offres" in server.stdout.readline()
        server.stdout.readline()
        env = dict(server.stdout.readline().strip().split("=", 1) for _ in range(4))
        base = env["URL_POLE_EMPLOI"]
        assert env == {
            "URL_POLE_EMPLOI": base,
            "URL_API_FRANCE_TRAVAIL": f"{base}/partenaire/offresdemploi",
            "POLE_EMPLOI_CLIENT_ID": "PAR_x",
            "POLE_EMPLOI_CLIENT_SECRET": "sandbox",
        }
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
