"""collecte.sh: what cron sends by mail, the exit code, one more try, and how it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time

import pytest

from tests.crawls.crawling import QUICK
from tests.crawls.stopping import begin, end

from .conftest import COLLECTE, Collecte

LOST = "status-500:range=150-299"
TRIES = 6  # one request, and RETRY_TIMES more
WHOLE = ("all", *QUICK, "-a", "max_pages=0")


def statuses(collecte):
    return [
        json.loads(path.read_text())["status"]
        for path in sorted((collecte.data / "runs").glob("*.json"))
    ]


def test_all_well_says_nothing(start_sandbox, collecte):
    sandbox = start_sandbox(offers_count=400)
    assert collecte.run(sandbox, *WHOLE) == (0, "")
    assert "Collecte complète ; 400 offres" in collecte.logs[0]
    asked = len(sandbox.questions)
    assert collecte.run(sandbox, *WHOLE) == (0, "")
    assert len(sandbox.questions) == asked, "it was collected today"


def test_a_night(start_sandbox, collecte):
    sandbox = start_sandbox(offers_count=400)
    night = ("nightly", *QUICK)
    sandbox.set_faults("token-refuse")
    code, mail = collecte.run(sandbox, *night)
    assert code == 3
    assert mail.startswith("ftcrawler, « scrapy nightly -s ")
    assert "EN ÉCHEC (code 3)" in mail
    assert "Nuit EN ÉCHEC (code 3)" in mail
    sandbox.set_faults()
    assert collecte.run(sandbox, *night) == (0, "")
    assert "Nuit complète" in collecte.logs[1]


def test_a_night_is_stopped(start_sandbox, collecte):
    sandbox = start_sandbox(offers_count=9000)
    process = collecte.start(sandbox, "nightly", *QUICK, "-a", "delay=0.1")
    sandbox.wait_for_searches(2)
    process.send_signal(signal.SIGTERM)
    mail, _ = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "INCOMPLÈTE (code 4), arrêtée en route" in mail
    assert "Nuit arrêtée, comme demandé." in mail
    assert statuses(collecte) == ["incomplete"]


def test_refused(start_sandbox, collecte):
    code, mail = collecte.run(start_sandbox(), "keywords", "-a", "keyword=python")
    assert code == 1
    first, second, *_ = mail.splitlines()
    assert first.startswith("ftcrawler, « scrapy crawl keywords -a keyword=python » : REFUSÉE")
    assert "Argument inconnu ; vouliez-vous dire keywords ?" in second
    assert len(collecte.logs) == 1


def test_written_wrong(start_sandbox, collecte):
    code, mail = collecte.run(start_sandbox(), "keyword")
    assert code == 2
    assert "MAL ÉCRITE" in mail
    assert "Spider inconnu : « keyword »" in mail


def test_failed_is_not_tried_again(start_sandbox, collecte):
    sandbox = start_sandbox("token-refuse")
    code, mail = collecte.run(sandbox, *WHOLE)
    assert code == 3
    assert "EN ÉCHEC (code 3)" in mail
    assert "invalid_client" in mail
    assert sum("access_token" in entry["path"] for entry in sandbox.log) == 1


def test_one_more_try_is_enough(start_sandbox, collecte):
    sandbox = start_sandbox(f"{LOST}:times={TRIES}", offers_count=400)
    assert collecte.run(sandbox, *WHOLE) == (0, "")
    assert "incomplète (code 4), relancée dans 0 s" in collecte.logs[0]
    assert statuses(collecte) == ["complete"]
    lost = [question for question in sandbox.questions if "range=150-299" in question]
    assert len(lost) == TRIES + 1, "the second try asks for what is missing"
    assert len(sandbox.questions) - len(lost) == 2


def test_one_more_try_and_no_third(start_sandbox, collecte):
    sandbox = start_sandbox(LOST, offers_count=400)
    code, mail = collecte.run(sandbox, *WHOLE)
    assert code == 4
    assert "INCOMPLÈTE (code 4), relancée une fois sans succès : relancez la même" in mail
    assert "250 offres sur 400 annoncées" in mail
    assert sum("range=150-299" in question for question in sandbox.questions) == 2 * TRIES


def test_the_same_command_is_under_way(start_sandbox, collecte):
    sandbox = start_sandbox(offers_count=9000)
    first = begin(collecte.data, sandbox, "all", "max_pages=0", delay=0.3)
    sandbox.wait_for_searches(2, first)
    code, mail = collecte.run(sandbox, *WHOLE)
    assert code == 1
    assert "déjà en cours" in mail
    assert end(first, collecte.data, by=signal.SIGTERM).report["reason"] == "shutdown"


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_stopped(start_sandbox, collecte, by):
    sandbox = start_sandbox(offers_count=9000)
    process = collecte.start(sandbox, *WHOLE, "-a", "delay=0.1")
    sandbox.wait_for_searches(2)
    if by is signal.SIGINT:  # a terminal sends it to both
        os.killpg(process.pid, by)
    else:
        process.send_signal(by)
    mail, _ = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "INCOMPLÈTE (code 4), arrêtée en route" in mail
    assert "relancée dans" not in collecte.logs[0]
    assert statuses(collecte) == ["incomplete"]


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_stopped_between_two_tries(start_sandbox, collecte, by):
    sandbox = start_sandbox(LOST, offers_count=400)
    process = collecte.start(sandbox, *WHOLE, COLLECTE_ATTENTE="600")
    deadline = time.monotonic() + 60
    while not (collecte.logs and "relancée dans 600 s" in collecte.logs[0]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, by)
    mail, _ = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "arrêtée en route" in mail


def test_killed(start_sandbox, tmp_path):
    """A stand-in dies as a crawl does that the system kills for want of memory."""
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho dernière ligne >&2\nkill -9 $$\n")
    python.chmod(0o755)
    code, mail = Collecte(tmp_path, str(python)).run(start_sandbox(), "all")
    assert code == 137
    assert "TUÉE, ou jamais partie (code 137)" in mail
    assert "dernière ligne" in mail


def test_no_python(start_sandbox, tmp_path):
    code, mail = Collecte(tmp_path, str(tmp_path / "nulle-part")).run(start_sandbox(), "all")
    assert code == 1
    assert "nulle-part n'existe pas" in mail


def test_old_logs_go(start_sandbox, collecte):
    logs = collecte.folder / "journaux"
    logs.mkdir()
    for name in ("collecte_20200101_000000_all_1.log", "autre.log"):
        (logs / name).touch()
        os.utime(logs / name, (0, 0))
    collecte.run(start_sandbox(offers_count=10), *WHOLE)
    names = sorted(path.name for path in logs.iterdir())
    assert names[0] == "autre.log"
    assert len(names) == 2
    assert "_all_" in names[1]
    assert "2020" not in names[1]


@pytest.mark.parametrize("script", sorted(COLLECTE.parent.glob("*.sh")), ids=lambda p: p.name)
def test_scripts_parse(script):
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
