"""Installed as a package, the command `ftcrawler` works in any folder, without a clone."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv

import pytest

from tests.scrapyd.server import environment

# The last that a sandbox prints of what leads to it.
LAST = "POLE_EMPLOI_CLIENT_SECRET="


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """Install what is built where only what it requires is; return the folder of its commands."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    python = folder / "bin/python"
    (site,) = folder.glob("lib/*/site-packages")
    (site / "required.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index"]
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, capture_output=True, timeout=120)
    return folder / "bin"


@pytest.fixture
def elsewhere(tmp_path):
    """Make a folder with another project of Scrapy's in it."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = somebody.elses\n")
    return tmp_path


def run(command, folder):
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("command", [["ftcrawler"], ["python", "-m", "ftcrawler"]])
def test_all_commands_are_there(installed, elsewhere, command):
    done = run([installed / command[0], *command[1:]], elsewhere)
    assert (done.returncode, done.stderr) == (0, "")
    assert "active project: ftcrawler" in done.stdout
    for name in ("check-api", "crawl", "plan", "runs", "s3-sync", "sandbox", "verify-aws"):
        assert f"\n  {name} " in done.stdout


def test_a_crawl_from_any_folder(installed, elsewhere):
    options = ["--port", "0", "--offers-count", "2000"]
    command = [installed / "ftcrawler", "sandbox", *options]
    with subprocess.Popen(
        command, cwd=elsewhere, env=environment(elsewhere), stdout=subprocess.PIPE, text=True
    ) as sandbox:
        assert sandbox.stdout is not None
        lines = iter(sandbox.stdout.readline, "")
        said = [next(lines)]
        while LAST not in said[-1]:
            said.append(next(lines))
        variables = [line for line in said if "=" in line]
        (elsewhere / ".env").write_text("".join(variables))
        crawl = ["crawl", "sector", "-a", "sector=sante", "-a", "delay=0"]
        done = run([installed / "ftcrawler", *crawl], elsewhere)
        sandbox.terminate()
    assert done.returncode == 0, done.stderr
    (report,) = (
        json.loads(path.read_bytes()) for path in (elsewhere / "data/runs").glob("*.json")
    )
    assert report["offers"]["collected"] > 0
    listed = run([installed / "ftcrawler", "runs"], elsewhere)
    assert report["run"] in listed.stdout
