"""The scrapyd service stops its crawls first: one signal each, then it waits for them."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess

import pytest

from .reading import SCHEDULES, values
from .scrapyd_server import running_scrapyd

SERVICE = SCHEDULES / "systemd" / "ftcrawler-scrapyd.service"


@pytest.mark.skipif(not shutil.which("pgrep"), reason="procps is not installed")
def test_crawls_end_in_good_order(start_sandbox, tmp_path):
    sandbox = start_sandbox(offers_count=9000)
    (command,) = values(SERVICE, "ExecStop")
    with running_scrapyd(tmp_path, sandbox.env()) as scrapyd:
        job = scrapyd.post(
            "schedule.json", project="ftcrawler", spider="all", max_pages="0", delay="0.1"
        )["jobid"]
        sandbox.wait_for_searches(3)
        subprocess.run(
            shlex.split(command.replace("$$", "$")),
            env=os.environ | {"MAINPID": str(scrapyd.process.pid)},
            timeout=60,
            check=True,
        )
        # The command returned: the crawl is over, and scrapyd is not.
        (path,) = (scrapyd.data / "runs").glob("all_*.json")
        assert json.loads(path.read_text())["reason"] == "shutdown"
        scrapyd.wait_until(lambda: scrapyd.finished(job))
    log = (tmp_path / "logs" / "ftcrawler" / "all" / f"{job}.log").read_text()
    assert "shutting down gracefully" in log
    assert "forcing unclean shutdown" not in log
