from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.crawls.conftest import start_sandbox  # noqa: F401 (a fixture)
from tests.crawls.crawling import ROOT
from tests.scrapyd.server import PASSWORD, SECRETS, USER, Job, Scrapyd, environment


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """Copy what is built from: building writes into the folder it is given."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("setup.py", "pyproject.toml", "requirements.txt", "scrapy.cfg"):
        shutil.copy(ROOT / name, folder)
    for name in ("ftcrawler", "ftsandbox", "configs"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder


@pytest.fixture(scope="session")
def deploy(project, tmp_path_factory):
    """Return what runs `scrapyd-deploy`, with the login in `.netrc`, as docs/scrapyd.md says."""
    home = tmp_path_factory.mktemp("home")
    netrc = home / ".netrc"
    netrc.write_text(f"machine 127.0.0.1 login {USER} password {PASSWORD}\n")
    netrc.chmod(0o600)

    def run(*arguments, url="http://127.0.0.1:6800/"):
        (home / ".scrapy.cfg").write_text(f"[deploy:here]\nurl = {url}\n")
        command = [sys.executable, "-m", "scrapyd_client.deploy", *arguments]
        done = subprocess.run(
            command,
            cwd=project,
            env=environment(home),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def egg(deploy, tmp_path_factory):
    """Build what `scrapyd-deploy` sends."""
    path = tmp_path_factory.mktemp("egg") / "ftcrawler.egg"
    deploy("--build-egg", str(path))
    return path


@pytest.fixture(scope="session")
def wheel(project, egg, tmp_path_factory):
    """Build the wheel as pip does, with the setuptools that is here; after the egg, not beside."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(project)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def scrapyd(deploy, egg, tmp_path_factory):
    """Start scrapyd, deploy the project; at the end, look for secrets in all that was logged."""
    server = Scrapyd(tmp_path_factory.mktemp("server") / "scrapyd")
    server.start()
    try:
        deploy("here", "--egg", str(egg), "--version", "1", url=server.url)
        yield server
    finally:
        server.stop()
    logs = [server.folder / "scrapyd.log", *(server.folder / "logs").rglob("*.log")]
    for log in logs:
        assert not [secret for secret in SECRETS if secret in log.read_text()], log


@pytest.fixture
def schedule(scrapyd, tmp_path):
    """Schedule jobs against a sandbox; without a data folder, that of scrapyd's `.env`."""

    def start(sandbox, spider, *settings, data=tmp_path / "data", **arguments):
        given = [f"FT_API_URL={sandbox.env()['URL_API_FRANCE_TRAVAIL']}"]
        given += [f"FT_TOKEN_HOST={sandbox.base_url}", f"FT_QUOTA_DIR={tmp_path}", *settings]
        given += [f"FT_DATA_DIR={data}"] if data else []
        fields = {"delay": "0", **arguments, "spider": spider, "setting": given}
        number = scrapyd.post("schedule.json", **fields)["jobid"]
        return Job(scrapyd, number, spider, data or scrapyd.data)

    return start
